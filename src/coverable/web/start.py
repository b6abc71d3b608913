"""Screen 1: is prior authorization needed, which policy, what to send; and the search behind every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Query

from coverable.base.problem import refuse
from coverable.determination.need import need_view
from coverable.plan.search import search
from coverable.web.screens import Screens

Words = Annotated[
    str, Query(max_length=200, description="Code or codes, drug, device, condition, any words.")
]
PlanName = Annotated[str, Query(max_length=200, description="A plan id, or `PAYER, LINE OF BUSINESS`.")]
Day = Annotated[str, Query(max_length=10, description="Date of service, YYYY-MM-DD; default: today.")]
FOUND = 20
"""Policies shown at once."""


def add(screens: Screens) -> None:
    """The start page and the search."""
    site = screens.site

    @screens.get("/", "start.html", "Is prior authorization needed, and what to send", piece="need.html")
    def need(q: Words = "", plan: PlanName = "", date: Day = "") -> Mapping[str, Any]:
        """What a plan asks for a service; without a plan, the policies that the words find."""
        day = read_day(date, site.today)
        view: dict[str, Any] = {
            "asked": q,
            "plan": plan,
            "date": day.isoformat(),
            "need": None,
            "found": None,
        }
        view["past"] = day < site.today
        if q.strip() and plan.strip():
            view["need"] = need_view(site.engine, q, plan, day)
        if q.strip():
            on = day if view["past"] else None
            view["found"] = search(site.engine.library, q, None, on, FOUND).view()
        return view

    @screens.get("/search", "search.html", "Find policies", piece="found.html")
    def found(q: Words = "", plan: PlanName = "", on: Day = "") -> Mapping[str, Any]:
        """Policies by number, title, code, keyword or any words; why each was found."""
        if not q.strip():
            return {
                "asked": "",
                "policies": [],
                "says": [],
                "searched": len(site.engine.library.ids()),
                "more": 0,
            }
        day = read_day(on, None)
        return search(site.engine.library, q, plan.strip() or None, day, FOUND).view()


def read_day(text: str, default: Any) -> Any:
    """A whole date from an address or a form. Refused when it is none."""
    if not text.strip():
        return default
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise refuse(
            f"`{text[:20]}` is no date", "date", "a whole day is needed", "write it as 2026-02-10"
        ) from None
