"""The first line that a person sees of a result: what came out, and whether it can be final (SR-024, SR-026).

An unfavourable outcome never stands there alone while a higher level was not searched, or while EPSDT
asks for a physician: "not final" and the reason come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from coverable.determination.steps import UNFAVOURABLE
from coverable.determination.wording import (
    ADVERSE_STEP,
    FOR_REVIEW,
    LEVELS,
    NOT_FINAL,
    OUTCOMES,
    POSITIONS,
    STEPS,
)
from coverable.glossary.words import listed

View: TypeAlias = Mapping[str, Any]


def headline(one: View) -> tuple[str, str, str]:
    """(sign, title, why it is not final or "") of one coverage of a determination."""
    if one["display"] != "full":
        return *FOR_REVIEW[:2], ""
    governing: View = one["governing"] or {}
    title = outcome_title(one["outcome"], governing.get("position"))
    return _final(one["outcome"], title, not_final([one]))


def combined_headline(line: View) -> tuple[str, str, str]:
    """The same for a line over all its coverages."""
    if any(c["display"] != "full" for c in line["coverages"]):
        return *FOR_REVIEW[:2], ""
    outcome = line["combined"]["outcome"]
    return _final(outcome, outcome_title(outcome), not_final(line["coverages"]))


def headline_says(said: tuple[str, str, str]) -> str:
    """`Not final: criteria not met (state law not searched)`."""
    _, title, why = said
    return f"{title} ({why})" if why else title


def _final(outcome: str, title: str, why: str) -> tuple[str, str, str]:
    if why:
        return "?", NOT_FINAL.format(title=title[:1].lower() + title[1:]), why
    return OUTCOMES[outcome][0], title, ""


def outcome_title(outcome: str, position: str | None = None) -> str:
    """The words of an outcome; an exclusion with the position that the text takes."""
    title = OUTCOMES[outcome][1]
    return title.format(position=POSITIONS[position]) if position else title.replace(" as {position}", "")


def not_final(coverages: Sequence[View]) -> str:
    """Why unfavourable outcomes are not final; "" when nothing of the kind is known."""
    out: list[str] = []
    for one in coverages:
        if one["outcome"] not in UNFAVOURABLE:
            continue
        levels = [LEVELS[level] for level in _not_searched(one)]
        if levels:
            out.append(f"{listed(levels, 'and')} not searched")
        said = next((str(f["says"]) for f in one["flags"] if f["code"] == "epsdt"), "")
        if said:  # `The member is under 21 and has Medicaid: ...`
            out.append(said[:1].lower() + said.partition(":")[0][1:])
    return "; ".join(dict.fromkeys(out))


def _not_searched(one: View) -> list[str]:
    """Levels above the answer in which nobody has looked."""
    governing = one["governing"]
    own = {
        c["level"]
        for c in one["considered"]
        if governing and (c["policy"], c["version"]) == (governing["policy"], governing["version"])
    } or {"benefit"}
    above: list[str] = []
    for trace in one["precedence"]:
        if trace["level"] in own:
            break
        if trace["found"] == "not searched":
            above.append(trace["level"])
    return above


def step_says(one: View, contact: str) -> str:
    """Who does what next, for one coverage."""
    adverse = one["outcome"] in UNFAVOURABLE and one["next_step"] == "nurse_review"
    if adverse and one["display"] == "full":
        return ADVERSE_STEP
    return STEPS[one["next_step"]].format(contact=contact)
