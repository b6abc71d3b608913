"""Rules on what a policy points to: other policies, and the literature it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from coverable.plan.model import in_line
from coverable.proof.lint.patients import hold_together
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject

ALIKE = 0.8
"""How alike two ids with the same number must be for one to be a misspelling of the other."""


def links(subject: Subject) -> dict[str, str]:
    """Every other policy that this one names, with the first place where it does."""
    out: dict[str, str] = {}
    for i, one in enumerate(subject.file.referrals):
        out.setdefault(one.to, subject.where("referrals", i, "to"))
    for i, name in enumerate(subject.file.cross_references):
        out.setdefault(name, subject.where("cross_references", i))
    return out


def meant(name: str, known: list[str]) -> str | None:
    """The known id that `name` misspells. Another number is another document, never a misspelling."""
    digits = re.findall(r"[0-9]+", name)
    near = [k for k in known if re.findall(r"[0-9]+", k) == digits]
    best = max(near, key=lambda k: SequenceMatcher(None, name, k).ratio(), default=None)
    return best if best and SequenceMatcher(None, name, best).ratio() >= ALIKE else None


@rule(
    "reference-other-line",
    "note",
    "A reference speaks of another line of business than its policy",
    why="Its rules may not hold for these members (SR-027).",
    bad="references: [{title: Provider manual, year: '2025', line_of_business: medicaid, cite: L50}]",
    good="references: [{title: Provider manual, year: '2025', line_of_business: commercial, cite: L50}]",
)
def other_line(subject: Subject) -> Iterator[Hit]:
    lines = list(subject.file.lines_of_business)
    for i, one in enumerate(subject.file.references):
        line = one.line_of_business
        if line is None or line in lines or in_line(list(lines), line):
            continue
        yield hit(
            f"“{one.title}” is a reference of another line of business ({line})",
            subject.where("references", i),
            f"the policy is for {', '.join(lines)}",
            "ask the publisher whether it is meant",
            one.title,
        )


@rule(
    "reference-not-in-library",
    "note",
    "The policy sends the reader to a policy that is not in the library",
    why="What that one says cannot be looked up, and a request sent there ends here (SR-053).",
    bad="cross_references: [example/p-7]",
    good="""
cross_references: [example/p-2]
# another.yaml
title: Another invented policy
""",
)
def not_there(subject: Subject) -> Iterator[Hit]:
    known = subject.house.library.ids()
    for name, where in links(subject).items():
        if name not in known and meant(name, known) is None:
            yield hit(
                f"`{name}` is not in the library",
                where,
                "the link is missing",
                "load that policy, or leave the link as a note for people",
                name,
            )


@rule(
    "reference-misspelt",
    "error",
    "The policy names another policy by a wrong id",
    why="The one that is meant is in the library, but the link does not lead to it.",
    bad="""
cross_references: [exampel/p-2]
# another.yaml
title: Another invented policy
""",
    good="""
cross_references: [example/p-2]
# another.yaml
title: Another invented policy
""",
)
def misspelt(subject: Subject) -> Iterator[Hit]:
    known = subject.house.library.ids()
    for name, where in links(subject).items():
        right = meant(name, known) if name not in known else None
        if right:
            yield hit(
                f"`{name}` is no policy, `{right}` is",
                where,
                "the link leads nowhere",
                f"write `{right}`",
                name,
            )


@rule(
    "reference-to-itself",
    "error",
    "The policy sends the reader to itself",
    why="A request sent there would come back for ever.",
    bad="cross_references: [example/p-1]",
    good="cross_references: []",
)
def itself(subject: Subject) -> Iterator[Hit]:
    for name, where in links(subject).items():
        if name == subject.id:
            yield hit(
                f"`{name}` is this policy", where, "the link leads nowhere", "name the other policy", name
            )


@rule(
    "referral-in-a-circle",
    "error",
    "Two policies send the same reader to each other",
    why="Neither decides what both hand on.",
    bad="""
referrals: [{id: there, to: example/p-2, when: {fact: use, is: other}, cite: L21}]
# another.yaml
referrals: [{id: back, to: example/p-1, when: {fact: use, is: other}, cite: L21}]
""",
    good="""
referrals: [{id: there, to: example/p-2, when: {fact: use, is: other}, cite: L21}]
# another.yaml
title: Another invented policy
""",
)
def circle(subject: Subject) -> Iterator[Hit]:
    for i, one in enumerate(subject.file.referrals):
        for other in subject.house.versions(one.to):
            if other.origin is None or other.id <= subject.id:
                continue  # the pair is told once, at the first of the two
            if any(back.to == subject.id for back in other.file.referrals):
                yield hit(
                    f"`{one.to}` sends requests back here",
                    subject.where("referrals", i),
                    "each hands on to the other",
                    "ask the publishers which of the two governs",
                    one.to,
                )
                break


@rule(
    "referral-conflicts",
    "note",
    "A use is sent to another policy although an indication here covers it",
    why="The text says both; which of the two holds is a reading that a person signs (SR-053).",
    bad="""
referrals: [{id: there, to: example/p-2, when: {fact: use, is: sleep}, cite: L21}]
# another.yaml
title: Another invented policy
""",
    good="""
referrals: [{id: there, to: example/p-2, when: {fact: use, is: other}, cite: L21}]
# another.yaml
title: Another invented policy
""",
)
def conflicts(subject: Subject) -> Iterator[Hit]:
    policy = subject.policy
    if policy is None:
        return
    for i, one in enumerate(policy.file.referrals):
        root = policy.referrals[i][1]
        for indication in policy.indications:
            pairs = ((root, one.under), (indication.applies, indication.file.under))
            if hold_together(subject, pairs):
                readings = sorted({*one.under, *indication.file.under})
                open_ = [name for name in readings if name not in policy.signed]
                if not readings:
                    why = "nothing decides between them, so the referral always wins"
                    next = "declare an interpretation, and let each statement stand `under` an option of it"
                elif open_:
                    why, next = f"{', '.join(open_)} would decide, but is not signed", "sign it, and say why"
                else:
                    why = f"the signed readings decide: {', '.join(readings)}"
                    next = "nothing, unless the publisher clears it up"
                yield hit(
                    f"`{one.id}` sends to {one.to} what the indication `{indication.name}` covers",
                    subject.where("referrals", i),
                    why,
                    next,
                    f"{one.id}/{indication.name}",
                )


RULES = (other_line, not_there, misspelt, itself, circle, conflicts)
