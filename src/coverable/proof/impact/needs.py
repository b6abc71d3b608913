"""What an open line still needs under a policy, in the words and order of a determination."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverable.determination.answer import ADVERSE, SETTLED, Answer, Cells, answer
from coverable.determination.view import need_view
from coverable.logic.needed import asks
from coverable.plan.model import LEVEL_OF
from coverable.plan.route import Asked
from coverable.policy.executable import NONE, Policy
from coverable.proof.impact.merge import Listing


def answers(policy: Policy, listed: Listing, cells: Cells) -> list[Answer]:
    """What the policy answers for each service that lists the code, or for the one that the facts show."""
    level, services = LEVEL_OF[policy.file.kind], listed or ((None, NONE),)
    return [answer(Asked(policy, s, q, level, "asked for its impact"), cells) for s, q in services]


def settled(found: Sequence[Answer]) -> tuple[str, Answer]:
    """(outcome, answer that it rests on) of one policy's answers, joined as those of one level are."""
    addressed = [a for a in found if a.outcome != "not_addressed"]
    addressed = [a for a in addressed if a.listed] or addressed
    addressed = [a for a in addressed if a.outcome != "use_not_listed"] or addressed
    if not addressed:
        return "not_addressed", found[0]
    open_ = [a for a in addressed if a.outcome not in SETTLED]
    adverse = [a for a in addressed if a.outcome in ADVERSE]
    met = [a for a in addressed if a.outcome == "criteria_met"]
    if met and adverse:
        return "judgment_needed", met[0]
    one = (open_ or adverse or met or addressed)[0]
    return one.outcome, one


def still_needed(policy: Policy, listed: Listing, cells: Cells) -> tuple[dict[str, Any], tuple[str, ...]]:
    """(tree of what to ask, facts in that order); nothing where only a person can say."""
    outcome, one = settled(answers(policy, listed, cells))
    if outcome != "information_needed" or one.service is None:
        return {"all_of": []}, ()
    facts = dict.fromkeys(policy.probes[ask.probe].fact for ask in asks(one.need))
    return need_view(one, one.need, {}), tuple(facts)  # shared by all lines in these cells: no statements
