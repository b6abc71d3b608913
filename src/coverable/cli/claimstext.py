"""What a review of claims says on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from coverable.cli.output import program
from coverable.cli.screen import Screen
from coverable.determination.wording import outcome_words

TOP = 8


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
