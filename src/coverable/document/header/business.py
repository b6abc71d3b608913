"""Lines of business: stated, excluded, or only implied by the brand, which makes it a question (SR-014)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from coverable.document import passages
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.header.fields import Field
from coverable.document.header.linenames import LINE, only_lines
from coverable.document.header.publisher import without_payer
from coverable.document.patterns import worded
from coverable.document.places import main_kinds
from coverable.document.reading import Section, Stated
from coverable.document.source import Block, Source

BRANDS: Final[dict[str, str]] = {
    "healthy blue": "medicaid",
    "amerigroup": "medicaid",
    "community plan": "medicaid",
    "wellcare": "medicare",
    "ambetter": "exchange",
    "fep blue": "federal_employees",
}
"""Brands that are sold for one line; the brand alone is a hint."""
SECTIONS: Final = ("header", "notes", "legal", "other", "description", "criteria")

_BRAND = re.compile(rf"\b(?:{'|'.join(BRANDS)})\b", re.IGNORECASE)
_SAYS = re.compile(
    r"\bappl(?:y|ies|icable)\b|\blines? of business\b|\bbenefit plans?\b|\bproducts?\b|\bplans or\b"
    r"|\bused (?:for|with|by)\b|\bnot for use\b|\bout of scope\b|\b(?:clients|covered lines)\b\s?:"
    r"|\bmanages\b.{0,40}\bbenefits for\b|\bserves\b.{0,30}\b(?:members|enrollees)\b",
    re.IGNORECASE,
)
_DENIES = worded(
    r"(?:does|do|is|are|will) not (?:apply|applicable)",
    r"not appl(?:y|icable)|not (?:be )?(?:for use|used|intended|meant)(?: (?:for|with|in|by))?",
    r"excluding|excludes?|except(?: for)?|other than",
)
_WITHOUT = re.compile(
    r"\b(?:excluded|exempt|non-?\s?(?:applicable|covered)|inapplicable|not\s(?:(?!required)\w+\s)?(?:for|applicable|covered|intended|used?))\b(?:\s\w+){0,3}\W*$",
    re.IGNORECASE,
)
"""“Excluded Products: Medicare Advantage”: a label that denies."""
_NEAR: Final = 24
_LONGEST: Final = 200
"""Characters of a line that says whom what stands under it is for."""
_BEHIND = worded(
    r"(?:(?:is|are) )?(?:out of scope|outside|excluded|not (?:included|subject|in scope|part))",
    r"(?:does|do|will) not apply(?= *(?:[.;,]|$))",
)
"""“Traditional Medicare is out of scope”, “Medicare Part D not included”, “Medicare: it does not apply”."""
_ENTRY = re.compile(r"[^|;]+")
_LABELLED = re.compile(r"(?:applicable\s)?lines?(?:\(s\))?\sof\sbusiness\b", re.IGNORECASE)
_FOR_MEMBERS = re.compile(rf"(?:[Ff]or\s+)?{LINE.pattern}\s+(?i:members|enrollees|plans|products)\s*(?::|$)")
"""“For Medicare Members”, “Commercial Members: HMO, PPO”: what stands under it is for them."""
_POLICY_IS_FOR = re.compile(
    r"(?:this|these)\s(?:(?:medical|clinical|coverage|drug)\s)?(?:policy|policies|guidelines?|criteria|program)\s"
    r"(?:serves?|appl(?:y|ies)\sto|(?:is|are)\s(?:for|used\sfor|intended\sfor|written\sfor))\b",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(
    r"(?:Title\s[0-9]+:\s)?(?:(?:[A-Z][\w’'-]*[®™]?|of)\s+(?:[|–—-]\s+)?){1,8}"
    r"(?i:medicaid|medicare(?:\s+advantage)?|chip|commercial|marketplace)"
    r"(?:\s+(?i:managed\s+care|plans?|organi[sz]ation|(?:vendor\s+)?(?:drug\s+)?programs?|division|agency|hmo|ppo))?\s*"
)
"""“Quartzfield Health® Commercial”, “FERNDALE MEDICAID MANAGED CARE”: a line names who the plan is for."""
_PROGRAMS = re.compile(r"Medicaid\s+(?:and|&)(?:\s+[A-Z][\w’'-]*){1,4}")
"""“Medicaid and Carobee Kids”: the programs of a state."""
_STATE = re.compile(
    r"\b(?:state of|members (?:in|of)|residents of)\s"
    r"(?P<state>[A-Z][a-z]{1,20}(?:\s(?:Carolina|Dakota|Hampshire|Island|Jersey|Mexico|Virginia|York))?)"
)
TOP: Final = 8
_TITLED = re.compile(r"\b(?:policy|policies|guideline|bulletin|manual|drug list|criteria)\b", re.IGNORECASE)
"""In a document's own title line, `Commercial Medical Policy`, the line of business is meant."""
BOXED: Final = 25
"""Blocks from the head of the text in which boxes are ticked for lines of business."""
_CHECKED = re.compile(r"(?:[☑☒✓✔]|\[[xX]\])\s?(?=[A-Z])")
_TICK = re.compile(r"[☑☒✓✔]|\[[xX]\]")
_BOX = re.compile(r"[☐☑☒❏❑□✓✔]|\[[ xX]?\]")
_EMPTY_BOX = re.compile(r"[☐❏❑□]|\[\s?\]")
_ONLY = re.compile(r"\bonly\s*[;:(–—]")
"""“It applies to commercial members only; Medicare members have rules of their own.”"""
_OF_PROGRAM = re.compile(
    r"(?:['’]s)?\s(?:own\b|rules\b|(?:administrative\s)?contractors?|learning|national|local|(?:benefit\spolicy|claims\sprocessing)\smanual"
    r"|coverage\s(?:database|determination)|[NL]CDs?|MACs?|decisions?|limits?)\b",
    re.IGNORECASE,
)
"""“Medicare contractors cover …”: the program itself, and no plan."""
_UNCHECKED = re.compile(r"[☐❏❑□]\s?$|\[\s?\]\s?$")

