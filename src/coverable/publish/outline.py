"""The page as a sequence of blocks, for formats that are read from top to bottom (Markdown, DOCX)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from coverable.policy.describe import CODES
from coverable.publish import words
from coverable.publish.html import change_cells, code_cells, example_says, meaning_says, schedule_says


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list, a box to tick, or a table."""

    kind: Literal["heading", "para", "item", "box", "table"]
    text: str = ""
    level: int = 1
    """Of a heading; of an item how deep it stands, from 0."""
    anchor: str | None = None
    badge: str = ""
    note: str = ""
    """Small print behind the text: the place, the reading."""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(page: Mapping[str, Any]) -> Iterator[Block]:
    """The whole page in the order of the HTML one."""
    yield Block("heading", f"{page['title']}", 1)
    yield Block(
        "para",
        f"{words.titled(page['kind'])} {page['number']}, version {page['version']}, {page['publisher']}",
    )
    for one in page["says"]:
        yield Block("item", one, 0)
    yield table(["Stated", "Value"], _head(page))
    yield heading("For whom")
    yield from (Block("item", f"{who}: {says}", 0) for who, says in page["readers"].items())
    if page["shown"]:
        yield from _criteria(page)
        yield from _exclusions(page)
        yield heading("What to send", "send")
        yield Block("para", words.CHECKLIST)
        for group in page["checklist"]:
            yield Block("heading", group["title"], 3)
            for item in group["items"]:
                within = f"{item['within'][-1]}; " if item["within"] else ""
                yield Block("box", item["ask"], note=f"{within}{item['cite']}")
    yield from _codes(page)
    yield from _readings(page)
    yield from _words(page)
    yield from _past(page)
    yield from _evidence(page)
    yield from _about(page)


def heading(text: str, anchor: str | None = None) -> Block:
    return Block("heading", text, 2, anchor)


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Block:
    cells = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
    return Block("table", heads=tuple(heads), rows=cells)


def _head(page: Mapping[str, Any]) -> list[tuple[str, str]]:
    effect, approval, encoding = page["in_effect"], page["approval"], page["encoding"]
    since = f"from {effect['from']}" if effect["from"] else "no date is known"
    since += f" to {effect['to']}" if effect["to"] else ""
    since += " (supplied in the sign-off)" if effect["stated_by"] == "sign-off" else ""
    asked = page["prior_authorization"]
    out = [
        ("Also known as", "; ".join(page["also_known_as"])),
        ("In effect", since),
        ("Next review", f"{page['review']['says']} (as of {page['as_of']})"),
        ("Lines of business", ", ".join(words.titled(one) for one in page["lines_of_business"])),
        ("Jurisdiction", ", ".join(page["jurisdiction"])),
        ("Prior authorization", f"{asked['state'].replace('_', ' ')} {asked['cite'] or ''}".strip()),
        ("The plan's own approval", f"{approval['body']}, {approval['on']}" if approval else "not on file"),
        ("This encoding", f"{encoding['status']}, {encoding['by']}, {encoding['on']}"),
        ("Note of those who encoded it", encoding.get("note", "")),
        ("Criteria of", page["owner"]["says"] if page["owner"] else ""),
    ]
    return [(name, value) for name, value in out if value]


def tree(one: Mapping[str, Any], depth: int = 0, branch: str = "") -> Iterator[Block]:
    """The items of a tree of criteria, each with its badge, place, reading and silence."""
    notes = [words.place(one)]
    if not one["first"]:
        notes.append("the same criterion as above")
    if one.get("test") and one["test"] != one["says"]:
        notes.append(f"tested as: {one['test']}")
    if one.get("silent_on"):
        notes.append(f"the text says nothing about, and a person decides: {one['silent_on']}")
    if one.get("reading"):
        notes.append(f"reading {one['reading']['id']}: {one['reading']['option'] or 'not signed'}")
    if one.get("definition"):
        notes.append(f"defined: {one['definition']}")
    label = f"{one['label']}. " if one.get("label") else ""
    text = f"{branch + ' ' if branch else ''}{label}{one['says'] or words.rule_says(one)}"
    anchor = one["anchor"] if one["first"] else None
    yield Block("item", text, depth, anchor, words.badge(one), "; ".join(n for n in notes if n))
    silent = one.get("silent_if")
    if silent:
        says = "The text says nothing where this holds, and a person decides:"
        yield from tree(silent, depth + 1, says)
    for at, child in enumerate(one.get("children", ())):
        yield from tree(child, depth + 1, words.branch(one, at))


def _under(one: Mapping[str, Any]) -> Iterator[Block]:
    if one["under"]:
        readings = ", ".join(f"{name}: {option}" for name, option in one["under"].items())
        other = "" if one["stands"] else ", which is not the chosen one"
        yield Block("para", f"Stands in the reading {readings}{other}.")


