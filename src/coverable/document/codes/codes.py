"""The codes that a document lists, each with its group and its place (SR-057 to SR-071).

Code lists are read where a heading, a column or a label says that codes follow; a number in prose is no
code. What a label says about a code is not kept: CPT descriptors are licensed, and the code is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from coverable.document import passages
from coverable.document.codes.codeforms import System, Token, token_at
from coverable.document.codes.codegroups import (
    Group,
    all_diagnoses,
    heading_of,
    is_code_column,
    is_coverage_column,
    is_none,
    opened,
)
from coverable.document.codes.codequalifiers import Qualifier, limits, position_of, qualifier_in
from coverable.document.codes.codesinwords import (
    REFERS,
    SEPARATOR,
    denies,
    in_words,
    led,
    lists_several,
    next_sentence,
)
from coverable.document.codes.codewords import NAMED, codes_begin, names_a_system, polarity_of, system_of
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.places import main_kinds, painted
from coverable.document.reading import Code, Polarity, Record, Section
from coverable.document.source import Block, Source

UNREAD: Final = ("references", "history", "discussion", "keywords", "contents", "definitions", "legal")
"""Sections in which numbers are no codes of the policy: a history tells what was added and removed."""

_COMMENTS = re.compile(r"\b(?:comments?|notes?|limits?|limitations?|restrictions?)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|when|only|unless|except)\b", re.IGNORECASE)
_LIMITED = re.compile(r"\b(?:for|if|when|only|unless|except|under|in|with)\b", re.IGNORECASE)
"""“Not covered for Medicare Advantage”: what a cell says besides the coverage itself."""
_EMPTY = re.compile(r"\s?[:–—-]\s{0,2}(?P<none>n/?a|none|not applicable)\s{0,2}\.?$", re.IGNORECASE)
_OPEN = re.compile(r"\[[^\[\]]{3,300}$")
_CANDIDATE = re.compile(r"(?<![\w.$#/-])(?:[A-Z][0-9]|[0-9]{4})")

doubts(
    code_typing_slip=Doubt(
        "medium",
        "A code is typed as no code can be",
        "Which codes are meant here?",
        "A dot where a dash belongs turns a range into something that no code system has.",
    ),
    code_limited=Doubt(
        "medium",
        "A code is covered, or not, for some members or uses only",
        "For whom, and when, does it hold?",
        "The table says it in the row of the code; a draft cannot hold that of a code that is not covered.",
    ),
    code_range_unclear=Doubt(
        "medium",
        "A range of codes has an end that is no code",
        "Which code is the end of this range?",
        "Only the first code was taken; the others are not listed until the end is known.",
    ),
)


def _no_group() -> Group:
    return Group(None, "informational", None)


@dataclass(slots=True)
class _State:
    """What is open while the blocks are gone through."""

    source: Source
    findings: Findings
    group: Group = field(default_factory=_no_group)
    codes: list[Code] = field(default_factory=list[Code])
    groups: list[Record] = field(default_factory=list[Record])
    columns: dict[int, str] = field(default_factory=dict[int, str])
    table: int | None = None
    starred: bool = False
    """A note begins with a star: one behind a whole code points to it, and stands for no character."""


_NOTED: Final = re.compile(r"^\*|\basterisk", re.IGNORECASE)
_STARRED: Final = re.compile(r"[A-Z][0-9][0-9AB]\.[0-9A-Z]{2,4}\*")


def codes(
    source: Source, sections: Sequence[Section], findings: Findings
) -> tuple[tuple[Code, ...], tuple[Record, ...]]:
    """All listed codes, not yet checked, and the groups that say something of themselves.

    Those are groups that are explicitly empty (`none`), and lists of examples (`all_diagnoses`).
    """
    state = _State(source, findings)
    state.starred = any(_NOTED.search(f"{b.marker or ''}{b.text}") for b in source.blocks)
    kinds = main_kinds(sections, len(source.blocks))
    inner = painted(sections, len(source.blocks))
    listed = _listed(source, kinds)
    mains = painted([s for s in sections if s.depth == 0], len(source.blocks))
    before: Section | None = None
    rows = groupby(
        enumerate(source.blocks), lambda p: (p[1].cell.table, p[1].cell.row) if p[1].cell else p[0]
    )
    for _, group in rows:
        row = list(group)
        n, first = row[0]
        if kinds[n] in UNREAD:
            continue
        if mains[n] is not before:
            before = mains[n]
            state.group = _opening(before)
        in_list = kinds[n] == "codes" or n in listed
        if first.cell is not None:
            several = sum(_entry(b.text) for _, b in row) > 1
            _row([block for _, block in row], state, in_list or several)
        elif in_list:
            section = inner[n]
            _line(n, first, state, section.title if section is not None and section.first == n else "")
        else:
            _prose(first, state)
    return tuple(state.codes), tuple(state.groups)


def _opening(section: Section | None) -> Group:
    if section is None or section.kind != "codes":
        return _no_group()
    system, both = system_of(section.title)
    polarity = polarity_of(section.title)
    words = section.title if polarity or system else None
    return Group(words, polarity or "informational", system, both, polarity is not None)


def _listed(source: Source, kinds: Sequence[str]) -> set[int]:
    """Blocks outside sections of codes that are lists all the same: in a row, or of several codes."""
    outside = [
        (n, b)
        for n, b in enumerate(source.blocks)
        if b.cell is None and kinds[n] not in UNREAD and kinds[n] != "codes" and len(b.text) < _LONGEST
    ]
    starts = {n for n, b in outside if _entry(b.text)}
    run = {n for n in starts if n - 1 in starts or n + 1 in starts}
    run |= {n for n, b in outside if lists_several(b.text)}
    return run | {
        n - 1
        for n in run
        if n - 1 >= 0 and n - 1 not in run and heading_of(source.blocks[n - 1], _no_group())
    }


_LONGEST: Final = 300
"""Characters of a line of a list."""


def _entry(text: str) -> bool:
    token = token_at(text, 0, None, strong=True)
    return token is not None and (
        token.end == len(text) or text[token.end] in " ,;-–:\t" or token.system == "icd10cm"
    )


def _line(n: int, block: Block, state: _State, title: str) -> None:
    """A block of a code list outside tables: a heading, an entry, or prose behind its `title`."""
    text = block.text
    if is_none(text):
        _note(state, block, 0, len(text), none=True)
        return
    start = codes_begin(text)
    expect = start[1] or state.group.system
    starts_entry = (token_at(text, start[0], expect) or token_at(text, start[0], None)) is not None
    empty = _EMPTY.search(text) if not starts_entry and len(text) < 120 else None
    if not starts_entry and empty is None and (begun := opened(block, state.group, state.source)):
        state.group = begun
        match = all_diagnoses(text)
        if match:
            _note(state, block, match.start(), match.end(), all_diagnoses=True)
        else:
            _sentences(block, state, 0)
        return
    match = all_diagnoses(text)
    if match:
        _note(state, block, match.start(), match.end(), all_diagnoses=True)
        return
    if empty:
        name = text[: empty.start()]
        system, both = system_of(name)
        state.group = Group(
            state.group.words or name, polarity_of(name) or state.group.polarity, system, both
        )
        _note(state, block, empty.start("none"), empty.end("none"), none=True)
        return
    following = _continuation(n, block, state)
    if starts_entry:
        _entries(block, state, start[0], start[1] or state.group.system, following)
    elif lead := led(text, state.group.system):
        _led(block, state, *lead, following)
    else:
        _sentences(block, state, len(title) if text.startswith(title) else len(text))


def _led(block: Block, state: _State, at: int, words: str, following: Block | None) -> None:
    """Codes behind words and a colon in one line: “Codes not covered: I42.6, I42.7”."""
    outer = state.group
    system, both = system_of(words)
    polarity = polarity_of(words)
    if polarity or system or both:
        spans = (state.source.span(block, 0, at),)
        inner = Group(words, polarity or outer.polarity, system or outer.system, both, outer.stated, spans)
        state.group = inner
    end = next_sentence(block.text, at)
    own = passages.part(block, 0, end) if end else block
    _entries(own, state, at, state.group.system, following)
    _sentences(own, state, at)
    state.group = outer
    if end:
        _sentences(block, state, end, "informational")


def _sentences(block: Block, state: _State, at: int, untold: Polarity | None = None) -> None:
    """Codes in the sentences of a code list, each with what its sentence says of it, or else `untold`."""
    for one in in_words(block.text, at, state.group.system):
        _add(state, block, one.token, None, one.polarity or untold)
        if one.limited:
            state.findings.add("code_limited", [state.source.span(block, one.token.start)])


def _continuation(n: int, block: Block, state: _State) -> Block | None:
    """The next block, where a bracket that opens here is closed there."""
    following = state.source.blocks[n + 1] if n + 1 < len(state.source.blocks) else None
    opened = _OPEN.search(block.text) is not None
    if following and following.cell is None and "]" in following.text[:300]:
        return following if opened or following.text.startswith("[") else None
    return None


def _entries(block: Block, state: _State, at: int, expect: System | None, following: Block | None) -> None:
    """The codes of one entry: a list with separators, a label, and codes that follow in it."""
    text = block.text
    made: list[tuple[Token, int]] = []
    position = at
    while position < len(text):
        token = token_at(text, position, expect) or (token_at(text, position, None) if expect else None)
        if token is None:
            break
        made.append((token, len(made)))
        gap = SEPARATOR.match(text, token.end)
        position = gap.end() if gap else token.end
        named = NAMED.match(text, position)
        if named:
            expect, position = system_of(named["system"])[0] or expect, named.end()
    tail = made[-1][0].end if made else at
    found = [token for token, _ in made]
    inside = list(_in_label(block, state, tail, expect))
    starts = [*(token.start for token in inside), len(text)]
    denied = denies(text, tail)
    for token in found:
        _add(state, block, token, qualifier_in(state.source, block, tail, starts[0], following), denied)
    for k, token in enumerate(inside):
        _add(state, block, token, qualifier_in(state.source, block, token.end, starts[k + 1], following))
    if (more := next_sentence(text, tail)) is not None:
        _sentences(block, state, more, "informational")


def _in_label(block: Block, state: _State, at: int, expect: System | None) -> Iterator[Token]:
    """Codes that stand behind a label in the same block, where lines of a list were joined."""
    text = block.text
    depth, position = 0, at
    for match in _CANDIDATE.finditer(text, at):
        depth += text.count("(", position, match.start()) + text.count("[", position, match.start())
        depth -= text.count(")", position, match.start()) + text.count("]", position, match.start())
        position = match.start()
        if depth > 0 or REFERS.search(text, max(at, match.start() - 14), match.start()):
            continue
        token = token_at(text, match.start(), expect, strong=True)
        if token is None and _at_line_start(block, match.start(), state.source):
            token = token_at(text, match.start(), expect)
        if token and (token.system != "cpt" or _at_line_start(block, match.start(), state.source)):
            yield token


def _at_line_start(block: Block, at: int, source: Source) -> bool:
    start = source.span(block, at, at + 1).start
    head = source.text[max(0, start - 12) : start].rstrip(" \t•*-–")
    return head.endswith("\n") or start == 0


def _row(row: list[Block], state: _State, in_list: bool) -> None:
    """One row of a table: a head, a heading over the whole width, or codes in some of its cells."""
    cell = row[0].cell
    assert cell is not None
    if cell.table != state.table:
        state.table, state.columns = cell.table, {}
    heads = {b.cell.column: b.text for b in row if b.cell}
    if any(is_code_column(t) for t in heads.values()) and not any(
        token_at(t, 0, None) for t in heads.values()
    ):
        state.columns = heads
        for text in heads.values():
            if is_code_column(text) and (named := system_of(text)) != (None, False):
                state.group = replace(state.group, system=named[0], both=named[1])
        if len(row) == 1 and (begun := opened(row[0], state.group, state.source)):
            state.group = begun
        return
    if not (in_list or any(is_code_column(t) for t in state.columns.values())):
        return
    filled = [b for b in row if b.text.strip()]
    if len(filled) == 1 and not token_at(filled[0].text, 0, state.group.system):
        only = filled[0]
        if is_none(only.text):
            _note(state, only, 0, len(only.text), none=True)
        elif begun := opened(only, state.group, state.source):
            state.group = begun
        return
    if len(filled) > 1 and names_a_system(filled[0].text):
        system = system_of(filled[0].text)[0]
        state.group = replace(state.group, system=system)
        if filled[1].cell and token_at(filled[1].text, 0, system):
            state.columns = {**state.columns, filled[1].cell.column: filled[0].text}
    polarity = _grid(row, state)
    outer = state.group
    if polarity:
        state.group = replace(outer, polarity=polarity)
    taken = False
    for block in filled:
        head = state.columns.get(block.cell.column if block.cell else -1, "")
        system = system_of(head)[0] or state.group.system
        coded = is_code_column(head) or (head == "" and (not taken or _only_codes(block.text, system)))
        at, named = codes_begin(block.text)
        at += block.text[at : at + 1] == "+"  # an add-on code
        if coded and token_at(block.text, at, named or system):
            _entries(block, state, at, named or system, None)
            _qualify(state, block, [b for b in filled if b is not block])
            taken = True
        elif coded and is_none(block.text) and not taken:
            _note(state, block, 0, len(block.text), none=True)
    state.group = outer


def _only_codes(text: str, expect: System | None) -> bool:
    """Whether a cell holds one code or range and nothing else."""
    token = token_at(text, 0, expect) or token_at(text, 0, None)
    return token is not None and token.end == len(text.rstrip())


def _qualify(state: _State, block: Block, others: list[Block]) -> None:
    """The qualifier in another cell of the row, or its comment with a condition, belongs to these codes."""
    found = [q for other in others if (q := qualifier_in(state.source, other, 0, len(other.text)))]
    for other in others:
        head = state.columns.get(other.cell.column if other.cell else -1, "")
        limited = is_coverage_column(head) and _LIMITED.search(other.text)
        if limited or (_COMMENTS.search(head) and _CONDITION.search(other.text)):
            found.append(Qualifier(other.text, state.source.span(other)))
        if limited:
            state.findings.add("code_limited", [state.source.span(other)])
    if not found:
        return
    span = state.source.span(block)
    for n in range(len(state.codes) - 1, -1, -1):
        code = state.codes[n]
        if not span.start <= code.span.start < span.end:
            break
        if code.qualifier is None:
            state.codes[n] = replace(
                code, qualifier=found[0].words, span=state.source.join([code.span, found[0].span])
            )


def _grid(row: list[Block], state: _State) -> Polarity | None:
    """What the coverage column of a benefit grid says about this row."""
    for block in row:
        head = state.columns.get(block.cell.column if block.cell else -1, "")
        if head and is_coverage_column(head) and not is_code_column(head):
            said = block.text.strip(" .").casefold()
            told: Polarity | None = (
                "covered" if said in ("yes", "y") else "not_covered" if said in ("no", "n") else None
            )
            return told or polarity_of(block.text)
    return None


def _prose(block: Block, state: _State) -> None:
    """Codes in running text: only behind the name of their system."""
    text = block.text
    stop = 0
    for named in NAMED.finditer(text):
        if named.start() < stop:
            continue
        expect = system_of(named["system"])[0]
        if named["system"].casefold() == "procedure":
            expect = None
        position = named.end()
        while token := token_at(text, position, expect):
            _add(state, block, token, None)
            stop = position = token.end
            gap = SEPARATOR.match(text, position)
            position = gap.end() if gap else position
            if gap is None:
                break


def _add(
    state: _State,
    block: Block,
    token: Token,
    qualifier: Qualifier | None,
    told: Polarity | None = None,
) -> None:
    """A code of the document; its place holds what narrows it. `told`: what the words beside it say of it."""
    if token.wildcard and state.starred and _STARRED.fullmatch(token.first):
        token = replace(
            token, end=token.end - 1, first=token.first[:-1], last=token.last[:-1], wildcard=False
        )
    span = state.source.span(block, token.start, token.end)
    if any(c.span.start == span.start for c in state.codes[-50:]):
        return
    group = state.group
    sure = 0.4 if token.slip else 1.0
    if token.slip:
        words = block.text[token.start : token.end]
        state.findings.add("code_typing_slip", [span], f"`{words}` is typed as no code can be")
    if token.unclear:
        sure = 0.5
        words = block.text[token.start : token.end + 12].split(",")[0].strip()
        state.findings.add("code_range_unclear", [span], f"`{words}` has an end that is no code")
    whole = state.source.join([span, qualifier.span]) if qualifier else span
    words = qualifier.words if qualifier else ""
    own = position_of(words) or told
    if limits(words):
        state.findings.add("code_limited", [whole])
    made = Code(token.system, token.first, token.last, group.words, own or group.polarity, whole)
    made = replace(made, wildcard=token.wildcard, confidence=sure, under=group.spans)
    state.codes.append(replace(made, qualifier=None if position_of(words) else words or None))


def _note(state: _State, block: Block, first: int, last: int, **said: bool) -> None:
    """A group that says of itself that it is empty, or that it lists examples."""
    text = block.text[first:last]
    first += len(text) - len(text.lstrip())
    group = state.group
    fields = {"group": group.words, "polarity": group.polarity, "system": group.system, **said}
    state.groups.append(Record(fields, state.source.span(block, first, last)))
