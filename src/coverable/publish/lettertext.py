"""A provider education letter, or a notice, as HTML and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from coverable.policy.describe import CODES
from coverable.publish import words
from coverable.publish.html import code_cells, template
from coverable.publish.markdown import markdown
from coverable.publish.outline import Block, heading, table, tree

GROUND_HEADS: Final = (
    "Measure", "You", "Expected", "Usual", "Unit", "Period", "Period before", "Who the peers are",
)  # fmt: skip
FIGURE_HEADS: Final = ("Measure", "You", "Peers", "Unit", "Period", "Who the peers are", "Source")


def letter_html(letter: Mapping[str, Any]) -> str:
    """One file that needs nothing else, for the screen and for print."""
    anchors: dict[str, str] = {one["id"]: one["anchor"] for one in letter["interpretations"]}

    def reading_anchor(name: str) -> str:
        return anchors.get(name, "readings")

    return template("letter.html").render(
        letter=letter,
        reading_anchor=reading_anchor,
        codes_says=CODES,
        figure_cells=figure_cells,
        ground_cells=ground_cells,
        ground_heads=GROUND_HEADS,
    )


def letter_markdown(letter: Mapping[str, Any]) -> str:
    """The same as text."""
    return markdown(blocks(letter))


def figure_cells(figures: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Rows of the table of figures."""
    names = ("measure", "value", "peers", "unit", "period", "peer_group", "source")
    return [[one[name] for name in names] for one in figures]


def blocks(letter: Mapping[str, Any]) -> Iterator[Block]:
    """The letter in the order of the HTML one."""
    plan, effect = letter["plan"], letter["in_effect"]
    yield Block("heading", f"{letter['heading']}: {letter['title']}", 1)
    since = f"from {effect['from']}" if effect["from"] else "no date is known"
    head = [
        ("Date", letter["as_of"]),
        *([("To the provider (NPI)", letter["provider"])] if letter["provider"] else []),
        ("Plan", plan["title"]),
        ("Policy", f"{letter['number']}, {letter['publisher']}, version {letter['version']}"),
        ("In effect", since + (f" to {effect['to']}" if effect["to"] else "")),
        ("Questions to", plan["contact"]),
    ]
    yield table(["Stated", "Value"], head)
    for one in (*letter["notices"], *letter["says"]):
        yield Block("item", one, 0)
    yield heading("For which uses there are criteria")
    for one in letter["indications"]:
        yield Block("item", one["says"], 0, note=words.place(one))
    if letter["grounds"]:
        yield from _grounds(letter)
    if letter["figures"]:
        yield heading("Your figures beside those of your peers", "figures")
        yield Block("para", letter["words"]["figures"])
        yield table(FIGURE_HEADS, figure_cells(letter["figures"]))
    yield from _criteria(letter)
    yield from _send(letter)
    yield from _mistakes(letter)
    yield from _codes(letter)
    yield from _readings(letter)
    yield heading("Whom to ask", "ask")
    yield Block("para", plan["contact"])
    for kind, one in plan["send_to"].items():
        yield Block("item", f"{words.titled(kind)}: {one}", 0)
    pins = letter["pins"]
    yield Block("para", f"{letter['policy']} version {letter['version']}; policy {pins['sha256']}.")


def ground_cells(grounds: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Rows of the table of grounds."""
    return [
        [
            one["counted"],
            one["figure"],
            one["expected"],
            f"{one['usual']['from']} to {one['usual']['to']}",
            one["unit"],
            f"{one['period']['from']} to {one['period']['to']}",
            f"{one['before']['figure']}, expected {one['before']['expected']}",
            one["peers_say"] + (f"; {fell}, so wider ones" if (fell := one["peers"]["fell_back"]) else ""),
        ]
        for one in grounds
    ]


def _grounds(letter: Mapping[str, Any]) -> Iterator[Block]:
    yield heading("Why you get this notice", "grounds")
    yield Block("para", letter["words"]["grounds"])
    yield table(GROUND_HEADS, ground_cells(letter["grounds"]))
    for one in letter["words"]["after"]:
        yield Block("para", one)


def _criteria(letter: Mapping[str, Any]) -> Iterator[Block]:
    yield heading("Criteria", "criteria")
    for one in letter["indications"]:
        yield Block("heading", one["says"], 3, f"indication-{one['id']}")
        yield Block("heading", "Applies if", 4)
        yield from tree(one["applies_if"])
        yield Block("heading", "Criteria", 4)
        yield from tree(one["criteria"])
    for service in letter["services"]:
        for code in service["codes"]:
            if code["counts_if"]:
                yield Block("heading", f"The code {code['code'].partition(':')[2]} counts only if", 3)
                yield from tree(code["counts_if"])


def _send(letter: Mapping[str, Any]) -> Iterator[Block]:
    yield heading("What to document and send", "send")
    yield Block("para", letter["words"]["no_request"])
    for group in letter["checklist"]:
        yield Block("heading", group["title"], 3)
        for item in group["items"]:
            helped = f"{item['help']} " if item["help"] else ""
            yield Block("box", item["ask"], note=f"{helped}{item['cite']}")
    if letter["plan"]["enclose"]:
        yield Block("heading", "Documents to enclose", 3)
        yield from (Block("item", one, 0) for one in letter["plan"]["enclose"])


def _mistakes(letter: Mapping[str, Any]) -> Iterator[Block]:
    if letter["mistakes"]:
        yield heading("Mistakes to avoid", "mistakes")
        yield Block("para", letter["words"]["not_counted"])
    for group in letter["mistakes"]:
        yield Block("heading", group["kind"], 3)
        yield from (Block("item", f"{one['says']}.", 0, note=one["cite"] or "") for one in group["rows"])


def _codes(letter: Mapping[str, Any]) -> Iterator[Block]:
    yield heading("Codes", "codes")
    yield Block("para", CODES)
    for service in letter["services"]:
        codes = ", ".join(code["code"].partition(":")[2] for code in service["codes"])
        yield Block(
            "item", f"{service['says'] or words.titled(service['id'])}: {codes}", 0, note=service["cite"]
        )
    for group in letter["codes"]:
        if group["entries"]:
            yield Block("heading", group["polarity_says"], 3)
            yield table(["Code", "System", "Name", "Only", "Remarks", "Place"], code_cells(group))


def _readings(letter: Mapping[str, Any]) -> Iterator[Block]:
    if letter["interpretations"]:
        yield heading("How the text was read", "readings")
    for one in letter["interpretations"]:
        chosen = one["options"][one["chosen"]] if one["chosen"] else "not signed; a person decides"
        yield Block("item", f"{one['question']} {chosen}", 0, one["anchor"], note=words.place(one))
    if letter["definitions"]:
        yield heading("Definitions", "definitions")
        rows = [(term, one["says"], one["cite"]) for term, one in letter["definitions"].items()]
        yield table(["Term", "Meaning", "Place"], rows)
