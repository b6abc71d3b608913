"""Reading in a process of its own, which may use only so much time and memory, and write no file.

PDF pages are read by a library in C++. A file can be made so that one call into it never comes back, or takes
all memory; no clock inside this process can stop that. Whoever reads files from outside reads them here.
"""

from __future__ import annotations

import io
import json
import pickle
import struct
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from coverable.base.problem import Problem, Refused, refuse
from coverable.document.limits import LIMITS, Budget, Limits
from coverable.document.readers.read import read_source
from coverable.document.readers.sniff import kind_of
from coverable.document.source import Source

_SPARE = 5.0
"""Seconds beyond the limit, to start and to send the result."""
_HEAD = struct.Struct(">I")
_KNOWN = {
    "coverable.document.source": ("Source", "Block", "Piece", "Cell", "Span", "Box", "Remark"),
    "coverable.base.problem": ("Problem",),
}


def read_guarded(data: bytes, name: str | None = None, limits: Limits = LIMITS) -> Source:
    """As `read_source`, and a PDF that would use up time or memory is refused.

    The other kinds are read by code of ours that counts as it goes; they need no process of their own.
    """
    budget = Budget(name or "the document", limits)
    budget.size(data)
    if kind_of(data, budget.where) != "pdf":
        return read_source(data, name, limits)
    head = {"name": name, "limits": asdict(limits)}
    try:
        out = ask_apart("coverable.document.readers.guarded", head, data, limits.seconds + _SPARE)
    except subprocess.TimeoutExpired:
        raise _stopped(budget, f"it took longer than {limits.seconds:g} seconds") from None
    if not out:
        memory = f"{limits.memory // 2**20:,} MB of memory"
        raise _stopped(budget, f"it used up its time or its {memory}, or broke the reader")
    found: Any = _Unpickler(io.BytesIO(out)).load()
    if isinstance(found, Source):
        return found
    raise Refused(tuple(p for p in found if isinstance(p, Problem)))


def ask_apart(module: str, head: dict[str, Any], data: bytes, seconds: float) -> bytes:
    """What a module of ours, run as a process of its own, answers to a head and the bytes of a document; b""
    where it broke. TimeoutExpired when it takes longer than `seconds`."""
    told = json.dumps(head).encode()
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
    )
    try:
        out, _ = child.communicate(_HEAD.pack(len(told)) + told + data, timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise
    return out if child.returncode == 0 else b""


def asked_apart() -> tuple[dict[str, Any], bytes]:
    """In the other process: the head and the bytes that it was asked about."""
    given = sys.stdin.buffer.read()
    (size,) = _HEAD.unpack_from(given)
    return json.loads(given[_HEAD.size : _HEAD.size + size]), given[_HEAD.size + size :]


def _stopped(budget: Budget, why: str) -> Refused:
    return refuse(
        "reading the document was stopped",
        budget.where,
        f"{why}; a policy needs a small part of that",
        "open it in a viewer, print it to PDF, and read that file; keep the original as evidence",
    )


class _Unpickler(pickle.Unpickler):
    """Takes our own records from the other process and nothing else."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if global_name in _KNOWN.get(module_name, ()):
            return super().find_class(module_name, global_name)
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no part of a document")


def bounded(seconds: float, memory: int | None = None, writes: bool = False) -> None:
    """Take from this process what reading does not need; without such limits the outer clock remains."""
    try:
        import resource
    except ImportError:
        return
    limits = {resource.RLIMIT_CPU: int(seconds) + 1, resource.RLIMIT_CORE: 0}
    if memory is not None:
        limits[resource.RLIMIT_AS] = memory
    if not writes:
        limits[resource.RLIMIT_FSIZE] = 0
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


def main() -> None:
    """The other process: a document comes in, its Source or its problems go out."""
    head, data = asked_apart()
    limits = Limits(**head["limits"])
    bounded(limits.seconds, limits.memory)
    found: Source | tuple[Problem, ...]
    try:
        found = read_source(data, head["name"], limits)
    except Refused as error:
        found = error.problems
    sys.stdout.buffer.write(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    main()
