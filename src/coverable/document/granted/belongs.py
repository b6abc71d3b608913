"""To which statement a length or a limit belongs; where that is not plain, a finding asks.

Plain is: it stands in the sentence of the statement or in its list; one statement alone is of its stage; or each of the
statements has one of its own, directly before or behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.granted.amounts import Amount
from coverable.document.granted.found import Kind, Said, stated
from coverable.document.granted.lengths import Length
from coverable.document.granted.words import CONDITION
from coverable.document.reading import Grant, Section, Statement
from coverable.document.source import Source

doubts(
    approval_length=Doubt(
        "medium",
        "How long an approval lasts, and it is not plain for which statement",
        "For which indication does it hold? Write it there as `approves: {for: ...}`",
        "A length is taken where it stands with its statement, or where one statement alone is of its stage.",
        gathers=True,
    ),
    quantity_limit=Doubt(
        "medium",
        "How many units are granted, and it is not plain for which statement",
        "For which indication does it hold? Write it there as `approves: {quantity: {units: ..., of: ..., per: ...}}`",
        "A limit of what is granted is no condition, and it is no statement that the service is necessary.",
        gathers=True,
    ),
)
_RULES: dict[Kind, str] = {"length": "approval_length", "quantity": "quantity_limit"}
_WORD = re.compile(r"[a-z][a-z0-9-]{2,}")


def granted(
    source: Source, sections: Sequence[Section], statements: Sequence[Statement], findings: Findings
) -> tuple[Grant, ...]:
    """What the document grants, in its order; a value whose statement is not plain has a finding and no statement."""
    targets = [s for s in statements if s.position == "medically_necessary"]
    found = [one for one in stated(source, sections) if not _is_criterion(one, targets)]
    owners: list[tuple[Statement, ...]] = []
    why: list[str] = []
    for one in found:
        held, reason = _held(one, targets, source)
        owners.append(held)
        why.append(reason)
    for kind in _RULES:
        waiting = [i for i, one in enumerate(found) if one.kind == kind and not owners[i] and not why[i]]
        for i, held in zip(waiting, _each(kind, [found[i] for i in waiting], targets), strict=True):
            owners[i] = held
            why[i] = "" if held else _nobody(found[i], targets)
    for i in _contradicting(found, owners, targets):
        why[i] = "Other values are stated for the same statement"
    out: list[Grant] = []
    for one, held, reason in zip(found, owners, why, strict=True):
        if one.what is None and any(one.span == g.span for g in out):
            continue
        out.append(_grant(one, () if reason else held, reason, source, findings))
    return tuple(out)


def _held(one: Said, targets: Sequence[Statement], source: Source) -> tuple[tuple[Statement, ...], str]:
    """The statement in whose sentence or list a value stands; or why it belongs to none. Both are empty where only
    the order of the document tells."""
    if one.what is None:
        return (), "The words were not understood"
    if isinstance(one.what, Amount) and one.what.units is None:
        return (), "No whole number of units is printed"
    lead = [s for s in targets if one.sentence.start <= s.span.start < one.sentence.end]
    if lead and _before_conditions(one, source):
        return _with(lead[0], one)
    inside = [s for s in targets if s.span.start <= one.span.start and one.span.end <= s.span.end]
    stage = one.what.stage if isinstance(one.what, Length) else None
    inside = [s for s in inside if stage is None or s.stage == stage] or inside
    if lead or (inside and not one.plain):
        return (), "It stands among the conditions of a statement"
    if one.what.conditional or (one.kind == "length" and not _named(one, targets)):
        return (), "Its sentence says more: whom does it concern?"
    if not one.plain and one.kind == "quantity":
        return (), "Its sentence says more: whom does it concern?"
    beside = [s for s in targets if one.block.start <= s.span.start < one.block.end]
    if one.plain and stage is None and _one_service(inside):
        return tuple(inside), ""  # the row of a grid: one length for beginning and for going on
    if inside or (len(beside) == 1 and beside[0].span.start < one.span.start):
        return _with((inside or beside)[0], one)
    return (), ""


def _with(statement: Statement, one: Said) -> tuple[tuple[Statement, ...], str]:
    """The statement whose words hold the value; or why it is not plain that it belongs to it."""
    stage = one.what.stage if isinstance(one.what, Length) else None
    if statement.candidates:
        return (), "Its statement has other wordings"
    if stage and statement.stage and stage != statement.stage:
        return (), "It says another stage than its statement"
    return (statement,), ""


def _is_criterion(one: Said, targets: Sequence[Statement]) -> bool:
    """Whether a limit stands in an item of a list of criteria, where it is kept as one of them."""
    return (
        one.kind == "quantity"
        and one.item
        and any(s.span.start < one.sentence.start and one.span.end <= s.span.end for s in targets)
    )


def _before_conditions(one: Said, source: Source) -> bool:
    """Whether a value stands before the conditions of its sentence."""
    text = source.text[one.sentence.start : one.span.start]
    return CONDITION.search(text) is None


def _named(one: Said, targets: Sequence[Statement]) -> bool:
    """Whether the other words of its sentence only name the service of a statement."""
    assert one.what is not None
    return not one.what.left or any(_names(one.what.left, s) for s in targets)


def _names(words: frozenset[str], statement: Statement) -> bool:
    subject = set(_WORD.findall(statement.subject.lower()))
    return words <= subject | {"in", "with"}


def _each(kind: Kind, found: Sequence[Said], targets: Sequence[Statement]) -> list[tuple[Statement, ...]]:
    """For each value the statements that it belongs to, where only stage, names and order tell; () where they do not."""
    out: list[tuple[Statement, ...]] = []
    for one in found:
        open_ = _candidates(one, targets)
        alone = len(open_) == 1 and not _between(one, open_[0], targets)
        if alone or (kind == "quantity" and _one_service(open_)):
            out.append(tuple(open_))
        else:
            out.append(_in_turn(one, [o for o in found if _candidates(o, targets) == open_], open_))
    return [() if any(s.candidates for s in held) else held for held in out]


def _of_another(one: Said, held: Statement) -> bool:
    """Whether a limit names something else than a statement: “Examinations are limited to one each year”."""
    if not (isinstance(one.what, Amount) and one.what.left and held.subject):
        return False
    named = {*one.what.left, *(one.what.of or "").split()}
    subject = _WORD.findall(held.subject.lower())
    return {w.removesuffix("s") for w in named}.isdisjoint(w.removesuffix("s") for w in subject)


def _between(one: Said, held: Statement, targets: Sequence[Statement]) -> bool:
    """Whether a statement of another service stands between a value and the only statement of its stage."""
    first, last = sorted((one.span.start, held.span.start))
    return any(first < s.span.start < last and not _one_service((s, held)) for s in targets)


def _candidates(one: Said, targets: Sequence[Statement]) -> list[Statement]:
    """The statements of the stage, and with the name, that a value says."""
    stage = one.what.stage if isinstance(one.what, Length) else None
    open_ = [s for s in targets if stage is None or s.stage == stage]
    words = one.what.left if one.what else frozenset[str]()
    named = [s for s in open_ if words and _names(words, s)]
    return named or [s for s in open_ if not _of_another(one, s)]


def _one_service(targets: Sequence[Statement]) -> bool:
    """Whether statements are about one service, and only their stages tell them apart."""
    subjects = [frozenset(_WORD.findall(s.subject.lower())) for s in targets]
    stages = [s.stage for s in targets]
    return len(targets) > 1 and len(set(stages)) == len(stages) and bool(subjects[0].intersection(*subjects))


def _in_turn(one: Said, found: Sequence[Said], targets: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statement that a value stands behind, or before, where values and statements take turns throughout."""
    if not targets or len(found) != len(targets):
        return ()
    values, places = sorted(f.span.start for f in found), sorted(targets, key=lambda s: s.span.start)
    starts = [s.span.start for s in places]
    behind = all(s < v for s, v in zip(starts, values, strict=True)) and all(
        v < s for v, s in zip(values, starts[1:], strict=False)
    )
    before = all(v < s for v, s in zip(values, starts, strict=True)) and all(
        s < v for s, v in zip(starts, values[1:], strict=False)
    )
    return (places[values.index(one.span.start)],) if behind or before else ()


