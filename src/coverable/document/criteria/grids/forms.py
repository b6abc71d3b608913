"""A form of requirements that is printed line by line: a label, and under or behind it what the plan asks for.

Medicare drug plans print one for each drug (“Exclusion Criteria / N/A / Required Medical Information / Diagnosis of …”),
and many plans use the same labels. Its rows are those of the table of requirements; what stands in several sentences is
taken apart, since a field holds the criteria of every use of the drug: “ARTHRITIS: Failure of A. PSORIASIS: Failure of B.”
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coverable.document import passages
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.source import Block

_ASKING = (
    r"required\s+medical\s+information|age\s+restrictions?|prescriber\s+restrictions?|exclusion\s+criteria|other\s+criteria"
    r"|prerequisite\s+therapy(?:\s+required)?"
)
_TELLING = (
    r"covered\s+uses|coverage\s+duration|off[\s-]+label\s+uses|(?:PA|prior\s+authori[sz]ation)\s+indication(?:\s+indicator)?|PA\s+criteria"
    r"|part\s+b\s+prerequisite|indications"
)
_NAMING = r"prior\s+authori[sz]ation\s+group(?:\s+description)?|products?\s+affected|drug\s+names?|medications?(?:\(s\))?|drugs"
_LABEL = any_case(rf"(?<!\S)(?P<label>{_ASKING}|{_TELLING}|{_NAMING})(?=\s*:|\s|$)\s*:?")
_CORE = any_case(rf"(?:{_ASKING}|coverage\s+duration)")
_NAMES = any_case(rf"(?:{_NAMING})")
_FEWEST = 3
"""Labels that make lines a form."""
_SHORT = 12
"""Words of a line that may be the name of a drug over its form."""
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
        last = end if end is not None else _end(blocks, group[-1])
        ends = [*(f.at for f in group[1:]), last]
        rows = [
            {0: [f.label], 1: [*f.beside, *blocks[f.at + 1 : to]]} for f, to in zip(group, ends, strict=True)
        ]
        name = blocks[start].text if start < group[0].at else ""
        out.append(Form(tuple(rows), name, frozenset(range(start, last))))
    return out


def _fields(at: int, block: Block) -> Iterator[_Field]:
    """The labels that a block is, begins with or holds, each with the words up to the next one."""
    if block.cell is not None or len(block.text) > _LONGEST:
        return
    found = [m for m in _LABEL.finditer(block.text) if _printed(block.text, m)]
    for match, after in zip(found, [*found[1:], None], strict=False):
        behind = passages.part(block, match.end(), after.start() if after else len(block.text))
        yield _Field(at, passages.part(block, *match.span("label")), (behind,) if behind.text else ())


def _printed(text: str, match: re.Match[str]) -> bool:
    """Whether words are printed as a label: alone, or capitalized at the beginning, behind a colon or an empty field."""
    words = match["label"].split()
    if match.start() == 0 and match.end() == len(text):
        return True
    capitals = all(w[0].isupper() for w in words) and len(words) > 1
    before = text[: match.start()].rstrip()
    return capitals and (
        not before or before.lower().endswith(("n/a", "none", "restrictions", "restriction", ":"))
    )


def _start(blocks: Sequence[Block], first: int) -> int:
    """The block with which a form begins: the name of its drug right over the first label."""
    over = blocks[first - 1] if first else None
    named = (
        over is not None and over.cell is None and over.marker is None and len(over.text.split()) <= _SHORT
    )
    return first - 1 if over is not None and named and not over.text.rstrip().endswith((".", ":")) else first


def _end(blocks: Sequence[Block], last: _Field) -> int:
    """Where the last form ends: behind the block under its last label, if nothing stands beside that label."""
    return min(len(blocks), last.at + (1 if last.beside else 2))


_OF_USE = re.compile(
    r"^(?P<use>(?![^:]*\b(?i:following|(?:all|any|one|each|both) of)\b[^:]*:)[A-Z][^.:;]{2,90}?)\s*:\s+(?=\S)"
)
"""“Rheumatoid arthritis (initial): Failure of …”: the use whose criteria follow."""


def by_use(said: Sequence[Block]) -> list[tuple[Block | None, list[Block]]]:
    """The sentences and items of a field, each use with its own; those before any use hold for all."""
    groups: list[tuple[Block | None, list[Block]]] = []
    for block in said:
        cuts = passages.sentences(block.text)
        if groups and block.marker is not None:
            begins = next((a for a, b in cuts[1:] if _OF_USE.match(block.text[a:b])), len(block.text))
            groups[-1][1].append(passages.part(block, 0, begins))
            cuts = [(a, b) for a, b in cuts if a >= begins]
        for sentence in (passages.part(block, a, b) for a, b in cuts):
            plain = replace(sentence, kind="paragraph", marker=None)
            if named := _OF_USE.match(plain.text):
                use = passages.part(plain, 0, named.end("use"))
                groups.append((use, [passages.part(plain, named.end(), len(plain.text))]))
            elif groups:
                groups[-1][1].append(plain)
            else:
                groups.append((None, [plain]))
    return groups
