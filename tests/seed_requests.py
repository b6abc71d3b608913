"""Requests for the two seed policies, built on the defaults of their cases, and what to read in the answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coverable.determination.cases import Case, Expected, read_cases, request_of
from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine

DME_32 = "sentara/dme-32@7"
CG_MED_28 = "healthy-blue/cg-med-28@2023-01-01"
SEEDS = [DME_32, CG_MED_28]

# what meets the criteria of either policy, on top of defaults that answer every question with no
MET = {
    DME_32: {"professional_life_disrupted": True, "prescription_antiperspirant_failed": True},
    CG_MED_28: {"medical_complications": True, "prescription_antiperspirant_failed": True},
}


def request(engine: Engine, key: str, facts: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A request as the cases of a policy build it; `more` are the fields of a case."""
    defaults = read_cases(engine.library.folders[key], key)[0].defaults
    case = Case(id="T", says="", facts=dict(facts or {}), expect=Expected(outcome=""), **more)
    return request_of(case, defaults)


def decided(engine: Engine, key: str, facts: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """What comes out of it, under its one coverage."""
    return determine(request(engine, key, facts, **more), engine)["lines"][0]["coverages"][0]


def nodes(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every criterion that the rationale shows, by id."""
    out: dict[str, dict[str, Any]] = {}

    def walk(one: dict[str, Any]) -> None:
        out.setdefault(one["id"], one)
        for child in one.get("children", ()):
            walk(child)

    if result["rationale"]:
        walk(result["rationale"])
    return out


def flags(result: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {one["code"]: one for one in result["flags"]}


def asked(result: dict[str, Any]) -> list[str]:
    """The facts that are still needed, in order."""

    def walk(one: dict[str, Any]) -> Iterator[str]:
        if "fact" in one:
            yield one["fact"]
        for name in ("all_of", "one_of", "of"):
            for inner in one.get(name, ()):
                yield from walk(inner)

    return list(dict.fromkeys(walk(result["still_needed"])))


def edited(engine: Engine, folder: Path, *edits: tuple[str, str, str]) -> Engine:
    """An engine over a copy of our library, with (file, old text, new text) replaced; a new file has no
    old text."""
    root = folder / "library"
    shutil.copytree(engine.library.root, root)
    for name, old, new in edits:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert (text.count(old) == 1) if old else not text, (
            f"{name}: {old!r} stands there {text.count(old)} times"
        )
        path.write_text(text.replace(old, new) if old else new, encoding="utf-8")
    return open_engine(root, book=engine.library.book)
