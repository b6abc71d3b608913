"""Torn policies without end: whatever is left of one is read to the draft and its page, or refused.

`python -m document.fuzz_policies --count 2000` takes whole policies of the authors, drops, cuts, shuffles and joins
their lines, and reads what comes out of it: the statements, the codes, the draft that must load, the page. A document is
told by its number, so what fails can be made again.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from time import perf_counter

from coverable.base.problem import Refused
from coverable.determination.engine import open_engine
from coverable.document.draft.apply import unanswered
from coverable.document.draft.bench import readable
from coverable.document.draft.make import make_draft
from coverable.document.draft.page import reading_html
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.policy.library import Library
from document.fuzzing import run
from document.handmade import ON, checked

DATA = Path(__file__).parent / "data"
SLOW = 20.0
"""Seconds that one torn policy may take, with other work on the machine."""
EMPTY = ("there is no text", "there is no element")
"""In the reason of the only refusals that are right: nothing was left of the document."""
_MOST = 150
"""Lines of a torn policy."""
_JOINTS = (" ", ".", ",", ":", ";", "|", "\t", " or ", " and ", "(", ")", "\n", "•", "1. ", "    ", "")


@cache
def policies() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The name and the lines of each policy that an author wrote."""
    files = (p for p in sorted(DATA.glob("*-of-*/*")) if p.suffix in (".txt", ".html"))
    return tuple((p.name, tuple(p.read_text(encoding="utf-8").splitlines())) for p in files)


def _part(lines: Sequence[str], rng: Random, most: int = _MOST) -> list[str]:
    first = rng.randrange(len(lines))
    return list(lines[first : first + rng.randrange(1, most)])


def _dropped(lines: Sequence[str], rng: Random) -> list[str]:
    return [line for line in lines if rng.random() > 0.3]


def _cut(lines: Sequence[str], rng: Random) -> list[str]:
    return [line[: rng.randrange(len(line) + 1)] if rng.random() < 0.3 else line for line in lines]


def _joined(lines: Sequence[str], rng: Random) -> list[str]:
    return [*_part(lines, rng, 30), *_part(rng.choice(policies())[1], rng, 30)]


def _shuffled(lines: Sequence[str], rng: Random) -> list[str]:
    out = _part(lines, rng, 40)
    rng.shuffle(out)
    return out


def _rewritten(lines: Sequence[str], rng: Random) -> list[str]:
    """The lines with other signs between some of their words."""
    out: list[str] = []
    for line in lines:
        words = line.split(" ")
        if len(words) > 1 and rng.random() < 0.3:
            words.insert(rng.randrange(len(words)), rng.choice(_JOINTS))
            words.pop(rng.randrange(len(words)))
        out.append(" ".join(words))
    return out


def _indented(lines: Sequence[str], rng: Random) -> list[str]:
    """The lines with other places of their columns."""
    return [" " * rng.choice((0, 2, 4, 9)) + line.lstrip() if rng.random() < 0.4 else line for line in lines]


_TEARS: tuple[Callable[[Sequence[str], Random], list[str]], ...] = (
    _part, _dropped, _cut, _joined, _shuffled, _rewritten, _indented,
)  # fmt: skip


def torn(number: int) -> tuple[str, str]:
    """The name and the text of the torn policy of a number."""
    rng = Random(number)
    name, lines = policies()[number % len(policies())]
    for tear in rng.sample(_TEARS, rng.choice((1, 1, 2, 3))):
        lines = tear(lines[:_MOST], rng) or [""]
    return name, "\n".join(lines)


@cache
def _library() -> Library:
    return open_engine(DATA.parents[2] / "library").library


def read_one(number: int) -> str:
    """What became of one torn policy: read, refused, or what is wrong."""
    name, text = torn(number)
    kind = name.rpartition(".")[2]
    start = perf_counter()
    try:
        source = read_source(text.encode(), name)
        reading = reading_of(source, None, _library().book)
        reading.view()
        applied = unanswered(make_draft(reading, source, readable(_library())), ON)
        checked(applied, _library())
        reading_html(applied)
        out = f"{kind} read"
    except Refused as error:
        right = any(one in str(error) for one in EMPTY)
        out = f"{kind} refused" if right else f"WRONG {number} {name}: {error.problems[0].why[-150:]}"
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        return (
            f"WRONG {number} {name}: {type(error).__name__} at {Path(at.filename).name}:{at.lineno}: {error}"
        )
    took = perf_counter() - start
    return f"WRONG {number} {name}: took {took:.1f} s" if took > SLOW else out


if __name__ == "__main__":
    sys.exit(run(read_one, __doc__, 2_000))
