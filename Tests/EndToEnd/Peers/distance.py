"""Relays TCP to a local server as if it were far away.

Usage: distance.py PORT WAY
WAY is a file with one word, read for each connection:
  near    at once
  far     every answer takes a round trip of 250 ms, the first one of a connection two
  cold    the same, and the first answer of a connection 5 s more, as a database that was asleep
  silent  what is sent arrives, and nothing comes back
Listens on a free loopback port, prints it, and ends with its parent.
"""

import asyncio
import os
import sys

ROUND_TRIP = 0.25
WAKING = 5
PORT, WAY = int(sys.argv[1]), sys.argv[2]


def way():
    with open(WAY, encoding="ascii") as file:
        return file.read().strip()


async def carry(source, sink, first, later):
    """Bytes one way, in their order, the first after `first` seconds and each after `later`."""
    loop, queue = asyncio.get_running_loop(), asyncio.Queue()

    async def take():
        delay = first
        while data := await source.read(65536):
            await queue.put((loop.time() + delay, data))
            delay = later
        await queue.put((loop.time() + later, b""))

    taking = asyncio.create_task(take())
    try:
        while True:
            when, data = await queue.get()
            await asyncio.sleep(when - loop.time())
            if not data:
                break
            sink.write(data)
            await sink.drain()
    except OSError:
        pass
    finally:
        taking.cancel()
        sink.close()


async def forget(source, sink):
    """Reads what nobody will get."""
    while await source.read(65536):
        pass
    sink.close()


async def relay(client, answer):
    kind = way()
    server, request = await asyncio.open_connection("127.0.0.1", PORT)
    trip = 0 if kind in ("near", "silent") else ROUND_TRIP
    # A connection costs a round trip before its first byte.
    there = carry(client, request, trip * 1.5, trip / 2)
    if kind == "silent":
        back = forget(server, answer)
    else:
        back = carry(server, answer, trip / 2 + (WAKING if kind == "cold" else 0), trip / 2)
    await asyncio.gather(there, back, return_exceptions=True)


async def main():
    parent = os.getppid()
    listener = await asyncio.start_server(relay, "127.0.0.1", 0)
    print(listener.sockets[0].getsockname()[1], flush=True)
    while os.getppid() == parent:
        await asyncio.sleep(0.5)


asyncio.run(main())
