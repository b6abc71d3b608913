"""The list of codes that is open: its entries, what they hold, and what the words beside them say.

What a label says about a code is not kept: CPT descriptors are licensed, and the code is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from coverable.document import passages
from coverable.document.codes.codeforms import System, Token, token_at
from coverable.document.codes.codegroups import Group
from coverable.document.codes.codemarks import Marks, marked
from coverable.document.codes.codequalifiers import Qualifier, limits, position_of, qualifier_in
from coverable.document.codes.codesinwords import (
    SEPARATOR,
    in_words,
    is_gone,
    next_sentence,
    refers_to,
    said_after,
    said_behind,
)
from coverable.document.codes.codewords import NAMED, polarity_of, says_more, system_of
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.reading import Code, Polarity, Record
from coverable.document.source import Block, Source

_CANDIDATE = re.compile(r"(?<![\w.$#/–—-])(?:[A-Z][0-9]|[0-9]{4})")
_STARRED: Final = re.compile(r"[A-Z][0-9][0-9AB]\.[0-9A-Z]{2,4}\*")

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


def no_group() -> Group:
    return Group(None, "informational", None)


@dataclass(slots=True)
class Listing:
    """What is open while the blocks are gone through."""

    source: Source
    findings: Findings
    group: Group = field(default_factory=no_group)
    codes: list[Code] = field(default_factory=list[Code])
    groups: list[Record] = field(default_factory=list[Record])
    columns: dict[int, str] = field(default_factory=dict[int, str])
    sorted: bool = False
    """The columns of the table are named by what their codes are."""
    table: int | None = None
    down: dict[int, tuple[int, Block]] = field(default_factory=dict[int, tuple[int, Block]])
    """Of each column of the table, the last row that a cell covers which stands in several."""
    aside: Group | None = None
    """What holds again behind the table."""
    places: set[int] = field(default_factory=set[int])
    """Where the codes begin that were taken: none is taken twice."""
    starred: bool = False
    """A note begins with a star: one behind a whole code points to it, and stands for no character."""
    marks: Marks = field(default_factory=dict[str, Polarity])
    """What the marks behind codes say of them."""


def take_led(block: Block, state: Listing, at: int, words: str, following: Block | None) -> None:
    """Codes behind words and a colon in one line: “Codes not covered: I42.6, I42.7”."""
    outer = state.group
    system, both = system_of(words)
    polarity = polarity_of(words)
    if polarity is None and system == "icd10cm" != outer.system and says_more(words):
        polarity = "informational"  # diagnoses that stand beside procedures, for a reason of their own
    if polarity or system or both:
        spans = (state.source.span(block, 0, at),)
        inner = Group(words, polarity or outer.polarity, system or outer.system, both, outer.stated, spans)
        state.group = inner
    end = next_sentence(block.text, at)
    own = passages.part(block, 0, end) if end else block
    if end and polarity is None and (after := said_after(block.text, end)):
        state.group = replace(state.group, polarity=after)
    take_entries(own, state, at, state.group.system, following)
    take_sentences(own, state, at)
    state.group = outer
    if end:
        take_sentences(block, state, end, "informational")


def take_sentences(block: Block, state: Listing, at: int, untold: Polarity | None = None) -> None:
    """Codes in the sentences of a code list, each with what its sentence says of it, or else `untold`."""
    for one in in_words(block.text, at, state.group.system):
        add(state, block, one.token, None, one.polarity or untold)
        if one.limited:
            state.findings.add("code_limited", [state.source.span(block, one.token.start)])


def take_entries(
    block: Block, state: Listing, at: int, expect: System | None, following: Block | None
) -> None:
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
    gone = is_gone(text, tail)
    found = [] if gone else [token for token, _ in made]
    inside = [] if gone else list(_in_label(block, state, tail, expect))
    starts = [*(token.start for token in inside), len(text)]
    behind = said_behind(text, tail)
    for token in found:
        add(state, block, token, qualifier_in(state.source, block, tail, starts[0], following), behind)
    for k, token in enumerate(inside):
        add(
            state,
            block,
            token,
            qualifier_in(state.source, block, token.end, starts[k + 1], following),
            behind,
        )
    if (more := next_sentence(text, tail)) is not None:
        take_sentences(block, state, more, "informational")


def _in_label(block: Block, state: Listing, at: int, expect: System | None) -> Iterator[Token]:
    """Codes that stand behind a label in the same block, where lines of a list were joined."""
    text = block.text
    depth, position = 0, at
    for match in _CANDIDATE.finditer(text, at):
        depth += text.count("(", position, match.start()) + text.count("[", position, match.start())
        depth -= text.count(")", position, match.start()) + text.count("]", position, match.start())
        position = match.start()
        if depth > 0 or refers_to(text, at, match.start(), True):
            continue
        token = token_at(text, match.start(), expect, strong=True)
        if token is None and _at_line_start(block, match.start(), state.source):
            token = token_at(text, match.start(), expect)
        listed = text[max(0, match.start() - 3) : match.start()].strip() in ("),", ");")
        if token and (token.system != "cpt" or listed or _at_line_start(block, match.start(), state.source)):
            yield token  # “81403 (KCNJ2), 81404 (KCNE1)”


def _at_line_start(block: Block, at: int, source: Source) -> bool:
    start = source.span(block, at, at + 1).start
    head = source.text[max(0, start - 12) : start].rstrip(" \t•*-–")
    return head.endswith("\n") or start == 0


def add(
    state: Listing,
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
    if span.start in state.places:
        return
    state.places.add(span.start)
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
    own = position_of(words) or told or marked(block.text, token.end, state.marks)
    if limits(words):
        state.findings.add("code_limited", [whole])
    made = Code(token.system, token.first, token.last, group.words, own or group.polarity, whole)
    made = replace(made, wildcard=token.wildcard, confidence=sure, under=group.spans)
    state.codes.append(replace(made, qualifier=None if position_of(words) else words or None))


def note(state: Listing, block: Block, first: int, last: int, **said: bool) -> None:
    """A group that says of itself that it is empty, or that it lists examples."""
    text = block.text[first:last]
    first += len(text) - len(text.lstrip())
    group = state.group
    fields = {"group": group.words, "polarity": group.polarity, "system": group.system, **said}
    state.groups.append(Record(fields, state.source.span(block, first, last)))
