"""Document and draft side by side as one HTML file that needs nothing else: no script, no font, no network.

Every word of the document is data and is escaped; the page forbids itself to load or run anything (SR-137).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from coverable.base.shape import is_list
from coverable.document.draft.apply import Applied
from coverable.document.draft.coverage import ICONS, WORDS, Sentence, counted, sentences, wanting
from coverable.document.draft.made import Draft, Made
from coverable.document.draft.pagedraft import DraftSide
from coverable.document.draft.pagewords import plain
from coverable.document.draft.places import place_of
from coverable.document.reading import Finding
from coverable.document.source import Block

TEMPLATES = Path(__file__).parent / "templates"
SEVERITIES = ("high", "medium", "low")
HEADER = ("number", "title", "publisher", "kind", "version", "lines_of_business", "in_effect", "next_review")
MOST = 4
"""Links from one sentence to the draft."""


def reading_html(applied: Applied) -> str:
    """The page."""
    return _template().render(page=page_view(applied))


def page_view(applied: Applied) -> dict[str, Any]:
    """Everything that the page shows, as plain data."""
    draft = applied.draft
    found = sentences(draft)
    side = DraftSide(draft, found, {slot.id for slot in applied.open})
    shown = side.view()
    header = list(_header(draft, found))
    policy = draft.policy
    return {
        "title": policy.get("title") or draft.source.name or "A document without a title",
        "key": draft.key,
        "document": draft.source.name or "",
        "kind": draft.source.kind,
        "sha256": draft.source.sha256,
        "counts": [(state, ICONS[state], WORDS[state], n) for state, n in counted(found).items()],
        "open": len(applied.open),
        "severities": [(s, n) for s in SEVERITIES if (n := _count(draft.reading.findings, s))],
        "header": header,
        "blocks": list(
            _blocks(draft, found, _back(found, side.anchors, header), wanting(found, applied.open))
        ),
        **shown,
        "findings": [_finding(draft, one, found) for one in _by_severity(draft.reading.findings)],
        "loose": draft.loose,
    }


def _count(found: Sequence[Finding], severity: str) -> int:
    return sum(one.severity == severity for one in found)


def _by_severity(found: Sequence[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity))


def _back(
    found: Sequence[Sentence], anchors: Sequence[tuple[str, int, int]], header: Sequence[Mapping[str, Any]]
) -> Mapping[str, list[str]]:
    """For each sentence what of the draft rests on its lines: what rests on these alone comes first."""
    by_line: dict[int, list[tuple[int, str]]] = {}
    for anchor, first, last in anchors:
        for line in range(first, last + 1):
            by_line.setdefault(line, []).append((last - first, anchor))
    out: dict[str, list[str]] = {one["target"]: [one["anchor"]] for one in header if one["anchor"]}
    for one in found:
        first, last = one.span.lines
        near = sorted(pair for line in range(first, last + 1) for pair in by_line.get(line, ()))
        listed = [*out.get(one.id, ()), *(anchor for _, anchor in near)]
        rests = one.state != "unmapped" or one.anchors
        out[one.id] = list(dict.fromkeys(listed))[:MOST] if rests else []
    return out


def _header(draft: Draft, found: Sequence[Sentence]) -> Iterator[dict[str, Any]]:
    targets: dict[str, str] = {}
    for one in found:
        for anchor in one.anchors:
            targets.setdefault(anchor, one.id)
    dated = {"in_effect": "dates", "next_review": "dates"}
    seen: set[str] = set()
    for name in HEADER:
        value = draft.policy.get(name)
        if isinstance(value, Made):
            value = value.get("from")
        stated = plain(", ".join(map(str, value)) if is_list(value) else value or "")
        named = name == "version" and name not in draft.reading.metadata
        known = stated not in ("", "not-stated") and not named
        label = {"in_effect": "in effect from"}.get(name, name.replace("_", " "))
        anchor = f"m-{dated.get(name, name)}"
        target = targets.get(anchor) if known else None
        anchor = "" if anchor in seen or target is None else anchor
        seen.add(anchor)
        shown = stated.replace("-", " ") if name == "kind" else stated
        shown = shown if known else f"not stated, called {stated}" if named and stated else "not stated"
        yield {"name": label, "value": shown, "known": known, "target": target, "anchor": anchor}


def _blocks(
    draft: Draft, found: Sequence[Sentence], back: Mapping[str, list[str]], waiting: Set[str]
) -> Iterator[dict[str, Any]]:
    """Blocks with their sentences; the cells of a table stay together, row by row."""
    by_block: dict[int, list[Sentence]] = {}
    for one in found:
        by_block.setdefault(one.block, []).append(one)
    table: dict[str, Any] | None = None
    heads = {one.span.start for one in draft.reading.sections if one.title}
    for number, block in enumerate(draft.source.blocks):
        made = [_sentence(one, back[one.id], one.id in waiting) for one in by_block.get(number, ())]
        if not made:
            continue
        if block.cell is None:
            table = None
            kind = "heading" if made and by_block[number][0].span.start in heads else block.kind
            yield {"kind": kind, "marker": block.marker, "depth": _depth(block), "sentences": made}
            continue
        if table is None or table["table"] != block.cell.table:
            table = {"kind": "table", "table": block.cell.table, "rows": {}}
            yield table
        table["rows"].setdefault(block.cell.row, []).append({"head": block.cell.head, "sentences": made})


def _depth(block: Block) -> int:
    return min(6, block.depth if block.depth is not None else int(block.indent // 2))


def _sentence(one: Sentence, back: Sequence[str], waits: bool) -> dict[str, Any]:
    """`waits`: what rests on it is not yet tied to a fact."""
    made = {"id": one.id, "text": one.text, "state": one.state, "icon": "?" if waits else ICONS[one.state]}
    word = WORDS[one.state] + (", wants an answer" if waits else "")
    return {**made, "word": word, "target": back[0] if back else None, "more": list(back[1:])}


def _finding(draft: Draft, one: Finding, found: Sequence[Sentence]) -> dict[str, Any]:
    places: dict[str, str | None] = {}
    for span in one.spans:
        at = next((s.id for s in found if s.span.end > span.start and s.span.start < span.end), None)
        places.setdefault(place_of(draft.source, span), at)
    return {**one.view(), "places": [{"place": p, "target": at} for p, at in places.items()]}


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
