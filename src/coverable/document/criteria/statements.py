"""The statements of a document: each position with its subject and its criteria, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from coverable.document.criteria import (
    catchall,
    connectors,
    inline,
    leadin,
    leaves,
    positions,
    quantifier,
    tree,
)
from coverable.document.criteria.leadin import LeadIn
from coverable.document.criteria.outline import Entry, outline
from coverable.document.criteria.passage import Passage, sentences
from coverable.document.criteria.positions import Stand
from coverable.document.criteria.tree import Page
from coverable.document.reading import Node, Position, Section, SectionKind, Stage, Statement
from coverable.document.source import Block

NEGATIVE = ("not_medically_necessary", "investigational", "cosmetic", "not_covered", "benefit_exclusion")
_FOLLOWING_ARE = re.compile(
    r"^\W*(?:any\s+of\s+|each\s+of\s+|all\s+of\s+)?(?:the\s+)?(?:use\s+of\s+)?(?:any\s+of\s+)?(?:the\s+)?following\b",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:must|required?s?|requires|only|unless|shall|mandatory|at\s+least|no\s+more\s+than|contraindicated|prerequisite)\b",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"\b(?:continu(?:ation|ed|ing)|re-?authori[sz]ation|renewals?|re-?certification|re-?approval|ongoing|subsequent|maintenance\s+(?:criteria|therapy\s+criteria))\b",
    re.IGNORECASE,
)
_INITIAL = re.compile(
    r"\b(?:initial|initiation|new\s+starts?|first\s+(?:request|authorization|approval)|pre-?authorization\s+criteria)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"^\W*(?:approv(?:al|e|ed)|authori[sz](?:ation|e|ed)|coverage|duration|length|quantity|limit)\b"
    r"(?:(?!\b(?:when|if|following|who|criteria|treatment|members|patients)\b).){0,80}\b(?:[0-9]+|one|two|three|six|twelve)\s+"
    r"(?:months?|weeks?|days?|years?|visits|units)(?:(?!\b(?:when|if|following|who|criteria|treatment|members|patients)\b).){0,60}$",
    re.IGNORECASE | re.DOTALL,
)
_SPLIT_RUNNING = re.compile(
    r",\s+(?=(?:has|have|is|are|was|were|must)\b)|(?:,|;)?\s+and\s+(?=(?:the\s+)?(?:patient|member|individual|person|beneficiary|he|she|they|who|has|have|is|are|there|when|if)\b)|;\s+(?:and\s+)?",
    re.IGNORECASE,
)
_SUBJECT_END = re.compile(
    r"[\s,]*\b(?:(?:is|are|was|were|be|may|can|will|shall|should|considered|deemed|regarded|not|generally|usually|to|as|"
    r"therefore|only|being|been)\b[\s,]*)+$",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"^(?:this|these|it|they|such\s+\w+)\s+(?:is|are|was|were|has|have|do|does)\b", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"\bcriteria\b.{0,60}?\b(?:refer\s+to|see|found\s+in|listed\s+in|outlined\s+in)\s+(?:the\s+)?(?P<what>\S.{2,160})",
    re.IGNORECASE,
)
_CERTAIN = re.compile(
    r"^\W*(?:(?:in|under|for)\s+)?(?:certain|specific|selected|some|limited)\s+(?:circumstances|situations|cases|patients|members|indications)\b",
    re.IGNORECASE,
)
_POLICY_IS = re.compile(
    r"^(?:it\s+is\s+)?(?:the\s+)?(?:policy|position)\s+of\s+.{3,120}?\s+that\s+", re.IGNORECASE
)
_BECAUSE = re.compile(
    r"[\s,;(]*\b(?:due\s+to|because|as\s+(?:it|there|the|they|their)|since|based\s+on)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_TOP_LEVEL = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Place:
    """Where in the document the reader is: what the headings over it say, and the statement that is open."""

    position: Position | None = None
    stage: Stage | None = None
    heading: str = ""
    made: list[Statement] = field(default_factory=list[Statement])
    open_: int | None = None
    """Index of the statement that a further group of criteria could belong to."""


def statements(blocks: Sequence[Block], sections: Sequence[Section], page: Page) -> tuple[Statement, ...]:
    """Every statement of position in these blocks; only sections that can hold criteria are read."""
    place = _Place()
    heads = {s.first for s in sections if s.title}
    for section, numbers in regions(blocks, sections):
        place.position = positions.heading_position(section.title) if section else None
        place.stage = _stage(section.title) if section else None
        place.heading = section.title if section else ""
        place.open_ = None
        part = [replace(blocks[i], kind="heading") if i in heads else blocks[i] for i in numbers]
        for entry in outline(part):
            _read(entry, place, page)
    return tuple(place.made)


def regions(
    blocks: Sequence[Block], sections: Sequence[Section]
) -> Iterable[tuple[Section | None, Sequence[int]]]:
    """The blocks to read, by section: those of criteria, else whatever no other kind of section claims."""
    inner: dict[int, Section] = {}
    for section in sorted(sections, key=lambda s: s.depth):
        inner.update(dict.fromkeys(range(section.first, section.last), section))
    wanted: tuple[SectionKind, ...] = ("criteria",)
    if not any(s.kind == "criteria" for s in sections):
        wanted = ("other", "header", "description", "notes", "criteria")
    run: list[int] = []
    for i in range(len(blocks)):
        section = inner.get(i)
        if section is not None and section.kind not in wanted:
            if run:
                yield _over(run[0], inner), run
            run = []
        else:
            run.append(i)
    if run:
        yield _over(run[0], inner), run


def _over(first: int, inner: dict[int, Section]) -> Section | None:
    return inner.get(first)


def _stage(text: str) -> Stage | None:
    return "continuation" if _CONTINUED.search(text) else "initial" if _INITIAL.search(text) else None


def _read(entry: Entry, place: _Place, page: Page) -> None:
    """Take one paragraph with what stands under it."""
    if entry.block.cell is not None:
        page.doubt("criteria_in_table", entry.passage)
    parts = list(sentences(entry.passage))
    own_list = bool(entry.under)
    if _is_heading(entry, parts):
        _enter(entry, place)
        if own_list and all(_takes_position(e) for e in entry.under):
            for child in entry.under:
                _read(child, place, page)
            return
        if not own_list:
            return
    if own_list and not _takes_position(entry) and not _quantified(entry) and _hold_statements(entry.under):
        for child in entry.under:
            _read(child, place, page)
        return
    for i, sentence in enumerate(parts):
        last = i == len(parts) - 1
        _sentence(sentence, entry if last else None, place, page)


def _quantified(entry: Entry) -> bool:
    """Whether the words over a list say how many of its items are needed."""
    return quantifier.governing(entry.passage.text) is not None


def _hold_statements(entries: Sequence[Entry]) -> bool:
    """Whether items are statements of their own and not criteria that happen to use a word of position."""
    taking = [e for e in entries if _takes_position(e)]
    return bool(taking) and (len(taking) == len(entries) or any(e.under for e in taking))


def _takes_position(entry: Entry) -> bool:
    return any(_stand(s) is not None for s in sentences(entry.passage))


def _stand(sentence: Passage) -> Stand | None:
    """The position of a sentence; none for a general remark or an approval's length."""
    found = positions.stand(sentence.text)
    text = sentence.text
    if found is None or positions.boilerplate(text) or _DURATION.match(text) or positions.LIMIT.match(text):
        return None
    return found


