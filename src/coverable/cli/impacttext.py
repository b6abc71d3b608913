"""The impact of a new version as a page of text: groups first, biggest first, in words of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TextIO

from coverable.cli.screen import Screen
from coverable.proof.impact.merge import Edit, words_of
from coverable.proof.impact.side import Side
from coverable.proof.impact.summary import DIRECTIONS, Declared, Group, Summary, asked_so, matrix, wheres

SHORT: Final = {
    "criteria_met": "met",
    "information_needed": "info",
    "judgment_needed": "judge",
    "criteria_not_met": "not met",
    "use_excluded": "excl",
    "use_not_listed": "unlist",
    "governed_elsewhere": "other",
    "not_addressed": "silent",
}
LONG: Final = {
    "criteria_met": "criteria met",
    "information_needed": "information needed",
    "judgment_needed": "a person must judge",
    "criteria_not_met": "criteria not met",
    "use_excluded": "use excluded",
    "use_not_listed": "use not listed",
    "governed_elsewhere": "another document",
    "not_addressed": "not addressed",
}
KINDS: Final = {"added": "new", "removed": "dropped", "changed": "worded otherwise"}
GROUPS: Final = 20
"""Groups that are written out; the rest is counted."""


def page(done: Summary, declared: Declared | None, stream: TextIO) -> str:
    """The whole page."""
    screen = Screen.of(stream)
    impact = done.impact
    screen.put("Impact on stored requests", style="bold")
    for name, side in (("Old", impact.old), ("New", impact.new)):
        screen.pair(name, _side(side))
    screen.pair("Asked", asked_so(impact))
    _counts(screen, done)
    _matrix(screen, done)
    groups = done.groups
    if groups:
        screen.title("What did it, biggest first")
        screen.put(
            "A group holds the lines that would have their old outcome again if just these criteria were "
            "worded as before.",
            style="dim",
        )
    told: dict[str, int] = {}
    for number, group in enumerate(groups[:GROUPS], 1):
        _group(screen, done, number, group, told)
    if len(groups) > GROUPS:
        rest = sum(g.lines for g in groups[GROUPS:])
        screen.gap()
        screen.put(f"{len(groups) - GROUPS} more groups with {_lines(rest)}: see --format json.")
    _differences(screen, done)
    _refused(screen, done)
    _declared(screen, done, declared)
    return screen.text()


def _side(side: Side) -> str:
    policy = side.policy()
    where = f", from the folder {side.folder}" if side.folder else ""
    draft = " · DRAFT: nobody has approved it" if side.draft else ""
    return f"{policy.key}: {policy.file.title}{where}{draft}"


def _lines(number: int) -> str:
    return f"{number:,} line{'' if number == 1 else 's'}"


def _counts(screen: Screen, done: Summary) -> None:
    silent = done.silent()
    screen.gap()
    screen.put(
        f"{done.requests:,} requests with {_lines(done.lines)}: {done.changed:,} changed, "
        f"{done.lines - done.changed:,} unchanged; {done.refused:,} requests could not be read.",
        style="bold",
    )
    moved = " · ".join(f"{d} {done.directions[d]:,}" for d in DIRECTIONS)
    screen.pair("Direction", moved)
    screen.pair(
        "Silent",
        f"not addressed by the old {silent['old']:,}, by the new {silent['new']:,}, by both "
        f"{silent['both']:,}",
    )
    if done.undated:
        screen.pair("No date", f"{_lines(done.undated)}: what depends on the date of service is open")


def _matrix(screen: Screen, done: Summary) -> None:
    old = [o for o in SHORT if any(a == o and n for (a, _), n in done.ends.items())]
    new = [o for o in SHORT if any(b == o and n for (_, b), n in done.ends.items())]
    if not old:
        return
    widest = [max(7, *(len(f"{done.ends[a, b]:,}") for a in old)) + 1 for b in new]
    screen.title("Lines by outcome: old downwards, new across")
    screen.lines.append(" " * 20 + "".join(f"{SHORT[b]:>{w}}" for b, w in zip(new, widest, strict=True)))
    for a in old:
        counts = [f"{done.ends[a, b]:,}" if done.ends[a, b] else "." for b in new]
        row = "".join(f"{n:>{w}}" for n, w in zip(counts, widest, strict=True))
        screen.lines.append(f"{LONG[a]:<20}" + row)


def _group(screen: Screen, done: Summary, number: int, group: Group, told: dict[str, int]) -> None:
    screen.gap()
    name = words_of(group.edits) if group.edits else "no criterion: the order in which services are tried"
    screen.put(name, first=f"{number}. ", right=_lines(group.lines), style="bold")
    for edit in group.edits:
        before = told.setdefault(edit.name, number)
        if before == number:
            _edit(screen, edit)
        else:
            screen.put(f"{edit.name}: {KINDS[edit.kind]}, see {before}", first="   ")
    for one in matrix(group.ends):
        moved = f"{LONG[one['old']]} → {LONG[one['new']]}"
        screen.put(moved, first="   ", right=f"{one['lines']:,}", right_style=None)
    facts = done.impact.new.library.glossary.facts
    row = group.examples[0]
    named = f"request {row.request}" if row.request else "a request without an id"
    verdict = row.verdict
    assert verdict is not None
    screen.put(
        f"{named}, line {row.line} ({row.place}): {LONG[verdict.old]} → {LONG[verdict.new]}",
        first="   e.g. ",
    )
    if verdict.needs["all_of"]:
        screen.put("now still needed:", first="        ")
        for item in verdict.needs["all_of"]:
            _need(screen, item, facts, "        - ")
    if len(group.asks) > 1 or (group.asks and group.lines > 1):
        asked = sorted(group.asks.items(), key=lambda p: (-p[1], p[0]))[:3]
        said = "; ".join(f"{facts[f].label} ({n:,})" for f, n in asked)
        screen.put(f"asked most in this group: {said}", first="   ", style="dim")


def _edit(screen: Screen, edit: Edit) -> None:
    screen.put(f"{edit.name}: {KINDS[edit.kind]}", first="   ")
    for name, said in (("old", edit.old), ("new", edit.new)):
        if said is not None:
            screen.put(said.says, first=f"     {name}: ", right=said.cite or "")


def _need(screen: Screen, item: Mapping[str, Any], facts: Mapping[str, Any], first: str) -> None:
    if "fact" in item:
        screen.put(facts[item["fact"]].ask, first=first, right=item["cite"] or "")
        return
    for key, says in (("all_of", "all of:"), ("one_of", "one of:"), ("of", f"{item.get('n')} of:")):
        if key in item:
            screen.put(says, first=first)
            for one in item[key]:
                _need(screen, one, facts, " " * (len(first) - 2) + "  - ")


def _differences(screen: Screen, done: Summary) -> None:
    unseen = done.unseen
    if not done.impact.edits:
        screen.title("The wordings mean the same: no criterion was changed, added or dropped.")
    elif unseen:
        screen.title(f"Differences that turned no stored request: {len(unseen)}")
        for edit in unseen:
            _edit(screen, edit)


def _refused(screen: Screen, done: Summary) -> None:
    if not done.refused:
        return
    screen.title(f"Could not be read: {done.refused:,} (`coverable check FILE` says why)")
    for row in done.refusals[:5]:
        named = f", request {row.request}" if row.request else ""
        screen.put(f"{row.place}{named}: {', '.join(wheres(row, done.impact)[:3])}", first="   ")
    if done.refused > 5:
        screen.put(f"and {done.refused - 5:,} more", first="   ")


def _declared(screen: Screen, done: Summary, declared: Declared | None) -> None:
    if declared is None:
        return
    contrary = done.contrary(declared)
    said = "changed outcome" if declared == "editorial" else "moved the other way"
    screen.gap()
    if contrary:
        screen.put(f"✗ Declared {declared}, but {_lines(contrary)} {said}.", rest="  ", style="bold")
    else:
        screen.put(f"✓ Declared {declared}: no stored request says otherwise.", rest="  ", style="bold")
    if declared != "editorial" and done.directions["other"]:
        other = _lines(done.directions["other"])
        screen.put(f"{other} moved to an outcome that is neither narrower nor wider.", first="  ")
