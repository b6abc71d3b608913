"""What a result grants, in the draft: `approves` of an indication, and what an analyst is asked of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverable.document.draft.emit import flow
from coverable.document.draft.made import Draft, Made, below, said
from coverable.document.draft.names import clean
from coverable.document.draft.places import place_of
from coverable.document.reading import Grant, Statement

APART = 3
"""Lines between a length and a limit that are still cited as one place."""


def approves_of(draft: Draft, statement: Statement) -> Made | None:
    """What the document grants with a statement; None where it says nothing plain.

    A length that is only bounded (“up to 3 months”) is no length: it stands as `until`.
    """
    held = [one for one in draft.reading.grants if statement.id in one.statements]
    if not held:
        return None
    made = field(held)
    made["cite"] = _cite(draft, held)
    made.comments += [f"states: {clean(_told(one))} ({place_of(draft.source, one.span)})" for one in held]
    return made


def field(held: Sequence[Grant]) -> Made:
    """The values in the fields of the policy file."""
    made = Made()
    for one in held:
        if one.kind == "length":
            name, before = ("until", "at most ") if one.most else ("for", "")
            made.setdefault(name, before + clean(one.says))
        elif one.units is not None:
            parts = {"of": one.of and clean(one.of), "per": one.per and clean(one.per)}
            made.setdefault("quantity", Made(units=one.units, **parts).without_empty())
    return made


def asked(draft: Draft) -> Iterator[str]:
    """For the analyst's file: each value of no statement, and the line that gives it to one."""
    indications = below(draft.policy, "indications")
    open_ = [one for one in draft.reading.grants if one.notes and not one.statements]
    for one in open_:
        place, made = place_of(draft.source, one.span), field([one])
        values = flow(Made({**made, "cite": place})) if made else f"{{..., cite: {place}}}"
        told = f"{one.notes[0]}, {place}: {clean(_told(one))}."
        yield f"{told} Where it holds: indications: {{NAME: {{approves: {values}}}}}"
    if open_:
        names = ", ".join(indications) or "the indications that you add"
        yield f"NAME: {names}. Where it holds for none: signoff.settled"
    if stated := [name for name in indications if "approves" in below(indications, name)]:
        yield f"Granted, to correct or take out ({{approves: {{drop: true}}}}): {', '.join(stated)}"


def words_of(made: Made) -> str:
    """`6 months, 4 syringes per 28 days`, for people."""
    parts = [said(made, "for"), f"until {said(made, 'until')}" if "until" in made else ""]
    quantity = below(made, "quantity")
    if quantity:
        of, per = said(quantity, "of"), said(quantity, "per")
        parts.append(" ".join(p for p in (said(quantity, "units"), of, f"per {per}" if per else "") if p))
    return ", ".join(part for part in parts if part)


def _told(one: Grant) -> str:
    stage = {"initial": " for beginning", "continuation": " for going on"}.get(one.stage or "", "")
    return f"{'at most ' if one.most else ''}{one.says}{stage}"


def _cite(draft: Draft, held: Sequence[Grant]) -> str:
    """One place: of all where they stand together, else of the first."""
    lines = [line for one in held for line in one.span.lines]
    near = max(lines) - min(lines) <= APART
    return place_of(draft.source, draft.source.join([one.span for one in held]) if near else held[0].span)