def _criteria(page: Mapping[str, Any]) -> Iterator[Block]:
    yield heading("Criteria", "criteria")
    for one in page["indications"]:
        label = f"{one['label']}. " if one["label"] else ""
        yield Block("heading", f"{label}{one['says']}", 3, f"indication-{one['id']}")
        yield from _under(one)
        granted = one["approves"]
        if granted:
            amount = granted.get("quantity")
            parts = [
                granted.get("for"),
                f"until {granted['until']}" if granted.get("until") else None,
                " ".join(
                    str(p)
                    for p in (
                        amount["units"],
                        f"of {amount['of']}" if amount.get("of") else "",
                        f"per {amount['per']}" if amount.get("per") else "",
                    )
                    if p
                )
                if amount
                else None,
            ]
            yield Block("para", f"A favourable result grants {', '.join(p for p in parts if p)}.")
        yield Block("heading", "Applies if", 4)
        yield from tree(one["applies_if"])
        yield Block("heading", "Criteria", 4)
        yield from tree(one["criteria"])
    for service in page["services"]:
        for code in service["codes"]:
            if code["counts_if"]:
                yield Block("heading", f"The code {code['code'].partition(':')[2]} counts only if", 3)
                yield from tree(code["counts_if"])
    if page["remarks"]:
        yield Block("heading", "What makes a person look", 3)
        for one in page["remarks"]:
            yield Block("para", f"{one['says']} ({one['cite']}). It never changes a result.")
            yield from tree(one["when"])


def _exclusions(page: Mapping[str, Any]) -> Iterator[Block]:
    if page["exclusions"] or page["referrals"]:
        yield heading("What the text says is not necessary", "exclusions")
    for one in page["exclusions"]:
        yield Block("heading", one["says"] or words.titled(one["id"]), 3, f"exclusion-{one['id']}")
        reach = {"all_other_uses": "; all other uses", "criteria_not_met": "; criteria not met"}
        yield Block(
            "para",
            f"Position of the text: {one['position_says']}{reach.get(one['reach'], '')} ({one['cite']}).",
        )
        yield from _under(one)
        if one["when"]:
            if one["unless"]:
                yield Block("para", "Except this use:")
            yield from tree(one["when"])
        if one["evidence"]:
            names = ", ".join(words.titled(row["id"]) for row in one["evidence"])
            yield Block("para", f"Evidence: {names}.")
    for one in page["referrals"]:
        other = "" if one["stands"] else "; in another reading only"
        yield Block("heading", f"See {one['to']}", 3)
        yield Block("para", f"{one['says'] or ''} ({one['cite']}{other})".strip())
        yield from tree(one["when"])


def _codes(page: Mapping[str, Any]) -> Iterator[Block]:
    yield heading("Codes", "codes")
    yield Block("para", CODES)
    for group in page["codes"]:
        yield Block("heading", group["polarity_says"], 3)
        examples = " (examples)" if group["illustrative"] else ""
        if group["says"]:
            yield Block("para", f"{group['says']}{examples} ({group['cite']})")
        if group["none_stated"]:
            yield Block("para", f"The table is empty, and says so ({group['cite']}).")
        else:
            yield table(["Code", "System", "Name", "Only", "Remarks", "Place"], code_cells(group))
    if not page["codes"]:
        yield Block("para", "The document has no code table.")


def _readings(page: Mapping[str, Any]) -> Iterator[Block]:
    if page["interpretations"]:
        yield heading("How the text was read", "readings")
    for one in page["interpretations"]:
        yield Block("heading", f"{one['id']}. {one['question']}", 3, one["anchor"])
        for option, says in one["options"].items():
            chosen = option == one["chosen"]
            yield Block("item", says, 0, None, "CHOSEN" if chosen else "OTHERWISE")
        signed = one["signed"]
        if signed:
            yield Block(
                "para",
                f"Chosen by {signed['by']} on {signed['on']}, because {signed['because']} "
                f"({words.place(one)}).",
            )
        elif one["chosen"]:
            yield Block("para", f"Chosen in the sign-off of {one['of'] or 'the policy'}.")
        else:
            yield Block("para", "Nobody has signed a reading: where they differ a person decides.")


def _words(page: Mapping[str, Any]) -> Iterator[Block]:
    if page["definitions"]:
        yield heading("Definitions", "definitions")
        yield Block("para", "They hold for this document only.")
        yield table(
            ["Term", "Meaning", "Place"], [(k, d["says"], d["cite"]) for k, d in page["definitions"].items()]
        )
    if page["shown"] and page["changes"]["since"]:
        yield heading(f"What changed since version {page['changes']['since']}", "changes")
        yield Block("para", words.CHANGES)
        for one in page["changes"]["meaning"]:
            yield Block("item", meaning_says(one), 0)
            for example in one["examples"]:
                yield Block("item", example_says(example), 1)
        rows = page["changes"]["rows"]
        if rows:
            yield table(["Criterion", "Change", "Was", "Is now", "Place"], change_cells(rows))
        else:
            yield Block("para", "No criterion changed.")


