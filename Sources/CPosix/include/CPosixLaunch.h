#ifndef TODOTUI_CPOSIX_LAUNCH_H
#define TODOTUI_CPOSIX_LAUNCH_H

// What has to be put right before the program itself begins.

/// Takes those of the descriptors 0, 1 and 2 that whoever started us has closed, so that no file of
/// ours gets the number of an output. Using them fails with EBADF, apart from stderr, which is lost.
void cposix_occupy_standard_descriptors(void);

/// For the first process of a container, to which the kernel delivers no signal it has no handler
/// for and which inherits every orphan (pid_namespaces(7)): runs this program again as a child with
/// the same arguments (argv[0] first, NULL last), passes signals on and collects the dead.
///
/// Returns the child's exit status as shells say it, or -1 when no child could be started.
int cposix_run_as_first_process(char *const arguments[]);

#endif
