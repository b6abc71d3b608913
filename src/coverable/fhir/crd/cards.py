"""Cards: the criteria that are still open with their places, the form, what to enclose, technical trouble.

Words are ours and the library's; nothing that a call brought is repeated in a text. A card is about one
order, and says which (`davinci-crd.associated-resource`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from coverable.fhir.answers import encoded
from coverable.fhir.crd.call import Call
from coverable.fhir.crd.judge import Judged
from coverable.fhir.crd.missing import TECHNICAL
from coverable.fhir.crd.table import needed
from coverable.fhir.payer import Payer
from coverable.policy.describe import leaves

SUMMARY: Final = 139
"""Characters: CDS Hooks asks for fewer than 140."""
TOPICS: Final[Mapping[str, str]] = {
    "coverage-info": "Coverage Information",
    "guideline": "Guideline",
    "claim": "Claim",
}


def cards_of(one: Judged, id: str, call: Call, payer: Payer) -> Iterator[dict[str, Any]]:
    """The cards about one assertion, most telling first."""
    about = _About(one, id, call, payer)
    if any(reason.code == TECHNICAL for reason in one.said.reasons):
        if call.wants("coverage-info"):
            said = "Coverage could not be determined for technical reasons"
            yield about.card("trouble", "coverage-info", said, one.said.reasons[0].text, "warning")
        return
    open_ = needed(one.view) if one.view else []
    if open_ and one.policy is not None and call.wants("guideline"):
        title = one.policy.file.title
        links = [{"label": f"{one.policy.file.number}, version {one.policy.version}"[:80], "type": "absolute",
                  "url": payer.at(f"/policies/{one.policy.id}/{one.policy.version}")}]  # fmt: skip
        count = f"{len(open_)} {'fact' if len(open_) == 1 else 'facts'}"
        yield about.card("open", "guideline", f"Still to be documented: {count} for {title}",
                         _criteria(one, open_, payer), "info", links)  # fmt: skip
    if one.said.questionnaires and call.wants("coverage-info"):
        form = one.said.questionnaires[0]
        context = {"questionnaire": form, "context": id, "order": one.reference}
        links = [{"label": "Fill in the form", "type": "smart", "url": payer.at("/fhir/launch"),
                  "appContext": encoded(context).decode()}]  # fmt: skip
        yield about.card("form", "coverage-info", "Documentation: the form asks only what can still matter",
                         None, "info", links)  # fmt: skip
    if "withpa" in one.said.purposes and one.under.plan is not None and call.wants("claim"):
        code = one.codes[0].code if one.codes else ""
        enclosed = one.under.plan.file.submit.enclosed(code)
        if enclosed:
            detail = "\n".join(f"- {each}" for each in enclosed)
            yield about.card("enclose", "claim", "Documents that go with the request", detail, "info")


class _About:
    """What all cards about one assertion share."""

    def __init__(self, one: Judged, id: str, call: Call, payer: Payer) -> None:
        self.one, self.id, self.call, self.payer = one, id, call, payer

    def card(
        self,
        kind: str,
        topic: str,
        summary: str,
        detail: str | None,
        indicator: str,
        links: list[dict[str, str]] | None = None,
    ) -> dict[str, Any]:
        """A card; its uuid is the same whenever the same is said."""
        plan = self.one.under.plan
        out: dict[str, Any] = {
            "uuid": str(uuid5(NAMESPACE_URL, f"{self.id}/{kind}")),
            "summary": summary if len(summary) <= SUMMARY else f"{summary[: SUMMARY - 1].rstrip()}…",
            "indicator": indicator,
            "source": {
                "label": self.payer.insurer(plan),
                "url": self.payer.at("/"),
                "topic": {"system": self.call.family.topics, "code": topic, "display": TOPICS[topic]},
            },
            "extension": {"davinci-crd.associated-resource": [{"reference": self.one.reference}]},
        }
        if detail:
            out["detail"] = detail
        if links:
            out["links"] = links
        return out


def _criteria(one: Judged, open_: list[str], payer: Payer) -> str:
    """The open criteria in our words, each with its place in the document, as GitHub markdown."""
    assert one.view is not None and one.policy is not None
    glossary = payer.engine.library.glossary
    said: dict[str, tuple[str, str]] = {}
    shown = one.view.get("rationale")
    for leaf in leaves(shown) if shown else ():
        cite: Mapping[str, Any] = leaf.get("cite") or {}
        place = cite.get("lines")
        said.setdefault(leaf.get("fact") or "", (leaf["says"], f", lines {place}" if place else ""))
    number = one.policy.file.number
    rows = [
        f"- {said[name][0]} ({number}{said[name][1]})" if name in said else f"- {glossary.facts[name].label}"
        for name in open_
    ]
    endorsed = "is" if one.policy.signoff.endorsed_by_publisher else "is not"
    return "\n".join(
        (
            "Not documented yet; what is not documented counts as unknown, never as no:",
            "",
            *rows,
            "",
            "Not all of them may be needed. Criteria in our own words, for information; this encoding "
            f"{endorsed} endorsed by the publisher.",
        )
    )
