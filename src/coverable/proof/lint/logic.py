"""Rules on what criteria can and cannot say, proved over all fully documented patients in the signed reading.
(`proving`, `patients`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coverable.base.yamlfile import Path_
from coverable.logic.prover import Undecided
from coverable.policy.executable import NONE, Policy
from coverable.proof.lint.patients import patients
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject


def _told(subject: Subject, fault: str, what: str, why: str, next: str) -> Iterator[Hit]:
    policy = subject.policy
    if policy is None:
        return
    for index in subject.proved.parts.get(fault, ()):
        path: Path_ | None = subject.written.get(index)
        if path is None:
            continue  # it stands in another policy, and is told there
        node = policy.forest.nodes[index]
        yield hit(what.format(node.id), subject.where(*path), why, next, node.id)


WRAP = """
indications:
  sleep:
    service: device
    applies_if: {{fact: use, is: sleep}}
    cite: L10
    criteria: {}
"""


@rule(
    "criteria-never-met",
    "error",
    "No patient can meet the criteria of an indication",
    why="The tests contradict each other, so everybody is refused, or asked for what cannot be.",
    bad=WRAP.format("{all: [{fact: pauses, ge: 15}, {fact: pauses, lt: 5}]}"),
    good=WRAP.format("{all: [{fact: pauses, ge: 15}, {fact: tired}]}"),
)
def never_met(subject: Subject) -> Iterator[Hit]:
    yield from _whole_told(
        subject,
        "never met",
        "nobody can meet the criteria of `{}`",
        "proved over all patients to whom it applies, in the signed reading",
        "look for the two tests that cannot hold together",
    )


@rule(
    "criteria-never-failed",
    "error",
    "Every patient meets the criteria of an indication",
    why="The tests take in every answer, so they ask and decide nothing.",
    bad=WRAP.format("{any: [{fact: kind, is: mask}, {fact: kind, is: chair}]}"),
    good=WRAP.format("{any: [{fact: kind, is: mask}, {fact: tired}]}"),
)
def never_failed(subject: Subject) -> Iterator[Hit]:
    yield from _whole_told(
        subject,
        "never failed",
        "nobody can fail the criteria of `{}`",
        "proved over all patients to whom it applies, in the signed reading",
        "compare the criteria with the document: a bound, a choice or an `all` may be wrong",
    )


def _whole_told(subject: Subject, fault: str, what: str, why: str, next: str) -> Iterator[Hit]:
    for name, wrong in subject.proved.whole.items():
        if wrong == fault:
            yield hit(what.format(name), subject.where("indications", name, "criteria"), why, next, name)


@rule(
    "criterion-always-met",
    "warning",
    "A criterion is met whatever the answer is",
    why="It is asked, and stays open while nobody answers, though no answer can change the result.",
    bad=WRAP.format(
        "{all: [{fact: tired}, {id: device, any: [{fact: kind, is: mask}, {fact: kind, is: chair}]}]}"
    ),
    good=WRAP.format("{all: [{fact: tired}, {id: device, fact: kind, is: mask}]}"),
)
def always_met(subject: Subject) -> Iterator[Hit]:
    yield from _told(
        subject,
        "always met",
        "`{}` is met by every patient, but undetermined while it is unknown",
        "every value of what it tests meets it, or the indication applies only to those who do",
        "leave it out, or correct the value that should fail",
    )


@rule(
    "criterion-never-met",
    "warning",
    "A criterion or branch can be met by nobody",
    why="It looks like a way to meet the policy, and is none.",
    bad=WRAP.format(
        "{any: [{fact: tired}, {id: band, all: [{fact: pauses, ge: 15}, {fact: pauses, lt: 5}]}]}"
    ),
    good=WRAP.format(
        "{any: [{fact: tired}, {id: band, all: [{fact: pauses, ge: 5}, {fact: pauses, lt: 15}]}]}"
    ),
)
def part_never_met(subject: Subject) -> Iterator[Hit]:
    yield from _told(
        subject,
        "never met",
        "nobody to whom the indication applies can meet `{}`",
        "its tests contradict each other, or those of `applies_if`",
        "look for the two tests that cannot hold together",
    )


@rule(
    "criterion-without-effect",
    "warning",
    "A criterion can never change the result",
    why="Other criteria already decide what it asks; it is one more question for nothing.",
    bad=WRAP.format("{all: [{id: wide, fact: pauses, ge: 5}, {id: narrow, fact: pauses, ge: 15}]}"),
    good=WRAP.format("{all: [{id: narrow, fact: pauses, ge: 15}, {fact: tired}]}"),
)
def no_effect(subject: Subject) -> Iterator[Hit]:
    yield from _told(
        subject,
        "without effect",
        "`{}` can never change the result",
        "with it taken as met (or as not met) every patient ends the same",
        "leave it out, or compare it with the document: its bound or its place may be wrong",
    )


@rule(
    "statement-never-holds",
    "error",
    "An exclusion, a referral, a remark or a use can hold of nobody",
    why="What the document excludes, or sends elsewhere, is not recognized.",
    bad="""