def _is_heading(entry: Entry, parts: Sequence[Passage]) -> bool:
    text = entry.passage.text
    if entry.heading:
        return True
    if len(parts) != 1 or len(text) > 100 or re.search(r"[.;,]$", text):
        return False
    if quantifier.governing(text) is not None or leadin.read(entry.passage).quantifier is not None:
        return False
    words = text.rstrip(":").split()
    short = len(words) <= 12
    capitals = sum(w[:1].isupper() for w in words if len(w) > 3) >= max(
        1, len([w for w in words if len(w) > 3]) * 0.6
    )
    known = positions.heading_position(text) is not None
    return short and (
        (known and (capitals or text.endswith(":") or len(words) <= 6)) or (capitals and not entry.under)
    )


def _enter(entry: Entry, place: _Place) -> None:
    """Take a heading: the position and stage that it sets for what follows."""
    text = entry.passage.text
    place.heading = text
    found = positions.heading_position(text)
    if found is not None:
        place.position = found
    place.stage = _stage(text) or (None if found else place.stage)
    place.open_ = None


def _sentence(sentence: Passage, entry: Entry | None, place: _Place, page: Page) -> None:
    found = _stand(sentence)
    if found is not None and not (_THIS.match(sentence.text) and not (entry and entry.under) and place.made):
        _position(sentence, found, entry, place, page)
        return
    if (elsewhere := _ELSEWHERE.search(sentence.text)) and _referred(sentence, elsewhere, place, page):
        return
    under = entry.under if entry else []
    bare, connector = connectors.at_start(sentence)
    connector = (entry.before if entry else None) or connector
    lead = leadin.read(bare)
    if not under and lead.quantifier is None:
        if (
            _MODAL.search(sentence.text)
            and not positions.boilerplate(sentence.text)
            and not _DURATION.match(sentence.text)
        ):
            page.doubt("sentence_not_mapped", sentence)
        return
    if place.open_ is not None and (connector or place.made[place.open_].criteria is None):
        _further(bare, connector, lead, entry, place, page)
        return
    if place.position is None and not under:
        return
    position = place.position or "medically_necessary"
    criteria, notes = _criteria(bare, lead, entry, page)
    if place.position is None or place.position in NEGATIVE:
        notes = [*notes, page.doubt("position_implied", sentence)]
    _make(
        Statement(
            "",
            position,
            place.heading or "",
            page.span(sentence),
            criteria,
            stage=place.stage,
            notes=tuple(notes),
        ),
        place,
    )


