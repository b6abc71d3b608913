"""A determination as a person looks at it beside the questions: what came out, why, what is still needed.

One source, several readers (SR-125): providers see the outcome, what is needed and what concerns them;
reviewers also what would settle it and how the text is read. What an answer would have to become is never
shown to a provider.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from coverable.determination.checklist import matters, needed_facts
from coverable.determination.engine import Engine
from coverable.determination.headline import combined_headline, headline
from coverable.determination.sheetview import sheet_view
from coverable.determination.wording import outcome_words
from coverable.glossary.words import say_needs

KIND: Final = {"✓": "met", "?": "open", "✗": "against"}
"""The sign of a headline as the kind of a mark; other signs are quiet."""
OTHERWISE: Final = (
    "The text can be read in another way here, and the result would then be another one. How it is read was "
    "signed by a person; ask the plan if it matters for you."
)
PROVIDER: Final = ("provider", "member")
"""Audiences of flags that a provider sees."""


def result(
    data: Any, determination: Mapping[str, Any], engine: Engine, reviewer: bool = False
) -> dict[str, Any]:
    """JSON-ready: {refused, lines: [{code, date, combined, matters, unsupported, coverages}]}."""
    sheet = sheet_view(data, determination, engine)
    if sheet["refused"]:
        return {"refused": sheet["refused"], "lines": []}
    lines = [
        {
            "number": line["line"],
            "code": line["code"],
            "date": line["date"],
            "combined": _mark(combined_headline(line)),
            "needed": needed_facts(line),
            "unsupported": _unsupported(shown["facts"]),
            "matters": None if (open_ := matters(line)) is None else sorted(open_),
            "coverages": [
                _coverage(one, words, engine, reviewer)
                for one, words in zip(line["coverages"], shown["coverages"], strict=True)
            ],
        }
        for line, shown in zip(determination["lines"], sheet["lines"], strict=True)
    ]
    return {"refused": [], "as_of": determination["as_of"], "lines": lines, "pins": sheet["pins"]}


def _unsupported(rows: Any) -> dict[str, int]:
    """How many facts are stated, and how many of them with no evidence at all."""
    kinds: dict[str, set[str]] = {}
    for row in rows:
        kinds.setdefault(row["label"], set()).add(row["kind"])
    return {"stated": len(kinds), "without": sum(kind == {"none given"} for kind in kinds.values())}


def _mark(said: tuple[str, str, str]) -> dict[str, Any]:
    sign, title, why = said
    return {"sign": sign, "kind": KIND.get(sign, "quiet"), "title": title, "why": why}


def _coverage(
    one: Mapping[str, Any], words: Mapping[str, Any], engine: Engine, reviewer: bool
) -> dict[str, Any]:
    """One coverage: the words of the case sheet, less what is not for this reader."""
    seen = [(says, who) for says, who in words["flags"] if reviewer or who in PROVIDER]
    plan = engine.plans.plans.get(one["plan"] or "")
    submit = plan.file.submit if plan else None
    ways = {k: v for k in ("portal", "fax", "phone") if submit and (v := getattr(submit, k))}
    out: dict[str, Any] = {
        "mark": _mark(headline(one)),
        "governing": one["governing"],
        **{
            name: words[name]
            for name in (
                "plan", "contact", "silent", "next_step", "policy", "needs", "criteria", "no_policy",
                "review_reasons", "enclose", "approval", "clause", "authorization",
            )
        },
        "flags": [{"says": says, "audience": who} for says, who in seen],
        "send_to": ways,
        "determining": [],
        "readings": [],
        "otherwise": "" if reviewer or not _turns(one) else OTHERWISE,
    }  # fmt: skip
    if reviewer:
        out["determining"] = _determining(one, engine)
        out["readings"] = [{**said, **_options(one, said["id"], engine)} for said in words["interpretations"]]
    return out


def for_provider(determination: Mapping[str, Any]) -> dict[str, Any]:
    """A determination without what is for reviewers and analysts only: same shape, those lists empty."""
    if "refused" in determination:
        return dict(determination)
    lines = [
        {**line, "combined": _told(line["combined"]), "coverages": [_told(one) for one in line["coverages"]]}
        for line in determination["lines"]
    ]
    return {**determination, "lines": lines}


def _told(one: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(one)
    if "flags" in out:
        out["flags"] = [flag for flag in out["flags"] if flag["audience"] in PROVIDER]
    if "determining" in out:
        out["determining"] = {"sets": [], "more": False}
    return out | ({"review_reasons": []} if "review_reasons" in out else {})


def _turns(one: Mapping[str, Any]) -> bool:
    """Whether another reading of the text would have changed the outcome."""
    return bool(one["interpretations_jointly"] or any(i["other_outcomes"] for i in one["interpretations"]))


def _options(one: Mapping[str, Any], name: str, engine: Engine) -> dict[str, Any]:
    """The readings that a reviewer can ask about, and the one that was used."""
    governing = one["governing"]
    policy = engine.library.policy(f"{governing['policy']}@{governing['version']}")
    used = next(i["chosen"] for i in one["interpretations"] if i["id"] == name)
    return {"options": dict(policy.interpretations[name].options), "option": used}


def _determining(one: Mapping[str, Any], engine: Engine) -> list[str]:
    """The smallest sets of open facts that would settle it, for reviewers."""
    facts = engine.library.glossary.facts
    return [
        "; ".join(
            f"{facts[a['fact']].label}: {say_needs(a['needs'], facts[a['fact']].choices)}" for a in some
        )
        + f" → {outcome_words(some[0]['then'])}"
        for some in one["determining"]["sets"]
    ]
