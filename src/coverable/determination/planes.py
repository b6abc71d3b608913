"""What a policy answers to many lines at once: the one evaluator on planes, one bit for each line.

The same outcomes as `determination.answer` and the same joining of several listings of a code as a coverage
does it; nothing here looks at facts, only at the cells in which they lie. Planes are Python ints or arrays
of unsigned words, all of one kind and width.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coverable.determination.answer import ADVERSE
from coverable.glossary.probes import Probe
from coverable.logic.criteria import Forest, Step
from coverable.logic.evaluate import Picks, evaluate
from coverable.logic.planes import Bits, Plane, empty, leaf
from coverable.policy.executable import NONE, Policy
from coverable.policy.outcome import outcomes

Listing = tuple[tuple[str, int], ...]
"""(service that lists the code, root of its qualifier) pairs; () where no service does."""
Said = dict[str, Plane]
"""Outcome -> the lines that get it; every line has exactly one."""
OPEN = ("information_needed", "judgment_needed")


@dataclass(frozen=True)
class Lines:
    """Lines whose facts were read: for each probe its (mask of cells, plane) pairs, and the lines where
    asking can still help."""

    full: Plane
    cells: Mapping[Probe, Sequence[tuple[int, Plane]]]
    open: Mapping[Probe, Plane]


@dataclass(frozen=True)
class Worked:
    """Every criterion worked out: over all readings together, and in each of them."""

    met: Sequence[Plane]
    not_met: Sequence[Plane]
    asks: Sequence[Plane]
    """Undetermined, and some fact could still be stated that answers it."""
    each: Sequence[Sequence[Bits]]


def work(
    policy: Policy, todo: Sequence[Step], readings: Sequence[Mapping[str, str]], lines: Lines, extra: Picks
) -> Worked:
    """Work out the steps in every reading; `extra` picks options of switches, line by line."""
    forest, full = policy.forest, lines.full
    zero = full ^ full
    numbers = {node.leaf for _, rule, _, node in todo if rule == "leaf"}
    leaves: dict[int, Bits] = {}
    for number in numbers:
        probe, true, silent = forest.leaves[number]
        leaves[number] = leaf(lines.cells.get(policy.probes[probe], ()), true, silent, zero)
    options = _options(todo)
    each: list[Sequence[Bits]] = []
    for reading in readings:
        read = {n: found for n, found in options.items() if n in reading}
        picks = {n: {o: full if reading[n] == o else zero for o in found} for n, found in read.items()}
        each.append(evaluate(forest, leaves, full, {**picks, **extra}, todo))
    met, not_met = [zero] * len(forest.nodes), [zero] * len(forest.nodes)
    for index, *_ in todo:
        t = f = full
        for bits in each:
            t = t & bits[index][0]
            f = f & bits[index][1]
        met[index], not_met[index] = t, f
    return Worked(met, not_met, _asks(policy, todo, met, not_met, lines, extra), each)


def _options(todo: Iterable[Step]) -> dict[str, tuple[str, ...]]:
    """All options that some criterion tells apart, of each interpretation."""
    out: dict[str, tuple[str, ...]] = {}
    for _, rule, _, node in todo:
        if rule in ("interpretation", "reading"):
            name = node.interpretation
            out[name] = tuple(dict.fromkeys((*out.get(name, ()), *node.options)))
    return out


def _asks(
    policy: Policy,
    todo: Sequence[Step],
    met: Sequence[Plane],
    not_met: Sequence[Plane],
    lines: Lines,
    extra: Picks,
) -> list[Plane]:
    """Children first: where an open fact stands below that can still settle the criterion (as
    `Answer.askable` finds it)."""
    forest: Forest = policy.forest
    full = lines.full
    zero = full ^ full
    asks = [zero] * len(forest.nodes)
    for index, rule, below, node in todo:
        unknown = full & ~(met[index] | not_met[index])
        if empty(unknown):
            continue
        if rule == "leaf":
            here = lines.open.get(policy.probes[forest.leaves[node.leaf].probe], full)
        elif rule == "if":
            condition = below[0]
            open_ = full & ~(met[condition] | not_met[condition])
            rest = asks[below[2]] if len(below) == 3 else zero
            here = open_ & (asks[condition] | asks[below[1]] | rest)
            here = here | met[condition] & asks[below[1]] | not_met[condition] & rest
        elif rule == "silent_if":
            tested, silent = below
            open_ = full & ~(met[tested] | not_met[tested])
            here = open_ & asks[tested] | full & ~open_ & asks[silent]
        elif node.interpretation in extra:
            taken, here = extra[node.interpretation], zero
            for option, child in zip(node.options, below, strict=True):
                here = here | taken[option] & asks[child]
        else:
            here = zero
            for child in below:
                here = here | asks[child]
        asks[index] = unknown & here
    return asks


def said(policy: Policy, done: Worked, listed: Listing, full: Plane) -> Said:
    """The policy's outcome for each line, given which of its services list the code."""
    if not listed:
        return unlisted(policy, done, full)
    answers: list[tuple[Said, Plane]] = []
    for service, qualifier in listed:
        counts = full & ~done.not_met[qualifier] if qualifier != NONE else full
        answers.append((ends(policy, done, service, qualifier, full), counts))
    return answers[0][0] if len(answers) == 1 else _settled(answers, full)


