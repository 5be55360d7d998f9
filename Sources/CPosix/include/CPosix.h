#ifndef TODOTUI_CPOSIX_H
#define TODOTUI_CPOSIX_H

// What Swift cannot import or must not optimise away: a variadic prctl and fcntl, signal
// dispositions, and a wipe the compiler has to keep. Every call returns 0 or an errno value, unless
// it says otherwise, so that no caller reads errno after other code has run.

#include <stddef.h>
#include <stdint.h>

#include "CPosixForeground.h"
#include "CPosixJobs.h"
#include "CPosixLaunch.h"
#include "CPosixLoop.h"
#include "CPosixNetwork.h"
#include "CPosixProcess.h"

/// Takes the exclusive open-file-description lock on one byte of the file without waiting. EAGAIN
/// means somebody else has it. The kernel releases it when the last descriptor of this open
/// is closed, and so when the process dies.
int cposix_lock(int descriptor, int64_t byte);

/// Gives the lock on one byte back.
int cposix_unlock(int descriptor, int64_t byte);

/// Renames within the directory, and answers EEXIST when the new name is taken. A file system that
/// cannot do this in one step gets a check and a rename: callers hold a lock.
int cposix_rename_to_free_name(int directory, const char *from, const char *to);

/// Makes the process unreadable to other processes of the same user: no core dump, no ptrace
/// attach, /proc/self/mem owned by root. PR_SET_DUMPABLE 0.
int cposix_forbid_inspection(void);

/// Sets the soft and hard limit of core dumps to 0 bytes. RLIMIT_CORE.
int cposix_forbid_core_dumps(void);

/// Lets all threads allocate from one arena (glibc): one of a thread's own grows page by page, and what
/// is freed in it is of no use to the others.
void cposix_share_heap(void);

/// Gives SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS and SIGQUIT their default
/// action: Swift's crash reporter prints the memory behind registers.
int cposix_reset_crash_signals(void);

/// Overwrites the bytes with zeros; never optimised away. explicit_bzero.
void cposix_wipe(void *bytes, size_t count);

/// Fills the bytes from the kernel's random source.
int cposix_random(void *bytes, size_t count);

/// Nanoseconds since boot, suspended time included. CLOCK_BOOTTIME; 0 when it cannot be read.
uint64_t cposix_nanoseconds_since_boot(void);

#endif
