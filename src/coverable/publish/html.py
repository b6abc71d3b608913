"""The page as HTML: one file that needs nothing else. No script, no font, no picture from anywhere.

What policy files contain is text and is escaped; the page forbids itself to load anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from coverable.policy.describe import CODES
from coverable.publish import words

TEMPLATES = Path(__file__).parent / "templates"


def policy_html(page: Mapping[str, Any]) -> str:
    """The page of one policy version."""
    return template("policy.html").render(**context(page))


def context(page: Mapping[str, Any]) -> dict[str, Any]:
    """What the pieces of a policy's page need beside its data."""
    anchors: dict[str, str] = {one["id"]: one["anchor"] for one in page["interpretations"]}

    def reading_anchor(name: str) -> str:
        return anchors.get(name, "readings")

    return {
        "page": page,
        "reading_anchor": reading_anchor,
        "checklist_says": words.CHECKLIST,
        "codes_says": CODES,
        "changes_says": words.CHANGES,
    }


def index_html(pages: Sequence[Mapping[str, Any]], hrefs: Sequence[str]) -> str:
    """The list of all pages of a folder, by publisher."""
    rows = [{**page, "href": href} for page, href in zip(pages, hrefs, strict=True)]
    endorsed = all(page["encoding"]["endorsed_by_publisher"] for page in pages)
    says = words.DISCLAIMER if endorsed else (words.NOT_ALL_ENDORSED, *words.DISCLAIMER)
    return template("index.html").render(pages=rows, says=says, as_of=pages[0]["as_of"] if pages else "")


def code_cells(group: Mapping[str, Any]) -> list[list[str | None]]:
    """Rows of a code table: code, system, name, qualifier, remarks, place."""
    out: list[list[str | None]] = []
    for one in group["entries"]:
        labels = [
            f"{e['label']}" if len(one["labels"]) == 1 else f"{e['code']} {e['label']}" for e in one["labels"]
        ]
        name = " to ".join(labels) or one["names"]
        marks = [*([f"{one['holds']} complete codes"] if one["holds"] else []), *one["marks"]]
        out.append(
            [
                one["printed"],
                one["system"],
                name,
                one["qualifier"],
                "; ".join(marks),
                one["cite"] or group["cite"],
            ]
        )
    return out


def meaning_says(one: Mapping[str, Any]) -> str:
    """What is proved of a service, with its codes: `Airway device (E0601): wider ...`."""
    codes = ", ".join(code.split(":")[1] for code in one["codes"])
    name = str(one["service"]).replace("-", " ").capitalize()
    return f"{name}{f' ({codes})' if codes else ''}. {one['says']}"


def example_says(example: Mapping[str, Any]) -> str:
    """One example patient in a line."""
    where = f"met under {example['met_under']} only" if example["met_under"] else "with another outcome"
    return f"An example patient, {where}: {'; '.join(example['patient'])}."


def change_cells(rows: Sequence[Mapping[str, Any]]) -> list[list[str | None]]:
    """Rows of the table of changes: criterion, kind, was, is now, place."""
    return [[one["says"], one["kind"], one["was"], one["now"], one["cite"]] for one in rows]


def schedule_says(one: Mapping[str, Any]) -> str:
    """`length of a session: 20 min`."""
    amount = f"{one['low']} to {one['high']}" if one.get("high") else str(one["low"])
    return f"{one['says']}: {amount}" + ("" if one["unit"] == "1" else f" {one['unit']}")


@lru_cache(maxsize=4)
def template(name: str) -> Any:
    return environment(TEMPLATES).get_template(name)


def environment(*folders: Path) -> Any:
    """Templates of these folders with everything that the pieces of a published page ask for."""
    from jinja2 import Environment, FileSystemLoader, Undefined

    env: Any = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=Undefined,  # a criterion has no label, a note no scope: absent is empty
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        badge=words.badge,
        rule_says=words.rule_says,
        branch_says=words.branch,
        place=words.place,
        titled=words.titled,
        code_cells=code_cells,
        change_cells=change_cells,
        schedule_says=schedule_says,
        meaning_says=meaning_says,
        example_says=example_says,
    )
    return env
