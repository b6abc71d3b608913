"""What stands over a list says how its items go together, of which position and of which stage, or is asked about."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from document.made import Whole, read_policy, same_position
from document.meanings import said_by

ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "sentences-over-lists.yaml").read_text("utf-8")
)
ITEMS = {
    "noun": ("A history of alpha", "Documented beta", "Gamma of grade 2 or higher"),
    "clause": ("The member has alpha", "Treatment with beta has failed", "Gamma is present"),
    "pred": ("Has alpha", "Has failed beta", "Needs gamma"),
    "use": ("Alpha of the knee", "Severe beta", "Gamma"),
}
EXACT = 167
"""So many of the 177 numbered readings say what is meant; the others are asked about."""


def reading(entry: dict[str, Any], markers: str) -> Whole:
    over = [line[:1].upper() + line[1:] for line in entry["text"].replace("{S}", "gadgets").split("\n")]
    ends = ("", "", "") if "end" not in entry else (";", f"; {entry['end']}", ".")
    items = [
        f"{m} {item}{end}" for m, item, end in zip(markers.split(), ITEMS[entry["form"]], ends, strict=True)
    ]
    return read_policy("Policy\n\n" + "\n\n".join(over) + "\n\n" + "\n".join(items))


def means_it(found: Whole, entry: dict[str, Any]) -> bool:
    if len(found.statements) != 1 or found.statements[0].criteria is None:
        return False
    one = found.statements[0]
    n = f"{entry.get('n', 1)}; " if entry["rule"] == "at_least" else ""
    held = [w for words in entry.get("also", ()) for w in re.findall(r"\w{4,}", words)]
    told = said_by(one.criteria, f"{entry['rule']}({n}a, b, c)", held) if one.criteria else None
    return same_position(one, entry["position"]) and one.stage == entry.get("stage") and told == "exact"


@pytest.mark.parametrize("markers", ["1. 2. 3.", "- - -"])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["text"][:60])
def test_a_sentence_over_a_list_is_read_or_asked_about(entry: dict[str, Any], markers: str) -> None:
    found = reading(entry, markers)
    assert means_it(found, entry) or found.rules, found.statements


def test_most_sentences_over_lists_are_read_right() -> None:
    right = sum(means_it(reading(e, "1. 2. 3."), e) for e in ENTRIES)
    assert right >= EXACT
