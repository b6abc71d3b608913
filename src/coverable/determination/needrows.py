"""What is still needed, as rows of text: on the case sheet, the checklist and the paper to send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coverable.determination.engine import Engine
from coverable.determination.stated import which_says


def need_rows(
    need: Mapping[str, Any], engine: Engine, depth: int = 0, top: bool = True
) -> Iterator[dict[str, Any]]:
    """Questions in order, single ones before groups, so that what stands alone cannot be read as part of one;
    a group line stands before questions of which one or some are enough."""
    if "fact" in need:
        fact = engine.library.glossary.facts[need["fact"]]
        cite = f" ({need['cite']})" if need["cite"] else ""
        ask, help = fact.ask, fact.help or ""
        if "which_holds" in need:
            ask, help = which_says(fact, need["which_holds"], engine.library.glossary), ""
        yield {"depth": depth, "group": False, "says": f"{ask}{cite}", "help": help, "fact": need["fact"]}
        return
    key = next(k for k in ("all_of", "one_of", "of") if k in need)
    if not (top and key == "all_of"):
        n = len(need[key])
        says = {"all_of": f"All {n} of these:", "one_of": f"One of these {n} is enough:"}.get(key)
        yield {
            "depth": depth,
            "group": True,
            "says": says or f"At least {need['n']} of these {n}:",
            "help": "",
            "fact": None,
        }
        depth += 1
    for item in sorted(need[key], key=lambda one: "fact" not in one):
        yield from need_rows(item, engine, depth, False)
