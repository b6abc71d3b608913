"""Rules on adoption: plans use only what may be used, as the text allows, and say who decided and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from coverable.plan.model import Adopts, in_line
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Plan, Subject

SIGNED_BY = "by: policy committee, because: agreed in January"
FIGURES = (
    "figures: [{measure: claims, value: 4.2, unit: 'per 1,000 members', "
    "period: {from: 2025-01-01, to: 2025-12-31}, source: run of January}]"
)
ONE_CLINIC = f"by: policy committee, because: one clinic, {FIGURES}"
LEFT_TO_PLANS = "adoption: [{mode: all_providers, cite: L50}]"


def _adoptions(subject: Subject) -> Iterator[tuple[Plan, Adopts, str]]:
    """(plan, its line, place) of every adoption of this policy; told once, at its newest version."""
    if subject.siblings and subject.key != max([subject.key, *(s.key for s in subject.siblings)]):
        return
    for plan, i in subject.house.adoptions(subject.id):
        yield plan, plan.file.adopts[i], plan.yaml.where(("adopts", i))


def _used(subject: Subject) -> Iterator[tuple[Plan, Adopts, str]]:
    """The same without decisions not to adopt it."""
    return (row for row in _adoptions(subject) if row[1].mode != "not_adopted")


@rule(
    "draft-adopted",
    "error",
    "A plan adopts a policy of which no version is approved",
    why="A draft decides nothing, so the plan's requests on the subject are answered by nobody (SR-013).",
    bad="""
# signoff.yaml
encoding: {status: draft, by: A. Analyst, on: 2026-01-02}
""",
    good="""
# signoff.yaml
encoding: {status: approved, by: A. Analyst, second_person: B. Reviewer, on: 2026-01-02}
""",
)
def draft(subject: Subject) -> Iterator[Hit]:
    if subject.signoff is None or subject.approved or any(s.approved for s in subject.siblings):
        return
    for plan, _, where in _used(subject):
        yield hit(
            f"{plan.file.plan} adopts {subject.id}, which is a draft",
            where,
            "only an approved encoding decides",
            "have the encoding approved by a second person, or take the line out of the plan",
            plan.file.plan,
        )


@rule(
    "adoption-not-allowed",
    "error",
    "A plan adopts the policy in a way that its text allows for other lines of business only",
    why="Reviewing notified providers, or only educating, is offered to some lines and to no other (SR-078).",
    bad=f"""
adoption:
  - {{mode: all_providers, cite: L50}}
  - {{mode: notified_providers, lines_of_business: [federal_employees], cite: L51}}
# plan.yaml
adopts: [{{policy: example/p-1, mode: notified_providers, {ONE_CLINIC}}}]
notices: [{{provider: "1234567893", on: 2026-01-15, ground: far above its peers}}]
""",
    good=f"""
adoption:
  - {{mode: all_providers, cite: L50}}
  - {{mode: notified_providers, lines_of_business: [commercial], cite: L51}}
# plan.yaml
adopts: [{{policy: example/p-1, mode: notified_providers, {ONE_CLINIC}}}]
notices: [{{provider: "1234567893", on: 2026-01-15, ground: far above its peers}}]
""",
)
def not_allowed(subject: Subject) -> Iterator[Hit]:
    for plan, i in subject.house.adoptions(subject.id):
        one = plan.file.adopts[i]
        if one.mode == "not_adopted":
            continue
        ways = [a for a in subject.file.adoption if a.mode == one.mode]
        if not subject.file.adoption or any(
            not a.lines_of_business or in_line(list(a.lines_of_business), plan.file.line_of_business)
            for a in ways
        ):
            continue
        place = ", ".join(a.cite for a in ways) or "its adoption notice"
        yield hit(
            f"{plan.file.plan} adopts {subject.key} for {one.mode.replace('_', ' ')}",
            plan.yaml.where(("adopts", i)),
            f"the text allows that for other lines of business only ({place})",
            "adopt it in another way, or add the rule that allows it to the policy's `adoption`",
            plan.file.plan,
        )


@rule(
    "adoption-of-another-line",
    "warning",
    "A plan adopts a policy that is not for its line of business",
    why="The policy is not applicable to any of its members, so the adoption has no effect.",
    bad="lines_of_business: [medicare]",
    good="lines_of_business: [commercial]",
)
def wrong_line(subject: Subject) -> Iterator[Hit]:
    for plan, _, where in _used(subject):
        line = plan.file.line_of_business
        versions = (subject, *subject.siblings)
        if not any(in_line(list(s.file.lines_of_business), line) for s in versions):
            yield hit(
                f"{plan.file.plan} adopts {subject.id}",
                where,
                f"the plan's line is {line}, the policy is for {', '.join(subject.file.lines_of_business)}",
                "take the line out, or find the policy for this line of business",
                plan.file.plan,
            )


@rule(
    "adoption-without-reason",
    "note",
    "An adoption does not say who decided it and why",
    why="Each plan chooses whether to review a subject; the register of adoptions shows by whom and for what "
    "reason (SR-072, SR-073).",
    bad="""