def unlisted(policy: Policy, done: Worked, full: Plane) -> Said:
    """The first service whose kind and use surely match answers; without one the policy does not speak."""
    out: Said = {}
    left, zero = full, full ^ full
    for service in policy.services.values():
        if service.known_by == NONE:
            continue
        mine = left & done.met[service.known_by] & done.met[service.applies]
        if not empty(mine):
            for name, plane in ends(policy, done, service.name, NONE, full).items():
                out[name] = out.get(name, zero) | plane & mine
            left = left & ~mine
    out["not_addressed"] = out.get("not_addressed", zero) | left
    return out


def ends(policy: Policy, done: Worked, name: str, qualifier: int, full: Plane) -> Said:
    """What a service answers, by the ladder in every reading; readings that end differently, and open cases
    in which nothing can be asked, are for a person. `qualifier` is the root of the code's, or NONE."""
    service, zero = policy.services[name], full ^ full
    out: Said = {}
    for i, bits in enumerate(done.each):
        decided, open_, silent = outcomes(policy, service, qualifier, bits, full)
        here: Said = {}
        for end, plane in (*decided, ("information_needed", open_), ("not_addressed", silent)):
            here[end] = here.get(end, zero) | plane
        out = here if i == 0 else {end: plane & here.get(end, zero) for end, plane in out.items()}
    left = full
    for plane in out.values():
        left = left & ~plane
    askable = zero
    for root in (service.met, policy.elsewhere, service.named, service.applies):
        askable = askable | done.asks[root] if root != NONE else askable
    if qualifier != NONE:
        known = done.asks[service.known_by] if service.known_by != NONE else zero
        askable = askable | full & ~done.met[qualifier] & (done.asks[qualifier] | known)
    waiting = out.get("information_needed", zero)
    out["information_needed"] = waiting & askable
    out["judgment_needed"] = left | waiting & ~askable
    return out


def _settled(answers: Sequence[tuple[Said, Plane]], full: Plane) -> Said:
    """Several services of one policy list the code: their answers become one, as those of one level do."""
    zero = full ^ full
    speaks = [full & ~said.get("not_addressed", zero) for said, _ in answers]
    listed = zero
    for plane, (_, counts) in zip(speaks, answers, strict=True):
        listed = listed | plane & counts
    speaks = [p & (c | full & ~listed) for p, (_, c) in zip(speaks, answers, strict=True)]
    uses = zero
    for plane, (said, _) in zip(speaks, answers, strict=True):
        uses = uses | plane & ~said.get("use_not_listed", zero)
    speaks = [p & ~(e.get("use_not_listed", zero) & uses) for p, (e, _) in zip(speaks, answers, strict=True)]
    out: Said = {}
    left = full
    kinds = (OPEN, tuple(ADVERSE), ("criteria_met",), ("governed_elsewhere",))
    seen: list[Plane] = []
    for kind in kinds:  # open ones first, then adverse ones, then met, in the order of the services
        any_ = zero
        for plane, (said, _) in zip(speaks, answers, strict=True):
            for name in kind:
                mine = plane & said.get(name, zero)
                any_ = any_ | mine
                out[name] = out.get(name, zero) | mine & left
                left = left & ~mine
        seen.append(any_)
    both = seen[1] & seen[2]  # met and adverse: a person decides
    for name in out:
        out[name] = out[name] & ~both
    out["judgment_needed"] = out.get("judgment_needed", zero) | both
    out["not_addressed"] = left & ~both
    return out
