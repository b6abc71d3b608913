"""Tables that are lists: a checklist of criteria, one column of services, a column of uses for each position.

They are unfolded into what they would be in running text, items under the words over them, and read as that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from coverable.document.criteria.grids.columnnames import CHECKED, PROVES, TELLS, is_mark, position_named
from coverable.document.criteria.grids.columns import is_code_table, named
from coverable.document.criteria.grids.rows import Row, heads_group, row_of, rows_of, words_of
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.text.connectors import alone
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.passages import part as part_of
from coverable.document.source import Block

_LABEL = re.compile(r"(?P<first>[0-9]{1,2}|[A-Za-z]|[ivxIVX]{1,4})(?P<second>[a-z])?[.)]?")
_ANNOUNCES = any_case(r":\s*$|\b(?:following|below|listed|table)\b")
_ASKED = any_case(
    r"\b(?:criteri(?:a|on)|requirements?|conditions?|findings?|contraindications?|questions?|elements?|descriptions?|indications?|symptoms?)\b"
)


def unfolded(part: Sequence[Block], proofs: list[Block]) -> list[Block]:
    """These blocks, with tables that are lists as items under the paragraph over them.

    `proofs` takes the cells beside criteria that say by what each is shown.
    """
    out: list[Block] = []
    for number, group in groupby(part, lambda b: row_of(b)[0]):
        blocks = list(group)
        if number < 0 or is_code_table(blocks):
            out += blocks
            continue
        before = out[-1] if out and out[-1].cell is None else None
        out += _list(rows_of(blocks), before, proofs) or blocks
    return out


def _list(rows: Sequence[Row], before: Block | None, proofs: list[Block]) -> list[Block]:
    """The items of a table that is a list; [] for any other table."""
    if labelled := _labelled(rows):
        return labelled
    if before is not None and (things := _things(rows, before)):
        return things
    head: Row = rows[0] if rows else {}
    body = [row for row in rows[1:] if not heads_group(row)]
    if len(body) < _FEWEST:
        return []
    names = {c: words_of(head, c) for c in head}
    counted = before is not None and before.text.endswith(":") and quantifier.governing(before.text)
    over_list = before is not None and (before.kind != "heading" or bool(counted))
    announced = before is not None and over_list and _ANNOUNCES.search(before.text) is not None
    if before is not None and before.kind != "heading" and (items := _checklist(names, body)):
        return items
    if before is not None and (shown := _shown(names, body)):
        proofs += (b for row in body for c in names if PROVES.fullmatch(names[c]) for b in row.get(c, ()))
        return shown
    if announced and (met := _met(names, body)):
        return met
    if numbered := _numbered(names, head, rows[1:]):
        return numbered
    if by_position := list(_by_position(names, head, body)):
        return by_position
    alone = min(names, default=None)
    others = [n for c, n in names.items() if c != alone]
    if alone is None or not (announced or len(names) == 1) or not all(map(_tells, others)):
        return []
    if named(head, body) is not None or any(judgement(words_of(row, alone)) for row in body):
        return []
    heading = [] if announced else [_heading(b) for b in head[alone]]
    if not announced and position_named(names[alone]) is None:
        return []
    return [*heading, *(_item(b, "•") for row in body for b in row.get(alone, ()))]


_FEWEST = 2
"""Rows of a list."""


def _things(rows: Sequence[Row], before: Block) -> list[Block]:
    """The names that fill the cells of a table without a head, under words that announce a list: one in each cell."""
    cells = [row[c] for row in rows for c in sorted(row)]
    wide = max((len(row) for row in rows), default=0)
    full = wide >= _WIDE and all(len(row) == wide for row in rows[:-1]) and len(rows) >= _FEWEST
    if not full or not before.text.endswith(":") or any(len(cell) > 1 for cell in cells):
        return []
    texts = [cell[0].text for cell in cells]
    named = not any(b.cell is not None and b.cell.head for cell in cells for b in cell)
    plain = not any(_SAYS.search(t) or is_mark(t) or len(t.split()) > _NAME or t.endswith(":") for t in texts)
    alike = len({*texts}) == len(texts) and all(judgement(f"it is {t}") is None for t in texts)
    return [_item(cell[0], "•") for cell in cells] if named and plain and alike else []


_WIDE = 3
"""Columns; two may be names and what is said of them."""
_NAME = 9
"""Words of a name."""
_SAYS = any_case(
    r"[0-9]|\b(?:is|are|must|when|if|unless|yes|no|n/?a|covered|name|drugs?|dose|frequency|strength|criteria)\b"
)
"""What makes a cell more than the name of one thing."""


def _labelled(rows: Sequence[Row]) -> list[Block]:
    """What stands beside “Covered when:” and “Not covered when:” in rows without a head, as lists under those words."""
    out: list[Block] = []
    for row in rows:
        label = row[min(row)]
        if len(row) != _FEWEST or len(label) > 1 or not _POSITION.fullmatch(label[0].text):
            return []
        out.append(replace(label[0], kind="paragraph", cell=None, marker=None))
        out += [_item(b, "•") for b in row[max(row)]]
    return out


_POSITION = any_case(
    r"(?:not\s+|non-?)?(?:covered|payable|approved|excluded|medically\s+necessary|investigational)\s+(?:only\s+)?(?:when|if|for)\s*:"
)


def _tells(name: str) -> bool:
    return TELLS.search(name) is not None


def _checklist(names: Mapping[int, str], body: Sequence[Row]) -> list[Block]:
    """The criteria of a table with boxes to tick, each with its printed label."""
    boxes = [c for c, n in names.items() if CHECKED.fullmatch(n) and all(_box(words_of(r, c)) for r in body)]
    rest = [c for c in names if c not in boxes]
    labels = next((c for c in rest if len(rest) > 1 and all(_label(words_of(r, c)) for r in body)), None)
    texts = [c for c in rest if c != labels]
    if not boxes or len(texts) != 1 or not (labels is not None or _ASKED.search(names[texts[0]])):
        return []
    out: list[Block] = []
    for n, row in enumerate(body, 1):
        label = _LABEL.fullmatch(words_of(row, labels)) if labels is not None else None
        inner = label is not None and label["second"] is not None
        marker = f"{n}." if label is None else f"{label['second'] if inner else label['first']}."
        out += [_item(b, marker, 1 if inner else 0) for b in row.get(texts[0], ())]
    return out


def _shown(names: Mapping[int, str], body: Sequence[Row]) -> list[Block]:
    """The criteria of a table “Criterion | Documentation”, each with the list that its cell holds."""
    texts = [c for c, n in names.items() if PROVES.fullmatch(n) is None]
    if len(texts) != 1 or len(names) < _FEWEST or _CRITERION.fullmatch(names[texts[0]]) is None:
        return []
    out: list[Block] = []
    for n, row in enumerate(body, 1):
        first, *under = row[texts[0]] if texts[0] in row else row[min(row)]
        label = _PRINTED.match(first.text)
        marker = f"{label['label']}." if label else f"{n}."
        out.append(_item(part_of(first, label.end() if label else 0, len(first.text)), marker))
        out += [_item(b, "•", 1) for b in under]
    return out


def _met(names: Mapping[int, str], body: Sequence[Row]) -> list[Block]:
    """What each row of a table “Requirement | Met when” asks for: the cell that says it, without the name before it."""
    said = [c for c, n in names.items() if _MET.fullmatch(n)]
    others = [n for c, n in names.items() if c not in said]
    if (
        not said
        and _ASPECT.fullmatch(names.get(0, ""))
        and not any(_GROUP.search(words_of(r, 0)) for r in body)
    ):
        said = [c for c, n in names.items() if _CRITERION.fullmatch(n)]
    elif not all(map(_ASKED.search, others)):
        return []
    if len(names) != _FEWEST or len(said) != 1:
        return []
    out: list[Block] = []
    for n, row in enumerate(body, 1):
        first, *under = row.get(said[0]) or row[min(row)]
        out.append(_item(first, f"{n}."))
        out += [_item(b, "•", 1) for b in under]
    return out


_MET = any_case(
    r"\W*(?:(?:is\s+)?(?:met|satisfied|fulfilled)\s+(?:when|if|by)|what\s+(?:we\s+(?:need|require)|(?:must|has\s+to)\s+be\s+\w+|is\s+(?:needed|required))|standards?|details?|thresholds?)\W*"
)
_ASPECT = any_case(
    r"\W*(?:(?:clinical|patient|type\s+of)\s+)?(?:assessments?|aspects?|domains?|evaluations?)\W*"
)
"""What the rows of a table of criteria are about; no service."""
_GROUP = any_case(
    r"[0-9]|\b(?:adults?|child(?:ren)?|adolescents?|infants?|pediatric|patients?|members?|women|men|with|exclu\w+|contra\w+|initial|renewal|continu\w+|re-?auth\w*|any|all|one)\b"
)
"""A row of whom its criteria are asked, or for which stage, or how many of them."""
_PRINTED = re.compile(r"(?P<label>[0-9]{1,2})[.)]\s+")
_CRITERION = any_case(
    r"\W*(?:(?:clinical|coverage|approval|initial|renewal|continuation|re-?authori[sz]ation|medical\s+necessity)\s+)*(?:criteri(?:a|on)|requirements?|conditions?|elements?)\W*(?:\([^()]*\)\W*)?"
)


def _numbered(names: Mapping[int, str], head: Row, rows: Sequence[Row]) -> list[Block]:
    """The criteria of a table of numbered rows: “# | The member must meet every one”, or with “OR” between rows."""
    labels = min(names, default=0)
    joins = [row for row in rows if heads_group(row) and alone(words_of(row, min(row)))]
    body = [row for row in rows if row not in joins]
    if len(names) != _FEWEST or not all(_label(words_of(r, labels)) and len(r) == _FEWEST for r in body):
        return []
    ((column, over),) = [(c, n) for c, n in names.items() if c != labels]
    counted = quantifier.governing(over)
    stated = counted is not None and counted.how == "stated"
    if len(body) < _FEWEST or not (stated or (joins and _ASKED.search(over))):
        return []
    out = [replace(b, kind="paragraph" if stated else "heading", cell=None) for b in head[column]]
    for row in rows:
        if row in joins:
            out.append(replace(row[min(row)][0], kind="paragraph", cell=None, marker=None))
        else:
            out.append(_item(row[column][0], f"{words_of(row, labels).rstrip('.)')}."))
    return out


def _box(text: str) -> bool:
    return not text or is_mark(text) or re.fullmatch(r"(?i)(?:[☐☑☒□_\[\]\s/]|yes|no|n/a)*", text) is not None


def _label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None


def _by_position(names: Mapping[int, str], head: Row, body: Sequence[Row]) -> Iterator[Block]:
    """“Covered uses | Uses not covered”: a list of uses under each name."""
    positions = {c: position_named(n) for c, n in names.items()}
    if len(names) < _FEWEST or None in positions.values() or len(set(positions.values())) < _FEWEST:
        return
    cells = [words_of(row, c) for row in body for c in names]
    if any(is_mark(t) or judgement(f"it is {t}") is not None for t in cells if t):
        return
    for column in names:
        yield from (_heading(b) for b in head[column])
        yield from (_item(b, "•") for row in body for b in row.get(column, ()))


def _heading(block: Block) -> Block:
    return replace(block, kind="heading", cell=None, marker=None)


def _item(block: Block, marker: str, depth: int = 0) -> Block:
    return replace(
        block, kind="item", cell=None, marker=block.marker or marker, depth=depth, indent=2.0 * depth
    )
