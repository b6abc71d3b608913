"""What a search among the policies found, with what must be known beside the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from coverable.base.problem import did_you_mean, refuse
from coverable.plan.book import Plan, PlanBook
from coverable.policy.library import Library
from coverable.policy.search import FINDING_ONLY, NOTICE, Found, find
from coverable.policy.search.index import Told

CARD = "the telephone number printed on the member's card"


@dataclass(frozen=True)
class Search:
    """One search: what was found, among which policies, and the sentences that belong to it."""

    found: Found
    plan: Plan | None
    on: date | None
    says: tuple[str, ...]

    def view(self) -> dict[str, Any]:
        """JSON-ready."""
        found = self.found
        return {
            "asked": found.asked,
            "notice": NOTICE,
            "policies": [hit.view() for hit in found.hits],
            "more": found.more,
            "searched": found.searched,
            "plan": self.plan.id if self.plan else None,
            "on": self.on.isoformat() if self.on else None,
            "read_as": [one.view() for one in found.corrections],
            "codes": list(found.codes),
            "says": list(self.says),
            "not_read": [problem.as_json() for problem in found.broken],
        }


def search(
    library: Library,
    words: str,
    plan: str | None,
    on: date | None,
    limit: int,
    told: Told = lambda done, all: None,
) -> Search:
    """Policies that the words find; with `plan` among those that it has adopted, with `on` those in effect.

    Refused when the plan is not known: a search among its policies needs to know them.
    """
    chosen = _plan(library, plan) if plan else None
    only = set(chosen.file.used_on(on)) if chosen is not None else None
    found = find(library, words, limit=limit, on=on, only=only, told=told)
    return Search(found, chosen, on, tuple(_says(library, found, chosen, on)))


def _plan(library: Library, text: str) -> Plan:
    book = PlanBook(library)
    known = book.plans.get(text.strip())
    payer, comma, line = text.rpartition(",")
    fits = [known] if known else book.find(payer.strip(), line.strip())[0] if comma else []
    if len(fits) != 1:
        raise refuse(
            f"no plan `{text[:60]}`" if not fits else f"`{text[:60]}` names several plans",
            "--plan",
            "a search among its policies needs to know them",
            did_you_mean(text, [p.id for p in fits] or book.plans),
        )
    return fits[0]


def _says(library: Library, found: Found, plan: Plan | None, on: date | None) -> list[str]:
    """What must be known beside the list, in sentences."""
    out = [f"{one.says}." for one in found.corrections]
    who = f"that {plan.id} has adopted" if plan else "in this library"
    when = f" in effect on {on.isoformat()}" if on else ""
    if not found.hits and found.codes:
        code = found.codes[0]
        ask = plan.file.contact if plan else f"the plan ({CARD})"
        state = library.book.look(code, on)
        if state.state not in ("valid", "not_loaded"):
            out.append(state.says)
        out.append(
            f"No policy {who}{when} lists {code}. That does not tell whether a review is needed, and is no "
            f"ground for anything: ask {ask}. A policy may also reach the service by its use; search for "
            "the service in words."
        )
    elif not found.hits:
        out.append(f"No policy {who}{when} was found. Try a number, a code, or fewer words.")
    if any(reason.kind == "device" for hit in found.hits for reason in hit.reasons):
        out.append(NOTICE)
    if any(one.place for hit in found.hits for reason in hit.reasons for one in reason.readings):
        out.append(FINDING_ONLY)
    if found.broken:
        n = len(found.broken)
        out.append(
            f"{n} {'faults keep' if n > 1 else 'fault keeps'} files from being searched; see `library check`."
        )
    return out
