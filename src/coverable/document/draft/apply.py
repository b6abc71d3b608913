"""A draft and what the analyst says about it become one policy.

Nothing is dropped in silence: an answer whose passage is gone, or stands there in other words, is a problem
with its place in analyst.yaml; a passage without an answer stays unmapped and is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from coverable.base.problem import Problem, did_you_mean
from coverable.base.shape import is_list
from coverable.document.draft.agrees import disagreement
from coverable.document.draft.analyst import BEGUN, Answers, Open
from coverable.document.draft.criteria import STATES
from coverable.document.draft.drops import drop
from coverable.document.draft.made import Draft, Made, Slot, prune, walk
from coverable.document.draft.meant import Passages, names_in, shared
from coverable.document.draft.places import place_of
from coverable.document.draft.settling import Settling
from coverable.document.draft.signing import signed, unsigned
from coverable.policy.criterion import RULES, TESTS
from coverable.policy.model import PolicyFile

RULE = frozenset({*RULES, *TESTS, "of", "then", "else", "options", "unit", "silent_on", "silent_if"})
"""What makes a criterion what it is; the rest only describes it."""
WHOLE = frozenset({"applies_if", "criteria", "when", "unless", "only_if", "known_by", "options", "under"})
"""Fields that are replaced as a whole, never mixed with what was read."""
OURS = frozenset({"passage", "because", "drop", "place", "also", "settles"})
"""What an answer may say besides fields of the policy file."""
FIRST = ("id", "label", "position", "service", "says", "definition")
ORDER = tuple(PolicyFile.model_fields)


@dataclass(frozen=True)
class Applied:
    """The draft with its answers, and what is still to be done."""

    draft: Draft
    signoff: Made
    problems: tuple[Problem, ...] = ()
    """What is wrong in what the analyst wrote."""
    lost: tuple[Problem, ...] = ()
    """Answers whose passage is not in the document, or stands there in other words."""
    answered: frozenset[str] = frozenset()
    """Passages whose answers were taken."""
    open: tuple[Slot, ...] = ()
    """Passages that still want an answer, in the order of the policy file."""
    apart: frozenset[str] = frozenset()
    """Findings that the file settles under `signoff`, by their numbers in this reading."""
    said: bool = False
    """Whether an analyst said anything at all."""


def unanswered(draft: Draft, on: str) -> Applied:
    """A draft as the document gave it."""
    return Applied(draft, unsigned(on), open=tuple(_open(draft)))


def apply(draft: Draft, answers: Answers, on: str) -> Applied:
    """The answers in their places. The draft that is given is used up."""
    taken = _Applying(draft, answers)
    taken.answer_all()
    taken.lost += drop(draft, answers)
    taken.settling.sign_all()
    taken.overlay(draft.policy, taken.made.get("policy") or Made())
    draft.policy["indications"] = draft.policy.get("indications") or Made()
    taken.resolve(draft.policy, ())
    prune(draft.policy)
    _order(draft.policy)
    return Applied(
        draft,
        signed(answers, taken.settling.rows, on),
        tuple(taken.problems),
        (*taken.lost, *taken.settling.lost),
        frozenset(taken.answered),
        tuple(_open(draft)),
        frozenset(taken.settling.apart),
        bool(taken.answered or answers.file.policy or answers.file.dropped),
    )


class _Applying:
    """Collects problems while the answers are put into a draft."""

    def __init__(self, draft: Draft, answers: Answers) -> None:
        self.draft, self.answers, self.made = draft, answers, answers.fresh()
        self.problems: list[Problem] = []
        self.lost: list[Problem] = []
        self.answered: set[str] = set()
        self.originals = {id: deepcopy(made) for id, made in draft.made.items()}
        self.passages = Passages(draft, answers)
        self.settling = Settling(draft, answers)

    def problem(self, what: str, where: str, why: str, next: str) -> None:
        self.problems.append(Problem(what, where, why, next))

    def answer_all(self) -> None:
        for id in self.answers.file.answers:
            written = self.made["answers"][id]
            body = written if isinstance(written, Made) else Made()
            if not set(body) - BEGUN:
                continue  # a line that nobody filled in
            slots, lost = self.passages.of(id, body)
            self.lost += lost
            self.problems += shared(id, body, self.answers)
            where = self.answers.yaml.where(("answers", id))
            if "settles" in body:
                self._settle(id, slots, body, body.where.get("settles", where))
            for slot in slots:
                self._answer(slot, deepcopy(body), where)

    def _answer(self, slot: Slot, body: Made, where: str) -> None:
        target = self.draft.made[slot.id]
        ruled = RULE.intersection(body)
        if (
            slot.kind == "criterion"
            and not slot.open
            and (ruled or body.get("drop"))
            and not body.get("because")
        ):
            self.problem(
                f"`{slot.id}` is read otherwise, and no reason is given",
                where,
                "who corrects what stands in the document says why",
                "add `because: ...`",
            )
            return
        differs = disagreement(slot.states, body) if not body.get("because") else None
        if differs:
            self.problem(
                f"`{slot.id}` tests another bound than {slot.place} states",
                where,
                differs,
                "correct the one that is wrong, or say why with `because: ...`",
            )
        self.answered.add(slot.id)
        if body.get("drop"):
            target.dropped = True
            return
        if slot.kind == "criterion" and (ruled or "node" in body):
            for name in RULE.intersection(target):
                del target[name]
            target.at = where
            target.comments[:] = [one for one in target.comments if one.startswith(STATES)]
        if body.get("because"):
            target.comments.append(f"{self.answers.file.by}: {body['because']}")
        self._put(target, Made({k: v for k, v in body.items() if k not in OURS - {"place"}}), body.where)

    def _settle(self, id: str, slots: list[Slot], body: Made, where: str) -> None:
        """The findings on its passages that an answer ends; it has to say why."""
        if not body.get("because"):
            self.problem(
                f"`{id}` settles a finding, and no reason is given",
                where,
                "a finding is settled by what it came to",
                "add `because: ...`",
            )
            return
        here = self.settling.on(slots)
        asking = {one.rule for one in here}
        for rule in names_in(body["settles"]):
            for found in here:
                if found.rule == rule:
                    self.settling.sign(found, Open(because=str(body["because"])))
            if rule not in asking:
                asked = f"it is asked about by: {', '.join(sorted(asking)) or 'no finding'}"
                self.lost.append(
                    Problem(f"no finding `{rule}` stands on `{id}`", where, asked, did_you_mean(rule, asking))
                )

    def _put(self, target: Made, fields: Made, where: dict[str, str]) -> None:
        for key, value in fields.items():
            target[key] = value
            target.where[key] = where.get(key, "")

    def overlay(self, target: Made, over: Made) -> None:
        """Fields of the policy file over those that were read."""
        for key, value in over.items():
            if key in ("drop", "because"):
                continue
            old = target.get(key)
            if isinstance(old, Made) and isinstance(value, Made) and key not in WHOLE:
                old.dropped = bool(value.get("drop"))
                self.overlay(old, value)
            elif is_list(old) and is_list(value) and any(isinstance(v, Made) and _key(v) for v in value):
                self._rows(old, value)
            else:
                target[key] = value
                target.where[key] = over.where.get(key, "")
                if key == "codes":
                    target.comments.clear()  # they said what was wanting

    def _rows(self, old: list[Any], new: list[Any]) -> None:
        """Rows of a list by their id, or of a code list by the code; others are added."""
        old[:] = [Made(code=row) if isinstance(row, str) else row for row in old]
        known = {_key(row): row for row in old if isinstance(row, Made)}
        for row in new:
            same = known.get(_key(row)) if isinstance(row, Made) else None
            if same is None:
                old.append(row)
            else:
                same.dropped = bool(row.get("drop"))
                self.overlay(same, row)

    def resolve(self, value: Any, inside: tuple[str, ...]) -> Any:
        """`node: ID` becomes the criterion of that id, `place: ID` its place."""
        if is_list(value):
            value[:] = [self.resolve(below, inside) for below in value]
        if not isinstance(value, Made):
            return value
        if "node" in value:
            value, inside = self._node(value, inside)
        if "place" in value and value.at:
            value["cite"] = self._place(value)
            value.where["cite"] = value.where.pop("place", value.at)
            del value["place"]
        for name in ("because", "passage") if value.at else ():
            value.pop(name, None)
        if value.slot is not None:
            inside = (*inside, value.slot)
        for key in list(value):
            value[key] = self.resolve(value[key], inside)
        return value

    def _node(self, value: Made, inside: tuple[str, ...]) -> tuple[Made, tuple[str, ...]]:
        name = str(value.pop("node"))
        where = value.where.pop("node", value.at)
        found = self.draft.made.get(name)
        if found is None or self.draft.slots[name].kind != "criterion":
            criteria = [id for id, slot in self.draft.slots.items() if slot.kind == "criterion"]
            self.problem(
                f"no criterion `{name}` was read",
                where,
                "`node` names a passage",
                did_you_mean(name, criteria),
            )
            value["unmapped"] = True  # so that it is told once
            return value, inside
        if value.slot == name or name in inside:  # what stood there before it was answered
            found = deepcopy(self.originals[name])
            found.slot = None
            found.pop("id", None)
        if value.slot is not None and value.slot != name:  # the answer of one passage is another passage
            kept = {k: v for k, v in found.items() if k not in value}
            value.update(kept)
            value.where.update({k: w for k, w in found.where.items() if k in kept})
            return value, inside
        found.update(value)
        found.where.update(value.where)
        return found, inside

    def _place(self, value: Made) -> str:
        names = names_in(value["place"])
        where = value.where.get("place", value.at)
        slots = self.draft.slots
        for name in names:
            if name not in slots:
                self.problem(
                    f"no passage `{name}` in this document",
                    where,
                    "`place` names passages whose place is meant",
                    did_you_mean(name, slots),
                )
                return str(value.get("cite") or "L1")
        span = self.draft.source.join([slots[name].span for name in names])
        return place_of(self.draft.source, span)


def _key(row: Made) -> Any:
    return row.get("id") or row.get("code")


def _order(policy: Made) -> None:
    """Fields in the order in which people look for them, whoever wrote them."""
    for _, value in list(walk(policy)):
        if isinstance(value, Made) and value is not policy:
            first = [name for name in FIRST if name in value]
            for name in [*first, *(n for n in list(value) if n not in first)]:
                value[name] = value.pop(name)
    for name in [*(n for n in ORDER if n in policy), *(n for n in list(policy) if n not in ORDER)]:
        policy[name] = policy.pop(name)


def _open(draft: Draft) -> Iterator[Slot]:
    """Passages of the policy as it is now that nobody has answered."""
    for _, value in walk(draft.policy):
        if not isinstance(value, Made) or value.slot is None:
            continue
        slot = draft.slots[value.slot]
        if slot.kind == "criterion":
            wanting = value.get("unmapped") is True
        else:
            wanting = value.get("concludes") == "unread" or ("says" in value and not value["says"])
        if wanting:
            yield slot
