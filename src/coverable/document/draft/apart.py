"""A document that somebody drops on a server is read in a process of its own, with a clock.

Source and reading come back; whoever else uses the server does not wait meanwhile, and a document that takes
too long takes nothing else with it.
"""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import Problem, Refused, refuse
from coverable.document.draft.bench import Read, read_document
from coverable.document.readers.guarded import ask_apart, asked_apart, bounded
from coverable.policy.library import Library

SECONDS = 60.0
"""The longest real policies take a few."""
_PLAIN: Final = {
    "datetime": frozenset({"date", "datetime", "timedelta"}),
    "decimal": frozenset({"Decimal"}),
    "builtins": frozenset({"set", "frozenset", "slice", "range", "complex"}),
    "collections": frozenset({"OrderedDict", "defaultdict"}),
}


def read_apart(raw: bytes, name: str, library: Library, seconds: float | None = None) -> Read:
    """As `read_document`; refused where it takes longer than `seconds` (None: SECONDS)."""
    seconds = SECONDS if seconds is None else seconds
    head = {"name": name, "library": str(library.root), "seconds": seconds}
    try:
        out = ask_apart("coverable.document.draft.apart", head, raw, seconds)
    except subprocess.TimeoutExpired:
        raise _stopped(name, f"it took longer than {seconds:g} seconds") from None
    if not out:
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


def main() -> None:
    """The other process: a document comes in, what was read of it or its problems go out."""
    head, raw = asked_apart()
    bounded(head["seconds"], writes=True)  # a library that is opened keeps what it worked out
    found: Read | tuple[Problem, ...]
    try:
        found = read_document(raw, head["name"], Library(Path(head["library"])))
    except Refused as error:
        found = error.problems
    sys.stdout.buffer.write(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    # records of this module would be named after `__main__`
    from coverable.document.draft.apart import main as _main

    _main()
