"""Criteria as numbered questions, each with where “Yes” and “No” lead: “3. Is A? | Yes: Go to #4 | No: Deny”.

Some Medicaid agencies print them so, as rows of a table or as two columns of text. What is granted is what the ways to an
approval ask for (`ways`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coverable.document import passages
from coverable.document.criteria.grids.legend import meanings_in
from coverable.document.criteria.grids.rows import row_of
from coverable.document.criteria.grids.ways import Answer, Asked, Target, by_stage
from coverable.document.criteria.positions.headed import names_criteria
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, Stage, Statement
from coverable.document.source import Block

_LABEL = re.compile(r"(?P<number>[0-9]{1,2})[.)]")
_ANSWER = any_case(r"(?:(?<=\s)|^)(?P<word>yes|no)\s*(?:[:–—-]\s*|(?=\())(?=\S)")
_GO = any_case(
    r"\b(?:go|proceed|continue|skip|move)\s+(?:on\s+)?to\s+(?:#\s*|step\s+|question\s+|number\s+|no\.\s+)?[+]?(?P<to>[0-9]{1,2})\b"
)
_ELSEWHERE = any_case(
    r"\b(?:go|proceed|continue|skip|move)\s+(?:on\s+)?to\s+(?:the\s+)?(?:renewal|continuation|re-?auth\w*)\b"
)
_APPROVED = any_case(r"\b(?<!not\s)(?:approve[ds]?|approval)\b")
_DENIED = any_case(r"\b(?:den(?:y|ied|ial)|not\s+approved?|do\s+not\s+approve|reject(?:ed)?)\b")
_FEWEST = 2
_APART = 30
"""Characters from the left at which a line belongs to the answers."""
_NAME = 12
"""Words of a heading that names what is asked for."""


@dataclass(slots=True)
class _Question:
    """A question with its words, its answers as printed, and the numbers of their blocks."""

    number: int
    asked: Block | None = None
    answers: str = ""
    lists: bool = False
    blocks: list[int] = field(default_factory=list[int])

    def add(self, block: Block) -> None:
        self.asked = passages.joined(self.asked, block) if self.asked else block

    def branch(self, word: str) -> str:
        """What the answer leads to: the words behind it."""
        found = list(_ANSWER.finditer(self.answers))
        for one, after in zip(found, [*found[1:], None], strict=False):
            if one["word"].lower() == word:
                return self.answers[one.end() : after.start() if after else len(self.answers)]
        return ""


def of_questions(blocks: Sequence[Block], page: Page) -> tuple[list[Statement], frozenset[int]]:
    """What each series of questions asks for, and the numbers of the blocks that they hold."""
    made: list[Statement] = []
    numbers: set[int] = set()
    for series in _series(blocks):
        answered = [q for q in series if q.branch("yes") and q.branch("no")]
        if len(answered) < _FEWEST:
            continue
        first = series[0].blocks[0]
        over = blocks[max(numbers, default=-1) + 1 : first]
        named = name_over(over)  # another drug's own, else the one before
        subject = named or (made[-1].subject if made else "")
        made += _statements(series, subject, _stage(blocks, first), page)
        numbers.update(n for q in series for n in q.blocks)
        numbers.update(n for n, b in enumerate(blocks) if b.cell is None and meanings_in(b.text))
    return made, frozenset(numbers)


def _series(blocks: Sequence[Block]) -> Iterator[list[_Question]]:
    """The questions of the blocks in order; a number that does not count on begins another series."""
    series: list[_Question] = []
    open_: _Question | None = None
    answers: Mapping[int, str] = {}
    head: list[int] = []
    wide = 0
    for at, block in enumerate(blocks):
        if answers and block.cell is not None and block.cell.columns != wide:
            answers = {}  # another table
        if (named := _answer_columns(blocks, at)) is not None:
            answers, open_, wide = named, None, block.cell.columns if block.cell else 0
            head = [n for n, b in enumerate(blocks) if row_of(b) == row_of(block)]
            continue
        if block.cell is not None and block.cell.column in answers and open_ is not None:
            word = answers[block.cell.column]
            open_.answers = f"{open_.answers} {word}: {block.text}".strip()
            open_.blocks.append(at)
            continue
        begun = _begun(block, bool(answers))
        if begun is not None:
            if not series or begun.number != series[-1].number + 1:
                yield from [series] if series else []
                series = []
            series.append(begun)
            open_ = begun
            begun.blocks += [*head, at]
            head = []
        elif open_ is not None and _belongs(block, open_):
            _take(block, open_)
            open_.blocks.append(at)
        elif len(block.text) > 1:  # one sign alone is left of a drawing
            open_ = None
    yield from [series] if series else []


def _answer_columns(blocks: Sequence[Block], at: int) -> Mapping[int, str] | None:
    """The columns of answers that a row names, at its last cell: “# | Question | Yes | No”; none for another table."""
    cell = blocks[at].cell
    if cell is None:
        return None
    row = [b for b in blocks[max(0, at - _COLUMNS) : at + 1] if b.cell and row_of(b) == row_of(blocks[at])]
    words = {b.cell.column: b.text.strip(" ?:").lower().removeprefix("if ") for b in row if b.cell}
    told = {c: w for c, w in words.items() if w in ("yes", "no")}
    ends = at + 1 == len(blocks) or row_of(blocks[at + 1]) != row_of(blocks[at])
    return told if ends and len(told) == len(_ANSWERS) and min(told) > 0 else None


