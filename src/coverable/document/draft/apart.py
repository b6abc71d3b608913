"""A document that somebody drops on a server is read in a process of its own, with a clock.

Source and reading come back; whoever else uses the server does not wait meanwhile, and a document that takes
too long takes nothing else with it.
"""

from __future__ import annotations

import io
import json
import pickle
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import Problem, Refused, refuse
from coverable.document.draft.bench import Read, read_document
from coverable.policy.library import Library

SECONDS = 60.0
"""The longest real policies take a few."""
_HEAD = struct.Struct(">I")
_PLAIN: Final = {
    "datetime": frozenset({"date", "datetime", "timedelta"}),
    "decimal": frozenset({"Decimal"}),
    "builtins": frozenset({"set", "frozenset", "slice", "range", "complex"}),
    "collections": frozenset({"OrderedDict", "defaultdict"}),
}


def read_apart(raw: bytes, name: str, library: Library, seconds: float | None = None) -> Read:
    """As `read_document`; refused where it takes longer than `seconds` (None: SECONDS)."""
    seconds = SECONDS if seconds is None else seconds
    head = json.dumps({"name": name, "library": str(library.root), "seconds": seconds}).encode()
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "coverable.document.draft.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
    )
    try:
        out, _ = child.communicate(_HEAD.pack(len(head)) + head + raw, timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise _stopped(name, f"it took longer than {seconds:g} seconds") from None
    if child.returncode != 0 or not out:
        raise _stopped(name, "it used up its time, or broke the reader")
    found: Any = _Unpickler(io.BytesIO(out)).load()
    if isinstance(found, Read):
        return found
    raise Refused(tuple(p for p in found if isinstance(p, Problem)))


def _stopped(name: str, why: str) -> Refused:
    next = "cut the document into its policies, or read it with `coverable read`"
    return refuse("reading the document was stopped", name or "the document", why, next)


class _Unpickler(pickle.Unpickler):
    """Takes records of ours and plain values from the other process, and nothing that could be called."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        ours = module_name.startswith("coverable.")
        if ours or global_name in _PLAIN.get(module_name, ()):
            found = super().find_class(module_name, global_name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no part of a reading")


def _bounded(seconds: float) -> None:
    """A bound on this process where the system knows one; the outer clock remains elsewhere."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_CPU, int(seconds) + 1), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, hard))


def main() -> None:
    """The other process: a document comes in, what was read of it or its problems go out."""
    given = sys.stdin.buffer.read()
    (size,) = _HEAD.unpack_from(given)
    head = json.loads(given[_HEAD.size : _HEAD.size + size])
    _bounded(head["seconds"])
    found: Read | tuple[Problem, ...]
    try:
        found = read_document(given[_HEAD.size + size :], head["name"], Library(Path(head["library"])))
    except Refused as error:
        found = error.problems
    sys.stdout.buffer.write(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    # records of this module would be named after `__main__`
    from coverable.document.draft.apart import main as _main

    _main()
