"""The draft's side of the page: criteria, exclusions, codes and everything else, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from coverable.base.shape import is_list
from coverable.document.draft.approves import words_of
from coverable.document.draft.coverage import Sentence
from coverable.document.draft.emit import flow
from coverable.document.draft.made import Draft, Made, below, rows, said
from coverable.document.draft.pagewords import code, plain, record, tested
from coverable.document.draft.places import text_form
from coverable.policy.cite import read_place
from coverable.policy.criterion import RULES

BADGES = {
    "all": "ALL of",
    "any": "ANY of",
    "none": "NONE of",
    "not": "NOT",
    "if": "IF / THEN",
    "of": "AT LEAST",
}
_FINDING = re.compile(r"(F[0-9]+) \(")
OTHER_TESTS = ("silent_on", "same_as", "criteria_of")
ROLES = {"applies_if": "use:", "criteria": "", "when": "when:", "unless": "unless:"}
BESIDE = ("history", "definitions", "references", "notes", "evidence", "studies", "remarks", "referrals")
"""Fields of the policy file that decide nothing, or are shown in one line each."""


class DraftSide:
    """Shows what stands in the draft, and remembers which lines of the document each thing rests on."""

    def __init__(self, draft: Draft, found: Sequence[Sentence], wanting: set[str]) -> None:
        self.draft, self.found, self.wanting = draft, found, wanting
        self.anchors: list[tuple[str, int, int]] = []
        """(anchor, first line, last line) of everything that is shown with a place."""
        self._form = text_form(draft.source)
        self._lasts = [one.span.lines[1] for one in found]

    def view(self) -> dict[str, Any]:
        policy = self.draft.policy
        indications = below(policy, "indications")
        return {
            "services": list(self._services()),
            "indications": [
                self._statement(name, "Indication", below(indications, name), ("applies_if", "criteria"))
                for name in indications
            ],
            "exclusions": [
                self._statement(said(one, "id"), _position(one), one, ("when", "unless"))
                for one in rows(policy, "exclusions")
            ],
            "interpretations": list(self._interpretations()),
            "codes": [self._table(one) for one in rows(policy, "codes")],
            "beside": [(name, found) for name in BESIDE if (found := list(self._beside(name)))],
            "words": [
                (plain(name), ", ".join(map(str, policy[name])))
                for name in ("keywords", "source_kinds", "also_known_as", "cross_references")
                if policy.get(name)
            ],
        }

    def place(self, cite: str) -> dict[str, Any]:
        """A place, the first sentence that stands there, and an anchor by which that sentence leads back."""
        lines = self._lines(cite)
        if lines is None:
            return {"place": cite or None, "target": None, "anchor": ""}
        anchor = f"e-{len(self.anchors) + 1}"
        self.anchors.append((anchor, *lines))
        at = bisect_left(self._lasts, lines[0])
        return {
            "place": cite,
            "target": self.found[at].id if at < len(self.found) else None,
            "anchor": anchor,
        }

    def _lines(self, cite: str) -> tuple[int, int] | None:
        try:
            return read_place(cite).lines(self._form.page_lines, len(self._form.lines))
        except ValueError:
            return None

    def _statement(self, name: str, kind: str, one: Made, fields: Sequence[str]) -> dict[str, Any]:
        under = ", ".join(f"{k}: {v}" for k, v in below(one, "under").items())
        made = {
            "name": name,
            "kind": kind,
            "says": one.get("says"),
            "under": under,
            "remarks": list(_remarks(one)),
            "grants": None,
        }
        grants = below(one, "approves")
        if grants:
            made["grants"] = {"words": words_of(grants), **self.place(said(grants, "cite"))}
        parts = [{**_role(ROLES[field]), **self.node(below(one, field))} for field in fields if field in one]
        return {**made, **self.place(said(one, "cite")), "parts": parts}

    def node(self, one: Made, above: str = "") -> dict[str, Any]:
        """`above` are the words that stand over it: a head that is shared is shown once."""
        slot = self.draft.slots.get(one.slot or "")
        words = slot.text.split("\n")[0] if slot else ""
        rule = next((name for name in (*RULES, "of") if name in one and name != "at_least"), "")
        others = {k: one[k] for k in OTHER_TESTS if k in one}
        test = [tested(one), flow(others)[1:-1] if others else ""]
        return {
            "id": said(one, "id"),
            "label": one.get("label"),
            **self.place(said(one, "cite")),
            "text": "" if words == above else words,
            "says": one.get("says"),
            "badge": _badge(one, rule),
            "open": bool(slot and slot.id in self.wanting and one.get("unmapped")),
            "test": ", ".join(part for part in test if part),
            "remarks": one.comments,
            "findings": list(slot.notes) if slot else [],
            "children": list(self._below(one, words)),
        }

    def _below(self, one: Made, words: str) -> Iterator[dict[str, Any]]:
        for name in ("all", "any", "none", "of"):
            for part in rows(one, name):
                yield self.node(part, words if not part.get("unmapped") and "fact" not in part else "")
        for name in ("not", "if", "then", "else", "silent_if"):
            if name in one:
                yield {"role": name.replace("_", " "), **self.node(below(one, name))}
        options = below(one, "options")
        for option in options:
            yield {"role": option, **self.node(below(options, option))}

    def _services(self) -> Iterator[dict[str, Any]]:
        """What the policy is about: its codes, each with the qualifier that somebody must tie to a fact."""
        services = below(self.draft.policy, "services")
        for name in services:
            one = below(services, name)
            listed: Any = one.get("codes") or []
            codes = [e if isinstance(e, Made) else Made(code=e) for e in listed]
            shown = [
                {
                    "code": code(said(e, "code")),
                    "only_if": self.node(below(e, "only_if")) if "only_if" in e else None,
                    **self.place(said(e, "cite")),
                }
                for e in codes
            ]
            made = {"name": name, "says": one.get("says"), "codes": shown, "remarks": one.comments}
            yield {**made, **self.place(said(one, "cite"))}

    def _interpretations(self) -> Iterator[dict[str, Any]]:
        declared = below(self.draft.policy, "interpretations")
        for name in declared:
            one = below(declared, name)
            options = dict(below(one, "options"))
            made = {"id": name, "question": said(one, "question"), "options": options}
            yield {**made, **self.place(said(one, "cite"))}

    def _table(self, one: Made) -> dict[str, Any]:
        listed: Any = one.get("entries")
        entries = [e if isinstance(e, Made) else Made(code=e) for e in (listed if is_list(listed) else [])]
        return {
            "id": said(one, "id"),
            "polarity": plain(said(one, "polarity")),
            "rows": [{"code": code(said(e, "code")), **self.place(said(e, "cite"))} for e in entries],
            "none": bool(one.get("none_stated")),
        }

    def _beside(self, name: str) -> Iterator[dict[str, Any]]:
        listed: Any = self.draft.policy.get(name)
        named = listed.items() if isinstance(listed, Made) else (("", one) for one in listed or ())
        for key, one in named:
            words = record(name, one)
            wanting = one.get("says", "") is None or one.get("concludes") == "unread"
            yield {"name": key, "words": words, "open": wanting, **self.place(said(one, "cite"))}


def _position(one: Made) -> str:
    kind = " (all other uses)" if one.get("all_other_uses") else ""
    kind = " (criteria not met)" if one.get("criteria_not_met") else kind
    return plain(said(one, "position")).capitalize() + kind


def _remarks(one: Made) -> Iterator[dict[str, str]]:
    """The remarks over a statement; one that tells a finding leads to it."""
    for remark in one.comments:
        told = _FINDING.match(remark)
        yield {"says": remark, "finding": told[1] if told else ""}


def _role(name: str) -> dict[str, str]:
    return {"role": name} if name else {}


def _badge(one: Made, rule: str) -> str:
    if rule == "interpretation":
        return f"READ TWO WAYS {one['interpretation']}"
    if rule == "of":
        return f"AT LEAST {one.get('at_least')}"
    return BADGES.get(rule, "")
