"""Statements of a reading as indications and exclusions; competing wordings as interpretations (SR-052)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from coverable.document.criteria.text.diseasewords import is_illness
from coverable.document.draft.approves import approves_of
from coverable.document.draft.criteria import Scribe, named_by
from coverable.document.draft.made import Draft, Made
from coverable.document.draft.names import slug
from coverable.document.draft.places import place_of
from coverable.document.reading import Node, Statement
from coverable.document.source import Span
from coverable.document.wordlists import words_of

LATER, OTHER = "later-text", "other-text"
"""The wording that seems to be the later one, and any other in the same place."""


def texts(statements: tuple[Statement, ...], after: str = "") -> Iterator[tuple[str, str]]:
    """Every text that gives a name, so that names which would be alike are told apart."""
    for one in statements:
        if one.position == "medically_necessary":
            yield one.subject, after
        yield from ((str(use.value), after) for use in one.named_uses)
        if one.criteria is not None:
            yield from named_by(one.criteria)
        yield from texts(one.candidates, OTHER)


def write_statements(draft: Draft, scribe: Scribe, service: str) -> None:
    """Fills `indications`, `exclusions` and `interpretations`."""
    policy = draft.policy
    policy |= {"indications": Made(), "exclusions": [], "interpretations": Made()}
    for one in draft.reading.statements:
        if not one.candidates:
            _write(draft, scribe, one, service, {}, "")
            continue
        versions = [(LATER, one), *_earlier(one)]
        name = scribe.names.unique("wording")
        policy["interpretations"][name] = _wording(draft, versions)
        for option, version in versions:
            _write(draft, scribe, version, service, {name: option}, "" if version is one else OTHER)


def _earlier(one: Statement) -> list[tuple[str, Statement]]:
    several = len(one.candidates) > 1
    return [(f"{OTHER}-{n}" if several else OTHER, c) for n, c in enumerate(one.candidates, 1)]


def _wording(draft: Draft, versions: list[tuple[str, Statement]]) -> Made:
    source = draft.source
    span = source.join([one.span for _, one in versions])
    made = Made(
        question="Several wordings stand in this place. Which of them is in force?",
        options=Made(
            {option: f"what {place_of(source, one.span)} says, by itself" for option, one in versions}
        ),
        cite=place_of(source, span),
    )
    made.comments.append("Tracked changes were flattened here, or two statements compete: choose one.")
    return made


def _write(
    draft: Draft, scribe: Scribe, one: Statement, service: str, under: dict[str, str], after: str
) -> None:
    if one.position == "medically_necessary":
        _indication(draft, scribe, one, service, under, after)
    else:
        draft.policy["exclusions"] += _exclusions(draft, scribe, one, under, after)


def _indication(
    draft: Draft, scribe: Scribe, one: Statement, service: str, under: dict[str, str], after: str
) -> None:
    illness, asked = _apart(one.criteria)
    said = (illness.text, slug(one.subject)) if illness else (one.subject or one.id, "")
    name = scribe.names.of(*said, after)
    use = scribe.criterion(illness, name) if illness else scribe.use(name, one.subject, _lead(one))
    if one.stage is not None:
        use = Made(all=[use, Made(fact="request_kind", **{"is": one.stage})])
    criteria = (
        scribe.bare(f"{name}-criteria", one.subject, one.span, "the criteria: none were found")
        if asked is None
        else scribe.criterion(asked, name)
    )
    made = Made(service=service, applies_if=use, under=Made(under))
    made |= {"cite": place_of(draft.source, one.span), "criteria": criteria}
    made["approves"] = approves_of(draft, one)
    scribe.remark(made, one.notes)
    draft.policy["indications"][name] = made.without_empty()


def _apart(criteria: Node | None) -> tuple[Node | None, Node | None]:
    """The disease that a statement is for, where it stands before its list, and what is asked for besides.

    “X is necessary for Crohn's disease when all of these are met:”: the disease tells the use.
    """
    if criteria is None or criteria.rule != "all" or len(criteria.children) != 2 or criteria.notes:
        return None, criteria
    first, rest = criteria.children
    led = first.rule == "leaf" and rest.rule != "leaf" and rest.text == criteria.text
    if not led or first.notes or not is_illness(first.text):
        return None, criteria
    return first, rest


def _lead(one: Statement) -> Span:
    """The words before the list: they say which use is meant."""
    if one.criteria is None or not one.criteria.children:
        return one.span
    end = max(one.criteria.span.end, one.span.start)
    lines = (one.span.lines[0], max(one.criteria.span.lines[1], one.span.lines[0]))
    return replace(one.span, end=end, lines=lines)


_SAYS_NO_SERVICE = (
    words_of("framewords.txt") | words_of("usewords.txt") | {"other", "uses", "indication", "above"}
)


def _of_one_service(one: Statement, statements: Sequence[Statement]) -> bool:
    """Whether “all other uses” is said of one service of several: it closes the uses of that one only."""
    mine = _service_words(one.subject)
    others = (_service_words(s.subject) for s in statements if s.position == "medically_necessary")
    return bool(mine) and any(words and words.isdisjoint(mine) for words in others)


def _service_words(subject: str) -> frozenset[str]:
    words = re.findall(r"[a-z][a-z-]{3,}", subject.lower())
    return frozenset(w.removesuffix("s") for w in words if w not in _SAYS_NO_SERVICE)


def _exclusions(
    draft: Draft, scribe: Scribe, one: Statement, under: dict[str, str], after: str
) -> Iterator[Made]:
    """One for each thing that the sentence rules out."""
    source, names = draft.source, scribe.names

    def made(id: str, cite: str, **what: Any) -> Made:
        out = Made(id=id, position=one.position, **what, under=Made(under), cite=cite).without_empty()
        scribe.remark(out, one.notes)
        return out

    cite, many = place_of(source, one.span), bool(one.named_uses)
    for use in one.named_uses:
        name = names.of(str(use.value), after=after)
        when = scribe.use(name, str(use.value), use.span)
        yield made(name, place_of(source, use.span), when=when)
    if one.criteria is not None:
        many = True
        name = names.of(one.subject or one.id, after=after or "excluded")
        yield made(name, cite, when=scribe.criterion(one.criteria, name))
    if one.criteria_not_met:
        many = True
        yield made(names.of("", "criteria-not-met", after), cite, criteria_not_met=True)
    if one.all_other_uses:
        name = names.of("", "any-other-use", after)
        spared = {}
        if _of_one_service(one, draft.reading.statements):
            asks = "fact and test that tell another service than the one that this sentence is about"
            spared = {"unless": scribe.use(name, one.subject, one.span, asks=asks)}
        yield made(name, cite, all_other_uses=True, **spared)
    elif not many:
        name = names.of(one.subject or one.id, after=after or "excluded")
        yield made(name, cite, when=scribe.use(name, one.subject, one.span))
