"""What names a row or a column and may bound it: “Medically necessary when (adults)”, “Either brace”, “Children”.

A grid is read by its places: what stands in the first column is a service, what stands under “Covered when” a
condition. Words that do not fit such a place are asked about; there is no rule that would take them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from coverable.document.criteria.grids.columns import Columns
from coverable.document.criteria.grids.rows import Row, words_of
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import whole
from coverable.document.criteria.text.plainnotes import names_whom
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.patterns import word_set
from coverable.document.source import Block

_OF_HEADS: Final = word_set(
    "criteria criterion clinical coverage covered cover covers position positions statement statements policy policies status determination"
    " decision condition conditions requirement requirements required indication indications use uses diagnosis diagnoses limit limits limitations"
    " limitation notes note comments comment remarks remark explanation rationale reason reasons guideline guidelines guidance documentation"
    " prior authorization auth pa approval approved approve approvable authorized review initial renewal continued continuation continuing"
    " reauthorization first later treatment therapy request requests service services item items benefit benefits medical medically necessary"
    " necessity considered deemed investigational experimental unproven cosmetic excluded exclusion exclusions not non noncovered payable paid"
    " pay pays plan payer we allowed allow meets meet met does do must be may is are was has have the a an of for to in by on with if when where"
    " only what which who and or no yes any all each following these those this apply applies unless marked additional other detail details"
    " information diagnostic confirmation test testing biomarker level type place id number code codes months month weeks days years year"
    " duration length quantity dose dosing dosage age ages restriction restrictions prescriber specialty step selection patient patients member"
    " members individual individuals specific general special column row rows below above listed as it its their they that under per from"
)
"""Words that name a column of a grid and say nothing of its rows."""
_WORD: Final = re.compile(r"[a-z]{2,}")
_BEYOND: Final = "Words in the name of a column that may bound its rows"
_NO_SERVICE: Final = any_case(
    r"^\W*(?:(?:either|both|neither|none|any|all|each|every)\s+(?:of\s+)?(?:the\s+)?(?:above|these|those|them|two|rows?|[a-z-]+)(?:\s+above)?"
    r"|notes?|comments?|remarks?|exceptions?|exclusions?|limits?|limitations?|in\s+addition|additionally|also|however|general|caution|warning|important)\W*$"
)
"""“Either brace”, “Both of the above”, “Exceptions”: what the other rows are about, or no service at all."""
_SOME: Final = any_case(
    r"^\W*(?:adults?|child(?:ren)?|infants?|adolescents?|wom[ae]n|m[ae]n|pregnan\w+|smokers?)\W*$"
)
_NAMES_NONE: Final = "The name of the row names no service: what is it for, and does it bound other rows?"


def ask_heads(head: Row, columns: Columns, page: Page) -> tuple[str, ...]:
    """Findings on columns of positions and conditions whose names say more than that."""
    asked = [a.column for a in columns.criteria]
    known = [c for c in (*asked, columns.coverage, *columns.marked) if c is not None and c in head]
    out: list[str] = []
    for column in dict.fromkeys(known):
        words = set(_WORD.findall(words_of(head, column).lower()))
        if not words <= _OF_HEADS:
            out.append(page.doubt("criteria_in_table", whole(head[column][0]), _BEYOND))
    return tuple(out)


def ask_name(row: Mapping[int, Sequence[Block]], columns: Columns, page: Page) -> tuple[str, ...]:
    """A finding on a row that names no service where the others name one."""
    cell = row.get(columns.subject, ()) if columns.subject is not None else ()
    name = " ".join(b.text for b in cell)
    if not cell or not (_NO_SERVICE.match(name) or _SOME.match(name) or names_whom(name)):
        return ()
    return (page.doubt("criteria_in_table", whole(cell[0]), _NAMES_NONE),)
