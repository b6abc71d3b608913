"""The codes that a document lists, each with its group and its place (SR-057 to SR-071).

Code lists are read where a heading, a column or a label says that codes follow; a number in prose is no
code. What a label says about a code is not kept: CPT descriptors are licensed, and the code is enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from coverable.document import passages
from coverable.document.codes.codeforms import token_at
from coverable.document.codes.codegroups import (
    Group,
    all_diagnoses,
    ends_group,
    heading_of,
    is_code_column,
    is_none,
    number_of,
    opened,
)
from coverable.document.codes.codelist import (
    Listing,
    add,
    no_group,
    note,
    take_entries,
    take_led,
    take_sentences,
)
from coverable.document.codes.codemarks import marks_of
from coverable.document.codes.codesinwords import (
    SEPARATOR,
    in_words,
    led,
    lists_several,
)
from coverable.document.codes.codetables import take_row
from coverable.document.codes.codewords import NAMED, codes_begin, polarity_of, system_of
from coverable.document.findings import Findings
from coverable.document.places import main_kinds, painted
from coverable.document.reading import Code, Polarity, Record, Section
from coverable.document.source import Block, Source

UNREAD: Final = ("references", "history", "discussion", "keywords", "contents", "definitions", "legal")
"""Sections in which numbers are no codes of the policy: a history tells what was added and removed."""

_NOTED: Final = re.compile(r"^\*|\basterisk", re.IGNORECASE)
_EMPTY = re.compile(r"\s?[:–—-]\s{0,2}(?P<none>n/?a|none|not applicable)\s{0,2}\.?$", re.IGNORECASE)
_OPEN = re.compile(r"\[[^\[\]]{3,300}$")


def codes(
    source: Source, sections: Sequence[Section], findings: Findings
) -> tuple[tuple[Code, ...], tuple[Record, ...]]:
    """All listed codes, not yet checked, and the groups that say something of themselves.

    Those are groups that are explicitly empty (`none`), and lists of examples (`all_diagnoses`).
    """
    state = Listing(source, findings, marks=marks_of(source.blocks))
    state.starred = any(_NOTED.search(f"{b.marker or ''}{b.text}") for b in source.blocks)
    inner = painted(sections, len(source.blocks))
    mainly = main_kinds(sections, len(source.blocks))
    kinds = ["codes" if s and s.kind == "codes" else kind for s, kind in zip(inner, mainly, strict=True)]
    listed = _listed(source, kinds)
    mains = painted([s for s in sections if s.depth == 0], len(source.blocks))
    before: Section | None = None
    rows = groupby(
        enumerate(source.blocks), lambda p: (p[1].cell.table, p[1].cell.row) if p[1].cell else p[0]
    )
    for _, group in rows:
        row = list(group)
        n, first = row[0]
        if kinds[n] in UNREAD and not (kinds[n] in _BESIDE_WORDS and _in_table(first, source.blocks[n:])):
            continue
        if mains[n] is not before:
            before = mains[n]
            state.group, state.aside = _opening(before), None
        in_list = kinds[n] == "codes" or n in listed
        if first.cell is None and state.aside is not None:
            state.group, state.aside = state.aside, None
        tabled = first.cell is not None and not in_list
        alone = [block for _, block in row if tabled and lists_several(block.text)]
        if alone and led(alone[0].text, None):
            for block in alone:
                _line(n, block, state, "")  # “CPT codes: 72148, 72149” among the fields of a document
        elif first.cell is not None:
            several = sum(_entry(b.text) for _, b in row) > 1
            if several and not in_list and first.cell.table != state.table:
                state.aside, state.group = state.aside or state.group, _over(n, state) or state.group
            take_row([block for _, block in row], state, in_list or several)
        elif in_list:
            section = inner[n]
            _line(n, first, state, section.title if section is not None and section.first == n else "")
        else:
            _prose(first, state)
    return tuple(state.codes), tuple(state.groups)


_BESIDE_WORDS: Final = ("definitions", "discussion", "legal")


def _in_table(cell: Block, blocks: Sequence[Block]) -> bool:
    """Whether a row stands in a table of codes: its first cell is one, or names a column of them."""
    if cell.cell is None or cell.cell.columns < 2:
        return False
    under = blocks[cell.cell.columns] if len(blocks) > cell.cell.columns else None
    return _entry(cell.text) or (is_code_column(cell.text) and under is not None and _entry(under.text))


def _over(n: int, state: Listing) -> Group | None:
    """The group that the line right over a table of codes opens: “614.6.c  Not paid by the Division”."""
    above = state.source.blocks[n - 1] if n else None
    return opened(above, no_group(), state.source) if above is not None and above.cell is None else None


def _opening(section: Section | None) -> Group:
    if section is None or section.kind != "codes":
        return no_group()
    system, both = system_of(section.title)
    polarity = polarity_of(section.title)
    words = section.title if polarity or system else None
    number = number_of(section.title)
    return Group(words, polarity or "informational", system, both, polarity is not None, number=number)


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
    captions = {n for n, b in outside if is_code_column(b.text) and n + 1 in starts}
    run |= captions | {n + 1 for n in captions}
    return run | {
        n - 1 for n in run if n - 1 >= 0 and n - 1 not in run and heading_of(source.blocks[n - 1], no_group())
    }


_LONGEST: Final = 300
"""Characters of a line of a list."""


def _entry(text: str) -> bool:
    token = token_at(text, 0, None, strong=True)
    return token is not None and (
        token.end == len(text) or text[token.end] in " ,;-–:\t" or token.system == "icd10cm"
    )


def _line(n: int, block: Block, state: Listing, title: str) -> None:
    """A block of a code list outside tables: a heading, an entry, or prose behind its `title`."""
    text = block.text
    if ends_group(block, state.group):
        state.group = no_group()
    if is_none(text):
        note(state, block, 0, len(text), none=True)
        return
    start = codes_begin(text)
    expect = start[1] or state.group.system
    starts_entry = (token_at(text, start[0], expect) or token_at(text, start[0], None)) is not None
    empty = _EMPTY.search(text) if not starts_entry and len(text) < 120 else None
    if not starts_entry and empty is None and (begun := opened(block, state.group, state.source)):
        outer, state.group, before = state.group, begun, len(state.codes)
        if begun.stated and text.endswith(".") and _FOR_SOME.search(text):
            state.findings.add("code_limited", [state.source.span(block)], _OVER)
        match = all_diagnoses(text)
        if match:
            note(state, block, match.start(), match.end(), all_diagnoses=True)
        else:
            take_sentences(block, state, 0)
        if len(state.codes) > before and not _goes_on(n, state):
            system = outer.system or begun.system
            state.group = replace(outer, system=system)  # its codes stand in the line itself
        return
    match = all_diagnoses(text)
    if match:
        note(state, block, match.start(), match.end(), all_diagnoses=True)
        return
    if empty:
        name = text[: empty.start()]
        system, both = system_of(name)
        state.group = Group(
            state.group.words or name, polarity_of(name) or state.group.polarity, system, both
        )
        note(state, block, empty.start("none"), empty.end("none"), none=True)
        return
    following = _continuation(n, block, state)
    if starts_entry and start[0] and _BILLED.search(text):
        take_sentences(block, state, 0)
    elif starts_entry:
        take_entries(block, state, start[0], start[1] or state.group.system, following)
    elif lead := led(text, state.group.system):
        take_led(block, state, *lead, following)
    else:
        take_sentences(block, state, len(title) if text.startswith(title) else len(text))


_BILLED: Final = re.compile(r"\b(?:is|are)\s(?:billed|reported|submitted|used)\b.*\.$")
"""“Revenue codes 0912 and 0913 are billed with HCPCS H0035 or S0201.”"""
_FOR_SOME: Final = re.compile(
    r"\b(?:when\s+billed|for\s+(?:individuals|members|patients|children|adults|persons)\b|years\b|unless|except|other\s+than)",
    re.IGNORECASE,
)
_OVER: Final = "The words over the codes bind them to some members or uses"


def _goes_on(n: int, state: Listing) -> bool:
    """Whether the next block begins with a code as well, or with the name of a system before it."""
    following = state.source.blocks[n + 1 : n + 2]
    return any(_entry(block.text) or codes_begin(block.text)[0] for block in following)


def _continuation(n: int, block: Block, state: Listing) -> Block | None:
    """The next block, where a bracket that opens here is closed there."""
    following = state.source.blocks[n + 1] if n + 1 < len(state.source.blocks) else None
    opened = _OPEN.search(block.text) is not None
    if following and following.cell is None and "]" in following.text[:300]:
        return following if opened or following.text.startswith("[") else None
    return None


_BRACKET: Final = re.compile(r"\(([A-Z][0-9][^()]{3,200})\)")
_DENIED: Final = re.compile(r"\b(?:not\s+covered|excluded|exclusions?|non-?covered)\b", re.IGNORECASE)


def _bracketed(block: Block, state: Listing) -> None:
    """Several codes in brackets behind what they are of: “Dental implants (D6010, D6012) are not covered”."""
    for match in _BRACKET.finditer(block.text):
        if lists_several(match[1]):
            first, last = next((a, b) for a, b in passages.sentences(block.text) if b > match.start())
            denied: Polarity | None = "not_covered" if _DENIED.search(block.text, first, last) else None
            for one in in_words(block.text[: match.end(1)], match.start(1), None):
                add(state, block, one.token, None, denied)


def _prose(block: Block, state: Listing) -> None:
    """Codes in running text: only behind the name of their system, or several in brackets."""
    _bracketed(block, state)
    text = block.text
    if used := _USED.search(text):
        take_sentences(block, state, used.end())
        return
    stop = 0
    for named in NAMED.finditer(text):
        if named.start() < stop:
            continue
        expect = system_of(named["system"])[0]
        if named["system"].casefold() == "procedure":
            expect = None
        position = named.end()
        while token := token_at(text, position, expect):
            add(state, block, token, None)
            stop = position = token.end
            gap = SEPARATOR.match(text, position)
            position = gap.end() if gap else position
            if gap is None:
                break


_USED: Final = re.compile(r"\b(?:CPT|HCPCS)®?\)?\s[Cc]odes\s(?:[a-z]+\s){1,6}[a-z]+:\s(?=[A-Z]?[0-9])")
"""“HCPCS codes used for this rule: E0250, …”."""
