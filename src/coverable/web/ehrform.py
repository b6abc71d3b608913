"""The form of a policy as EHRs get it, filled in here: what it comes to is on the checklist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from secrets import token_urlsafe
from typing import Annotated, Any, Final

from fastapi import Query, Request
from starlette.responses import Response

from coverable.determination.request import parse_json
from coverable.web import answers
from coverable.web.checklist import view
from coverable.web.forms import read_form, text
from coverable.web.guard import with_styles_of
from coverable.web.screens import Screens
from coverable.web.site import Ehr
from coverable.web.start import read_day

HOME: Final = "/form/{publisher}/{number}/{version}"
Service = Annotated[str, Query(description="Of a policy with several services; default: the first.")]


def add(screens: Screens) -> None:
    """The form, rendered by the library of the National Library of Medicine that reads FHIR Questionnaires.
    It writes styles into the page while it runs, so this page alone lets it, by a word made for each answer.
    """
    site, pages = screens.site, screens.pages
    base = (site.settings.ehr or Ehr()).address.rstrip("/")

    def shown(publisher: str, number: str, version: str, service: str) -> dict[str, Any]:
        from coverable.fhir.dtr.form import form_of
        from coverable.fhir.dtr.questionnaire import questionnaire

        one = site.policy(publisher, number, version)
        form = form_of(one, service or None)
        return {
            "policy": one.key,
            "number": one.file.number,
            "title": one.file.title,
            "service": form.service,
            "services": {name: said.says or name for name, said in one.file.services.items()},
            "code": next((code.partition(":")[2] for code in one.services[form.service].codes), ""),
            "date": max(site.today, one.first_day or site.today).isoformat(),
            "questionnaire": questionnaire(form, base),
        }

    @screens.api.get(HOME, summary="The form of a policy as EHRs get it", tags=["look up"])
    async def twin(publisher: str, number: str, version: str, service: Service = "") -> Response:
        """The FHIR Questionnaire with what the page shows around it."""
        return answers.json(await site.alone(lambda: shown(publisher, number, version, service)))

    @pages.api_route(HOME, methods=["GET", "HEAD"])
    async def page(
        request: Request, publisher: str, number: str, version: str, service: Service = ""
    ) -> Response:
        made = await site.alone(lambda: shown(publisher, number, version, service))
        word = token_urlsafe(16)
        answer = screens.page(request, "ehrform.html", made, 200, True, word=word)
        answer.headers["content-security-policy"] = with_styles_of(word)
        return answer

    @pages.post(HOME)
    async def filled(request: Request, publisher: str, number: str, version: str) -> Response:
        """The answers on the checklist, decided; or, where `keep` is sent, as a file to keep."""
        from coverable.fhir.dtr.answers import read_answers, request_with
        from coverable.fhir.dtr.form import form_of

        form = await read_form(request)
        given = text(form, "response")
        response = parse_json(given, "the response")
        asked = form_of(site.policy(publisher, number, version), text(form, "service") or None)
        read = read_answers(response, asked)
        if text(form, "keep"):
            return answers.file(given, "response.json", "application/fhir+json")
        day = read_day(text(form, "date"), None)
        data = request_with(_line(text(form, "plan"), text(form, "code"), day), read)
        made = await site.weighed(data, lambda: view(site, data, "provider"))
        return screens.page(request, "checklist.html", made)


def _line(plan: str, code: str, day: date | None) -> Mapping[str, Any]:
    """Who is asked for what and when; the form does not say it."""
    line = {"code": code, **({"date": day.isoformat()} if day else {})}
    return {"coverages": [plan] if plan else [], "services": [line]}
