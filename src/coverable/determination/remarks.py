"""What the governing policy adds to an outcome: flags of the file, of its sign-off and of its codes."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from coverable.base.dates import read_date
from coverable.determination.answer import Answer
from coverable.determination.flags import Flag, flag
from coverable.determination.line import Line
from coverable.determination.wording import LEVELS as LEVELS_SAID
from coverable.plan.model import LEVELS
from coverable.plan.route import Route
from coverable.policy.cite import short
from coverable.policy.executable import Policy


def governing_flags(
    one: Answer, line: Line, as_of: date | None, route: Route | None
) -> tuple[list[Flag], list[str]]:
    """(flags, review reasons) that the governing answer brings along."""
    flags = [
        *standing_flags(one.policy, as_of),
        *_lost(one),
        *_remarks(one),
        *_diagnoses(one, line),
        *_later(one, line, as_of),
    ]
    reasons: list[str] = []
    if not one.listed:
        reasons.append(
            f"{line.code} is not in the code table of {one.policy.key}; the criteria were used because "
            "service and use match. That a code is not listed decides nothing."
        )
    if one.outcome == "judgment_needed":
        reasons += _why_judgment(one)
    if route:
        flags += [
            flag(
                "level_not_searched",
                f"Rules of the level “{LEVELS_SAID[level]}” were not looked for, or nobody recorded it. A "
                "person must look first: until then nothing is approved automatically, and nothing counts "
                "against the member.",
                "plan.precedence",
                "analyst",
                stops=True,
            )
            for level in route.not_searched
            if LEVELS.index(level) < LEVELS.index(one.level)  # what stands above the answer
        ]
    return flags, reasons


SUPPLIED = {
    "in_effect.from": "first day in effect",
    "next_review": "next review",
    "lines_of_business": "lines of business",
}
"""Fields that a person may supply, in words."""


@lru_cache(maxsize=4096)
def standing_flags(policy: Policy, as_of: date | None) -> tuple[Flag, ...]:
    """Flags that every result under this version carries, whatever the facts."""
    file, signed = policy.file, policy.signoff
    out: list[Flag] = []
    if file.next_review and as_of and as_of > read_date(file.next_review).last:
        out.append(
            flag(
                "policy_review_overdue",
                f"{policy.key}: its next review was due {file.next_review}. It stays in effect.",
                "next_review",
                "analyst",
            )
        )
    for field, one in signed.supplied.items():
        out.append(
            flag(
                "value_supplied",
                f"{policy.key}: the source does not state its {SUPPLIED[field]}; {one.value} was supplied by "
                f"{one.by} on {one.on} ({one.because}).",
                field,
                "analyst",
            )
        )
    if not signed.endorsed_by_publisher:
        out.append(
            flag(
                "not_endorsed",
                f"{policy.key}: this encoding was not endorsed by the publisher.",
                "signoff",
                "analyst",
            )
        )
    if not policy.may_be_shown:
        owner = " and of ".join(f"{one.name}, {one.edition}" for one in policy.unlicensed)
        out.append(
            flag(
                "criteria_not_licensed",
                f"{policy.key} rests on criteria of {owner}; no licence is on file, so they are not shown.",
                "criteria_owner",
                "analyst",
                stops=True,
            )
        )
    if file.source.completeness == "partial":
        out.append(
            flag(
                "source_partial",
                f"{policy.key}: the source document is incomplete "
                f"({', '.join(file.source.missing) or 'parts are missing'}).",
                "source",
                "analyst",
            )
        )
    return tuple(out)


def _later(one: Answer, line: Line, as_of: date | None) -> list[Flag]:
    """Evidence of what the policy asks that is dated after the day of the result: a slip, or not yet so."""
    if as_of is None:
        return []
    asked = {probe.fact for probe in one.policy.probes}
    found: dict[str, str] = {}
    for name in sorted(asked & set(line.facts)):
        for statement in line.facts[name].statements:
            for piece in statement.evidence:
                given = piece.get("date")
                if given and read_date(given).first > as_of:
                    found.setdefault(name, given)
    facts = one.policy.glossary.facts
    return [
        flag(
            "evidence_dated_later",
            f"Evidence of “{facts[name].label}” is dated {given}, after {as_of}, the day of this result: "
            "please check.",
            f"facts.{name}",
            "reviewer",
            stops=True,
        )
        for name, given in found.items()
    ]


def _lost(one: Answer) -> list[Flag]:
    """Criteria of another policy that its version in effect does not give: where they matter, a person."""
    lost = one.policy.lost
    if not lost or one.service is None:
        return []
    return [
        flag(
            "reference_lost",
            f"{one.policy.key} uses criteria that are not there: {lost[index].what}. A person decides.",
            "criteria_of",
            "reviewer",
            stops=True,
        )
        for index in dict.fromkeys(index for index, _ in one.undetermined(one.service.met))
        if index in lost
    ]


def _remarks(one: Answer) -> list[Flag]:
    return [
        flag(
            remark.id,
            f"{remark.says} ({remark.cite})",
            f"remarks.{remark.id}",
            remark.audience,
            stops=remark.kind == "review_reason",
        )
        for remark, root in one.policy.remarks
        if one.values[root] == "met"
    ]


def _diagnoses(one: Answer, line: Line) -> list[Flag]:
    """A diagnosis on an exclusion list: a note where the use needs none, else a reason to look (SR-068)."""
    hits = listed_as_excluded(one.policy, line)
    if not hits:
        return []
    note = (
        bool(one.indications)
        and all(i.file.any_diagnosis for i in one.indications)
        and one.outcome == "criteria_met"
    )
    codes = ", ".join(c.split(":")[1] for c, _ in hits)
    return [
        flag(
            "diagnosis_listed_as_excluded",
            f"{codes} stands in the policy's list of diagnoses that are not reasons for "
            f"the service ({hits[0][1]}); a code alone decides nothing.",
            "diagnoses",
            "reviewer",
            stops=not note,
        )
    ]


def listed_as_excluded(policy: Policy, line: Line) -> list[tuple[str, str]]:
    """(diagnosis, place) of each stated diagnosis that a `not_necessary` table lists."""
    return [
        (d, cite)
        for codes, cite in policy.excluded_diagnoses
        for d in line.diagnoses
        if codes.has(d, policy.book, line.day)
    ]


def _why_judgment(one: Answer) -> list[str]:
    """Why nothing more can be asked, though the outcome is open: each reason with its place."""
    out: list[str] = []
    for indication in one.indications:
        place = one.policy.place(indication.file.cite)
        for root in (indication.applies, indication.criteria):
            for index, cite in one.undetermined(root, place):
                reason = _why_open(one, index)
                if reason:
                    out.append(f"{reason} ({short(cite)})")
    return list(dict.fromkeys(out)) or ["The criteria leave this case to a person."]


def _why_open(one: Answer, index: int) -> str | None:
    """Why one criterion is undetermined although everything was answered; None when it is only a parent."""
    forest = one.policy.forest
    node = forest.nodes[index]
    if index in one.policy.lost:
        return one.policy.lost[index].what
    if node.rule == "leaf":
        leaf = forest.leaves[node.leaf]
        if leaf.probe in one.contradicted:
            return f"The statements about “{node.says}” contradict each other"
        if one.masks[leaf.probe] & leaf.silent:
            return f"The text says nothing about the stated value of “{node.says}”"
    elif node.rule == "silent_if" and one.values[node.children[1]] == "met":
        condition = forest.nodes[node.children[1]].says
        silent = f"The text is silent here: “{condition}” is stated, and it does not say"
        return f"{silent} whether that counts for “{node.says}”"
    elif node.rule in ("interpretation", "reading") and one.chosen(node.interpretation) is None:
        return f"{node.interpretation} is not signed, and its options end differently"
    return None
