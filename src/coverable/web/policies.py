"""Screens 2 and 7: the library at a glance, and a policy beside its document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query

from coverable.determination.exercise import exercise
from coverable.document.beside import beside, find_document, may_show
from coverable.plan.model import FAMILIES
from coverable.policy.executable import Policy
from coverable.policy.overview import overview
from coverable.proof.state import state
from coverable.publish import html as published
from coverable.publish.memberview import member_view
from coverable.publish.umsubmission import submission
from coverable.publish.view import page_view
from coverable.web.screens import Screens

Reader = Annotated[
    Literal["all", "member", "document", "cms-10913"],
    Query(
        description="all: the whole policy; member: plain words; cms-10913: the columns of the yearly list."
    ),
]


def context(view: Mapping[str, Any]) -> Mapping[str, Any]:
    """Links between criteria and lines, where the document is shown."""
    page, document = view["policy"], view.get("document")

    def cite_href(one: Mapping[str, Any]) -> str | None:
        found = re.match(r"L([0-9]+)", one["cite"] or "")
        return f"#L{found[1]}" if document and document["shown"] and found and not one.get("of") else None

    anchors = dict(_anchors(page))

    def rests_at(line: Mapping[str, Any]) -> str:
        """The anchors of what rests on a line of the document, as HTML lists ids."""
        return " ".join(dict.fromkeys(anchors[name] for name in line["rests"] if name in anchors))

    return {**published.context(page), "cite_href": cite_href, "anchors": anchors, "rests_at": rests_at}


def _anchors(page: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(id of a criterion or statement, its anchor on the page)."""
    trees = [tree for one in page["indications"] for tree in (one["applies_if"], one["criteria"])]
    trees += [one["when"] for one in page["exclusions"] if one["when"]]
    trees += [code["counts_if"] for one in page["services"] for code in one["codes"] if code["counts_if"]]
    while trees:
        top = trees.pop()
        yield top["id"], top["anchor"]
        trees += top.get("children", ())
    for one in page["indications"]:
        yield one["id"], f"indication-{one['id']}"
    for one in page["exclusions"]:
        yield one["id"], f"exclusion-{one['id']}"
    for one in page["interpretations"]:
        yield one["id"], one["anchor"]
    for name in ("history", "notes", "definitions", "references", "evidence", "codes"):
        yield name, "sources" if name == "references" else name


def add(screens: Screens) -> None:
    """The overview of the library, and the pages of each policy."""
    site = screens.site
    kept: dict[tuple[str, str, str, str], Mapping[str, Any]] = {}
    checked: dict[tuple[int, date], Mapping[str, Any]] = {}

    @screens.get("/policies", "policies.html", "All policy versions: dates, standing, review, encoding")
    def policies() -> Mapping[str, Any]:
        """Every version in the library, with what is due."""
        rows = overview(site.engine.library, site.today)
        due = [
            r
            for r in rows
            if r["review"]["state"] in ("due", "overdue") and r["standing"]["state"] == "in_effect"
        ]
        return {"as_of": site.today.isoformat(), "policies": rows, "due": due}

    @screens.get("/library", "state.html", "The state of the library: lint, cases, services", heavy=True)
    def library() -> Mapping[str, Any]:
        """What the lint says of each version, whether its cases hold, how many criteria they reach, and
        which policies speak of which service."""
        key = (site.opened, site.today)  # another engine when the workbench has written
        if key not in checked:
            checked.clear()
            checked[key] = state(site.engine, site.today)
        left_out = [one.as_json() for one in site.engine.plans.left_out]
        return {**checked[key], "left_out": left_out, "public": site.settings.public}

    @screens.get(
        "/policies/{publisher}/{number}", "policy.html", "The policy version in effect today", context=context
    )
    def newest(publisher: str, number: str, reader: Reader = "all") -> Mapping[str, Any]:
        """The version in effect today; before any is in effect, the newest."""
        return shown(site.policy(publisher, number), reader)

    @screens.get(
        "/policies/{publisher}/{number}/{version}", "policy.html", "One version of a policy", context=context
    )
    def version(publisher: str, number: str, version: str, reader: Reader = "all") -> Mapping[str, Any]:
        """Criteria with their places, codes, history, readings and who signed, tests, the document beside."""
        return shown(site.policy(publisher, number, version), reader)

    def shown(policy: Policy, reader: str) -> Mapping[str, Any]:
        # worked out once for each version, day and reader; a library that was written anew has other hashes
        key = (policy.sha256, policy.signoff_sha256, site.today.isoformat(), reader)
        if key not in kept:
            if len(kept) > 4_000:
                kept.clear()
            kept[key] = view(policy, reader)
        return kept[key]

    def view(policy: Policy, reader: str) -> Mapping[str, Any]:
        library, plans = site.engine.library, site.engine.plans
        made: dict[str, Any] = {"reader": reader, "policy": page_view(policy, library, site.today)}
        if reader == "member":
            made["member"] = member_view(policy)
        elif reader == "cms-10913":
            medicare = [p for p in plans.plans.values() if p.file.line_of_business in FAMILIES["medicare"]]
            mine = [p for p in medicare if policy.id in p.file.adopted]
            made["um"] = [submission(library, p, site.today.year, [policy.id]).view() for p in mine]
        else:
            document = find_document(policy, library.folders[policy.key], site.settings.documents)
            made["document"] = beside(policy, document, may_show(policy, plans, site.settings.public))
            made["tests"] = exercise(site.engine, policy.key, site.today.isoformat())
            made["versions"] = [
                {"version": p.version, "from": p.first_day.isoformat() if p.first_day else None}
                for p in library.versions(policy.id)
            ]
        return made
