"""`analyst.yaml` to be filled in: a line for each passage that wants an answer, none of its words.

A file that is written again for a newer edition keeps every answer whose passage stands there still.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from coverable.base.shape import is_object
from coverable.document.draft import approves
from coverable.document.draft.analyst import Answers
from coverable.document.draft.apply import Applied
from coverable.document.draft.emit import comment, flow, scalar, yaml_text
from coverable.document.draft.made import Draft, Slot
from coverable.document.draft.names import clean
from coverable.document.draft.settling import line_to_sign, places_of, waiting
from coverable.policy.unfinished import UNSTATED

HEAD = "# yaml-language-server: $schema=../../../../../schema/analyst.schema.json"
QUOTED = 200
"""Characters of a passage that are shown where its words may be quoted."""
HELP = """
Write in your own words what each passage means, then run the same `coverable read` again.
  ID: {passage: ..., fact: FACT}                          a yes/no fact; other tests as in policy.yaml
  ID: {passage: ..., any: [{fact: A}, {fact: B}]}         one item that asks for two things
  ID: {passage: ..., interpretation: X-1, options: {...}} read in two ways; declare X-1 under `policy`
  ID: {passage: ..., because: REASON, all: [{node: ID2}]} read otherwise than it was; `node` is a passage
  ID: {passage: ..., says: ...}                           a definition or note, in your own words
  ID: {passage: ..., also: [ID2, ID3], fact: FACT}        other places of the same words that mean the same
  ID: {passage: ..., settles: RULE, because: REASON, ...} ends a finding (F1) that stands on the passage
