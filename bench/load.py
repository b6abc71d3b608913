"""`python -m bench.load PORT PATH RATE SECONDS < bodies`: a client at a steady rate, in a process of its own.

Reads one JSON body a line and posts them in turn over loopback, each when it is due, whether or not others
have been answered (an open loop). Writes the milliseconds from when each was due until its answer, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
LATE = 60
"""Seconds after which an answer is no longer waited for."""


async def post(free: list[Line], port: int, message: bytes) -> int:
    """The status of one call, over a connection that is free or a new one."""
    reader, writer = free.pop() if free else await asyncio.open_connection("127.0.0.1", port)
    writer.write(message)
    status = int((await reader.readline()).split()[1])
    length = 0
    while (line := await reader.readline()) != b"\r\n":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    await reader.readexactly(length)
    free.append((reader, writer))
    return status


async def steady(port: int, path: str, rate: int, seconds: int, bodies: Sequence[bytes]) -> list[float]:
    """The milliseconds of every call; what is answered must be answered with 200."""
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n".encode()
    messages = [head + b"content-length: %d\r\n\r\n" % len(body) + body for body in bodies]
    free: list[Line] = []
    took: list[float] = []
    begun = time.perf_counter() + 0.2

    async def one(at: int) -> None:
        due = begun + at / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        with suppress(TimeoutError):
            async with asyncio.timeout(LATE):
                status = await post(free, port, messages[at % len(messages)])
                assert status == 200, status
        took.append((time.perf_counter() - due) * 1000)

    await asyncio.gather(*(one(at) for at in range(rate * seconds)))
    for _, writer in free:
        writer.close()
    return took


if __name__ == "__main__":
    port, path, rate, seconds = sys.argv[1:]
    lines = sys.stdin.buffer.read().splitlines()
    print(json.dumps(asyncio.run(steady(int(port), path, int(rate), int(seconds), lines))))
