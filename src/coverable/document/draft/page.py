"""Document and draft side by side as one HTML file that needs nothing else: no script, no font, no network.

Every word of the document is data and is escaped; the page forbids itself to load or run anything (SR-137).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from coverable.base.shape import is_list
from coverable.document.draft.apply import Applied
from coverable.document.draft.coverage import ICONS, WORDS, Sentence, counted, sentences
from coverable.document.draft.emit import flow
from coverable.document.draft.made import Draft, Made
from coverable.document.draft.places import place_of
from coverable.document.reading import Finding
from coverable.document.source import Block
from coverable.policy.criterion import RULES, TESTS

TEMPLATES = Path(__file__).parent / "templates"
BADGES = {
    "all": "ALL of",
    "any": "ANY of",
    "none": "NONE of",
    "not": "NOT",
    "if": "IF / THEN",
    "of": "AT LEAST",
}
TEST = (*TESTS, "unit", "silent_on", "same_as", "criteria_of")
ROLES = {"applies_if": "use:", "criteria": "", "when": "when:", "unless": "unless:"}
SEVERITIES = ("high", "medium", "low")
HEADER = ("number", "title", "publisher", "kind", "version", "lines_of_business", "in_effect", "next_review")


def reading_html(applied: Applied) -> str:
    """The page."""
    return _template().render(page=page_view(applied))


def page_view(applied: Applied) -> dict[str, Any]:
    """Everything that the page shows, as plain data."""
    draft = applied.draft
    found = sentences(draft)
    targets = _targets(draft, found)
    wanting = {slot.id for slot in applied.open}
    shower = _Shower(draft, targets, wanting)
    policy = draft.policy
    return {
        "title": policy.get("title") or draft.source.name or "A document without a title",
        "key": draft.key,
        "document": draft.source.name or "",
        "kind": draft.source.kind,
        "sha256": draft.source.sha256,
        "counts": [(state, ICONS[state], WORDS[state], n) for state, n in counted(found).items()],
        "open": len(applied.open),
        "header": list(_header(draft, targets)),
        "blocks": list(_blocks(draft, found)),
        "indications": [
            shower.statement(name, "Indication", one, ("applies_if", "criteria"))
            for name, one in policy["indications"].items()
        ],
        "exclusions": [
            shower.statement(one["id"], _position(one), one, ("when", "unless"))
            for one in policy.get("exclusions", ())
        ],
        "interpretations": [
            {
                "id": name,
                "question": one["question"],
                "options": dict(one["options"]),
                "place": one.get("cite"),
            }
            for name, one in policy.get("interpretations", {}).items()
        ],
        "codes": [_table(one) for one in policy.get("codes", ())],
        "findings": [_finding(draft, one, found) for one in _by_severity(draft.reading.findings)],
        "loose": draft.loose,
    }


def _by_severity(found: Sequence[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity))


def _targets(draft: Draft, found: Sequence[Sentence]) -> Mapping[str, str]:
    """For each thing of the draft the first sentence that it rests on."""
    out: dict[str, str] = {}
    for one in found:
        for anchor in one.anchors:
            out.setdefault(anchor, one.id)
    return out


def _header(draft: Draft, targets: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    dated = {"in_effect": "dates", "next_review": "dates"}
    seen: set[str] = set()
    for name in HEADER:
        value = draft.policy.get(name)
        if isinstance(value, Made):
            value = value.get("from")
        said = ", ".join(map(str, value)) if is_list(value) else value
        known = said not in (None, "", "not-stated")
        label = {"in_effect": "in effect from"}.get(name, name.replace("_", " "))
        anchor = f"m-{dated.get(name, name)}"
        target = targets.get(anchor) if known else None
        anchor = "" if anchor in seen or target is None else anchor
        seen.add(anchor)
        value = said if known else "not stated"
        yield {"name": label, "value": value, "known": known, "target": target, "anchor": anchor}


def _blocks(draft: Draft, found: Sequence[Sentence]) -> Iterator[dict[str, Any]]:
    """Blocks with their sentences; the cells of a table stay together, row by row."""
    by_block: dict[int, list[Sentence]] = {}
    for one in found:
        by_block.setdefault(one.block, []).append(one)
    shown = _shown(draft)
    table: dict[str, Any] | None = None
    for number, block in enumerate(draft.source.blocks):
        made = [_sentence(one, shown) for one in by_block.get(number, ())]
        if not made:
            continue
        if block.cell is None:
            table = None
            yield {"kind": block.kind, "marker": block.marker, "depth": _depth(block), "sentences": made}
            continue
        if table is None or table["table"] != block.cell.table:
            table = {"kind": "table", "table": block.cell.table, "rows": {}}
            yield table
        table["rows"].setdefault(block.cell.row, []).append({"head": block.cell.head, "sentences": made})


def _depth(block: Block) -> int:
    return min(6, block.depth if block.depth is not None else int(block.indent // 2))


def _shown(draft: Draft) -> frozenset[str]:
    """Anchors that the draft's side really has."""
    from coverable.document.draft.made import walk

    slots = {value.slot for _, value in walk(draft.policy) if isinstance(value, Made) and value.slot}
    named = {f"m-{name}" for name in (*HEADER[:6], "dates") if name in draft.reading.metadata}
    return frozenset({*(f"d-{slot}" for slot in slots), *named})


