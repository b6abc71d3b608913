"""`coverable policy search`: policies by whatever somebody knows of them, and why each was found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from coverable.base.problem import did_you_mean, refuse
from coverable.cli.options import Format, Library_, day_of, guarded, print_view

if TYPE_CHECKING:
    from coverable.cli.screen import Screen
    from coverable.plan.book import Plan
    from coverable.policy.library import Library
    from coverable.policy.search import Found, Hit

CARD = "the telephone number printed on the member's card"
MOST = 200


@guarded
def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help="A number, code, drug, device, condition, any words."),
    ],
    plan: Annotated[
        str | None,
        typer.Option("--plan", help="Policies that this plan has adopted: an id, or `PAYER, LINE`."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Versions in effect on this day, YYYY-MM-DD.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=MOST, help="Show so many at most.")] = 10,
    library: Library_ = None,
    format: Format = "text",
) -> None:
    """Find policies, the likeliest first, and say why each was found. Exit code 1: nothing was found."""
    from coverable.cli.progress import progress
    from coverable.policy.library import Library
    from coverable.policy.search import NOTICE, find

    opened, day = Library(library), day_of(on, "--on")
    chosen = _plan(opened, plan) if plan else None
    only = None
    if chosen is not None:
        only = set(chosen.file.used_on(day))
    with progress("Making the search index (once)") as told:
        found = find(opened, " ".join(words), limit=limit, on=day, only=only, told=told)
    says = _says(opened, found, chosen, day)
    if format == "json":
        print_view(
            {
                "asked": found.asked,
                "notice": NOTICE,
                "policies": [hit.view() for hit in found.hits],
                "more": found.more,
                "searched": found.searched,
                "plan": chosen.id if chosen else None,
                "on": day.isoformat() if day else None,
                "read_as": [one.view() for one in found.corrections],
                "codes": list(found.codes),
                "says": says,
                "not_read": [problem.as_json() for problem in found.broken],
            }
        )
    else:
        _show(found, says)
    raise typer.Exit(0 if found.hits else 1)


def _plan(library: Library, text: str) -> Plan:
    from coverable.plan.book import PlanBook

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
    from coverable.policy.search import FINDING_ONLY, NOTICE

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


def _show(found: Found, says: list[str]) -> None:
    from coverable.cli.screen import Screen

    page = Screen.of()
    for at, hit in enumerate(found.hits):
        if at:
            page.gap()
        _hit(page, hit)
    page.gap()
    if found.hits:
        shown, every = len(found.hits), len(found.hits) + found.more
        of = f"{shown} of {every}" if found.more else str(shown)
        rest = " (--limit shows more)" if found.more else ""
        page.put(f"{of} found among {found.searched} {'policies' if found.searched > 1 else 'policy'}{rest}.")
    for one in says:
        page.put(one)
    typer.echo(page.text(), nl=False)


def _hit(page: Screen, hit: Hit) -> None:
    from coverable.policy.search.entries import KINDS

    page.put(hit.title, first=f"{hit.policy}  ", rest="  ", style="bold", margin="bold")
    first, last = hit.in_effect
    dates = f"from {first}" if first else "no date known"
    about = [
        hit.number,
        f"version {hit.version}",
        ", ".join(hit.lines),
        dates + (f" to {last}" if last else ""),
    ]
    page.put(" · ".join(about), first="  ", style="dim")
    for at, reason in enumerate(hit.reasons):
        of = f" for “{reason.of}”" if reason.of else ""
        how = f", {hit.how}" if at == 0 else ""
        page.put(f"{KINDS[reason.kind]}: “{reason.text}”{of}{how}", first="  - ")
        for reading in reason.readings:
            page.put(reading.says, first="    ")
        page.put(reason.where + (f" ({reason.cite})" if reason.cite else ""), first="    ", style="dim")
