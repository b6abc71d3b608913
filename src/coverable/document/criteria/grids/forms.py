"""A form of requirements that is printed line by line: a label, and under or behind it what the plan asks for.

Medicare drug plans print one for each drug (“Exclusion Criteria / N/A / Required Medical Information / Diagnosis of …”),
and many plans use the same labels. The rows may be cells, lines, words of one long line, or a mixture of them, as an
extraction left them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from coverable.document import passages
from coverable.document.criteria.grids.rows import row_of
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.source import Block

_ASKING = (
    r"required\s+medical\s+info(?:rmation)?|age\s+restrictions?|prescriber\s+restrictions?|exclusion\s+criteria|other\s+criteria"
    r"|prerequisite\s+therapy(?:\s+required)?"
)
_STAGED = r"(?:initial|renewal|continuation|re-?auth(?:ori[sz]ation)?)\s+(?:therapy\s+)?criteria"
_TELLING = (
    r"quantity\s+limits?|covered\s+uses|coverage\s+duration|off[\s-]+label\s+uses|(?:PA|prior\s+authori[sz]ation)\s+indication(?:\s+indicator)?|PA\s+criteria"
    r"|part\s+b\s+prerequisite|indications|QL\s+criteria|notes\s*/\s*references|revision\s+date"
)
_NAMING = r"prior\s+authori[sz]ation\s+group(?:\s+description)?|products?\s+affected|drug\s+names?|medications?(?:\(s\))?|drugs|drug\(s\)"
_LABEL = any_case(
    rf"(?:(?<!\S)|(?-i:(?<=[A-Za-z0-9./)])(?=[A-Z])))(?P<label>(?:{_ASKING})(?:\s+\((?:initial|renewal|re-?auth\w*|continuation)\))?|{_STAGED}|{_TELLING}|{_NAMING})(?:(?=\s*:|\s|$)\s*:?|(?-i:(?<=[a-z])(?=[A-Z0-9•])))"
)
"""A label, its field behind it even without a blank: “Covered UsesAll FDA-approved …”."""
_CORE = any_case(rf"(?:{_ASKING}|coverage\s+duration)")
_NAMES = any_case(rf"(?:{_NAMING})")
_FEWEST = 3
"""Labels that make lines a form."""
_SHORT = 12
"""Words of a line that may be the name of a drug over its form."""
_LABEL_WORDS = 5
"""Words of a label, and lines that it may be broken into."""
_LONGEST = 3000
"""Characters of a block in which labels are looked for."""
Row = Mapping[int, list[Block]]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its rows as those of a table, the name over it, and the numbers of its blocks."""

    rows: tuple[Row, ...]
    name: str
    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Field:
    """A label, the block that it stands in, and what stands behind it there."""

    at: int
    label: Block
    beside: tuple[Block, ...]

    @property
    def name(self) -> str:
        return re.sub(r"[\s:]+", " ", self.label.text).strip().lower()


def forms(blocks: Sequence[Block]) -> list[Form]:
    """The forms in these blocks, in order; a label that comes again begins another one."""
    blocks = _whole(blocks)
    groups: list[list[_Field]] = []
    for field in (f for i, block in enumerate(blocks) for f in _fields(i, block)):
        seen = {f.name for f in groups[-1]} if groups else set[str]()
        named = _NAMES.fullmatch(field.name) is not None and not all(map(_NAMES.fullmatch, seen))
        if not groups or field.name in seen or named:
            groups.append([])
        groups[-1].append(field)
    starts = [_start(blocks, group[0].at) for group in groups]
    out: list[Form] = []
    for group, start, end in zip(groups, starts, [*starts[1:], None], strict=False):
        if len({f.name for f in group if _CORE.fullmatch(f.name)}) < _FEWEST:
            continue
        ended = _end(blocks, group[-1], another=end is not None)
        last = ended if end is None else min(ended, end)
        ends = [*(f.at for f in group[1:]), last]
        rows = [
            {0: [f.label], 1: [*f.beside, *blocks[f.at + 1 : to]]} for f, to in zip(group, ends, strict=True)
        ]
        name = blocks[start].text if start < group[0].at else ""
        out.append(Form(tuple(rows), name, frozenset(range(start, last))))
    return out