# plan.yaml
adopts: [{policy: example/p-1}]
""",
    good=f"""
# plan.yaml
adopts: [{{policy: example/p-1, {SIGNED_BY}}}]
""",
)
def no_reason(subject: Subject) -> Iterator[Hit]:
    for plan, one, where in _adoptions(subject):
        missing = [word for word, said in (("by", one.by), ("because", one.because)) if not said]
        if missing:
            yield hit(
                f"{plan.file.plan} adopts {subject.id} without `{'` and `'.join(missing)}`",
                where,
                "the register cannot show who decided, and for what reason",
                f"add `{'` and `'.join(missing)}` to the line of the plan",
                plan.file.plan,
            )


@rule(
    "adoption-without-figures",
    "note",
    "An adoption shows no figures although the document leaves the choice to each plan",
    why="A plan chooses because utilization differs between plans; without the figures that were looked at, "
    "nobody can see later whether the reason still holds (SR-073).",
    bad=f"""
{LEFT_TO_PLANS}
# plan.yaml
adopts: [{{policy: example/p-1, {SIGNED_BY}}}]
""",
    good=f"""
{LEFT_TO_PLANS}
# plan.yaml
adopts: [{{policy: example/p-1, {SIGNED_BY}, {FIGURES}}}]
""",
)
def no_figures(subject: Subject) -> Iterator[Hit]:
    ways = subject.file.adoption
    if not ways:
        return
    places = ", ".join(dict.fromkeys(way.cite for way in ways))
    for plan, one, where in _adoptions(subject):
        if not one.figures:
            yield hit(
                f"{plan.file.plan} decided on {subject.id} without `figures`",
                where,
                f"the text leaves the choice to each plan ({places}), "
                "and the register cannot show on what it rests",
                "add the utilization figures that were looked at, each with its period and source",
                plan.file.plan,
            )


@rule(
    "adoption-twice",
    "warning",
    "A plan adopts a policy twice for the same days",
    why="`all_providers` takes in every provider, so another line beside it has no effect; "
    "of two like lines one is left over (SR-077).",
    bad=f"""
# plan.yaml
adopts:
  - {{policy: example/p-1, {SIGNED_BY}}}
  - {{policy: example/p-1, mode: education_only, {SIGNED_BY}}}
""",
    good=f"""
# plan.yaml
adopts:
  - {{policy: example/p-1, to: 2026-06-30, {SIGNED_BY}}}
  - {{policy: example/p-1, mode: education_only, from: 2026-07-01, {SIGNED_BY}}}
""",
)
def twice(subject: Subject) -> Iterator[Hit]:
    rows: dict[str, list[tuple[Plan, Adopts, str]]] = {}
    for row in _adoptions(subject):
        rows.setdefault(row[0].file.plan, []).append(row)
    for name, found in rows.items():
        for (_, a, _), (_, b, where) in combinations(found, 2):
            if not a.apart(b) and (a.mode == b.mode or "all_providers" in (a.mode, b.mode)):
                yield hit(
                    f"{name} adopts {subject.id} twice for the same days",
                    where,
                    f"for {a.mode.replace('_', ' ')} and for {b.mode.replace('_', ' ')}",
                    "keep one line, or give them dates that do not overlap",
                    name,
                )


@rule(
    "adoption-outside-effect",
    "warning",
    "A plan adopts a policy for days on which no version of it is in effect",
    why="The version in effect is settled first; on these days there is none to adopt.",
    bad=f"""
# plan.yaml
adopts: [{{policy: example/p-1, to: 2025-12-31, {SIGNED_BY}}}]
""",
    good=f"""
