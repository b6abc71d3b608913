"""What `coverable read` tells on one screen: what was found, the criteria, the doubts, what is not mapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from coverable.cli.output import program
from coverable.cli.screen import Screen
from coverable.document.draft.apply import Applied
from coverable.document.draft.approves import words_of
from coverable.document.draft.coverage import WORDS, counted, sentences, wanting
from coverable.document.draft.folder import WrittenFiles
from coverable.document.draft.made import Draft, Made, below, rows, said
from coverable.document.draft.pagewords import tested
from coverable.document.draft.places import place_of
from coverable.document.draft.settling import waiting
from coverable.document.reading import Finding

BADGES: Final = {"all": "ALL of", "any": "ANY of", "none": "NONE of", "not": "NOT", "if": "IF / THEN"}
MARKS: Final = {"high": "not_met", "medium": "undetermined", "low": "dim"}
MOST = 12
"""Findings, codes of a table and places that are listed; the rest is counted."""
NAMED: Final = ("history", "references", "source_kinds", "keywords", "definitions", "evidence", "notes")


def show(applied: Applied, document: Path, out: Path | None, files: WrittenFiles | None) -> str:
    """The report as text."""
    screen, draft = Screen.of(), applied.draft
    _head(screen, draft)
    _criteria(screen, draft)
    _codes(screen, draft)
    _findings(screen, draft)
    _left(screen, applied)
    _next(screen, applied, document, out, files)
    return screen.text()


def _head(screen: Screen, draft: Draft) -> None:
    policy, reading = draft.policy, draft.reading
    screen.put(str(policy["title"] or draft.source.name or "A document without a title"), style="bold")
    pages = f", {draft.source.pages} pages" if draft.source.pages else ""
    lines = policy["source"]["lines"]
    screen.pair("Read", f"{draft.source.name or 'document'} ({draft.source.kind}{pages}, {lines} lines)", 11)
    screen.pair("Policy", _stated(policy, "policy", "version"), 11)
    screen.pair("Number", _stated(policy, "number"), 11)
    screen.pair("Publisher", _stated(policy, "publisher"), 11)
    screen.pair("Kind", _stated(policy, "kind").replace("-", " "), 11)
    lines_of_business = ", ".join(policy["lines_of_business"]).replace("_", " ")
    screen.pair("Lines", lines_of_business or "not stated", 11)
    review = policy.get("next_review")
    dates = f"in effect from {policy['in_effect'].get('from') or 'a day that is not stated'}"
    screen.pair("Dates", dates + (f", next review {review}" if review else ""), 11)
    authorization = str(policy.get("prior_authorization") or "not stated").replace("_", " ")
    screen.pair("Prior auth", authorization, 11)
    missing = policy["source"].get("missing")
    if missing:
        screen.pair("Missing", "; ".join(missing), 11)
    counts = [f"{len(reading.sections)} sections"]
    counts += [f"{n} {name.replace('_', ' ')}" for name in NAMED if (n := len(getattr(reading, name)))]
    screen.pair("Found", ", ".join(counts), 11)


def _stated(policy: Made, *names: str) -> str:
    stated = [said(policy, name) for name in names]
    known = [one for one in stated if one and one != "not-stated"]
    return " version ".join(known) if known else "not stated"


def _criteria(screen: Screen, draft: Draft) -> None:
    indications = below(draft.policy, "indications")
    for name in indications:
        one = below(indications, name)
        screen.title(f"Criteria: {name.replace('-', ' ')}")
        _under(screen, one)
        _node(screen, draft, below(one, "applies_if"), "", "use: ", "")
        _node(screen, draft, below(one, "criteria"), "", "", "")
        granted = below(one, "approves")
        if granted:
            screen.put(f"grants {words_of(granted)}", first="+ ", right=said(granted, "cite"))
    if not indications:
        screen.title("Criteria")
        screen.put("no statement of necessity was found")
    exclusions = rows(draft.policy, "exclusions")
    if exclusions:
        screen.title("Exclusions")
    for one in exclusions:
        what = said(one, "says") or said(one, "id").replace("-", " ")
        what = "all other uses" if one.get("all_other_uses") else what
        what = "where criteria are not met" if one.get("criteria_not_met") else what
        position = said(one, "position").replace("_", " ")
        screen.put(f"{what}: {position}", first="− ", right=said(one, "cite"))
        _under(screen, one)
        for name, role in (("when", ""), ("unless", "unless another service than: ")):
            if name in one:
                _node(screen, draft, below(one, name), "  ", role, "")


def _under(screen: Screen, one: Made) -> None:
    under = below(one, "under")
    if under:
        screen.put(
            "only if read " + ", ".join(f"{k}: {v}" for k, v in under.items()), first="  ", style="dim"
        )


def _node(screen: Screen, draft: Draft, one: Made, indent: str, role: str, above: str) -> None:
    """`above` are the words that stand over it: a head that is shared is told once."""
    slot = draft.slots.get(one.slot or "")
    words = said(one, "says") or (slot.text.split("\n")[0] if slot else tested(one) or said(one, "id"))
    right = " ".join(part for part in (", ".join(slot.notes) if slot else "", said(one, "cite")) if part)
    badge = _badge(one)
    mark, style = ("? ", "undetermined") if one.get("unmapped") else ("• ", "met")
    shown = "" if badge and words == above else _clip(words)
    text = f"{role}{badge}  {shown}" if badge else f"{role}{shown}"
    screen.put(text, first=indent + ("" if badge else mark), margin=style, right=right)
    for name, part in _parts(one):
        _node(screen, draft, part, indent + "  ", f"{name}: " if name else "", words)


def _badge(one: Made) -> str:
    if "at_least" in one:
        return f"AT LEAST {one['at_least']} of"
    if "interpretation" in one:
        return f"READ TWO WAYS ({one['interpretation']})"
    return next((badge for rule, badge in BADGES.items() if rule in one), "")


def _parts(one: Made) -> Iterator[tuple[str, Made]]:
    for name in ("all", "any", "none", "of"):
        yield from (("", part) for part in rows(one, name))
    for name in ("not", "if", "then", "else"):
        if name in one:
            yield "" if name == "not" else name, below(one, name)
    options = below(one, "options")
    yield from ((option, below(options, option)) for option in options)


def _clip(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + " …"


def _codes(screen: Screen, draft: Draft) -> None:
    tables = rows(draft.policy, "codes")
    if tables:
        screen.title("Codes")
    for one in tables:
        written = [said(entry, "code") for entry in rows(one, "entries")]
        more = f" and {len(written) - MOST} more" if len(written) > MOST else ""
        listed = ", ".join(written[:MOST]) + more if written else "says that it is empty"
        polarity = said(one, "polarity").replace("_", " ")
        screen.put(f"{polarity}: {listed}", first="− ", right=said(one, "cite"))


def _findings(screen: Screen, draft: Draft) -> None:
    found = sorted(draft.reading.findings, key=lambda one: list(MARKS).index(one.severity))
    counts = Counter(one.severity for one in found)
    listed = ", ".join(f"{counts[s]} {s}" for s in MARKS if counts[s]) or "none"
    screen.title(f"Findings: {listed}")
    for one in found[:MOST]:
        _finding(screen, draft, one)
    if len(found) > MOST:
        screen.put(f"and {len(found) - MOST} more: --format json or html lists them all")


def _finding(screen: Screen, draft: Draft, one: Finding) -> None:
    places = [place_of(draft.source, span) for span in one.spans]
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    first = f"{one.severity:<7}{one.id:<4} "
    screen.put(one.says, first=first, margin=MARKS[one.severity], right=", ".join(places[:3]) + more)
    screen.put(one.question, first=" " * len(first), style="dim", right=one.rule)


def _left(screen: Screen, applied: Applied) -> None:
    found = sentences(applied.draft)
    numbers = counted(found)
    listed = [f"{n} {WORDS[state]}" for state, n in numbers.items()]
    if waiting := len(wanting(found, applied.open)):
        listed[0] += f" ({waiting} {'wants' if waiting == 1 else 'want'} an answer)"
    screen.title(f"Sentences: {', '.join(listed)}")
    criteria = [s.span for s in applied.draft.reading.sections if s.kind == "criteria"]
    lost = [one for one in found if one.state == "unmapped"]
    lost.sort(key=lambda one: not any(s.start <= one.span.start < s.end for s in criteria))
    for one in lost[:MOST]:
        screen.put(
            _clip(one.text), first="○ ", margin="not_met", right=place_of(applied.draft.source, one.span)
        )
    if len(lost) > MOST:
        screen.put(f"and {len(lost) - MOST} more: --format html shows them all")


def _next(screen: Screen, applied: Applied, name: Path, out: Path | None, files: WrittenFiles | None) -> None:
    wanting = len(applied.open)
    screen.title("Next")
    if files is not None:
        screen.put(f"{', '.join(files.written)} written to {out}.")
        for kept in files.kept:
            screen.put(f"{kept} was kept as it stands there.")
    if out is None:
        screen.put(
            f"`{program()} read {name} -o DRAFT_DIR` writes the draft policy and analyst.yaml to fill in."
        )
    elif wanting:
        passages = "passage wants" if wanting == 1 else "passages want"
        screen.put(f"{wanting} {passages} an answer in {out}/analyst.yaml; then run the same command again.")
    elif open_ := waiting(applied.draft, applied.signoff.get("settled") or ()):
        findings = "finding waits" if len(open_) == 1 else "findings wait"
        named = ", ".join(one.id for one in open_[:MOST]) + (" …" if len(open_) > MOST else "")
        screen.put(
            f"Every passage is answered. {len(open_)} {findings} to be settled, with what each came to "
            f"(docs/reading.md): {named}."
        )
    else:
        screen.put(
            "Every passage is answered. Two people read it against the document and sign (docs/reading.md)."
        )
    screen.put(f"`{program()} read {name} --format html > page.html` shows document and draft side by side.")
