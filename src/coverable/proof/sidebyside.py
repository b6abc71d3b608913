"""A comparison in words: each row with its sign, what it says and how the two differ there.

Shared by the terminal, the page and the files that are kept, so that they cannot tell different things.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from coverable.determination.wording import outcome_words
from coverable.policy.cite import short
from coverable.proof.words import OTHERWISE, relation_says

BADGES: Final = {"all": "ALL", "any": "ANY", "none": "NONE", "not": "NOT", "if": "IF"}
KINDS: Final = {
    "same": "same",
    "stricter": "stricter",
    "looser": "looser",
    "different": "different",
    "only_first": "only in {first}",
    "only_second": "only in {second}",
    "not_decided": "not decided",
}
SIGNS: Final = {"same": "=", "stricter": "<", "looser": ">", "different": "≠", "not_decided": "?"}
HEADS: Final = {
    "only_first": "Met under {first} only",
    "only_second": "Met under {second} only",
    "otherwise": "Met under neither, with another outcome",
}
SIDES: Final = ("first", "second")
TABLE: Final = (
    *("first_policy", "second_policy", "service", "difference", "criterion"),
    *("first", "second", "example", "outcomes"),
)
"""Heads of the flat table."""


def side_by_side(view: Mapping[str, Any]) -> dict[str, Any]:
    """The data of `difference` with its words, JSON-ready: names, and for each service what is proved,
    the example patients, and the rows with sign, words and places."""
    names = {side: name(view, side) for side in SIDES}
    return {**view, "names": names, "services": [_service(one, names) for one in view["services"]]}


def _service(one: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    says = relation_says(one["relation"], undecided=one["undecided"], **names)
    if one["relation"] == "equivalent" and not one["same_outcomes"]:
        says = f"{says} {OTHERWISE}"
    shown = [
        {"head": HEADS[kind].format(**names), "says": example["says"], "ends": ends(example, names)}
        for kind, example in one["examples"].items()
        if example is not None
    ]
    rows = one["rows"]
    return {
        **one,
        "title": str(one["first"]).replace("-", " ").capitalize(),
        "says": says,
        "shown": shown,
        "rows": [
            {
                **row,
                "sign": sign(row),
                "words": words(row),
                "kind_says": kind_says(row, names),
                "places": {side: short(row[side]["cite"]) if row[side] else None for side in SIDES},
                "leads": leads(rows, row),
                "shown": row["differs"] or leads(rows, row),
                "example_says": _example(row, names),
            }
            for row in rows
        ],
    }


def _example(row: Mapping[str, Any], names: Mapping[str, str]) -> str | None:
    """The smallest patient for whom this criterion decides."""
    example = row["example"]
    return f"{'; '.join(example['says'])} → {ends(example, names)}" if example is not None else None


def ends(example: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What both answer for an example patient."""
    return "; ".join(f"{names[side]}: {outcome_words(example[side])}" for side in SIDES)


def table(made: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The rows of `side_by_side` as a flat table (`TABLE`)."""
    keys = [f"{made[side]['policy']}@{made[side]['version']}" for side in SIDES]
    for service in made["services"]:
        for row in service["rows"]:
            said = [row[side]["says"] or row[side]["id"] if row[side] else None for side in SIDES]
            cited = [
                f"{says} ({row['places'][side]})" if says else None
                for side, says in zip(SIDES, said, strict=True)
            ]
            example = row["example"]
            yield [
                *keys,
                service["title"],
                row["kind_says"],
                row["words"],
                *cited,
                "; ".join(example["says"]) if example else None,
                ends(example, made["names"]) if example else None,
            ]


def name(view: Mapping[str, Any], side: str) -> str:
    """How a side is called: its version where both are versions of one policy."""
    other = "second" if side == "first" else "first"
    one = view[side]
    same = one["policy"] == view[other]["policy"]
    return f"version {one['version']}" if same else one["policy"]


def sign(row: Mapping[str, Any]) -> str:
    """`=`, `<`, `>`, `≠`, `+`, `−`, `?`."""
    return SIGNS.get(row["kind"], "+" if row["kind"] == "only_second" else "−")


def words(row: Mapping[str, Any]) -> str:
    """The criterion in words; both wordings where a counterpart is worded otherwise."""
    said: list[str] = []
    for part in (row["first"], row["second"]):
        if part is not None:
            badge = BADGES.get(part["rule"])
            words = ": ".join(word for word in (badge, part["says"]) if word) or part["id"]
            if words not in said:
                said.append(words)
    return " → ".join(said)


def kind_says(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if row["kind"] == "same" and row["differs"]:
        always = "second" if row["second"]["always_needed"] else "first"
        return f"same, but always needed in {names[always]}"
    return KINDS[row["kind"]].format(**names)


def leads(rows: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> bool:
    """Whether a row stands above one that differs."""
    after = rows[rows.index(row) + 1 :]
    for other in after:
        if other["depth"] <= row["depth"]:
            return False
        if other["differs"]:
            return True
    return False


def shape(rows: Sequence[Mapping[str, Any]]) -> str:
    """What differs and how, so that the same rows are not shown twice."""
    return repr([(row["kind"], words(row)) for row in rows if row["differs"]])