exclusions:
  - id: tired-mask
    position: investigational
    when: {all: [{fact: kind, is: mask}, {fact: kind, is: chair}]}
    cite: L20
""",
    good="""
exclusions:
  - id: tired-mask
    position: investigational
    when: {all: [{fact: kind, is: mask}, {fact: use, is: other}]}
    cite: L20
""",
)
def never_holds(subject: Subject) -> Iterator[Hit]:
    policy = subject.policy
    if policy is None or subject.unmapped:
        return
    for name, root, under, path in _statements(policy):
        asked = patients(subject, [root])
        try:
            if asked.possible(asked.bits({**policy.signed, **under})[root][0]):
                continue
        except Undecided:
            continue
        yield hit(
            f"`{name}` can hold of nobody",
            subject.where(*path),
            "proved over all patients",
            "look for the two tests that cannot hold together",
            name,
        )


def _statements(policy: Policy) -> Iterator[tuple[str, int, Mapping[str, str], Path_]]:
    for use in policy.indications:
        yield use.name, use.applies, use.file.under, ("indications", use.name, "applies_if")
    for i, one in enumerate(policy.exclusions):
        if one.root != NONE and not (one.file.all_other_uses and one.file.unless is None):
            yield one.file.id, one.root, one.file.under, ("exclusions", i)
    for i, (referral, (_, root)) in enumerate(zip(policy.file.referrals, policy.referrals, strict=True)):
        yield referral.id, root, referral.under, ("referrals", i)
    for i, (remark, root) in enumerate(policy.remarks):
        yield remark.id, root, {}, ("remarks", i)


@rule(
    "exclusion-contradicts-indication",
    "warning",
    "A named exclusion holds of patients who meet an indication",
    why="The text calls the same thing necessary and not necessary; the indication wins, which may not be "
    "meant.",
    bad="""
exclusions:
  - {id: masks, position: investigational, when: {fact: kind, is: mask}, cite: L20}
""",
    good="""
exclusions:
  - id: masks
    position: investigational
    when: {all: [{fact: kind, is: mask}, {fact: use, is: other}]}
    cite: L20
""",
)
def contradicts(subject: Subject) -> Iterator[Hit]:
    policy = subject.policy
    if policy is None or subject.unmapped:
        return
    for i, one in enumerate(policy.exclusions):
        if one.file.when is None or one.root == NONE:
            continue
        for use in policy.indications:
            if one.file.service and not set(one.file.service) & set(use.services):
                continue
            asked = patients(subject, [one.root, use.applies, use.criteria])
            bits = asked.bits(policy.signed)
            both = bits[one.root][0] & bits[use.applies][0] & bits[use.criteria][0]
            try:
                if not asked.possible(both):
                    continue
            except Undecided:
                continue
            yield hit(
                f"`{one.file.id}` also holds of patients who meet `{use.name}`",
                subject.where("exclusions", i),
                "where both hold, the indication decides",
                "narrow the exclusion or the indication, as the document means it",
                f"{one.file.id}/{use.name}",
            )


@rule(
    "indications-overlap",
    "note",
    "Two indications apply to the same patients, with other criteria",
    why="Whoever meets either is approved; the document may mean them as separate uses.",
    bad="""
indications:
  sleep: {service: device, applies_if: {fact: use, is: sleep}, cite: L10, criteria: {fact: tired}}
  snoring: {service: device, applies_if: {fact: snores}, cite: L12, criteria: {fact: pauses, ge: 15}}
""",
    good="""
indications:
  sleep: {service: device, applies_if: {fact: use, is: sleep}, cite: L10, criteria: {fact: tired}}
  other: {service: device, applies_if: {fact: use, is: other}, cite: L12, criteria: {fact: pauses, ge: 15}}
""",
)
def overlap(subject: Subject) -> Iterator[Hit]:
    policy = subject.policy
    if policy is None or subject.unmapped:
        return
    for at, one in enumerate(policy.indications):
        for other in policy.indications[at + 1 :]:
            if not set(one.services) & set(other.services) or one.criteria == other.criteria:
                continue
            asked = patients(subject, [one.applies, other.applies])
            bits = asked.bits(policy.signed)
            try:
                if not asked.possible(bits[one.applies][0] & bits[other.applies][0]):
                    continue
            except Undecided:
                continue
            yield hit(
                f"`{one.name}` and `{other.name}` apply to the same patients",
                subject.where("indications", other.name, "applies_if"),
                "meeting the criteria of either is enough",
                "nothing if that is meant; else narrow `applies_if`",
                f"{one.name}/{other.name}",
            )


RULES = (
    never_met,
    never_failed,
    always_met,
    part_never_met,
    no_effect,
    never_holds,
    contradicts,
    overlap,
)
