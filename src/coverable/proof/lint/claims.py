"""Rules on what a document says of its own changes: a claim of no change is compared with the version before.

What counts is what can decide: services, criteria, exclusions, referrals. Wording, ids, labels and places
do not; neither does the order of the parts of an `all` or `any`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from coverable.base.canonical import canonical
from coverable.base.dates import read_date
from coverable.base.shape import is_list, is_object
from coverable.base.yamlfile import Path_
from coverable.policy.build import all_criteria
from coverable.policy.model import HistoryEvent, PolicyFile
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject

SHOWN_ONLY = frozenset(
    {"id", "says", "cite", "label", "definition", "evidence", "names", "benefit_categories"}
)
UNORDERED = frozenset({"all", "any", "none", "of", "in", "has", "silent_on", "codes", "entries"})
"""Lists whose order means nothing."""
Named = Mapping[str, Any]


def changes(before: PolicyFile, after: PolicyFile) -> Iterator[tuple[Path_, str]]:
    """(place in the later file, what differs) of everything that can decide."""
    yield from _between(_executable(before), _executable(after), ())


def _executable(file: PolicyFile) -> Any:
    named = {c.id: c.model_dump(exclude_unset=True, by_alias=True) for c, _ in all_criteria(file) if c.id}
    whole = file.model_dump(exclude_unset=True, by_alias=True)
    keys = ("services", "indications", "exclusions", "referrals")
    return {key: _bare(whole.get(key), named, 0) for key in keys if whole.get(key)}


def _bare(value: Any, named: Named, depth: int) -> Any:
    """Without what is only shown; `same_as` is written out."""
    if is_object(value):
        if "same_as" in value and depth < 40:
            return _bare(named.get(value["same_as"]), named, depth + 1)
        out = {k: _bare(v, named, depth + 1) for k, v in value.items() if k not in SHOWN_ONLY}
        return out["code"] if set(out) == {"code"} else out  # `{code: X}` is the code X
    return [_bare(one, named, depth + 1) for one in value] if is_list(value) else value


def _between(a: Any, b: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if is_object(a) and is_object(b):
        for key in dict.fromkeys([*b, *a]):
            if key not in a or key not in b:
                yield (*path, key), f"`{key}` was {'added' if key in b else 'taken out'}"
            else:
                yield from _between(a[key], b[key], (*path, key))
    elif is_list(a) and is_list(b):
        yield from _lists(a, b, path)
    elif a != b:
        yield path, f"`{a}` became `{b}`" if not (is_object(a) or is_object(b)) else "it was rewritten"


def _lists(a: list[Any], b: list[Any], path: Path_) -> Iterator[tuple[Path_, str]]:
    """What has no like on the other side, paired in the order written."""
    if path[-1] in UNORDERED:
        left = [canonical(one) for one in a]
        new: list[int] = []
        for i, one in enumerate(b):
            if canonical(one) in left:
                left.remove(canonical(one))
            else:
                new.append(i)
        old = [one for one in a if canonical(one) in left]
    else:
        new, old = list(range(len(b))), list(a)
    for i, one in zip(new, old, strict=False):
        yield from _between(one, b[i], (*path, i))
    for i in new[len(old) :]:
        yield (*path, i), "it was added"
    for one in old[len(new) :]:
        yield path, f"{_said(one)} was taken out"


def _said(one: Any) -> str:
    fact = one.get("fact") if is_object(one) else None
    return f"the test of `{fact}`" if fact else f"`{one}`" if isinstance(one, str) else "a part"


def _tables(file: PolicyFile) -> Any:
    rows = [g.model_dump(exclude_unset=True, by_alias=True) for g in file.codes]
    return {"codes": [_bare(row, {}, 0) for row in rows]}


def _references(file: PolicyFile) -> Any:
    return {"references": [r.model_dump(exclude_unset=True, exclude={"cite"}) for r in file.references]}


PARTS: Mapping[str, Callable[[PolicyFile], Any]] = {
    "criteria": _executable,
    "coding": _tables,
    "references": _references,
}
"""What a claim speaks of, as data that is compared."""


def claims(subject: Subject) -> Iterator[tuple[int, HistoryEvent, str]]:
    """(number of the event, event, part) of every claim of no change since the version before."""
    before = subject.predecessor
    if before is None or before.first_day is None or subject.first_day is None:
        return
    for i, event in enumerate(subject.file.history):
        if not before.first_day <= read_date(event.on).last <= subject.first_day:
            continue  # it speaks of a change between other versions
        for part, changed in event.changes.items():
            if not changed and part in PARTS:
                yield i, event, part


@rule(
    "claim-of-no-change",
    "error",
    "The document says that nothing changed, but against the version before something did",
    why="Readers who trust the claim go on working by the old criteria (SR-008).",
    bad="""
history: [{kind: reviewed, on: 2026-02, implemented: 2026-03-01, changes: {criteria: false}, cite: L40}]
in_effect: {from: 2026-03-01}
# second.yaml
in_effect: {from: 2026-01-01}
indications:
  sleep: {service: device, applies_if: {fact: use, is: sleep}, cite: L10, criteria: {fact: snores}}
""",
    good="""
history: [{kind: reviewed, on: 2026-02, implemented: 2026-03-01, changes: {criteria: false}, cite: L40}]
in_effect: {from: 2026-03-01}
# second.yaml
in_effect: {from: 2026-01-01}
""",
)
def untrue(subject: Subject) -> Iterator[Hit]:
    before = subject.predecessor
    for i, event, part in claims(subject):
        assert before is not None
        found = list(_between(PARTS[part](before.file), PARTS[part](subject.file), ()))
        if not found:
            continue
        path, says = found[0]
        place = subject.where(*path)
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        yield hit(
            f"“no change of {part}” of {event.on} does not hold against {before.key}",
            subject.where("history", i),
            f"at {'.'.join(str(p) for p in path)} ({place.rpartition('/')[2]}) {says}{more}",
            "compare the two versions; correct the encoding that is wrong, or tell the publisher",
            f"{event.on} {part}",
        )


RULES = (untrue,)