`dropped: {NAME: {because: REASON}}` beside `answers` takes out a statement that the document does not make.
`place: ID` stands for the place of a passage where `cite` would stand. docs/reading.md shows all of it.
"""


def analyst_text(applied: Applied, answers: Answers | None = None) -> str:
    """The whole file."""
    return "\n".join(_lines(applied, answers)) + "\n"


def _lines(applied: Applied, answers: Answers | None) -> Iterator[str]:
    draft = applied.draft
    file = answers.file if answers else None
    yield HEAD
    yield comment(f"Answers about {draft.source.name or 'a document'}, read as {draft.key}.")
    yield from (f"# {line}" for line in HELP.strip().split("\n"))
    yield f"document: {scalar(draft.source.sha256)}"
    yield f"by: {scalar(file.by if file else None)}"
    yield f"on: {scalar(file.on if file else None)}"
    yield from _answers(applied, answers)
    written: Any = answers.yaml.data if answers else {}
    if written.get("dropped"):
        yield from _section("dropped", written["dropped"])
    yield from _policy(draft, written.get("policy"))
    yield from _signoff(applied, written.get("signoff") or {})


def _answers(applied: Applied, answers: Answers | None) -> Iterator[str]:
    draft = applied.draft
    given: dict[str, Any] = answers.yaml.data.get("answers") or {} if answers else {}
    kept = {id: body for id, body in given.items() if id in applied.answered and is_object(body)}
    alike = _alike(applied.open)
    told = {slot.id for first, *others in alike.values() for slot in others if first.id not in kept}
    wanted = [s for s in draft.slots.values() if s.id in kept or s in applied.open or s.notes]
    if not wanted:
        yield "answers: {}"
        return
    yield "answers:"
    for slot in wanted:
        if slot.id in told:
            continue
        yield from _about(draft, slot)
        body = kept.get(slot.id)
        if body is not None:
            made = yaml_text({slot.id: {"passage": slot.passage, **_but_passage(body)}})
            yield from (f"  {line}" for line in made.rstrip("\n").split("\n"))
        elif slot not in applied.open:  # only if it is read otherwise
            if slot.id not in applied.answered:
                yield f"  # {scalar(slot.id)}: {{passage: {scalar(slot.passage)}}}"
        else:
            others = alike[_words(slot)][1:]
            yield from _same_words(draft, others, applied.answered, slot)
            also = f", also: [{', '.join(scalar(one.id) for one in others)}]" if others else ""
            yield f"  {scalar(slot.id)}: {{passage: {scalar(slot.passage)}{also}}}"
    for id, body in given.items():
        if id not in kept and is_object(body) and _but_passage(body):
            yield comment(f"no longer in the document as it was answered: {id}: {flow(body)}", 2)


def _words(slot: Slot) -> tuple[str, str, str]:
    """What one answer can be for: the same words, asked for in the same way."""
    return slot.kind, slot.passage, slot.asks


def _alike(open_: Iterable[Slot]) -> dict[tuple[str, str, str], list[Slot]]:
    out: dict[tuple[str, str, str], list[Slot]] = {}
    for slot in open_:
        out.setdefault(_words(slot), []).append(slot)
    return out


def _same_words(draft: Draft, others: Sequence[Slot], answered: Collection[str], slot: Slot) -> Iterator[str]:
    """Where else the words of a passage stand: what one answer does for, and what was answered before."""
    if others:
        places = ", ".join(one.place for one in others)
        yield comment(f"the same words: {places}. Take out of `also` where they mean something else", 2)
    before = [s for s in draft.slots.values() if s.id in answered and _words(s) == _words(slot)]
    if before:
        yield comment(f"the same words are answered at {before[0].id}: add this one to its `also`, if so", 2)


def _about(draft: Draft, slot: Slot) -> Iterator[str]:
    yield comment(f"{slot.place}: {slot.asks}", 2)
    if draft.quoted:
        yield comment(f"“{clean(slot.text)[:QUOTED]}”", 2)
    for found in draft.reading.findings:
        if found.id in slot.notes:
            yield comment(f"{found.id} ({found.severity}, {found.rule}): {found.question}", 2)


def _but_passage(body: Any) -> dict[str, Any]:
    return {k: v for k, v in body.items() if k != "passage"}


def _policy(draft: Draft, written: Any) -> Iterator[str]:
    missing = [name for name in UNSTATED if draft.policy.get(name) in (None, [], "not-stated")]
    if missing:
        yield comment(f"Not stated in the document: {', '.join(missing)}. Write them here.")
    yield from (comment(line) for line in approves.asked(draft))
    yield from _section("policy", written)


def _signoff(applied: Applied, written: Mapping[str, Any]) -> Iterator[str]:
    draft = applied.draft
    if not draft.policy["in_effect"].get("from"):
        yield comment(
            "No first day is stated: supplied: {in_effect.from: {value: YYYY-MM-DD, because: REASON}}"
        )
    wordings: dict[str, Any] = draft.policy.get("interpretations") or {}
    for name, one in wordings.items():
        options = " or ".join(clean(option) for option in one["options"])
        yield comment(f"To sign: interpretations: {{{clean(name)}: {{option: {options}, because: REASON}}}}")
    settled: Mapping[str, Any] = applied.signoff.get("settled") or {}
    yield from _to_settle(draft, settled)
    kept = {name: value for name, value in written.items() if name != "settled"}
    if applied.apart:  # the numbers that the findings have now
        kept["settled"] = {name: row for name, row in settled.items() if name in applied.apart}
    yield from _section("signoff", kept)


def _to_settle(draft: Draft, settled: Collection[str]) -> Iterator[str]:
    """The findings that wait for a person before anybody can approve: a line for each, to be written out."""
    open_ = waiting(draft, settled)
    if not open_:
        return
    yield comment("Before anybody can approve, each of these findings is settled, with what it came to:")
    yield comment("at its passage (`settles: RULE`), or here under `settled`, a line for each:")
    for found in open_:
        at = places_of(draft.source, found)
        yield comment(f"{found.id} ({found.severity}){', ' if at else ''}{at}: {found.question}")
        yield comment(f"    {line_to_sign(draft, found)}")


def _section(name: str, written: Any) -> Iterator[str]:
    if not written:
        yield f"{name}: {{}}"
        return
    yield from yaml_text({name: written}).rstrip("\n").split("\n")