def _nobody(one: Said, targets: Sequence[Statement]) -> str:
    """Why no statement is the one that a value belongs to."""
    if not targets:
        return "No statement of necessity was read"
    stage = one.what.stage if isinstance(one.what, Length) else None
    open_ = _candidates(one, targets)
    if stage and not open_:
        goes_on = "going on" if stage == "continuation" else "beginning"
        return f"It is for {goes_on}, and no statement says that it is"
    return f"It can belong to {len(open_)} statements" if open_ else "It names something else"


def _contradicting(
    found: Sequence[Said], owners: Sequence[tuple[Statement, ...]], targets: Sequence[Statement]
) -> list[int]:
    """The values that are not the only one of their kind for a statement of theirs, or within it."""
    values: dict[tuple[str, str], set[str]] = {}
    for one, held in zip(found, owners, strict=True):
        for s in (*held, *(t for t in targets if _stands_in(one, t))):
            values.setdefault((one.kind, s.id), set()).add(_YEARS.sub(_months, _says(one)))
    return [
        i
        for i, (one, held) in enumerate(zip(found, owners, strict=True))
        if any(len(values[one.kind, s.id]) > 1 for s in held)
    ]


def _stands_in(one: Said, statement: Statement) -> bool:
    """Whether a value stands within a statement, of one of whose groups it may be: “Gout: 6 months”."""
    stage = one.what.stage if isinstance(one.what, Length) else None
    within = statement.span.start <= one.span.start and one.span.end <= statement.span.end
    return within and one.what is not None and stage in (None, statement.stage)


