"""Which criteria did it: the smallest set of edits that would have to be undone.

A set of edits *explains* the change of a line when NEW, keeping OLD's wording of exactly these edits, gives
the line its OLD outcome. The explanation is the smallest such set, and of equally small ones the first in
written order. It always exists, since undoing all edits makes NEW into OLD, and every edit in it matters: its
criterion has another value (or leaves something else to ask) under OLD's wording than under NEW's.

Sets are tried by size for all lines at once. Where that would take more than MAX_TRIES sets, the lines that
are left get a set from which nothing can be left out, found by leaving out one edit after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from coverable.determination.planes import Lines, Said, said, work
from coverable.proof.impact.merge import NEW, OLD, Edit, Merged, Shape

MAX_TRIES = 2000
Explained = list[tuple[tuple[str, ...], int]]
"""(names of the edits, the lines that they explain). No names: no criterion does, see `explain`."""


def explain(merged: Merged, shape: Shape, lines: Lines, changed: int, before: Said) -> Explained:
    """The explanation of each line of `changed`, whose OLD outcomes are `before`.

    A line is left without one only where an outcome rests on what is no criterion: the order in which
    services are looked through for a code that no table lists.
    """
    out: Explained = []
    active = _active(merged, shape, lines)
    names = [e.name for e in edits_of(merged, shape) if active[e.name] & changed]
    left, tries = changed, 0
    for size in range(1, len(names) + 1):
        for some in combinations(names, size):
            mine = left
            for name in some:
                mine &= active[name]
            if not mine:
                continue
            if tries == MAX_TRIES:
                return out + _shrunk(merged, shape, lines, left, before, active)
            tries += 1
            mine &= _equal(_undone(merged, shape, lines, frozenset(some)), before)
            if mine:
                out.append((some, mine))
                left &= ~mine
        if not left:
            return out
    return [*out, ((), left)] if left else out


def edits_of(merged: Merged, shape: Shape) -> tuple[Edit, ...]:
    """All edits that can matter to lines of this shape, in written order."""
    return (*((shape.edit,) if shape.edit else ()), *merged.edits)


def _undone(merged: Merged, shape: Shape, lines: Lines, some: frozenset[str]) -> Said:
    """What NEW answers with OLD's wording of some edits."""
    done = work(merged.policy, merged.steps(some), merged.readings, lines, {})
    old = shape.edit is not None and shape.edit.name in some
    return said(merged.policy, done, shape.mixed_old if old else shape.mixed_new, lines.full)


def _equal(one: Said, other: Said) -> int:
    out = 0
    for name, plane in one.items():
        out |= plane & other.get(name, 0)
    return out


def _active(merged: Merged, shape: Shape, lines: Lines) -> Mapping[str, int]:
    """For each edit the lines on which its two wordings differ in value, or in whether they ask."""
    full = lines.full
    fresh = {e.name: {NEW: full, OLD: 0} for e in merged.edits}
    done = work(merged.policy, merged.policy.forest.steps, merged.readings, lines, fresh)
    out = dict.fromkeys((e.name for e in merged.edits), 0)
    for name, new, old in merged.switches:
        plane = done.asks[new] ^ done.asks[old]
        for bits in done.each:
            plane |= bits[new][0] ^ bits[old][0] | bits[new][1] ^ bits[old][1]
        out[name] |= plane
    return out | ({shape.edit.name: full} if shape.edit else {})


def _shrunk(
    merged: Merged, shape: Shape, lines: Lines, left: int, before: Said, active: Mapping[str, int]
) -> Explained:
    """Each line's own set: all of its edits, without those that are not needed."""
    chosen = {name: plane & left for name, plane in active.items()}
    todo = merged.policy.forest.steps

    def holds(mixed: Mapping[str, int]) -> int:
        full = lines.full
        picks = {n: {NEW: full & ~p, OLD: p} for n, p in mixed.items()}
        done = work(merged.policy, todo, merged.readings, lines, picks)
        new = said(merged.policy, done, shape.mixed_new, full)
        if shape.edit is None:
            return _equal(new, before)
        back = mixed[shape.edit.name]
        old = said(merged.policy, done, shape.mixed_old, full)
        return back & _equal(old, before) | _equal(new, before) & ~back

    never = left & ~holds(chosen)
    dropped = left & ~never
    while dropped:  # what could not be left out at first may be later: undoing more is not always nearer
        some, dropped = dropped, 0
        for name in reversed(list(chosen)):
            tried = some & chosen[name]
            without = holds({**chosen, name: chosen[name] & ~tried}) & tried if tried else 0
            chosen[name] &= ~without
            dropped |= without
    out = [((), never)] if never else Explained()
    return out + list(_patterns(chosen, left & ~never))


def _patterns(chosen: Mapping[str, int], left: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Lines with the same set, together."""
    while left:
        bit = left & -left
        mine, names = left, list[str]()
        for name, plane in chosen.items():
            if plane & bit:
                names.append(name)
                mine &= plane
            else:
                mine &= ~plane
        yield tuple(names), mine
        left &= ~mine