def _past(page: Mapping[str, Any]) -> Iterator[Block]:
    yield heading("History", "history")
    events = page["history"]["events"]
    if not events:
        yield Block("para", "The document states no history.")
    else:
        rows = [
            (
                one["on"],
                one["kind"],
                one.get("implemented"),
                ", ".join(
                    f"{what} {'changed' if c else 'unchanged'}" for what, c in one.get("changes", {}).items()
                ),
                one.get("says"),
                one["cite"],
            )
            for one in reversed(events)
        ]
        yield table(["Date", "Event", "In force", "Claims", "Note", "Place"], rows)
    gaps = page["history"]["gaps"]
    if gaps:
        says = ", ".join(f"{gap['months']} months to {gap['until']}" for gap in gaps)
        yield Block("para", f"More than twelve months without a review: {says}.")


def _evidence(page: Mapping[str, Any]) -> Iterator[Block]:
    if page["evidence"]:
        yield heading("Evidence, as the document describes it", "evidence")
        rows = [
            (
                one["condition"], one["intervention"], one["concludes"].replace("_", " "), one.get("quality"),
                "; ".join(p for p in (one.get("says", ""), ", ".join(one.get("studies", []))) if p),
                one["cite"],
            )
            for one in page["evidence"]
        ]  # fmt: skip
        yield table(["Condition", "Intervention", "Concludes", "Quality", "Said, studies", "Place"], rows)
    if page["studies"]:
        yield Block("heading", "Studies described", 3)
        rows = [
            (
                f"{one['by']}, {one['year']}", one["population"], one["compares"], one["result"],
                one.get("quality"), one.get("studies"), one.get("participants"), one.get("follow_up"),
                one["cite"],
            )
            for one in page["studies"]
        ]  # fmt: skip
        heads = [
            "Study",
            "Population",
            "Compares",
            "Result",
            "Quality",
            "Studies",
            "Participants",
            "Follow-up",
            "Place",
        ]
        yield table(heads, rows)
    yield heading("Sources", "sources")
    for number, one in enumerate(page["references"], 1):
        parts = [one["title"], one.get("publisher"), one.get("year")]
        parts += [f"https://{one['host']}{one.get('path', '')}"] if one.get("host") else []
        parts += [f"retrieved {one['retrieved']}"] if one.get("retrieved") else []
        yield Block("item", f"{number}. {', '.join(p for p in parts if p)}", 0, note=one["cite"])
    if not page["references"]:
        yield Block("para", "The document has no list of references.")
    if page["source_kinds"]:
        yield Block("para", f"Kinds of sources that the document names: {', '.join(page['source_kinds'])}.")
    age = page["evidence_age"]
    if age["newest"]:
        old = f", {age['years']} years before this page: look for newer evidence" if age["old"] else ""
        yield Block("para", f"The newest dated source is of {age['newest']}{old}.")


def _about(page: Mapping[str, Any]) -> Iterator[Block]:
    if page["notes"] or page["schedule"] or page["adoption"]:
        yield heading("Notes", "notes")
    for one in page["notes"]:
        scope = f"{words.titled(one['scope'])}; " if one.get("scope") else ""
        yield Block("item", one["says"], 0, note=f"{scope}{one['cite']}")
    for one in page["adoption"]:
        lines = ", ".join(words.titled(line) for line in one.get("lines_of_business", []))
        says = f"A plan may use it for {one['mode'].replace('_', ' ')}{': ' + lines if lines else ''}"
        yield Block("item", says, 0, note=one["cite"])
    for one in page["schedule"].values():
        yield Block("item", f"Course of treatment, no criterion: {schedule_says(one)}", 0, note=one["cite"])
    yield heading("About this page", "encoding")
    source = page["source"]
    yield Block("para", source["says"])
    rights = f" Rights: {source['rights']}." if source["rights"] else ""
    yield Block("para", f"Document: {source['title']} ({source['completeness']}).{rights}")
    if source["missing"]:
        yield Block("para", f"Missing in our copy: {'; '.join(source['missing'])}.")
    for name, one in page["supplied"].items():
        yield Block(
            "item",
            f"Supplied: {words.titled(name.replace('.', ' '))} is {one['value']}, by {one['by']} "
            f"on {one['on']}, because {one['because']}",
            0,
        )
    for one in page["not_encoded"]:
        yield Block("item", one, 0)
    pins = page["pins"]
    yield Block(
        "para",
        f"{page['policy']} version {page['version']}, looked at on {page['as_of']}; "
        f"policy {pins['sha256']}, sign-off {pins['signoff_sha256']}.",
    )