doubts(
    lines_implied=Doubt(
        "medium",
        "No line of business is stated; the brand suggests one",
        "For which lines of business does this policy hold?",
        "A brand can be sold for several lines, and a policy may hold for some of them only.",
    ),
    lines_contradict=Doubt(
        "high",
        "A line of business is named both as included and as excluded",
        "Does the policy hold for this line of business?",
        "Applying a policy to members of another line decides by the wrong rules.",
    ),
)


def lines_of_business(
    source: Source, sections: Sequence[Section], fields: Sequence[Field], findings: Findings
) -> tuple[Stated, ...]:
    """The lines that the document names, each once by kind: stated, excluded or implied; empty if none."""
    found: list[Stated] = []
    for block in source.blocks[:TOP]:
        label = block.kind == "item" or block.text.rstrip().endswith(":")
        titled = not label and len(block.text.split()) <= 10 and _TITLED.search(block.text)
        named = _MASTHEAD.fullmatch(block.text) or _PROGRAMS.fullmatch(block.text)
        if titled or only_lines(without_payer(block.text)) or named:
            found += [replace(s, confidence=0.8) for s in _named(source, block, 0, len(block.text))]
    for block in source.blocks[:BOXED]:
        boxed = f"{block.marker or ''} {block.text}"
        if _CHECKED.search(boxed):
            first = _BOX.search(block.text) if _UNCHECKED.match(block.marker or "") else None
            found += _named(source, block, first.start() if first else 0, len(block.text))
    for field in fields:
        if field.kind == "lines" and (field.sure or only_lines(field.value)):
            before = field.block.text[: field.start][-_NEAR:] if field.start > 0 else ""
            without = _WITHOUT.search(f"{before}{field.label}") is not None
            named = [
                s for block, start, end in _entries(source, field) for s in _named(source, block, start, end)
            ]
            found += [replace(s, kind="excluded") for s in named] if without else named
    kinds = main_kinds(sections, len(source.blocks))
    told = {
        id(field.block)
        for field in fields
        if field.kind == "lines" and (field.sure or only_lines(field.value))
    }
    ticks = any(_TICK.match(b.marker or b.text) for b in source.blocks[: 2 * BOXED])
    for block, kind in zip(source.blocks, kinds, strict=True):
        if ticks and _EMPTY_BOX.match(block.marker or block.text):
            continue
        if len(block.text) < _LONGEST and _FOR_MEMBERS.match(block.text):
            found += _named(source, block, 0, len(block.text))
            continue
        labelled = _LABELLED.match(block.text) or _POLICY_IS_FOR.match(block.text)
        may = labelled or (kind in SECTIONS and _SAYS.search(block.text) is not None)
        if id(block) in told or len(block.text) < 20 or not may:
            continue
        for start, end in passages.sentences(block.text):
            says = _SAYS.search(block.text, start, end)
            if says and (labelled or kind != "criteria" or "appl" in says[0].lower()):
                found += _named(source, block, start, end)
    if not any(s.kind == "stated" for s in found):
        found += _implied(source, findings)
    once: dict[tuple[str | None, str], Stated] = {}
    for stated in found:
        once.setdefault((stated.kind, stated.value), stated)
    both = [s for (how, value), s in once.items() if how == "excluded" and ("stated", value) in once]
    for stated in both:
        says = f"`{stated.value}` is named both as included and as excluded"
        findings.add("lines_contradict", [once["stated", stated.value].span, stated.span], says)
    return tuple(once.values())


