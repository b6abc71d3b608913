"""ValueSet/$expand: the codes of a value set of ours, those in use today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from coverable.fhir.answers import fail
from coverable.fhir.dtr.catalogue import form_named
from coverable.fhir.dtr.names import PATH, questionnaire_url
from coverable.fhir.dtr.valuesets import expanded, valuesets
from coverable.fhir.payer import Payer

MOST = 5000
"""Codes of one answer."""


def expand(asked: Mapping[str, Any], payer: Payer, now: str) -> dict[str, Any]:
    """The expansion, as of today and with active codes only. `asked`: url (with or without a version),
    filter, offset, count. Failed: 400 without an address, 404 where the value set is none of ours."""
    url = asked.get("url")
    if not isinstance(url, str) or not url.strip():
        raise fail(
            400, "no value set is named", "url", "value sets are expanded by their address", "add `url`"
        )
    address, _, version = url.strip().partition("|")
    version = version or str(asked.get("valueSetVersion") or "")
    found = _find(address, version, payer, date.fromisoformat(now[:10]))
    text = asked.get("filter") or ""
    if not isinstance(text, str) or len(text) > 200:
        raise fail(
            400,
            "a filter that cannot be used",
            "filter",
            "it is text of at most 200 characters",
            "correct it",
        )
    return expanded(found, now, text, _count(asked, "offset") or 0, _count(asked, "count"))


def _find(address: str, version: str, payer: Payer, today: date) -> dict[str, Any]:
    name = address.removeprefix(f"{payer.base}{PATH}/ValueSet/")
    form, _, _ = name.rpartition(".")
    canonical = questionnaire_url(payer.base, form) + (f"|{version}" if version else "")
    known = form_named(payer.engine, payer.base, canonical, today) if form and name != address else None
    for one in valuesets(known[0], payer.base, today) if known and not known[1] else ():
        if one["url"] == address:
            return one
    raise fail(
        404, "no such value set here", "url", "only the value sets of the forms of this server are expanded",
        "use the address that a Questionnaire of this server gives",
    )  # fmt: skip


def _count(asked: Mapping[str, Any], name: str) -> int | None:
    value = asked.get(name)
    if value is None:
        return None
    text = str(value)
    if not (text.isascii() and text.isdigit()) or isinstance(value, bool) or int(text[:9]) > MOST:
        raise fail(
            400, "a number that cannot be used", name, f"it is a number from 0 to {MOST}", "correct it"
        )
    return int(text[:9])
