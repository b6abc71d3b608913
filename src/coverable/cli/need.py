"""`coverable need`: is prior authorization asked, which policy, what to document, where to send it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from coverable.cli.options import Format, Library_, day_of, guarded, print_view


@guarded
def need(
    words: Annotated[list[str], typer.Argument(metavar="CODE|WORDS...", help="A code, device or condition.")],
    plan: Annotated[str, typer.Option("--plan", help="A plan id, or `PAYER, LINE OF BUSINESS`.")],
    on: Annotated[str, typer.Option("--date", metavar="DATE", help="Date of service, YYYY-MM-DD.")],
    provider: Annotated[
        str | None,
        typer.Option("--provider", metavar="NPI", help="Matters where only notified providers are reviewed."),
    ] = None,
    library: Library_ = None,
    format: Format = "text",
) -> None:
    """What a plan asks for a service before it is given: authorization, criteria, documents."""
    from coverable.determination.engine import open_engine
    from coverable.determination.need import need_view

    day = day_of(on, "--date")
    assert day is not None
    view = need_view(open_engine(library), " ".join(words), plan, day, provider)
    if format == "json":
        return print_view(view)
    _show(view)


def _show(view: Mapping[str, Any]) -> None:
    from coverable.cli.paper import heading, para

    for one in view["codes"]:
        heading(f"{one['code']} on {view['date']}, {view['plan']['title']}")
        para(one["prior_authorization"]["says"])
        for says in one["says"]:
            para(says)
        if one["code_says"]:
            para(one["code_says"], 0, "! ")
        for clause in one["contract"]["clauses"]:
            para(f"The contract has a clause about this code: {clause}.", 0, "! ")
        for limit in one["contract"]["limits"]:
            para(f"The contract states a limit: {limit}.", 0, "! ")
        for policy in one["policies"]:
            _policy(policy, [o["code"] for o in view["codes"] if _asks_alike(o, policy)], one["code"])
        for row in one["considered"]:
            para(f"{row['policy']} was looked at: {row['outcome'].replace('_', ' ')}, {row['why']}.", 0, "- ")
    if view["codes"]:
        heading("Send")
        for item in view["enclose"]:
            para(item, 2, "- ")
        places = ", ".join(f"{k}: {v}" for k, v in view["send_to"].items())
        para(f"to {places}" if places else f"where to is not stated here: ask {view['contact']}", 2)
        heading("Ask")
        para(view["contact"], 2)
        typer.echo("")
    for says in view["says"]:
        para(says)


def _asks_alike(one: Mapping[str, Any], policy: Mapping[str, Any]) -> bool:
    """Whether a code brings along the same criteria of the same policy."""
    same = ("policy", "version", "uses")
    return any(all(p[k] == policy[k] for k in same) for p in one["policies"])


def _policy(policy: Mapping[str, Any], serves: list[str], code: str) -> None:
    """One policy; criteria that several codes share are printed with the first of them."""
    from coverable.cli.paper import cited, criteria, para

    para(policy["says"] + cited(policy))
    if policy["owner"]:
        para(policy["owner"]["says"], 2)
    if not policy["endorsed_by_publisher"]:
        para("This encoding was not endorsed by the publisher.", 2)
    if policy["qualifier"]:
        para("The code counts only with this answered first:", 2)
        for item in policy["qualifier"]:
            para(f"{item['ask']}{cited(item)}", 4, "? ")
    if policy["uses"] and serves[0] != code:
        para(f"To document: the same as for {serves[0].partition(':')[2]} above.", 2)
        return
    if len(serves) > 1:
        para(f"The following serves {', '.join(c.partition(':')[2] for c in serves)}.", 2)
    for use in policy["uses"]:
        para(f"To document for: {use['says'] or use['id']}{cited(use)}", 2)
        for item in use["use"]:
            para(f"{item['ask']}{cited(item)}", 4, "? ")
        criteria(use["criteria"], 4, "ask")