_COLUMNS = 6
"""Columns of such a table."""
_ANSWERS = ("yes", "no")
_BARE_LABEL = re.compile(r"(?P<number>[0-9]{1,2})[.)]?")


def _begun(block: Block, answered: bool = False) -> _Question | None:
    """The question that a block begins with; None where it is none. `answered`: its answers have columns."""
    in_table = block.cell is not None
    if block.cell is not None and block.cell.column:
        return None
    if answered and in_table and (bare := _BARE_LABEL.fullmatch(block.text)):
        return _Question(int(bare["number"]))  # its words stand in the next cell
    label = _LABEL.fullmatch(block.marker) if block.marker else None
    words = block
    if label is None:
        label = _LABEL.match(block.text) if in_table else None
        if label is None or not block.text[label.end() :].startswith(" "):
            return None
        words = passages.part(block, label.end(), len(block.text))
    answer = _ANSWER.search(words.text)
    question = _Question(int(label["number"]))
    if answer is None and "?" not in words.text and not in_table:
        return None
    if answer:
        question.answers = words.text[answer.start() :]
        words = passages.part(words, 0, answer.start())
    elif "?" in words.text:
        words = passages.part(words, 0, words.text.rindex("?") + 1)
    question.add(words)
    return question


def _belongs(block: Block, question: _Question) -> bool:
    """Whether a block goes on with a question: a cell, an item of its list, a line right under it."""
    if block.cell is None and _ANSWER.match(block.text):
        return block.gap <= 1
    if block.kind == "heading" or (block.cell is None and block.gap > 0):
        return False
    if block.cell is not None or block.indent >= _APART:
        return True
    ended = question.asked is not None and question.asked.text.endswith("?")
    return not ended if block.marker is None else not _LABEL.fullmatch(block.marker)


def _take(block: Block, question: _Question) -> None:
    column = block.cell.column if block.cell else 0
    if question.asked is None:
        question.add(block)
    elif column or block.indent >= _APART:
        question.answers = f"{question.answers} {block.text}".strip()
    elif answer := _ANSWER.match(block.text):
        question.answers = f"{question.answers} {block.text[answer.start() :]}".strip()
    else:
        question.lists = question.lists or block.marker is not None
        question.add(block)


def _statements(
    series: Sequence[_Question], subject: str, stage: Stage | None, page: Page
) -> Iterator[Statement]:
    """What the ways through a series ask for; one that begins with “Is this a renewal?” has one for each stage."""
    span = page.source.join([page.source.span(q.asked) for q in series if q.asked])
    asked = {q.number: _asked(q, first=q is series[0] and stage is None) for q in series}
    listed = [q.asked for q in series if q.lists and q.asked]
    for of_stage, made in by_stage(asked, series[0].number, stage, page).items():
        known = made if isinstance(made, Node) else None
        notes = () if known else (page.findings.add("criteria_in_table", [span], UNKNOWN),)
        notes += tuple(page.findings.add("inline_list", [page.source.span(one)]) for one in listed)
        yield Statement("", "medically_necessary", subject, span, known, stage=of_stage, notes=notes)


_TURNS = any_case(
    r"\W*(?:is|does)\s+(?:this|it|the\s+request)\b[^?]{0,60}?\b(?:(?P<renewed>continu\w+|renew\w*|re-?auth\w*|re-?approv\w*)|(?:initial|new|first)\b)"
)
"""“Is this a request to continue treatment?”: the question that parts the stages."""


UNKNOWN = "Questions whose answers lead to no approval, or were not understood"


def _asked(question: _Question, first: bool) -> Asked:
    """A question as ways take it; `first`: it may part the stages."""
    if question.asked is None:
        return Asked(None, leads=None)
    if not _ANSWER.search(question.answers):
        return Asked(question.asked, leads=question.number + 1)  # “1. What is treated? | Record the code.”
    turns = _TURNS.match(question.asked.text) if first else None
    later = turns is not None and turns["renewed"] is not None
    stages: tuple[Stage, Stage] = ("continuation", "initial") if later else ("initial", "continuation")
    made: list[Answer] = []
    for word, stage in zip(_ANSWERS, stages, strict=True):
        behind = question.branch(word)
        if not _ELSEWHERE.search(behind):
            made.append(Answer("yes" if word == "yes" else "no", _target(behind), stage if turns else None))
    return Asked(question.asked, tuple(made))


def _target(answer: str) -> Target:
    if go := _GO.search(answer):
        return int(go["to"])
    if _DENIED.search(answer):
        return False
    return True if _APPROVED.search(answer) else None


def _stage(blocks: Sequence[Block], first: int) -> Stage | None:
    """The stage that the line over the questions says."""
    over = next((b for b in reversed(blocks[:first]) if b.cell is None and b.marker is None), None)
    return stage_of_heading(over.text) if over else None


def name_over(over: Sequence[Block]) -> str:
    """The last of the lines over the questions that can name what they are about."""
    return next((b.text for b in reversed(over) if _names(b)), "")


def _names(block: Block) -> bool:
    """Whether a line is a few words that name something: no label, no date, no foot of a page."""
    text = block.text
    plain = block.cell is None and block.marker is None and not block.links and len(text.split()) <= _NAME
    return plain and text[:1].isupper() and not (_NO_NAME.search(text) or names_criteria(text))


_NO_NAME = re.compile(
    r"[.:?]$|--|[:/]|\b[0-9]{4}\b|\bpage\s+[0-9]|\b(?:program|edits?|logic)\b", re.IGNORECASE
)
