"""Where the link of a CRD card leads: the form in the EHR, or the same questions on the checklist here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import Response

from coverable.web.screens import Screens


def add(screens: Screens) -> None:
    """`/fhir/launch`, where endpoints for EHRs are served. What the EHR adds to the address is not used."""
    ehr = screens.site.settings.ehr
    if ehr is None:
        return
    shown: Mapping[str, Any] = {
        "package": f"{ehr.address.rstrip('/')}/fhir/Questionnaire/$questionnaire-package"
    }

    @screens.pages.api_route("/fhir/launch", methods=["GET", "HEAD"])
    async def launch(request: Request) -> Response:
        return screens.page(request, "launch.html", shown, 200, False)
