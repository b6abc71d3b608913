"""Which parts of a document are read for criteria, and what in them no statement holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile

from coverable.document.criteria.conditions.notes import adds
from coverable.document.criteria.grids.columns import of_positions
from coverable.document.criteria.outline.outline import STARRED
from coverable.document.criteria.positions import catchall, headed
from coverable.document.criteria.positions.judged import judged, may_matter, of_service
from coverable.document.criteria.positions.stand import NEGATIVE, Stand
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.statements.generals import SAYS, asks_of_all
from coverable.document.criteria.statements.services import named_in
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, sentences, whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.runs import begin, granting
from coverable.document.patterns import is_contact
from coverable.document.reading import Section, SectionKind, Statement
from coverable.document.sections.rows import cited, dated
from coverable.document.source import Block, Span

_ASKS = any_case(r"\b(?:when|if|unless|must|criteria|contraindications?)\b[^:]*:\s*$")
_OPEN = any_case(
    r"\b(?:and|or|the|an?|of|to|with|for|in|on|by|at|from|than|that|which|who|is|are|was|has|have|least|be|not|no|any|all|more|per)$"
)
"""A last word that asks for another one."""


def announced_elsewhere(blocks: Sequence[Block], asked: Sequence[Block]) -> list[Block]:
    """Lists outside of the criteria whose first words say how many items are needed: they may be criteria."""
    known = {id(b) for b in asked}
    out: list[Block] = []
    taking = False
    for block in blocks:
        if id(block) in known or block.cell is not None:
            taking = False
        elif block.marker is None or (not taking and block.text.rstrip().endswith(":")):
            told = bool(quantifier.find(block.text)) or _ASKS.search(block.text) is not None
            taking = told and block.text.rstrip().endswith(":")
        elif taking:
            out.append(block)
    return out


def ends_early(blocks: Sequence[Block], page: Page) -> None:
    """A finding where the document stops among its criteria, in the middle of a sentence or after a connector.

    A last item without a full stop is whole where the others of its list, or the last ones of other lists, have none
    either; so is the value under a label: “Approval duration / up to one year”.
    """
    blocks = [b for b in blocks if not _FOOT.search(b.text)]
    if not blocks:
        return
    last = blocks[-1]
    text = last.text.rstrip()
    if _IN_BRACKETS.search(text):
        return  # asked about with the others
    if text.endswith((".", "!", "?", ")", "]", "”", '"')) or _TERM.search(text):
        return
    if text.endswith((" –", " —", " -")):
        page.findings.add("text_ends_early", [page.source.span(last)])
        return
    others = list(takewhile(lambda b: _beside(b, last), reversed(blocks[:-1])))
    led = last.marker or blocks[-len(others) - 2 :][0].text.endswith(":")
    whole = _bare(last) and bool(others) and all(_NO_STOP.search(b.text.rstrip()) for b in others) and led
    if not (whole or (_bare(last) and (_ends_lists(blocks) if last.marker else _is_value(blocks)))):
        page.findings.add("text_ends_early", [page.source.span(last)])


_FOOT = any_case(r"^(?:\S+\s+){0,4}page\s+[0-9]+(?:\s+of\s+[0-9]+)?(?:\s+\S+){0,4}\s*$")
"""The foot of a page."""


def _beside(block: Block, last: Block) -> bool:
    """Whether a block is an item of the list that the last one ends, and not the words over it."""
    alike = _style(block) == _style(last) and abs(block.indent - last.indent) < 1
    return alike and block.kind == last.kind and not block.text.rstrip().endswith(":")


_NO_STOP = re.compile(r"(?:[\w)\]”%]|\b(?:and|or)[;,])$", re.IGNORECASE)
"""How an item ends in a list whose last one has no full stop either."""


_IN_BRACKETS = any_case(r"\([^()]*[a-z]$")


def cut_in_brackets(blocks: Sequence[Block], page: Page) -> None:
    """A finding on items that end inside a bracket: the rest was lost, whatever stands behind them."""
    for block in blocks:
        if block.marker is not None and _IN_BRACKETS.search(block.text.rstrip()):
            page.findings.add("text_ends_early", [page.source.span(block)], "An item ends inside a bracket")


def _bare(block: Block) -> bool:
    """Whether a text ends with a whole word that asks for no other one."""
    text = block.text.rstrip()
    return text[-1:].isalnum() and not _OPEN.search(text)


def _ends_lists(blocks: Sequence[Block]) -> bool:
    """Whether the lists before the last item end without a full stop as well."""
    ends = [b for b, after in pairwise(blocks[:-1]) if b.marker and _style(b) != _style(after)]
    return bool(ends) and all(_bare(b) for b in ends if not b.text.rstrip().endswith(":"))


def _is_value(blocks: Sequence[Block]) -> bool:
    """Whether the last line is a few words under a label of a few."""
    label = blocks[-2].text if len(blocks) > 1 else ""
    named = label[:1].isupper() and label.rstrip(":")[-1:].isalnum() and len(label.split()) <= _LABEL
    return named and blocks[-2].marker is None and len(blocks[-1].text.split()) <= _VALUE


_TERM = any_case(
    r"^(?:approval|coverage|authori[sz]ation)\s+(?:duration|period|length)\b|^(?:duration|length)\s+of\s+(?:approval|coverage|authori[sz]ation)\b|(?:\bn/a|:\s*(?:not\s+applicable|none))$"
)
"""“Approval duration initial 6 months; renewal one year” on one line, or a label with “N/A”."""
_LABEL, _VALUE = 4, 8
"""Words of a label, and of what stands under it."""


def _style(block: Block) -> str:
    """The marker of an item without its letter or number."""
    return "".join(c for c in block.marker or "" if not c.isalnum() or block.marker == "o")


def unread(blocks: Sequence[Block], spans: Sequence[Span], page: Page) -> None:
    """A finding for items of lists among the criteria that no statement holds: none is lost in silence."""
    lost: list[Span] = []
    starred = any(STARRED.search(b.text) for b in blocks)
    grants = granting(blocks)
    for block in blocks:
        if (starred and block.marker == "*") or begin(block) in grants or is_contact(block.text):
            continue  # a footnote, how long and how many, a line of a letterhead
        span = page.source.span(block)
        inside = any(s.start < span.end <= s.end for s in spans)
        inside = inside and _begins_read(span, spans, page)
        if (
            block.marker is not None
            and not inside
            and len(block.text.split()) > 1
            and block.kind != "heading"
        ):
            lost.append(span)
        elif lost:
            page.findings.add("items_not_mapped", lost)
            lost = []
    if lost:
        page.findings.add("items_not_mapped", lost)


def _begins_read(span: Span, spans: Sequence[Span], page: Page) -> bool:
    """Whether what was read of an item begins with it, or behind a title of a few words."""
    first = min(s.start for s in spans if s.start < span.end and s.end > span.start)
    return len(page.source.text[span.start : first].split()) <= _TITLE


_TITLE = 12
"""Words of a title before its sentence."""


def regions(
    blocks: Sequence[Block], sections: Sequence[Section]
) -> Iterable[tuple[Section | None, bool, Sequence[int]]]:
    """(section, strict, numbers of its blocks): those of criteria, and the ones that no other kind claims.

    In the latter (`strict`) only sentences that take a position count.
    """
    inner: dict[int, Section] = {}
    for section in sorted(sections, key=lambda s: s.depth):
        inner.update(dict.fromkeys(range(section.first, section.last), section))
    criteria: tuple[SectionKind, ...] = ("criteria",)
    judging = [
        s
        for s in sections
        if s.kind == "criteria"
        and headed.heading_position(s.title) not in NEGATIVE  # what is covered stands before it
        and _judges(blocks[s.first : s.last])
    ]
    if not judging:
        criteria = ("criteria", "description", "notes", "header", "other")

    announced = {n for s in sections if _announced(s, blocks) for n in range(s.first, s.last)}
    labelled = {n for s in sections for n in _labelled(s, blocks)}
    holding = {n for s in sections if _holds(s, blocks[s.first : s.last]) for n in range(s.first, s.last)}

    gridded = of_positions(blocks)
    logs = [s for s in sections if s.kind == "history" and dated(blocks[s.first + 1 : s.last])]
    histories = {n for s in logs for n in range(s.first, s.last)}  # “Criteria Log”

    def sort(i: int) -> str:
        kind = inner[i].kind if i in inner else "criteria"
        if i in announced:
            return "criteria"  # “… who meet one of the following:” / “FDA-Approved Indications”
        if i in labelled:
            return "no"  # what the label of a drug says, and no position of the payer
        if i in gridded and kind in UNREAD:
            return "strict"  # a grid of services behind a paragraph with a heading of its own
        if kind in ("other", *UNREAD) and headed.heading_position(inner[i].title) is not None:
            return "no" if i in histories else "criteria"
        if kind in criteria:
            return "criteria"
        return "strict" if kind in ("header", "other") or i in holding else "no"

    for how, run in groupby(range(len(blocks)), sort):
        numbers = list(run)
        if how != "no":
            yield inner.get(numbers[0]), how == "strict", numbers


def _holds(section: Section, blocks: Sequence[Block]) -> bool:
    """Whether a section of a kind that holds no criteria holds some all the same."""
    if section.kind == "references":  # “Reference” over a whole page that cites nothing
        return not any(cited([b]) for b in blocks) and holds_statements(blocks)
    if section.kind == "legal":  # a disclaimer takes no position on a service: what does stands behind it
        return any(judged(s, strict=True) is not None for b in blocks for s in sentences(whole(b)))
    if section.kind == "codes":
        return holds_statements([b for b in blocks if not _OF_CODES.search(b.text)])
    told = [b for b in blocks if not (headed.of_label(section.title) and _says_label(b.text, section.title))]
    return section.kind in UNREAD and holds_statements(told, section.kind in PROSE)


def _labelled(section: Section, blocks: Sequence[Block]) -> Iterator[int]:
    """The sentences of a section on the label of a drug that say what it is indicated for, with their lists.

    Whatever else stands there is read as elsewhere: “Use for gout is considered not medically necessary.”
    """
    if section.kind not in UNREAD or not headed.of_label(section.title):
        return
    listed = False
    for n in range(section.first, section.last):
        listed = listed and blocks[n].marker is not None and not _JUDGES.search(blocks[n].text)
        if listed or _says_label(blocks[n].text, section.title):
            listed = listed or blocks[n].text.rstrip().endswith(":")
            yield n


def _says_label(text: str, title: str) -> bool:
    """Whether a text says what a drug is indicated for, and takes no position beside.

    Under “FDA Approved Indication(s)”, what it “is approved for” is what the agency approved.
    """
    text = _APPROVED.sub(" is indicated for ", text, count=1) if _AGENCY.search(title) else text
    return _OF_LABEL.search(text) is not None and _JUDGES.search(text) is None


def _announced(section: Section, blocks: Sequence[Block]) -> bool:
    """Whether a heading of the label stands right under the words that announce a list."""
    above = blocks[section.first - 1].text.rstrip() if section.first else ""
    named = section.kind in UNREAD and headed.of_label(section.title)
    return named and above.endswith(":") and bool(quantifier.find(above))


_AGENCY = re.compile(r"\bFDA\b|\blabel", re.IGNORECASE)
_APPROVED = re.compile(r"\s(?:is|are)\s(?:FDA[\s-])?approved\s(?:for|in|to)\b", re.IGNORECASE)
_OF_LABEL = re.compile(
    r"\b(?:is|are)\s+(?:an?\s(?:[\w-]+\s){1,8})?indicated\s+(?:for|in|to|as)\b", re.IGNORECASE
)
"""“X is indicated for the treatment of:” under the label of a drug."""
_JUDGES = re.compile(
    r"\b(?:necess\w+|cover(?:ed|age|s)|approv\w+|authori[sz]\w+|criteri(?:a|on)|investigational|experimental|unproven|not\s+indicated"
    r"|when\s+(?:all|any|one|both)|if\s+(?:all|any|one|both))\b(?<!FDA-approved)(?<!FDA approved)",
    re.IGNORECASE,
)
_OF_CODES = re.compile(r"\b(?:codes?|diagnos[ei]s|ICD|CPT|HCPCS)\b", re.IGNORECASE)
"""“Not medically necessary for these diagnoses:”: said of a list of codes."""


def holds_statements(blocks: Sequence[Block], prose: bool = False) -> bool:
    """Whether a sentence of position with a list, a quantifier or a catch-all stands in these blocks."""
    if prose:
        return any(
            b.text.endswith(":") and after.marker is not None and judged(whole(b), strict=True)
            for b, after in pairwise(blocks)
        )
    return any(
        judged(s, strict=True)
        and (s.text.endswith(":") or quantifier.find(s.text) or catchall.speaks_of_others(s.text))
        for b in blocks
        for s in sentences(whole(b))
    )


def _judges(blocks: Sequence[Block]) -> bool:
    """Whether a sentence of position, or a list, stands in these blocks."""
    return any(
        b.marker is not None or any(judged(s, strict=True) for s in sentences(whole(b))) for b in blocks
    )


PROSE: tuple[SectionKind, ...] = ("history", "legal", "discussion", "definitions")
"""Kinds of section that repeat positions in their prose: only one with a list under it counts."""
UNREAD: tuple[SectionKind, ...] = ("description", "notes", "keywords", "contents", *PROSE)
"""Kinds of section that hold no criteria, and yet can hold a sentence of position."""


def _repeats(sentence: Passage, found: Stand, made: Sequence[Statement]) -> bool:
    """Whether a statement that was read has the position of a sentence, on what it speaks of."""
    text = sentence.text[slice(*found.subject)] if found.subject else sentence.text[: found.first]
    words = {*named_in(text)}
    same = [{*named_in(s.subject)} for s in made if s.position == found.position]
    return any(not words or 2 * len(words & subject) > len(words) for subject in same)


def elsewhere(
    blocks: Sequence[Block], sections: Sequence[Section], made: Sequence[Statement], page: Page
) -> None:
    """A finding for each sentence of position in a section that is not read for criteria, and on notes that ask for more.

    The prose of a discussion repeats positions: there only one counts that no statement takes.
    """
    for section in sections:
        prose = section.kind in PROSE
        inside = blocks[section.first : section.last]
        if section.kind not in ("header", "codes", *UNREAD) or holds_statements(inside, prose):
            continue
        for block in inside:
            for sentence in sentences(whole(block)):
                found = judged(sentence, strict=True)
                if found is None and section.kind == "notes" and adds(sentence.text):
                    page.doubt("exception_in_note", sentence)
                elif found is None and made and asks_of_all(sentence.text):
                    page.doubt("general_criteria", sentence, SAYS)
                    continue
                if found is None and (prose or not of_service(sentence.text)):
                    continue
                again = prose and (
                    not may_matter(sentence.text) or (found and _repeats(sentence, found, made))
                )
                at = page.span(sentence)
                read = any(s.span.start < at.end and at.start < s.span.end for s in made)
                labelled = headed.of_label(section.title) and _says_label(sentence.text, section.title)
                if not (again or read or labelled or page.findings.holds("position_elsewhere", at)):
                    page.doubt("position_elsewhere", sentence)
