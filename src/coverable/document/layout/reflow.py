"""Visual lines joined into blocks: sentences whole again, items apart, headings by themselves (SR-131).

A line continues the one before where the page must have broken it: that line was full, or the words run on.
Doubled blank lines, as some extractions leave them, are told by the usual gap between lines that run on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from coverable.document.criteria.positions.durations import says_how_long
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.text.connectors import CLOSES, IN_EACH_CASE
from coverable.document.header.labels import is_entry, is_label
from coverable.document.layout.headlines import heading_level
from coverable.document.layout.lines import Line, clipped
from coverable.document.layout.listheads import heads_lists, leads_second
from coverable.document.layout.markers import CONNECTOR, JOINED, Marker, marker_of
from coverable.document.layout.pagecounters import ends_as_foot
from coverable.document.layout.tallest import titled
from coverable.document.layout.usual import BIG, ENDED, Layout, layout_of, masked
from coverable.document.patterns import ADDRESS, begins_small
from coverable.document.sections.titles import kind_of
from coverable.document.source import Block, BlockKind, Cell, Piece

FULL = 0.9
"""A line is full when the next word would have ended beyond this part of the usual width."""
SHORT = 0.85
"""A line under this part of the width was ended on purpose, unless its words run on."""
_SERIES = re.compile(r",[^,;:.]+,\s(?:and|or)$", re.IGNORECASE)
_TERMINAL = re.compile(r"[.!?][\"'”’)\]*]*$")
_OPEN = re.compile(
    r"(?:,|[-–—/&(]|\b(?:a|an|the|of|to|in|for|with|by|or|and|is|are|as|on|at|from|that|than|not|be|when|if|where|who|which|meets?|meeting|satisf(?:y|ies)"
    r"|(?-i:no|nor|neither|without|both|either|between|least|has|have|had|must|should|cannot|every|these|those|this|his|her|their)))$",
    re.IGNORECASE,
)
_BEGUN = re.compile(r"\([^()]{1,30}$")
"""“… are met (ALL”, and on the next line “ARE REQUIRED):”."""
_INSIDE = re.compile(r"[\w:;,]\s(\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})\))\s")
_CODE = re.compile(r"[A-Z]?[0-9]{4,5}[A-Z]?\b|[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")
_WORD = re.compile(r"\w+")
_REMARK = re.compile(r"[*†‡]{0,3}\s?(?:note|exception|please\s+note|nb)s?\s?:", re.IGNORECASE)
_ANNOUNCES = re.compile(r"\bfollowing(?:\s[a-z]+)?$")
_NAMED = re.compile(
    r"(?:(?:initial|continued|continuation|renewal)\s+)?(?:(?:length|duration|period)\s+of\s+(?:approval|authorization|therapy)"
    r"|(?:approval|authorization|coverage)\s+(?:duration|period|length)|quantity\s+limits?|prior\s+(?:approval|authorization))\s*:|Dos(?:ing|age)[.:]\s"
    r"|(?:Not\s+|Non-?)?(?:covered|payable|medically\s+necessary|investigational|excluded|approved)\s+(?:when|if|for|uses|indications)\s*:|May\s+be\s+(?:approved|authorized)\b",
    re.IGNORECASE,
)
"""How long and how much, in what doses, or whether at all: lines of their own under a list."""
_SEMICOLON = re.compile(r";(?:\s?(?:and|or))?$")
_EMPTY = re.compile(r"n\s?/\s?a\.?|not\s+applicable\.?", re.IGNORECASE)
"""A field of a form that is empty."""
_SUSPENDED = re.compile(r"(?:and|or|to|through)\b")


def blocks_of(lines: Sequence[Line], text: str) -> tuple[Block, ...]:
    """The blocks that these lines make, in order."""
    lines = _with_markers(lines)
    usual = layout_of(lines, text)
    blocks: list[Block] = []
    open_: list[Line] = []
    for i, line in enumerate(lines):
        if open_ and _continues(open_, line, lines[i + 1 : i + 3], usual):
            open_.append(line)
            continue
        if open_:
            blocks.append(_block(open_, usual))
        open_ = [line]
    if open_:
        blocks.append(_block(open_, usual))
    return tuple(_tables(titled(blocks)))


_LONE = re.compile(
    r"\((?:[0-9]{1,2}|[A-Za-z]|[ivxIVX]{2,5})\)|(?:[0-9]{1,2}|[A-Za-z]|[ivxIVX]{2,5})[.)]|[-–—•●▪o]"
)
"""A marker that is alone on its line."""


_COUNTED = re.compile(
    r"\b(?:[Gg]roup|[Tt]ype|[Cc]lass|[Ss]tage|[Gg]rade|[Pp]hase|[Pp]art|[Ss]tep|[Ll]evel|[Tt]ier|[Ss]ection)s?$"
)
"""“… under Group I or Group” / “II.”: the number of what was named, no marker of the next line."""


def _with_markers(lines: Sequence[Line]) -> list[Line]:
    """Lines with the markers that stand alone over them: “(a)” and below it the words of the item."""
    out: list[Line] = []
    for line in lines:
        lone = out[-1] if out and _LONE.fullmatch(out[-1].text) and out[-1].cell is None else None
        if lone and len(out) > 1 and lone.gap == 0 and _COUNTED.search(out[-2].text):
            lone = None
        begins = lone is not None and line.cell is None and line.region == lone.region
        if lone is None or not begins or _LONE.fullmatch(line.text) or marker_of(line.text):
            out.append(line)
            continue
        skip = len(lone.text) + 1
        parts = (*lone.parts, *(replace(p, at=p.at + skip) for p in line.parts))
        out[-1] = replace(
            line, text=f"{lone.text} {line.text}", parts=parts, indent=lone.indent, gap=lone.gap
        )
    return out


_OF_WORDS = frozenset(("keywords", "definitions"))
"""Sections whose first line may begin with a small letter."""
_JOINS = re.compile(r"(?:and|or)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\((?:[a-z][^()]*|[A-Z]{2,6})\)\s[a-z]")
"""“(carcinoid or not) with symptoms”, “(FDA) approved devices”: a line that goes on, however it begins."""
_ASIDE = re.compile(r"\((?:[0-9]{1,3}\s[a-z]|[0-9.]{1,6}\s?%|[a-z]+[\s.,;])")
"""“(18 years of age or …”, “(i.e., a brace)”: an aside on the words before it."""
_DASHED = re.compile(r"\s[-–—]$")
"""“Related policies -”: a label over what follows, however open its end looks."""


_FIGURE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?\s+[a-z]")
_FIGURE_NEXT = re.compile(
    r"\b(?:NCDs?|LCDs?|CFR|[Aa]rticle|[Ss]ection|[Cc]hapter|[Pp]olicy|[Nn]umber|grade|class|stage|type|level|phase|tier|than|least|most|over|under|above|below|exceed(?:s|ing)?|by|within|every|about|score)$"
)
"""“… is not listed in NCD” / “20.29 and is not covered.”: a figure that the words before it need."""


def _continues(open_: list[Line], line: Line, after: Sequence[Line], usual: Layout) -> bool:
    """Whether a line goes on with the block that is open."""
    before, following = open_[-1], next(iter(after), None)
    if line.cell is not None or before.cell is not None or line.region != before.region:
        return False
    closes = any("]" in one.text.split("[")[0] for one in (line, *after))
    if closes and line.gap <= usual.gap and _unclosed(open_[-_NEAR:], "]") and not marker_of(line.text):
        return True  # “[ACTION” / “REQUIRED: documentation is required]”
    if (
        line.note is not None
        or is_entry(line.text)
        or (is_label(line.text) and not _OPEN.search(before.text))
        or _REMARK.match(line.text)
        or ADDRESS.fullmatch(line.text)
    ):
        return False
    begins = line.text[:1].isupper()
    if _NAMED.match(line.text) or (begins and JOINED.search(before.text)):
        return False
    if begins and JOINED.search(line.text) and _ANNOUNCES.search(before.text):
        return False  # “for any of the following” / “Chronic pain; or”
    if before.text[-1:].isdigit() and is_entry(before.text):
        return False
    if len(open_) == 1 and kind_of(before.text) in _OF_WORDS:
        return False  # “Key Words” over a line in small letters
    names = (masked(before.text), masked(line.text))
    if names not in usual.together and any(name in usual.repeated for name in names):
        return False
    apart = (line, before)
    if any(CONNECTOR.fullmatch(t) or ends_as_foot(t) or _EMPTY.fullmatch(t) for t in (o.text for o in apart)):
        return False
    bracket = before.text.count("(") > before.text.count(")") and ")" in line.text.split("(")[0]
    if line.text[0] in ")]" and _unclosed(open_, line.text[0]):
        return line.gap <= usual.gap  # behind a raised letter that stands on a line of its own
    if bracket and (_OPEN.search(before.text) or _BEGUN.search(before.text)):
        return line.gap <= usual.gap + 1  # “(A, B, and” / “C):”
    if marker := marker_of(line.text):
        if _FIGURE.match(line.text) and _FIGURE_NEXT.search(before.text):
            return line.gap <= usual.gap
        return _counts_on(open_, marker) and line.gap <= usual.gap
    if _CODE.match(line.text) and _CODE.match(open_[0].text):
        return False
    if (
        before.text[-1] == ":"
        and _unclosed(open_[-_NEAR:], ")")
        and any(")" in o.text for o in (line, *after))
    ):
        return line.gap <= usual.gap  # “(examples include:” and the examples
    if not _OPEN.search(before.text) and (heads_lists(line, after) or leads_second(open_[0], line, after)):
        return False
    apart = not _OPEN.search(before.text) or _DASHED.search(before.text)
    hangs = marker_of(open_[0].text) is not None and line.indent > open_[0].indent and line.gap <= usual.gap
    cut = not ENDED.search(before.text) and _is_full(before, line, usual)
    sentence = marker_of(open_[0].text) is None and len(before.text.split()) >= _LONG
    runs = cut and (hangs or sentence)
    if _differs(before, line, usual) or not _goes_on(open_, line, following, usual, bool(apart)):
        return False
    return not (apart and not runs and _judges(line, following))


def _goes_on(open_: list[Line], line: Line, following: Line | None, usual: Layout, apart: bool) -> bool:
    """Whether place, width and signs of a line say that it goes on, whatever its sentence says.

    `apart`: the words before it do not run on.
    """
    before = open_[-1]
    outdented = line.indent < open_[0].indent and not _JOINS.match(line.text)
    own = outdented and (apart or judgement(line.text) is not None)
    if own and line.text[0].isupper() and marker_of(open_[0].text):
        return False  # a sentence further left than the bullet is none of the item
    if apart and marker_of(open_[0].text) and line.indent <= open_[0].indent and CLOSES.match(line.text):
        return _is_full(before, line, usual) and not IN_EACH_CASE.match(line.text)
    leads_on = _OPEN.search(before.text) is not None and line.text[0] not in "•*"
    aside = _ASIDE.match(line.text) is not None and not ENDED.search(before.text)
    runs_on = begins_small(line.text) or _BRACKETED.match(line.text) is not None or aside or leads_on
    if line.gap > usual.gap:
        return (
            runs_on
            and (begins_small(line.text) or line.text[0] == "(")
            and not ENDED.search(before.text)
            and line.gap <= usual.gap + 1
        )
    if not usual.wrapped:
        return (begins_small(line.text) or leads_on) and not ENDED.search(before.text) and line.gap == 0
    if (
        before.room is None
        and before.indent > _RIGHT
        and abs(before.indent - line.indent) > 1
        and not runs_on
    ):
        return False  # lines that end at the right margin, or stand in the middle
    width = usual.width.get(before.region, 80)
    length = len(before.text) + round(before.indent)
    next_word = len(line.text.split(" ", 1)[0])
    full = _is_full(before, line, usual)
    if marker_of(open_[0].text) and _TERMINAL.search(before.text) and line.text[0].isupper():
        return length + 1 + next_word > usual.longest.get(before.region, 80) if before.room is None else full
    if begins_small(line.text) and marker_of(open_[0].text) and _SERIES.search(before.text):
        return True  # “(B) alpha, beta, or” / “gamma.”
    if ENDED.search(before.text):
        near = full or (before.room is not None and before.room < _RAGGED)
        if before.text[-1] == ";" and near and any(_INLINE.search(one.text) for one in open_[-_NEAR:]):
            return True  # “except when ALL are met: alpha; beta;” / “Modic changes; and gamma.”
        if before.text[-1] in ":;" and _SEMICOLON.search(line.text) and line.text.count(";") == 1:
            return False  # the items of a list without markers
        if (
            before.text[-1] == ":"
            and marker_of(open_[0].text)
            and ";" in line.text
            and begins_small(line.text)
        ):
            return True  # “• one of the following:” / “gout; lupus; or …”
        codes = _CODE.match(line.text) is not None and _CODE.search(before.text) is not None
        return (
            full and (begins_small(line.text) or codes)
            if before.text[-1] in ":;"
            else full and not _stands_alone(line, following)
        )
    if runs_on:
        return True
    return full or (length >= SHORT * width and not _stands_alone(line, following))


def _is_full(before: Line, line: Line, usual: Layout) -> bool:
    """Whether the first word of a line would not have fitted behind the one before."""
    next_word = len(line.text.split(" ", 1)[0])
    if before.room is not None:
        return before.room < 1 + max(next_word, line.begins or 0.0)
    width = usual.width.get(before.region, 80)
    return len(before.text) + round(before.indent) + 1 + next_word > FULL * width


_RAGGED = 12
"""Letters by which lines of one paragraph end apart."""
_INLINE = re.compile(r":\s+[^:;]+;")
"""A list in a sentence, begun in the line of its colon."""
_LONG = 12
"""Words of a full line that is no name over a sentence of position."""
_RIGHT = 30
"""Characters before the first word of a line that is set to the right."""
_NEAR = 20
"""Lines in which a bracket that goes on was opened: a block may hold a whole file."""


def _unclosed(open_: list[Line], closing: str) -> bool:
    """Whether a bracket of this kind was opened in these lines and not closed."""
    opening = {")": "(", "]": "["}[closing]
    return sum(line.text.count(opening) - line.text.count(closing) for line in open_) > 0


def _judges(line: Line, following: Line | None) -> bool:
    """Whether a line begins a sentence of position, or one on how long approvals last."""
    if not line.text[0].isupper():
        return False
    goes_on = following is not None and following.gap <= line.gap and not ENDED.search(line.text)
    text = f"{line.text} {following.text}" if goes_on and following else line.text
    found = judgement(text)
    return (found is not None and found.plain and found.first > 2) or says_how_long(text)


def _counts_on(open_: list[Line], marker: Marker) -> bool:
    """Whether a line that begins like an item goes on with a list in the sentence: `… (a) x; (b) y`."""
    if marker.bullet or not marker.style.endswith(")"):
        return False
    inside = [marker_of(f"{m[1]} x") for line in open_ for m in _INSIDE.finditer(line.text)]
    ranks = [rank for found in inside if found and found.style == marker.style for rank in found.ranks]
    return any((kind, value - 1) in ranks for kind, value in marker.ranks)


def _differs(before: Line, line: Line, usual: Layout) -> bool:
    """Whether size or weight say that something else begins."""
    runs_on = (
        line.bold and line.size is not None and begins_small(line.text) and not ENDED.search(before.text)
    )
    ends = line.bold and line.text.endswith(".") and not ENDED.search(before.text)
    runs_on = runs_on or (ends and _is_full(before, line, usual))  # “… testing” / “MEETS COVERAGE CRITERIA.”
    if before.bold != line.bold and not runs_on and (_short(before) if before.bold else _short(line)):
        return True
    if before.size and line.size and usual.size:
        big = BIG * usual.size
        return (before.size > big) != (line.size > big)
    return False


def _short(line: Line) -> bool:
    return len(line.text) <= 80


def _stands_alone(line: Line, following: Line | None) -> bool:
    """Whether a line looks like a heading: short, capitals, no sentence, something else after it."""
    words = line.text.rstrip(":").split()
    if len(words) > 8 or _TERMINAL.search(line.text):
        return False
    capitals = sum(
        w[0].isupper() or not w[0].isalpha() for w in words if w not in ("of", "and", "for", "the", "or")
    )
    if capitals < len([w for w in words if w not in ("of", "and", "for", "the", "or")]):
        return False
    return following is None or following.gap > 0 or not begins_small(following.text)


def _block(lines: list[Line], usual: Layout) -> Block:
    """One block from the lines that run on; its marker apart from its words."""
    first = lines[0]
    marker = marker_of(first.text) if (first.cell is None and not first.note) or first.entry else None
    text, pieces = "", list[Piece]()
    for i, line in enumerate(lines):
        skip = marker.length if i == 0 and marker else 0
        words = line.text[skip:]
        if text:
            text, pieces, words = _joined(text, pieces, words, usual)
        for part in clipped(line.parts, skip, len(line.text)):
            at = len(text) + part.at
            pieces.append(Piece(at, part.size, part.start, part.end, line.page, line.box, part.change))
        text += words
    plain = first.cell is None and first.note is None
    heading = heading_level(lines, usual, marker) if plain else None
    kind: BlockKind = "heading" if heading else "item" if marker else "note" if first.note else "paragraph"
    if first.cell is not None and not first.entry:
        kind = "cell"
    guessed = Cell(-1, first.row, first.cell, first.cells) if first.cell is not None else None
    return Block(
        kind,
        text,
        tuple(pieces),
        marker=marker.printed if marker else first.note,
        indent=first.indent,
        level=heading,
        bold=all(line.bold for line in lines),
        cell=first.place or guessed,
        links=tuple(link for line in lines for link in line.links),
        gap=first.gap,
        refers=tuple(mark for line in lines for mark in line.refers),
        apart=first.apart,
    )


def _joined(text: str, pieces: list[Piece], words: str, usual: Layout) -> tuple[str, list[Piece], str]:
    """The text ready to take the next line: a blank between, or the page's own hyphen taken out."""
    if text.endswith("\u00ad"):
        return text[:-1], _shortened(pieces), words
    if text.endswith("-") and words[:1].isalpha() and not text.endswith((" -", "--")):
        if _SUSPENDED.match(words):
            return text + " ", pieces, words
        head, tail = _WORD.findall(text)[-1:], _WORD.findall(words)[:1]
        if head and tail and words[0].islower() and usual.is_broken(head[0], tail[0]):
            return text[:-1], _shortened(pieces), words
        return text, pieces, words
    return text + " ", pieces, words


def _shortened(pieces: list[Piece]) -> list[Piece]:
    last = pieces[-1]
    return [*pieces[:-1], replace(last, size=last.size - 1, end=last.end - 1)]


def _tables(blocks: Iterable[Block]) -> Iterable[Block]:
    """Rows that follow each other are one table, numbered from 0; its rows likewise."""
    blocks = list(blocks)
    table, row, last = max((b.cell.table for b in blocks if b.cell), default=-1), -1, None
    gaps = Counter(b.gap for b in blocks if b.cell is not None)
    usual = max(1, gaps.most_common(1)[0][0] if gaps else 1)
    for block in blocks:
        if block.cell is None or block.cell.table >= 0:  # its format states the table
            last = None
            yield block
            continue
        if last is None or (block.cell.row != last and block.gap > usual):
            table, row = table + 1, -1
        if block.cell.row != last:
            row, last = row + 1, block.cell.row
        yield replace(block, cell=replace(block.cell, table=table, row=row))
