"""Headings: by their style, by a number with a usual name, by a usual name alone, by bold or by capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

from coverable.document import numbers
from coverable.document.codes.codewords import NAMED, name_before, names_a_system, polarity_of, sorts_codes
from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.judgement import judges
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.dates import dates_in
from coverable.document.granted.lengths import only_lengths
from coverable.document.header.labels import is_entry, is_field, label_of, told
from coverable.document.header.labelwords import names_kind
from coverable.document.reading import SectionKind
from coverable.document.sections.contents import LONGEST, is_short
from coverable.document.sections.historytables import history_table
from coverable.document.sections.numbered import titled_in_row
from coverable.document.sections.numberedlines import (
    CONNECTOR,
    announced,
    depth_of,
    listed,
    numbers_a_section,
)
from coverable.document.sections.rows import (
    begun,
    cited,
    dated,
    dated_behind,
    defined,
    in_one_line,
    several_events,
)
from coverable.document.sections.titles import (
    DOCUMENT_KINDS,
    bare,
    is_position,
    is_title_block,
    kind_of,
    names_history,
    names_terms,
    number_of,
)
from coverable.document.source import Block

_RUN_IN = re.compile(r"(?P<name>[A-Z][^.:!?]{2,60}?)\s?(?::|\s[-–—](?=\s))\s*(?=\S)")
_JOINS = re.compile(r",\s+(?:and|or|plus)\W*$")
"""“Common criteria, and:” asks for the list below it as well."""
_RUN_ON = re.compile(
    r"(?P<name>(?:[Kk]ey ?[Ww]ords|[Ii]ndex [Tt]erms|[Ss]earch [Tt]erms))\s(?=[a-z][^.]{0,60},)"
    r"|(?P<before>[A-Z][A-Za-z/ ]{4,60}?)\s(?:•|â€¢)\s"
)
"""A heading that the layout joined to the list under it."""
_NUMBER_LABEL = re.compile(r"^[A-Z][\w ]{2,40}(?:#|\b[Nn]o\.|\b[Nn]umber\b|\bID\b)")
"""`Policy #`, `Guideline No.`: a label of the header, whatever its first word."""
_APPENDIX = re.compile(r"(?:Appendix|APPENDIX|Attachment|Exhibit)\s+[A-Z0-9]{1,2}\s?[:.–—-]\s+\S.{2,80}")
_GUIDE = re.compile(r"\b(?:guide|guidelines?|manual|bulletin)\W*$", re.IGNORECASE)
"""“Prior Authorization Criteria Guide” names a document, and no section of criteria."""
_OF_KIND = re.compile(r"\b(?:policy|guideline)\W*$", re.IGNORECASE)
"""“POLICY: Gout – X Prior Authorization Policy” names the document, over the drugs that it is on."""
_LETTERED = re.compile(r"([A-Z])\.")
FEWEST = 3
"""Sections with a letter, for a row of them."""
TOP = 3
_HEAD_OF_DOCUMENT = 40
"""Blocks among which the fields of the document stand: “Criteria Version: 10” is no section of criteria."""
_NEAR = 6
"""So many lines behind the name of a system may stand before its first code."""
ROWS = 2
"""So many rows of one sort under a line make it a heading."""
MOST = 8
_PROSE = 8
"""Words of a line that is no title."""
"""So many rows are looked at."""
CODE = re.compile(r"(?:[A-Z][0-9]{4}|[0-9]{4}[0-9A-Z]|[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?)\b")
_ANNOUNCES = re.compile(r"\b(?:is|are)\b.*\b(?:when|if)\s*:\s*$")
"""“Continued use of X is considered medically necessary when:” is a sentence over its list."""
_RULED = re.compile(r"\b(?:when|if|for)\s*:\s+\S+(?:\s+\S+){2,}", re.IGNORECASE)
"""“Not covered when: goals have been reached”: the words of a rule, and no heading over one."""
_SENTENCE = 400
"""Characters of a sentence over a list."""
_VALUE = re.compile(r"[A-Z]{0,6}[-. ]?[0-9][\w.\-/]{0,20}|[0-9]{1,2}/[0-9]{1,4}.{0,10}")


@dataclass(frozen=True, slots=True)
class Head:
    """A heading found at a block: `end` is where its words end, `stated` whether style or name says so."""

    at: int
    end: int
    title: str
    kind: SectionKind | None
    depth: int
    stated: bool
    position: bool = False


def heads_in(blocks: Sequence[Block], contents: range) -> list[Head]:
    styled = sum(b.kind == "heading" and kind_of(b.text) is not None for b in blocks) >= 3
    found = (_head(i, blocks, styled) for i in range(len(blocks)) if i not in contents)
    heads = [head for head in found if head is not None]
    known = {head.at for head in heads}
    texts = [(i, blocks[i].text) for i in titled_in_row(blocks, contents) if i not in known]
    heads = sorted([*heads, *(Head(i, len(t), title_of(t), kind_of(t), 0, True) for i, t in texts)], key=_at)
    heads = [
        h for before, h in zip([None, *heads], heads, strict=False) if not (before and _repeats(before, h))
    ]
    heads = sorted([*heads, *_statements_between(heads, blocks)], key=_at)
    return sorted([*heads, *_events_at_the_end(heads, blocks)], key=_at)


def _repeats(before: Head, head: Head) -> bool:
    """Whether a table of events stands right under the heading of the history."""
    return not head.title and before.kind == head.kind == "history" and head.at <= before.at + 1


def _at(head: Head) -> int:
    return head.at


def _statements_between(heads: Sequence[Head], blocks: Sequence[Block]) -> list[Head]:
    """Statements in the row of lettered sections: `A. Purpose`, `B. A brace is necessary when ...`.

    They open criteria and have no title of their own: without this they would be read as items of section A.
    """
    lettered = [(h.at, m[1]) for h in heads if (m := _LETTERED.fullmatch(blocks[h.at].marker or ""))]
    if len(lettered) < FEWEST:
        return []
    out: list[Head] = []
    for (first, before), (last, after) in pairwise(lettered):
        wanted = [chr(n) for n in range(ord(before) + 1, ord(after))]
        there = [i for i in range(first + 1, last) if _LETTERED.fullmatch(blocks[i].marker or "")]
        if wanted and [(blocks[i].marker or "")[0] for i in there] == wanted:
            out += [Head(i, 0, "", "criteria", 0, True) for i in there if judges(blocks[i].text)]
    return out


def _events_at_the_end(heads: Sequence[Head], blocks: Sequence[Block]) -> list[Head]:
    """A history without a heading: lines behind the references or codes that say what happened and when.

    “Devised: 8/08 / Revised: 9/10, 11/15 / Reviewed: 9/11”. One date a line may be the fields of a document.
    """
    if not heads:
        return []
    told = [several_events(b.text) if b.cell is None else 0 for b in blocks]
    runs = [[*run] for some, run in groupby(range(len(told)), lambda i: told[i] > 0) if some]
    long = [run for run in runs if len(run) >= ROWS and max(told[i] for i in run) >= ROWS]
    last = long[-1] if long else []
    before = next((h for h in reversed(heads) if last and h.at < last[0]), None)
    if before is None or before.kind not in _BEFORE_EVENTS or before.at == last[0] - 1:
        return []
    end = next((h.at for h in heads if h.at > last[-1]), len(blocks))
    behind = blocks[last[-1] + 1 : end]
    if len(behind) > _NOTICES or any(b.marker or judges(b.text) for b in behind):
        return []  # the dates at the head of criteria
    return [Head(last[0], 0, "", "history", 0, True)]


_NOTICES = 3
"""Blocks behind the last event: notices of the payer."""
_OF_ROWS: tuple[SectionKind, ...] = ("references", "history", "definitions", "keywords")
_BEFORE_EVENTS: tuple[SectionKind, ...] = ("references", "codes", "legal", "notes", "discussion", "keywords")


def _head(i: int, blocks: Sequence[Block], styled: bool) -> Head | None:
    """The heading that a block is or begins with."""
    block = blocks[i]
    text = block.text
    numbered = block.marker if block.marker and block.marker.strip("().:")[:1].isalnum() else None
    if block.cell is not None and not (block.cell.columns == 1 and _alone(i, blocks)):
        return _of_table(i, blocks)
    if block.kind == "item" and numbered is None:
        return None
    following = blocks[i + 1].text if i + 1 < len(blocks) else ""
    over_list = i + 1 < len(blocks) and blocks[i + 1].marker is not None
    name, _, value = text.partition(":")
    titled = name.isupper() and _OF_KIND.search(value) is not None
    field = not over_list and (is_field(text, following) or _field_of_dates(text, following))
    if i < _HEAD_OF_DOCUMENT and (titled or field):
        return None
    if _NUMBER_LABEL.search(text[:60]) or text.count(" | ") >= FEWEST:  # tabs of a page
        return None
    if _JOINS.search(text) or (only_lengths(text) and stage_of_heading(text) is None):
        return None  # “Approval duration: 6 months” in bold, between two lists
    of_number = i + 1 < len(blocks) and numbers.only(blocks[i + 1].text)
    document = bare(text) in DOCUMENT_KINDS or (i < TOP and _GUIDE.search(text) and names_kind(text))
    if document and (of_number or (i < TOP and not _prose_follows(i, blocks))):
        return None  # the document's kind over its number and title
    announces = quantifier.find(text) or _ANNOUNCES.search(text[-_SENTENCE:])
    run_in = _RUN_IN.match(text)
    capital = run_in is not None and _capitals(run_in["name"]) and kind_of(run_in["name"]) == "criteria"
    if block.kind != "heading" and announces and judges(text) and not capital:
        return None  # “Criteria for X are met when all of the following are documented:” announces a list
    kind = kind_of(text) if is_short(block) else None
    kind = "codes" if kind in (None, "other") and is_short(block) and _sorts_what_follows(i, blocks) else kind
    entry = is_entry(text) and bool(dates_in(text))  # “Date Approved: 02/2024” sets no position
    position = is_short(block) and not (entry or kind in _OF_ROWS)
    position = position and (is_position(text) or _sets_position(text)) and _RULED.search(text) is None
    depth = depth_of(numbered or number_of(text))
    if i > 0 and is_short(block) and is_title_block(text):
        return Head(i, len(text), text.strip(), "header", 0, True)
    if block.kind == "heading" and len(text) <= 200:
        return Head(i, len(text), title_of(text), kind, depth, True, position)
    if is_short(block) and not _sentence(text) and (kind or position):
        if numbered and not numbers_a_section(numbered) and not (block.bold or _capitals(text)):
            return None  # an item of a list that happens to be called like a section
        if numbered and "." in numbered.rstrip(".") and not block.bold and listed(i, blocks):
            return None
        if numbered and not block.bold and announced(i, blocks):
            return None  # “… when all of these are met: A. Selection criteria: … B. Surgical criteria:”
        weak = styled and not block.bold and not _capitals(text) and not text.rstrip().endswith(":")
        return Head(
            i, len(text), title_of(text), kind, max(depth, 1 if weak or position else 0), not weak, position
        )
    for run_in in (_RUN_ON.match(text), _RUN_IN.match(text)) if block.kind == "paragraph" else ():
        name = (run_in["name"] or run_in.groupdict().get("before") or "") if run_in else ""
        if run_in and (kind := kind_of(name)) and _introduces(kind, name, text[run_in.end() :]):
            return Head(i, run_in.end(), name.strip(), kind, 0, True)
    if _APPENDIX.fullmatch(text) and not _sentence(text):
        return Head(i, len(text), title_of(text), kind, 0, True)
    if (
        numbered
        and (depth or numbered.endswith(".0"))
        and (block.bold or numbers_a_section(numbered))
        and is_short(block)
        and not (_sentence(text) or quantifier.counts(text))
        and not listed(i, blocks)
    ):
        return Head(i, len(text), title_of(text), None, depth, False)
    if _looks(i, blocks):
        return Head(i, len(text), title_of(text), None, 1, False)
    under = _rows(blocks[i + 1 : i + 1 + MOST]) if i and _short_line(block) else ()
    if kind := _over_rows(under, text):
        return Head(i, len(text), title_of(text), kind, 0, False)
    return None


def _field_of_dates(text: str, following: str) -> bool:
    """Whether a line is a label and dates in the head of a document, where another label follows it."""
    name, _, value = text.partition(":")
    label = told(name, value.strip())
    return label is not None and bool(dates_in(name + value)) and is_entry(following)


def _sorts_what_follows(i: int, blocks: Sequence[Block]) -> bool:
    """Whether a line says of the codes right under it what they are: `Reimbursable codes:`."""
    under = blocks[i + 1].text if i + 1 < len(blocks) else ""
    named = name_before(under) is not None or NAMED.match(under) is not None
    # “Diagnosis” alone may head a column of diseases
    coded = _CODES.search(under) or any(CODE.match(b.text) for b in blocks[i + 2 : i + 2 + _NEAR])
    named = named or (names_a_system(under) and bool(coded))
    coded = CODE.match(under) is not None
    if (
        coded
        and any(CODE.match(b.text) for b in blocks[i + 2 : i + 2 + ROWS])
        and polarity_of(blocks[i].text)
    ):
        return True  # “Removed from coverage on 5/1/2025”
    return (named or coded) and sorts_codes(blocks[i].text)


def _rows(following: Sequence[Block]) -> Sequence[Block]:
    """The items of the list or the cells of the table right under a line, or its next two blocks."""
    if following and following[0].cell is not None:
        return begun(following)
    items = list(takewhile(lambda b: b.marker is not None, following))
    return items if len(items) >= ROWS else following[:ROWS]


def _over_rows(rows: Sequence[Block], title: str) -> SectionKind | None:
    """The kind of section that begins where only rows of one sort follow: citations, dates, or terms."""
    alone = in_one_line(rows[:1]) and not any(b.kind == "item" for b in rows[1:])
    if names_history(title) and (alone or dated_behind(rows)):
        return "history"
    if names_terms(title) and defined(rows):
        return "definitions"
    if len(rows) < ROWS:
        return None
    return "references" if cited(rows) else "history" if dated(rows) else None


def _sets_position(text: str) -> bool:
    """Whether a title says that what stands under it is covered, or is not; over codes it speaks of codes."""
    words = [w for w in re.findall(r"[A-Za-z][\w'’-]*", text) if len(w) > 3]
    if (
        not words
        or sum(w[0].isupper() for w in words) < len(words)
        or _CODES.search(text)
        or text[-1:] in ".;,"
    ):
        return False
    return len(words) > 1 and heading_position(text) is not None


_CODES = re.compile(r"\b(?:codes?|CPT|HCPCS|ICD|modifiers?|billing|coding)\b", re.IGNORECASE)


def _prose_follows(i: int, blocks: Sequence[Block]) -> bool:
    """Whether the next block is a sentence, as under the heading of a section."""
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if following is None:
        return False
    named = all(w[0].isupper() or w in _SMALL or not w[0].isalpha() for w in following.text.split())
    long = len(following.text.split()) >= _PROSE and not named
    over_list = following.marker is not None and "criteria" in bare(blocks[i].text)
    return long or over_list or following.text.rstrip().endswith(":")


def _of_table(i: int, blocks: Sequence[Block]) -> Head | None:
    """The history that a table is: under the name of its first column, or without one."""
    end = history_table(i, blocks)
    return None if end is None else Head(i, end, title_of(blocks[i].text[:end]), "history", 0, True)


def title_of(text: str) -> str:
    return text.strip().rstrip("*†‡: ").strip("*†‡: ") or text.strip()


def _alone(i: int, blocks: Sequence[Block]) -> bool:
    cell = blocks[i].cell
    near = [blocks[j].cell for j in (i - 1, i + 1) if 0 <= j < len(blocks)]
    return cell is not None and not any(c and (c.table, c.row) == (cell.table, cell.row) for c in near)


def _sentence(text: str) -> bool:
    return bool(re.search(r"[.!?;,]\s*$", text)) and not text.rstrip().endswith(("etc.", "Inc."))


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters)


def _introduces(kind: SectionKind, name: str, rest: str) -> bool:
    """Whether what follows `Name:` in the same block is the section's text and not a header's value."""
    words = rest.split()
    if kind == "keywords" and (label_of(name) or all(len(w) == 1 for w in words)):
        return False  # “Other names: A, B” are names of the service, and what follows is something else
    if kind in ("keywords", "references", "definitions", "history"):
        return len(words) >= 2
    if kind in ("other", "notes") or _VALUE.fullmatch(rest.strip()):
        return False
    if any(numbers.only(" ".join(words[:n])) for n in (1, 2, 3)):
        return False  # `Coverage Policy: UM 85 Next Review: ...`
    return len(words) >= 8


def _short_line(block: Block) -> bool:
    """A short line that is no sentence, no code, no connector and no address."""
    text = block.text.strip()
    if block.kind != "paragraph" or not 1 <= len(text.rstrip(":").split()) <= 8 or len(text) > 80:
        return False
    if _sentence(text) or CONNECTOR.fullmatch(text) or CODE.match(text) or text[0].isdigit():
        return False
    return re.search(r"[0-9]{4}|https?:|@|\t", text) is None


def _looks(i: int, blocks: Sequence[Block]) -> bool:
    """A short line in capitals, in bold or in title case that stands apart and has text after it."""
    block, following = blocks[i], blocks[i + 1] if i + 1 < len(blocks) else None
    if not _short_line(block) or following is None or following.cell is not None:
        return False
    text = block.text.strip()
    words = text.rstrip(":").split()
    if block.bold or (_capitals(text) and len(words) > 1):
        return True
    title = all(w[0].isupper() or w in _SMALL or not w[0].isalpha() for w in words)
    apart = block.gap >= 1 and following.gap >= 1
    return title and apart and following.kind == "paragraph" and len(following.text.split()) > LONGEST


_SMALL = frozenset({"of", "and", "for", "the", "or", "in", "to", "with", "a", "an", "by", "on", "&", "/"})