def _referred(sentence: Passage, elsewhere: re.Match[str], place: _Place, page: Page) -> bool:
    """Take “for the criteria, refer to …” as the criteria of the statement that is open."""
    if place.open_ is None:
        return False
    before = place.made[place.open_]
    if before.criteria is not None and not (
        before.criteria.rule == "leaf" and _CERTAIN.search(before.criteria.text)
    ):
        return False
    note = page.doubt("reference_unknown", sentence)
    what = elsewhere["what"].strip(" .")
    made = Node("leaf", sentence.text, page.span(sentence), confidence=0.6, reference=what, notes=(note,))
    place.made[place.open_] = replace(before, criteria=made)
    return True


def _make(made: Statement, place: _Place) -> None:
    place.made.append(replace(made, id=f"s{len(place.made) + 1}"))
    place.open_ = len(place.made) - 1


def _further(
    bare: Passage,
    connector: connectors.Connector | None,
    lead: LeadIn,
    entry: Entry | None,
    place: _Place,
    page: Page,
) -> None:
    """A further group of criteria of the statement that is open, joined by a connector line."""
    assert place.open_ is not None
    before = place.made[place.open_]
    criteria, notes = _criteria(bare, lead, entry, page)
    if before.criteria is None or criteria is None:
        whole = criteria or before.criteria
    else:
        rule = "any" if connector in ("or", "and/or") else "all"
        first = before.criteria
        children = (
            (*first.children, criteria) if first.rule == rule and first.text == "" else (first, criteria)
        )
        whole = Node(rule, "", page.source.join([first.span, criteria.span]), children)
        if connector == "and/or":
            notes = [*notes, page.doubt("and_or", bare)]
    place.made[place.open_] = replace(before, criteria=whole, notes=(*before.notes, *notes))


