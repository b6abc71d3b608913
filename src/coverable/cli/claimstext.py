"""What a review of claims says on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from coverable.cli.output import clean, program
from coverable.cli.screen import Screen
from coverable.determination.wording import outcome_words

if TYPE_CHECKING:
    from coverable.claims.summary import Summary
    from coverable.determination.engine import Engine

TOP: Final = 8
NO_JUDGEMENT: Final = (
    "Rates differ for many good reasons: which patients come, sub-specialty, a new practice, group billing. "
    "The table says nothing about any claim. Peers: median of the other providers of the same specialty and "
    "region."
)


def manifest_page(manifest: Mapping[str, Any], folder: Path, stream: TextIO) -> str:
    """The manifest in short."""
    screen = Screen.of(stream)
    lines, time = manifest["lines"], manifest["time"]
    rate = lines["read"] / time["seconds"] if time["seconds"] else 0
    out = [
        f"{lines['read']:,} lines read, {lines['decided']:,} decided, {lines['rejected']:,} set aside; "
        f"{time['seconds']:.1f} s ({rate:,.0f} lines a second)",
        "",
    ]
    out += _table("Outcome", {outcome_words(n): c for n, c in manifest["outcomes"].items()})
    out += _table("Diagnoses, under the policy that governs", manifest["diagnosis_signals"])
    out += _table("Units, where the policy says how long a session is", manifest["units"])
    out += _table("Signals, for people to look at", {n: s["lines"] for n, s in manifest["signals"].items()})
    out += _table("Not reviewed", manifest["not_reviewed"])
    out += _table("Facts that are missing most often", manifest["missing_facts"])
    out += _table("Set aside, in rejects.csv", {n: s["lines"] for n, s in manifest["rejected"].items()})
    out += [
        *textwrap.wrap(manifest["says"], screen.width),
        "",
        f"Everything is in {folder}: lines/, worklist.csv, rejects.csv, manifest.json.",
    ]
    out.append(f"Why a line is as it is: {program()} claims explain {folder} CLAIM_ID")
    return "\n".join(out) + "\n"


def _table(title: str, counts: Mapping[str, int]) -> list[str]:
    if not counts:
        return []
    shown = list(counts.items())[:TOP]
    out = [title, *(f"  {count:>14,}  {name}" for name, count in shown)]
    if len(counts) > TOP:
        out.append(f"  {len(counts) - TOP} more in manifest.json")
    return [*out, ""]


def line_page(
    said: Mapping[str, Any],
    determination: Any,
    engine: Engine,
    stream: TextIO,
    full: bool = False,
    reviewer: bool = False,
) -> str:
    """One line of a claim: where it stands, and its rationale; or why it could not be decided."""
    line = clean(said["line"] or "?")
    head = f"Claim {clean(said['claim'] or '')}, line {line} ({clean(said['source'])}, row {said['row']})"
    if determination is None:
        from coverable.claims.faults import FAULTS

        return f"{head}\nNot decided: {FAULTS[said['rejected']]}.\n\n"
    from coverable.cli.text import Writer

    screen = Screen.of(stream)
    Writer(screen, engine, full, reviewer).determination(determination)
    return f"{head}\n\n{screen.text()}\n"


def summary_page(table: Summary, most: int = 20) -> str:
    """The providers with most lines, as a table."""
    rows = [[clean("" if v is None else str(v)) for v in row] for row in table.rows[:most]]
    widths = [max(len(n), *(len(r[i]) for r in rows)) for i, n in enumerate(table.columns)]
    out = [f"Codes: {', '.join(table.codes)}", ""]
    for row in (list(table.columns), *rows):
        out.append(
            "  ".join(
                v.rjust(w) if i > 2 else v.ljust(w) for i, (v, w) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
        )
    if len(table.rows) > most:
        out.append(f"{len(table.rows) - most} more: -o FILE.csv writes all of them")
    return "\n".join([*out, "", *textwrap.wrap(NO_JUDGEMENT, 100)]) + "\n"


def summary_csv(table: Summary, stream: TextIO) -> None:
    """All rows; text that a spreadsheet could run gets an apostrophe in front."""
    import csv

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([harmless(v) if isinstance(v, str) else v for v in row])


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    import re

    from coverable.claims.worklist import RISKY

    return f"'{text}" if re.match(RISKY, text) else text