def _sentence(one: Sentence, shown: frozenset[str]) -> dict[str, Any]:
    known = [anchor for anchor in one.anchors if anchor in shown]
    return {
        "id": one.id,
        "text": one.text,
        "state": one.state,
        "icon": ICONS[one.state],
        "word": WORDS[one.state],
        "place": one.span.place,
        "target": known[0] if known else None,
        "more": known[1:4],
    }


def _position(one: Made) -> str:
    kind = " (all other uses)" if one.get("all_other_uses") else ""
    kind = " (criteria not met)" if one.get("criteria_not_met") else kind
    return str(one.get("position", "")).replace("_", " ").capitalize() + kind


def _table(one: Made) -> dict[str, Any]:
    rows = [
        {"code": e if isinstance(e, str) else e["code"], "place": "" if isinstance(e, str) else e.get("cite")}
        for e in one.get("entries", ())
    ]
    polarity = str(one["polarity"]).replace("_", " ")
    return {"id": one["id"], "polarity": polarity, "rows": rows, "none": bool(one.get("none_stated"))}


def _finding(draft: Draft, one: Finding, found: Sequence[Sentence]) -> dict[str, Any]:
    places: list[dict[str, str | None]] = []
    for span in one.spans:
        at = next((s.id for s in found if s.span.end > span.start and s.span.start < span.end), None)
        places.append({"place": place_of(draft.source, span), "target": at})
    return {**one.view(), "places": places}


class _Shower:
    """Shows criteria as they stand in the draft, each with the sentence that it rests on."""

    def __init__(self, draft: Draft, targets: Mapping[str, str], wanting: set[str]) -> None:
        self.draft, self.targets, self.wanting = draft, targets, wanting

    def statement(self, name: str, kind: str, one: Made, fields: Sequence[str]) -> dict[str, Any]:
        below = [{**_role(ROLES[field]), **self.node(one[field])} for field in fields if field in one]
        under = ", ".join(f"{k}: {v}" for k, v in one.get("under", {}).items())
        parts = {"kind": kind, "says": one.get("says"), "under": under, "place": one.get("cite")}
        return {"name": name, **parts, "parts": below, "remarks": one.comments}

    def node(self, one: Made, above: str = "") -> dict[str, Any]:
        """`above` are the words that stand over it: a head that is shared is shown once."""
        slot = self.draft.slots.get(one.slot or "")
        words = slot.text.split("\n")[0] if slot else ""
        rule = next((name for name in (*RULES, "of") if name in one and name not in ("at_least",)), "")
        out: dict[str, Any] = {
            "id": one.get("id") or "",
            "label": one.get("label"),
            "anchor": f"d-{slot.id}" if slot else "",
            "target": self.targets.get(f"d-{slot.id}") if slot else None,
            "place": one.get("cite"),
            "text": "" if words == above else words,
            "says": one.get("says"),
            "badge": _badge(one, rule),
            "open": bool(slot and slot.id in self.wanting and one.get("unmapped")),
            "test": flow({k: one[k] for k in TEST if k in one and k not in ("exists", "count", "run")}),
            "remarks": one.comments,
            "findings": list(slot.notes) if slot else [],
            "children": list(self._below(one, words)),
        }
        if not any(k in one for k in TEST):
            out["test"] = ""
        return out

    def _below(self, one: Made, words: str) -> Iterator[dict[str, Any]]:
        for name in ("all", "any", "none", "of"):
            for below in one.get(name) or ():
                yield self.node(below, words if below.slot and _ruled(below) else "")
        for name in ("not", "if", "then", "else", "silent_if"):
            if isinstance(one.get(name), Made):
                yield {"role": name.replace("_", " "), **self.node(one[name])}
        options: dict[str, Any] = one.get("options") or {}
        for option, below in options.items():
            if isinstance(below, Made):
                yield {"role": str(option), **self.node(below)}


def _ruled(one: Made) -> bool:
    return not one.get("unmapped") and "fact" not in one


def _role(name: str) -> dict[str, str]:
    return {"role": name} if name else {}


def _badge(one: Made, rule: str) -> str:
    if rule == "interpretation":
        return f"READ TWO WAYS {one['interpretation']}"
    if rule == "of":
        return f"AT LEAST {one.get('at_least')}"
    return BADGES.get(rule, "")


def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env: Any = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return env.get_template("reading.html")