def _entries(source: Source, field: Field) -> Iterator[tuple[Block, int, int]]:
    """The parts of a field that are denied or not by themselves: sentences, entries between bars, lines."""
    more = source.blocks[field.at + 1 :] if field.start < 0 and field.block.cell is None else ()
    lines = [field.block, *takewhile(lambda b: only_lines(b.text), more)]
    ticked = any(_CHECKED.match(f"{b.marker or ''} {b.text}".strip()) for b in lines)
    for block in lines:
        if ticked and _EMPTY_BOX.match(f"{block.marker or ''} {block.text}".strip()):
            continue
        first, last = (field.first, field.last) if block is field.block else (0, len(block.text))
        for start, end in passages.sentences(block.text):
            for entry in _ENTRY.finditer(block.text, max(start, first), min(end, last)):
                yield block, entry.start(), entry.end()


def _named(source: Source, block: Block, start: int, end: int) -> list[Stated]:
    """The lines named in one sentence or field; behind a denial they are excluded."""
    out: list[Stated] = []
    denied = _DENIES.search(block.text, start, end)
    behind = _BEHIND.search(block.text, start, end)
    only = _ONLY.search(block.text, start, end)
    for match in LINE.finditer(block.text, start, end):
        if (only and match.start() > only.start()) or _OF_PROGRAM.match(block.text, match.end()):
            continue
        if _UNCHECKED.search(block.text, max(start, match.start() - 4), match.start()):
            continue
        out_of = (denied and denied.start() < match.start()) or (behind and match.end() <= behind.start())
        kind = "excluded" if out_of else "stated"
        assert match.lastgroup is not None
        span = source.span(block, match.start(), match.end())
        out.append(Stated(match.lastgroup, span, kind=kind))
    if denied:
        for match in _STATE.finditer(block.text, denied.end(), end):
            span = source.span(block, match.start("state"), match.end("state"))
            out.append(Stated(match["state"], span, kind="excluded"))
    return out


def _implied(source: Source, findings: Findings) -> list[Stated]:
    for block in source.blocks:
        match = _BRAND.search(block.text)
        if match:
            span = source.span(block, match.start(), match.end())
            line = BRANDS[match[0].casefold()]
            says = f"No line of business is stated; the brand `{match[0]}` suggests {line}"
            findings.add("lines_implied", [span], says)
            return [Stated(line, span, 0.5, "implied")]
    return []
