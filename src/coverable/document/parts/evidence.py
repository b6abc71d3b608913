"""What the discussion says about the evidence: conditions with their studies, reviews with their numbers.

A sentence that says what study results support or not, and lists conditions each with its studies, gives one
record a condition (SR-084). Numbers of described reviews are typed, each with its place (SR-086, SR-087).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from coverable.document import passages
from coverable.document.parts.studies import Mention, mentions
from coverable.document.patterns import any_of, worded
from coverable.document.places import main_kinds
from coverable.document.reading import Record, Section
from coverable.document.source import Block, Source

_AGAINST = worded(
    r"(?:do|does|did) not (?:support|demonstrate|show|favou?r|establish)",
    r"not (?:been )?(?:shown|proven|effective|supported|established|beneficial)",
    r"(?:insufficient|inadequate|lack of|no|limited) (?:high[- ]quality )?(?:evidence|benefit|data)",
    r"ineffective|failed to",
)
_FOR = worded(
    r"support(?:s|ed)?|effective|beneficial|demonstrated?|demonstrates|improve[sd]?|favou?rs?",
    r"shows? (?:a )?benefit",
)
_PURPOSE = re.compile(
    r"\b(?:treatment|treating|management|therapy|use|diagnosis|prevention) (?:of|in|for)\s"
    r"|\b(?:in|for) (?:individuals|patients|people|adults|children) with\s",
    re.IGNORECASE,
)
_AIM = re.compile(r"\b(?:for|in|of)\s", re.IGNORECASE)
_JOIN = re.compile(r"^[\s,;)\]]*(?:(?:and|or|as well as)\s)?", re.IGNORECASE)
_QUALITY: Final = worded(
    r"small|uncontrolled|non-?randomi[sz]ed|retrospective|observational|methodological|poor[- ]quality",
    r"(?:very )?low[- ](?:quality|certainty)",
    r"high risk of bias",
    r"case (?:series|reports)",
    r"limited by",
)
_ABOUT: Final = re.compile(r"\b(?:studies|trials|literature|evidence|data|results|research)\b", re.IGNORECASE)
UNREAD: Final = ("references", "history", "keywords", "contents", "codes", "legal", "definitions")

_PEOPLE = any_of("participants", "patients", "subjects", "individuals", "adults", "children")
_NUMBERS: Final = (
    (
        "participants",
        re.compile(rf"\b[nN]\s?=\s?(?P<v>[0-9][0-9,]{{0,8}})\b|(?P<w>[0-9][0-9,]{{0,8}})\s{_PEOPLE}\b"),
    ),
    (
        "studies",
        re.compile(
            r"\b(?P<v>[0-9]{1,4})\s(?:\w{1,30}\s){0,2}?(?:studies|trials|RCTs|articles)\b"
            r"|\b(?P<w>single|one)\s(?:small\s)?(?:study|trial)\b"
        ),
    ),
)
_TEXTS: Final = (
    (
        "review",
        worded(
            r"cochrane review",
            r"systematic review(?: and meta-analysis)?",
            r"meta-analysis",
            r"randomi[sz]ed controlled trial",
            r"technology assessment",
        ),
    ),
    (
        "follow_up",
        re.compile(r"\b(?:after|at|of|for|over)\s(?P<v>[0-9]{1,3}\s(?:days?|weeks?|months?|years?))\b"),
    ),
    (
        "quality",
        re.compile(
            r"\b(?P<v>(?:very )?(?:low|moderate|high)[- ]quality)\b|“(?P<w>[^”]{3,60}quality)”", re.IGNORECASE
        ),
    ),
    ("bias", re.compile(r"\b(?P<v>(?:high|low|unclear|serious) risk of bias)\b", re.IGNORECASE)),
    (
        "population",
        re.compile(
            rf"\b(?:in|of|for)\s(?P<v>(?:{_PEOPLE}|women|men)\swith\s[^.,;]{{3,120}})"
            r"|\btreatment of\s(?P<w>[^.,;]{3,80})"
        ),
    ),
    (
        "result",
        re.compile(
            r"\b(?P<v>(?:no (?:significant )?differences?|lack of|no more effective"
            r"|significantly (?:better|greater|lower|higher))\b[^.;]{0,160})",
            re.IGNORECASE,
        ),
    ),
)
_SINGLE: Final = {"single": 1, "one": 1}


def evidence(source: Source, sections: Sequence[Section]) -> tuple[Record, ...]:
    """One record a condition: condition, concludes (supports / does_not_support), studies."""
    out: list[Record] = []
    for block, of_block in _by_block(source, sections):
        for start, end in passages.sentences(block.text):
            inside = [m for m in of_block if start <= m.start < end]
            if inside:
                out += _conditions(source, block, start, end, inside)
    return tuple(out)


def quality(source: Source, sections: Sequence[Section]) -> tuple[Record, ...]:
    """Sentences that tell how good the evidence is, as notes (SR-085)."""
    out: list[Record] = []
    kinds = main_kinds(sections, len(source.blocks))
    for n, block in enumerate(source.blocks):
        if kinds[n] != "discussion" or not _QUALITY.search(block.text):
            continue
        for start, end in passages.sentences(block.text):
            if _QUALITY.search(block.text, start, end) and _ABOUT.search(block.text, start, end):
                span = source.span(block, start, end)
                out.append(Record({"topic": "evidence quality", "says": block.text[start:end]}, span))
    return tuple(out)


def reviews(source: Source, sections: Sequence[Section]) -> dict[int, dict[str, Any]]:
    """The typed values of described studies, by the index of their mention: value and place each.

    A mention that opens a description is one outside parentheses, `Sayegh and Strauch (2014)`; what is said
    up to the next such mention, or to the end of its block, is about it.
    """
    every = mentions(source, sections)
    narrative = [
        n for n, m in enumerate(every) if m.block.text[m.group] != "(" and m.block.text[m.group] != "["
    ]
    out: dict[int, dict[str, Any]] = {}
    for k, n in enumerate(narrative):
        mention = every[n]
        following = every[narrative[k + 1]] if k + 1 < len(narrative) else None
        stop = following.start if following and following.at == mention.at else len(mention.block.text)
        before = mention.block.text.rfind(". ", 0, mention.start)
        details = _details(source, mention.block, before + 1, stop)
        if details:
            out[n] = {"details": details}
    return out


def _by_block(source: Source, sections: Sequence[Section]) -> Iterator[tuple[Block, list[Mention]]]:
    kinds = main_kinds(sections, len(source.blocks))
    for at, group in groupby(mentions(source, sections), lambda m: m.at):
        if kinds[at] not in UNREAD:
            yield source.blocks[at], list(group)


def _conditions(
    source: Source, block: Block, start: int, end: int, inside: list[Mention]
) -> Iterator[Record]:
    """The conditions of one sentence: what stands before each parenthesis of studies."""
    text = block.text
    groups = [(at, list(g)) for at, g in groupby(inside, lambda m: m.group) if text[at] in "(["]
    if not groups:
        return
    against, favour = _AGAINST.search(text, start, end), _FOR.search(text, start, end)
    purpose = _last(_PURPOSE, text, start, groups[0][0])
    if purpose is None and against:
        purpose = _last(_AIM, text, against.end(), groups[0][0])
    if purpose is None or not (against or favour):
        return
    concludes = "does_not_support" if against else "supports"
    position = purpose
    for at, of_group in groups:
        own = _last(_PURPOSE, text, position, at) or position
        lead = _JOIN.match(text, own, at) if own == position else None
        first = lead.end() if lead else own
        first, last = _words(text, first, at)
        close = max(m.end for m in of_group)
        if last > first:
            fields = {
                "condition": text[first:last],
                "concludes": concludes,
                "studies": [m.name for m in of_group],
            }
            closing = close + 1 if text[close : close + 1] in ")]" else close
            yield Record(fields, source.span(block, first, closing))
        closed = text.find(")" if text[at] == "(" else "]", close)
        position = closed + 1 if closed >= 0 else close


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match.end()
    return found


def _words(text: str, first: int, last: int) -> tuple[int, int]:
    """A condition without white space, joining words and a leading article."""
    lead = re.compile(r"(?:[\s,;]|\b(?:and|or|the|a|an)\s)*", re.IGNORECASE).match(text, first, last)
    first = lead.end() if lead else first
    while last > first and text[last - 1] in " ,;":
        last -= 1
    return first, last


def _details(source: Source, block: Block, start: int, end: int) -> dict[str, Any]:
    """Numbers and words of a described study, each `{value, span}`."""
    out: dict[str, Any] = {}
    text = block.text
    for name, pattern in _NUMBERS:
        for match in pattern.finditer(text, start, end):
            which = "v" if match["v"] else "w"
            words = match[which]
            value = _SINGLE.get(words.casefold()) or int(words.replace(",", ""))
            out.setdefault(name, {"value": value, "span": source.span(block, *match.span(which)).view()})
    for name, pattern in _TEXTS:
        match = pattern.search(text, start, end)
        if match:
            which: Any = next((g for g in ("v", "w") if match.groupdict().get(g)), 0)
            out[name] = {"value": match[which], "span": source.span(block, *match.span(which)).view()}
    return out
