"""The facts that a policy can ask about, for whoever ties a passage to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coverable.policy.asking import asked_by
from coverable.web.screens import Screens
from coverable.web.start import Words


def add(screens: Screens) -> None:
    """The list of facts, with the words that find them."""
    site = screens.site

    @screens.get("/facts", "facts.html", "The facts that policies ask about")
    def facts(q: Words = "") -> Mapping[str, Any]:
        """Every fact of the glossary: its question, kind and choices, and which policies ask it. `q`: words
        that all must stand in it."""
        words = q.casefold().split()
        rows = asked_by(site.engine.library)
        found = [one for one in rows if all(word in one["words"] for word in words)]
        return {
            "asked": q,
            "of": len(rows),
            "facts": [{k: v for k, v in one.items() if k != "words"} for one in found],
        }