def _whole(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with labels whole that go on under their first line: “PA Indication | All … / Indicator”.

    What was joined is left behind as a block without words.
    """
    out = list(blocks)
    for i, block in enumerate(out):
        if block.cell is None or block.cell.column or len(block.text.split()) > _LABEL_WORDS:
            continue
        row = next((j for j in range(i + 1, len(out)) if row_of(out[j]) != row_of(block)), len(out))
        under = list(takewhile(_goes_on_label, out[row : row + _LABEL_WORDS]))
        for n in range(len(under), 0, -1):
            text = " ".join(b.text for b in (block, *under[:n]))
            if _LABEL.fullmatch(text):
                out[i] = replace(block, text=text)
                out[row : row + n] = [replace(b, text="", pieces=()) for b in under[:n]]
                break
    return out


def _goes_on_label(block: Block) -> bool:
    return block.cell is None and not block.gap and block.marker is None and len(block.text.split()) == 1


def _fields(at: int, block: Block) -> Iterator[_Field]:
    """The labels that a block is, begins with or holds, each with the words up to the next one."""
    if block.cell is not None and (block.cell.column or not _LABEL.fullmatch(block.text)):
        return
    labels = list(_LABEL.finditer(block.text))
    in_line = (
        len({m["label"].lower() for m in labels if _capital(m) and _CORE.fullmatch(m["label"])}) >= _FEWEST
    )
    if len(block.text) > _LONGEST and not in_line:
        return
    found = [m for m in labels if (in_line and _capital(m)) or _printed(block.text, m)]
    for match, after in zip(found, [*found[1:], None], strict=False):
        behind = passages.part(block, match.end(), after.start() if after else len(block.text))
        yield _Field(at, passages.part(block, *match.span("label")), (behind,) if behind.text else ())


def _printed(text: str, match: re.Match[str]) -> bool:
    """Whether words are printed as a label: alone, or capitalized at the beginning, behind a colon or an empty field."""
    end = match.end()
    if match.start() == 0 and (end == len(text) or not (text[end - 1] == ":" or text[end].isspace())):
        return True
    before = text[: match.start()].rstrip()
    return _capital(match) and (
        not before or before.lower().endswith(("n/a", "none", "restrictions", "restriction", "details", ":"))
    )


def _capital(match: re.Match[str]) -> bool:
    """Whether every one of several words of a label is capitalized."""
    words = match["label"].split()
    return len(words) > 1 and all(w[0].isupper() for w in words)


def _start(blocks: Sequence[Block], first: int) -> int:
    """The block with which a form begins: the name of its drug right over the first label."""
    over = blocks[first - 1] if first else None
    named = (
        over is not None and over.cell is None and over.marker is None and len(over.text.split()) <= _SHORT
    )
    return first - 1 if over is not None and named and not over.text.rstrip().endswith((".", ":")) else first


def _end(blocks: Sequence[Block], last: _Field, another: bool) -> int:
    """Where the last field of a form ends: behind what stands under its label, with what goes on with it.

    Items, cells of its row and whole sentences do; a heading, a line with a year and a line without an end do not. Behind
    the last form of a document (no `another` follows) only sentences right under the field do.
    """
    label = blocks[last.at]
    end = last.at + (1 if last.beside or label.cell is not None else 2)
    while end < len(blocks) and (
        _goes_on(blocks[end], another) or (label.cell is not None and row_of(blocks[end]) == row_of(label))
    ):
        end += 1
    return min(len(blocks), end)


def _goes_on(block: Block, another: bool) -> bool:
    """Whether a block is an item or a whole sentence, and no title, date or foot of a page."""
    ends = block.kind != "heading" and block.text.endswith((".", ";", ":"))
    sentence = ends and _YEAR.search(block.text) is None and (another or block.gap == 0)
    return block.cell is None and (block.marker is not None or sentence)


_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
