"""Screen 3: answer what is documented, see at once what it comes to. The server keeps no answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import Response

from coverable.base.problem import Refused
from coverable.base.shape import is_list
from coverable.determination.checklist import questions
from coverable.determination.decide import determine
from coverable.determination.request import parse_json
from coverable.determination.sheet import sheet_html
from coverable.determination.sheetview import sheet_view
from coverable.determination.shown import result
from coverable.web import answers
from coverable.web.fields import at_field
from coverable.web.forms import read_form, read_upload, request_in, request_of, request_text, shown_form, text
from coverable.web.guard import self_contained
from coverable.web.screens import Screens
from coverable.web.site import Site
from coverable.web.start import Day, PlanName, Words

REVIEWER = "reviewer"


def add(screens: Screens) -> None:
    """The checklist, its result panel, and what can be kept of it: request, paper to send, case sheet."""
    site, pages = screens.site, screens.pages

    @pages.api_route("/checklist", methods=["GET", "HEAD"])
    async def start(request: Request, plan: PlanName = "", code: Words = "", date: Day = "") -> Response:
        service = {k: v for k, v in (("code", code.strip()), ("date", date.strip())) if v}
        data: dict[str, Any] = {
            "coverages": [plan] if plan.strip() else [],
            "services": [service],
            "facts": {},
        }
        made = view(site, data, "provider", fresh=True)
        return screens.page(request, "checklist.html", made, 200, False)  # questions are asked by POST

    @pages.post("/checklist")
    async def answered(request: Request) -> Response:
        form = await read_form(request)
        data = stated(form, site)
        who = reader(form, site)
        if "hx-request" in request.headers:
            made = await site.weighed(data, lambda: came_to(site, data, who, form))
            return answers.html("panel.html", view=made)
        made = await site.weighed(data, lambda: view(site, data, who, form))
        return screens.page(request, "checklist.html", made)

    @pages.post("/checklist/load")
    async def load(request: Request) -> Response:
        form, given, _ = await read_upload(request, "a request is read from it", "choose a JSON file")
        read: Any = parse_json(given, "the file")
        data: Any = read[0] if is_list(read) and len(read) == 1 else read

        def loaded() -> dict[str, Any]:
            decided = determine(data, site.engine)  # refused whole, with the path of everything that is wrong
            return view(site, data, reader(form, site), decided=decided)

        return screens.page(request, "checklist.html", await site.weighed(data, loaded))

    @pages.post("/checklist/what-if")
    async def try_out(request: Request) -> Response:
        """From here on answers are tried out, on top of what is documented now."""
        form = await read_form(request)
        data, who = stated(form, site), reader(form, site)
        shown = await site.weighed(data, lambda: view(site, data, who))
        return screens.page(
            request, "checklist.html", {**shown, "kept": shown["base"] if who == REVIEWER else ""}
        )

    @pages.post("/checklist/documented")
    async def back(request: Request) -> Response:
        """Drops what was tried out."""
        form = await read_form(request)
        data = request_in(text(form, "kept"), "the kept request")
        made = await site.weighed(data, lambda: view(site, data, reader(form, site)))
        return screens.page(request, "checklist.html", made)

    @pages.post("/checklist/again")
    async def again(request: Request) -> Response:
        """Back from a paper to the questions, with everything that was stated."""
        form = await read_form(request)
        data = request_in(text(form, "base"), "the request")
        made = await site.weighed(data, lambda: view(site, data, reader(form, site)))
        return screens.page(request, "checklist.html", made)

    @pages.post("/checklist/request")
    async def keep(request: Request) -> Response:
        data = stated(await read_form(request), site)
        return answers.file(request_text(data), "request.json", "application/json")

    @pages.post("/checklist/send")
    async def send(request: Request) -> Response:
        data = stated(await read_form(request), site)

        def paper() -> dict[str, Any]:
            decided = determine(data, site.engine)
            sheet = sheet_view(data, decided, site.engine)
            return {**view(site, data, "provider", decided=decided), "sheet": sheet}

        return screens.page(request, "send.html", await site.weighed(data, paper))

    if site.settings.public:  # the case sheet is a working paper for reviewers
        return

    @pages.post("/checklist/sheet")
    async def sheet(request: Request) -> Response:
        form = await read_form(request)
        data, engine = stated(form, site), site.asking(choices(form, site))
        made = await site.weighed(
            data, lambda: sheet_html([sheet_view(data, determine(data, engine), engine)])
        )
        page = answers.whole(made)
        page.headers["content-security-policy"] = self_contained(made)
        return page


def stated(form: FormData, site: Site) -> dict[str, Any]:
    """The request that a form states."""
    return request_of(form, site.engine.library.glossary)


def reader(form: FormData, site: Site) -> str:
    """Who looks: what is for reviewers only is not shown where anybody may look."""
    return REVIEWER if text(form, "reader") == REVIEWER and not site.settings.public else "provider"


def choices(form: FormData, site: Site) -> dict[str, str]:
    """Readings that a reviewer asks about (fields `i.AM-1`)."""
    if reader(form, site) != REVIEWER:
        return {}
    named = {name[2:]: text(form, name) for name in form if name.startswith("i.")}
    return {name: option for name, option in named.items() if option}


def view(
    site: Site,
    data: Mapping[str, Any],
    reader: str,
    form: FormData | None = None,
    fresh: bool = False,
    decided: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Questions, fields and result of a request; without a plan or a code, what is missing to begin.
    `decided`: its determination, where it was made already."""
    out = came_to(site, data, reader, form, decided)
    line, groups = out.pop("line"), list[dict[str, Any]]()
    if line is not None:
        groups = questions(site.engine, line)
    elif out["problems"]:
        groups = _asked_anyway(site, data)
    return {
        **out,
        "fresh": fresh,
        "base": request_text(data),
        "groups": groups,
        "form": shown_form(data, groups),
    }


def came_to(
    site: Site,
    data: Mapping[str, Any],
    reader: str,
    form: FormData | None = None,
    decided: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The result alone, for the panel; `line` is the first line of the determination."""
    out: dict[str, Any] = dict.fromkeys(("result", "documented", "open", "line"))
    out |= {
        "asked": {},
        "reader": reader,
        "kept": text(form, "kept") if form is not None else "",
        "problems": [],
    }
    lines: list[dict[str, Any]] = data.get("services") or [{}]
    if not (data.get("coverages") and lines[0].get("code")):
        return out
    asked = out["asked"] = choices(form, site) if form is not None else {}
    try:
        determination = decided or determine(data, site.asking(asked))
        out["result"] = result(data, determination, site.engine, reader == REVIEWER)
        if (out["kept"] or asked) and not site.settings.public:
            before = request_in(out["kept"], "the kept request") if out["kept"] else data
            out["documented"] = result(before, determine(before, site.engine), site.engine, True)
        out["line"] = determination["lines"][0]
        out["open"] = out["result"]["lines"][0]["matters"]
    except Refused as refused:
        glossary = site.engine.library.glossary
        out["problems"] = [at_field(one, glossary) for one in refused.problems]
    return out


def _asked_anyway(site: Site, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The questions of a request in which something is wrong, so that its answers stay in sight: those of
    its code and day, else of its code."""
    first = data["services"][0]
    for names in (("code", "date"), ("code",)):
        service = {name: first[name] for name in names if name in first}
        bare: dict[str, Any] = {"coverages": data["coverages"], "services": [service]}
        try:
            return questions(site.engine, determine(bare, site.engine)["lines"][0])
        except Refused:
            continue
    return []