_YEARS = re.compile(r"([0-9]+) years?$")


def _months(years: re.Match[str]) -> str:
    return f"{12 * int(years[1])} months"


def _says(one: Said) -> str:
    if isinstance(one.what, Length):
        return ("at most " if one.what.most else "") + (one.what.says or "")
    return one.what.says if one.what else ""


def _grant(one: Said, held: tuple[Statement, ...], why: str, source: Source, findings: Findings) -> Grant:
    """The value as the reading has it, with a finding where it belongs to no statement or has no field."""
    what = one.what
    printed = " ".join(source.text[one.span.start : one.span.end].split())
    if isinstance(what, Amount):
        says = f"A limit of what is granted: amount {what.count or 'not printed'}, unit {what.of or 'not printed'}, period {what.per or 'not printed'}. {why}"
        ids = () if why else tuple(s.id for s in held)
        notes = (findings.add("quantity_limit", [one.span], says),) if why else ()
        return Grant(
            "quantity",
            what.says,
            one.span,
            units=what.units,
            of=what.of,
            per=what.per,
            statements=ids,
            notes=notes,
        )
    if what is None or what.says is None:
        why = why or "Its number is said twice, and differs"
        notes = (findings.add(_RULES[one.kind], [one.span], f"{why}: “{printed[:80]}”"),)
        return Grant(one.kind, printed[:80], one.span, notes=notes)
    staged = {"initial": ", for beginning", "continuation": ", for going on"}.get(what.stage or "", "")
    says = f"An approval lasts {'at most ' if what.most else ''}{what.says}{staged}. {why}"
    notes = (findings.add("approval_length", [one.span], says),) if why else ()
    ids = tuple(s.id for s in held) if not why else ()
    return Grant("length", what.says, one.span, what.most, stage=what.stage, statements=ids, notes=notes)
