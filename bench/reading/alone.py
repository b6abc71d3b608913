"""`make wordings`: each wording of a round alone, in a small document whose truth is plain.

Where 10,000 documents say how often the reader is wrong, this says with which words: a sentence of position
over a list, over uses and as a closing; words over a list; rules within an item. Of the round `unseen` only
counts are ever printed.

    python -m bench.reading.alone --rounds fourth,fifth
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from typing import Any, TypeAlias

from bench.reading.alone_positions import positions
from bench.reading.alone_rules import rules
from bench.reading.alone_truth import Truth, Wording, folded, said
from bench.reading.banks import ROUNDS
from bench.reading.score import ELSEWHERE
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source

UNSEEN = ROUNDS[-1]
HEAD = """Northwind Mutual Health Plan
Medical Policy
Policy Number: MED-417
Effective Date: 03/01/2026

Subject: Pneumatic Traction

Coverage Criteria

"""
FOOT = """

Codes

97012   Mechanical traction

References

1. Smith J. Traction. 2019.
"""
BESIDE = (*ELSEWHERE, "no_statements")
"""Findings that say nothing of the wording: a document of one sentence may hold no statement."""
Outcome: TypeAlias = str
OUTCOMES: tuple[Outcome, ...] = ("exact", "whole", "asked in vain", "flagged", "silent")
"""whole: a rule kept as one condition · asked in vain: exact, with a finding · flagged: differs, with one."""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one wording."""

    wording: Wording
    outcome: Outcome
    findings: tuple[str, ...]
    got: tuple[Truth, ...]


def read(wording: Wording) -> Read:
    """One wording in its small document."""
    source = read_source(f"{HEAD}{wording.text}{FOOT}".encode(), "alone.txt")
    view: dict[str, Any] = reading_of(source).view()
    got = tuple(said(one) for one in view["statements"])
    findings = tuple(f["rule"] for f in view["findings"] if not f["rule"].startswith(BESIDE))
    return Read(wording, _outcome(wording, got, findings), findings, got)


def _outcome(wording: Wording, got: Sequence[Truth], findings: Sequence[str]) -> Outcome:
    if any(list(got) == [one] for one in wording.true):
        return "asked in vain" if findings else "exact"
    whole = wording.item and len(got) == 1 and got[0].holds(folded(wording.item))
    if whole:
        return "whole"
    return "flagged" if findings else "silent"


def wordings(rounds: Sequence[str]) -> Iterator[Wording]:
    """Every wording of these rounds, in its place."""
    for one in rounds:
        yield from positions(one)
        yield from rules(one)


def table(made: Sequence[Read]) -> Iterator[str]:
    """How many of each kind came out how."""
    kinds = dict.fromkeys(r.wording.kind for r in made)
    counts = Counter((r.wording.kind, r.outcome) for r in made)
    yield f"{'':<22}" + "".join(f"{o:>15}" for o in OUTCOMES)
    for kind in kinds:
        yield f"{kind:<22}" + "".join(f"{counts[kind, o] or '':>15}" for o in OUTCOMES)
    total = Counter(r.outcome for r in made)
    yield f"{f'{len(made)} wordings':<22}" + "".join(f"{total[o] or '':>15}" for o in OUTCOMES)


def shown(made: Sequence[Read]) -> Iterator[str]:
    """What was not read exactly and quietly, worst first; nothing of the round that nobody may look at."""
    for outcome in reversed(OUTCOMES[2:]):
        for one in made:
            if one.outcome == outcome and one.wording.round != UNSEEN:
                what, rules = one.wording, ", ".join(one.findings)
                yield f"{outcome}: {what.kind} {what.id} | {what.shown} | {rules}"
                if outcome != "asked in vain":
                    yield f"    read: {' & '.join(map(str, one.got)) or 'nothing'}"


def main() -> int:
    """Read them all and print the table, and with --show what went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", default=",".join(ROUNDS), help="comma separated")
    parser.add_argument(
        "--show", action="store_true", help="also what went wrong, except of the round unseen"
    )
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    rounds = wanted.rounds.split(",")
    if unknown := sorted({*rounds} - {*ROUNDS}):
        parser.error(f"no such round: {', '.join(unknown)}; there are {', '.join(ROUNDS)}")
    with Pool(wanted.processes) as pool:
        made = pool.map(read, list(wordings(rounds)), chunksize=8)
    lines = [*table(made), *(shown(made) if wanted.show else ())]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