def _position(sentence: Passage, found: Stand, entry: Entry | None, place: _Place, page: Page) -> None:
    """A sentence of position and the list under it."""
    text = sentence.text
    head = sentence.part(0, found.first)
    rest = sentence.part(found.last)
    subject = sentence.part(*found.subject) if found.subject else head
    listed = leadin.read(rest)
    before = leadin.read(head) if listed.quantifier is None and quantifier.governing(head.text) else None
    if before is not None and not _FOLLOWING_ARE.match(head.text):
        listed, rest = before, head
    negative = found.position in NEGATIVE
    stage = _stage(text) or (None if negative else place.stage)
    span = page.span(sentence)
    reach = catchall.reach(sentence, page) if negative else None
    under = entry.under if entry else []
    notes: list[str] = []
    candidates: tuple[Statement, ...] = ()
    named = reach.named if reach else ()
    if reach and (reach.all_other_uses or reach.criteria_not_met):
        criteria = None
        if under:
            criteria, more = _criteria(
                rest, replace(listed, conditions=(), joint="none", inline=None), entry, page, open_any=True
            )
            notes += more
    elif _FOLLOWING_ARE.match(head.text) and under:
        criteria, more = _criteria(
            rest, replace(listed, conditions=(), joint="none", inline=None), entry, page, open_any=True
        )
        notes += more
    else:
        if negative and (because := _BECAUSE.search(rest.text)):
            rest = rest.part(0, because.start())
            listed = leadin.read(rest)
        if negative and under:
            conditions = tuple(c for c in listed.conditions if "following" not in c.text.lower())
            found_how = listed.quantifier or quantifier.Quantifier("any", None, 0, 0, "implied")
            listed = replace(listed, conditions=conditions, quantifier=found_how)
        if under and listed.inline is not None and leadin.substantive(listed.inline.text):
            other = tree.joined(
                leaves.leaf(listed.inline.trimmed(".;"), page, None),
                replace(listed, joint="none", conditions=()),
                page,
                listed.inline,
            )
            notes.append(
                page.findings.add(
                    "competing_statements",
                    [page.span(listed.inline), *[page.span(e.passage) for e in under]],
                    "A rule in the sentence and another one in the list under it",
                )
            )
            candidates = (
                Statement("", found.position, subject.text, page.span(listed.inline), other, stage=stage),
            )
            listed = replace(listed, inline=None)
        criteria, more = _criteria(rest, listed, entry, page, uses=negative)
        notes += more
    if "contraindicat" in text[found.first : found.last].lower():
        notes.append(page.doubt("position_unclear", sentence))
    made = Statement(
        "",
        found.position,
        _POLICY_IS.sub("", _SUBJECT_END.sub("", subject.trimmed(",;:").text)),
        span if not under else page.source.join([span, *[page.span(p) for e in under for p in _passages(e)]]),
        criteria,
        all_other_uses=bool(reach and reach.all_other_uses),
        criteria_not_met=bool(reach and reach.criteria_not_met),
        named_uses=named,
        stage=None if reach and reach.all_other_uses else stage,
        candidates=candidates,
        notes=tuple(notes),
    )
    _make(made, place)
    if candidates:
        made = place.made[-1]
        place.made[-1] = replace(
            made, candidates=tuple(replace(c, id=f"{made.id}.{i + 1}") for i, c in enumerate(candidates))
        )


def _passages(entry: Entry) -> Iterable[Passage]:
    yield entry.passage
    for child in entry.under:
        yield from _passages(child)


def _criteria(
    over: Passage, lead: LeadIn, entry: Entry | None, page: Page, open_any: bool = False, uses: bool = False
) -> tuple[Node | None, list[str]]:
    """The criteria of a statement: its list, a list in the sentence, or the words that remain."""
    under = entry.under if entry else []
    notes = tree.note_doubts(entry.notes, page) if entry else []
    if under:
        if open_any and lead.quantifier is None:
            lead = replace(lead, quantifier=quantifier.Quantifier("any", None, 0, 0, "implied"))
        made, doubts = tree.listed(under, lead, page, over if over else under[0].passage)
        if doubts:
            made = replace(made, notes=(*made.notes, *doubts), confidence=0.5)
        return tree.joined(made, lead, page, over if over else under[0].passage), notes
    if not over or not leadin.substantive(over.text):
        if over and leaves.announced(over.text):
            notes.append(page.doubt("list_lost", over))
            return Node("leaf", over.text, page.span(over), confidence=0.3, notes=(notes[-1],)), notes
        return None, notes
    if uses and lead.quantifier is None and (named := catchall.uses(over.trimmed(".;:,"), page)):
        return named, notes
    if lead.quantifier is None and inline.numbered(over) is None:
        return _running(over.trimmed(".;:,"), page), notes
    made = leaves.leaf(over.trimmed(".;,"), page, None)
    return made, notes


def _running(passage: Passage, page: Page) -> Node:
    """Conditions in a running sentence: cut where a new clause begins, with a finding."""
    text = passage.text
    begin, parts = 0, list[Passage]()
    for match in _SPLIT_RUNNING.finditer(text):
        if match.start() > begin:
            parts.append(passage.part(begin, match.start()))
            begin = match.end()
    parts.append(passage.part(begin))
    gates = [leadin.unled(g) for p in parts for g in leadin.gates(p)]
    nodes = tuple(leaves.leaf(g, page, None) for g in gates if g)
    if len(nodes) == 1:
        made = nodes[0]
        if _TOP_LEVEL.search(text) and not made.notes and made.rule == "leaf":
            return replace(made, notes=(page.doubt("running_text", passage),), confidence=0.7)
        return made
    note = page.doubt("running_text", passage)
    return Node("all", text, page.span(passage), nodes, confidence=0.6, notes=(note,))