# plan.yaml
adopts: [{{policy: example/p-1, from: 2026-01-01, {SIGNED_BY}}}]
""",
)
def outside(subject: Subject) -> Iterator[Hit]:
    versions = [s for s in (subject, *subject.siblings) if s.approved and s.first_day]
    if not versions:
        return
    for plan, one, where in _used(subject):
        meets = any(
            (one.to or "9999") >= str(s.first_day) and (one.from_ or "") <= str(s.last_day or "9999")
            for s in versions
        )
        if not meets:
            yield hit(
                f"{plan.file.plan} adopts {subject.id} while no version is in effect",
                where,
                f"the adoption holds {one.from_ or 'from the beginning'} to {one.to or 'today'}",
                "correct the dates of the adoption",
                plan.file.plan,
            )


@rule(
    "nobody-notified",
    "note",
    "A plan reviews notified providers only, and has notified nobody",
    why="As it stands no provider is reviewed under the policy (SR-077, SR-079).",
    bad="""
# plan.yaml
adopts: [{policy: example/p-1, mode: notified_providers, by: policy committee, because: one clinic}]
""",
    good="""
# plan.yaml
adopts: [{policy: example/p-1, mode: notified_providers, by: policy committee, because: one clinic}]
notices: [{provider: "1234567893", on: 2026-01-15, ground: far above its peers}]
""",
)
def nobody(subject: Subject) -> Iterator[Hit]:
    for plan, one, where in _adoptions(subject):
        if one.mode == "notified_providers" and not plan.file.notices:
            yield hit(
                f"{plan.file.plan} has no notice for {subject.id}",
                where,
                "only a provider with a notice is reviewed",
                "record the notices under `notices`",
                plan.file.plan,
            )


@rule(
    "encoding-approved-alone",
    "warning",
    "An approved encoding names no second person",
    why="Whoever wrote the criteria overlooks the same thing twice; somebody else must have read "
    "them (SR-013).",
    bad="""
# signoff.yaml
encoding: {status: approved, by: A. Analyst, on: 2026-01-02, second_person: null}
""",
    good="""
# signoff.yaml
encoding: {status: approved, by: A. Analyst, second_person: B. Reviewer, on: 2026-01-02}
""",
)
def alone(subject: Subject) -> Iterator[Hit]:
    if subject.signoff and subject.approved and not subject.signoff.encoding.second_person:
        yield hit(
            f"{subject.key} was approved by one person",
            subject.signoff_where("encoding"),
            f"only {subject.signoff.encoding.by} signed",
            "have somebody else read it against the document, and add `second_person`",
            "encoding",
        )


@rule(
    "approval-unrecorded",
    "note",
    "The sign-off does not say which committee approved the policy itself",
    why="Only a policy that its publisher approved is open to adoption; body, date and minute belong on "
    "record (SR-013).",
    bad="# signoff.yaml\napproval: null",
    good='# signoff.yaml\napproval: {body: Policy committee, on: 2025-12-01, minute: "4"}',
)
def unrecorded(subject: Subject) -> Iterator[Hit]:
    if subject.signoff and subject.approved and subject.signoff.approval is None:
        yield hit(
            f"no approval of {subject.key} is on record",
            subject.signoff_where("approval"),
            "`approval` in the sign-off names body, date and minute",
            "ask the publisher, and add `approval`",
            "approval",
        )


@rule(
    "review-switched-off-for-nothing",
    "note",
    "A plan says that it does not review a policy that it does not adopt",
    why="Nothing would be reviewed anyway; a wrong policy may be named (SR-075).",
    bad=f"""
# plan.yaml
adopts: [{{policy: example/p-1, {SIGNED_BY}}}]
not_reviewed: [{{policy: example/p-2, by: sponsor, because: hardly ever refused}}]
# another.yaml
title: Another invented policy
""",
    good=f"""
# plan.yaml
adopts: [{{policy: example/p-1, {SIGNED_BY}}}, {{policy: example/p-2, {SIGNED_BY}}}]
not_reviewed: [{{policy: example/p-2, by: sponsor, because: hardly ever refused}}]
# another.yaml
title: Another invented policy
""",
)
def for_nothing(subject: Subject) -> Iterator[Hit]:
    if subject.siblings and subject.key != max([subject.key, *(s.key for s in subject.siblings)]):
        return
    for plan in subject.house.plans:
        adopted = plan.file.adopted
        for i, one in enumerate(plan.file.not_reviewed):
            if one.policy == subject.id and one.policy not in adopted:
                yield hit(
                    f"{plan.file.plan} does not review {subject.id}, which it does not adopt",
                    plan.yaml.where(("not_reviewed", i)),
                    "the line has no effect",
                    "name the policy that is meant, or take the line out",
                    plan.file.plan,
                )


RULES = (
    draft,
    not_allowed,
    wrong_line,
    no_reason,
    no_figures,
    twice,
    outside,
    nobody,
    alone,
    unrecorded,
    for_nothing,
)
