"""Who published the document: by its label, its copyright line, or the name that acts in its sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

from coverable.document.header.fields import Field
from coverable.document.layout.furniture import Cleaned
from coverable.document.patterns import worded
from coverable.document.reading import Stated
from coverable.document.source import Source, Span, inside
from coverable.document.wordlists import lines_of

_NAME = r"[A-Z][\w&'’-]{1,20}(?: (?:of |& |and )?[A-Z][\w&'’-]{1,20}){0,5}"
_YEARS = r"(?:[0-9]{4}(?:\s?[-–]\s?[0-9]{4})?)?"
_COPYRIGHT = re.compile(rf"(?:©|\([cC]\)|[Cc]opyright)\s?(?:©\s?)?{_YEARS},?\s?(?:by )?(?P<name>{_NAME})")
_ACTS = re.compile(
    rf"(?P<name>{_NAME})(?:['’]s? (?:standard|determination|polic(?:y|ies)|medical|members|provider|coverage)"
    r"| (?:reserves|considers|covers|does not cover|has determined|will (?:notify|cover|consider))"
    r"| (?:members?\b|Medicare products))"
)
_ORGANIZATION = re.compile(
    r"\b(?P<name>(?:[A-Z][\w&'-]{1,20} ){1,4}?"
    r"(?:Health Plans?|Health Care|Healthcare|Health Insurance|HMO|Health|Insurance(?: Company)?"
    r"|Blue Cross(?: (?:and|&) Blue Shield)?(?: of [A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20})?)?)"
    r"(?: (?:Solutions|Corporation|Company|Network|Systems?|Alliance|Group|Administrators|Partners))?"
    r"(?:,? (?:LLC|Inc\.?))?)(?! Services\b)(?!\w)"
)
_GENERIC = worded(
    "the|this|these|those|our|your|its|their|a|an|all|any|each|for|if|in|no|see|when|note|please|refer",
    "plans?|health|members?|polic(?:y|ies)|guidelines?|providers?|benefit|coverage|clinical|medical|um",
    "medicare|medicaid|commercial|state|federal|individual|local|national|employee|program",
    "other|medical|general|additional|adults?|children|pediatric|females?|males?|women|men|new|existing|eligible|and|or|but",
    "mental|behavioral|public|home|oral|acute|inpatient|military",
)
_OTHERS = re.compile(
    r"^(?:Mental|Behavioral|Public|Home|Oral|Global|Military|Veterans?) Health$"
    r"|American (?:Medical|Dental|Hospital) Association"
    r"|Food and Drug|Centers for|National Institute|World Health",
    re.IGNORECASE,
)


_LAST = (
    "Health|Health Plan|Health Plans|Plan|Plans|Partners|Mutual|Administrators|Cooperative|Shield|Cross"
    "|Insurance|Rx|Dental|Vision|Imaging|Company|Network|Benefit Management|Benefits Management"
    "|Care Management|Rx Management|Rx Solutions|Solutions|Coalition|Fund|Alliance|Authority|Agency"
    "|Healthcare|Medicaid|HMO"
)
"""Words with which names of organizations end."""
_ENDS = rf"(?:{_LAST}|{_LAST.upper()})".replace(" ", r"\s+")
_OF_STATE = (
    r"(?i:(?:state|commonwealth)\s+of\s+[a-z]+(?:\s+[a-z]+)?(?:\s+(?:department|division|office|agency)\s+of\s+[a-z]+(?:\s+(?:and|&|of|[a-z]+)){0,5})?"
    r"|(?:[a-z]+\s+)?(?:department|division|bureau|office|agency)\s+of\s+[a-z]+(?:\s+(?:and|&|of|[a-z]+)){0,5})"
)
_BEHIND = (
    r"(?=\s*(?:$|\||[–—•]|(?i:an?\s+(?:affiliate|member|division|subsidiary)\b)|(?<=[a-z.]\s)[A-Z]{3,}[A-Z-]*\b"
    r"|(?:Medical|Clinical|Pharmacy|Prior|Step|Dental|Drug|Coverage|Utilization|Policy|POLICY|ARCHIVED|RETIRED|DRAFT)\b))"
)
"""What may stand behind it on its line."""
_MASTHEAD = re.compile(
    rf"(?P<name>(?:[A-Z][\w&'’-]*\s+(?:&\s+)?){{1,5}}?{_ENDS}(?:\s+of\s+(?:the\s+)?[A-Z]\w+(?:\s+[A-Z]\w+)??)?(?:,?\s+(?:LLC|Inc|INC)\.?)?"
    r"|[A-Z][a-z]+[A-Z]\w+(?:\s+[A-Z]\w+){0,3}\s+(?:Management|Benefits|Services)"
    r"|[A-Z]{6,}(?:\s+[A-Z]{3,}){0,3}\s+BENEFITS|(?:[A-Z][\w&'’-]*,?\s+){1,6}?(?:LLC|Inc|INC|Corporation|Corp)\.?"
    rf"|{_OF_STATE}){_BEHIND}"
)
"""The name of an organization that stands alone on a line, or before a bar or the kind of the document."""
_STATE = re.compile(rf"(?P<name>{_OF_STATE})\s*")
MASTHEAD = 3
"""Blocks from the head of the text in which the publisher's own line stands."""
HEAD = 15
"""Blocks from the head of the text in which a payer that names itself stands."""


@lru_cache(maxsize=1)
def _payers() -> re.Pattern[str]:
    """Any known payer, the longer names first."""
    names = sorted(lines_of("payers.txt"), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?P<name>{'|'.join(map(re.escape, names))})(?![\w-])")


ORGANIZATION = (
    r"\b(?:health\s?(?:plans?|care|insurance|net(?:work)?|services|system)|insurance(?:\s+company)?|benefits"
    r"|(?:blue\s)?(?:cross|shield)|cooperative|(?<!\bliving\s)trust|hmo|ppo|administrators?|mutual|inc\.?|llc)[\s0-9]*$"
)
"""What the name of a health plan or an insurer ends with."""
_OF_PAYER = re.compile(ORGANIZATION, re.IGNORECASE)


def names_organization(text: str) -> bool:
    """Whether a line ends as the names of payers do: “Granite Health Plan”."""
    return _OF_PAYER.search(text) is not None


def is_payer(text: str) -> bool:
    """Whether a line is the name of a known payer and nothing else."""
    return _payers().fullmatch(text.strip(" :.,®™")) is not None


def without_payer(text: str) -> str:
    """A line without the known payer that it begins with: “UnitedHealthcare® Commercial”."""
    match = _payers().match(text)
    return text[match.end() :].lstrip("®™ ") if match else text


def _at_head(source: Source) -> Stated | None:
    """A known payer that a line at the head of the text names."""
    for block in source.blocks[:HEAD]:
        match = _payers().search(block.text) if len(block.text) < 150 else None
        if match and (match.start() == 0 or len(block.text.split()) <= 12):
            return Stated(match["name"], source.span(block, *match.span("name")), 0.9)
    return None


def publisher(cleaned: Cleaned, fields: Iterable[Field]) -> Stated | None:
    """The publisher, or None where nothing names it."""
    source = cleaned.source
    for field in fields:
        inside_name = field.start > 0 and field.block.text[: field.start].rstrip()[-1:].isalnum()
        value = field.value[:1].isupper() and len(field.value) < 100
        if field.kind == "publisher" and field.sure and value and not inside_name:
            return Stated(field.value, field.span(source))
    traded = _traded(source)
    known = traded or _owner(cleaned) or _at_head(source)
    if known:
        return known
    if (headed := _masthead(source) or _by(source) or _in_title(source)) is not None:
        return headed
    acting = _most(source, _ACTS)
    if acting:
        name, span, often = acting
        return Stated(name, span, 0.9 if often > 1 else 0.7)
    named = _most(source, _ORGANIZATION)
    if named:
        return Stated(named[0], named[1], 0.6 if named[2] > 1 else 0.5)
    return None


def behind_masthead(text: str) -> str | None:
    """What stands behind the organization that a line begins with; None where it begins with none."""
    match = _MASTHEAD.match(text.strip())
    return text.strip()[match.end() :].strip(" |–—•") if match and _is_name(match["name"]) else None


def _masthead(source: Source) -> Stated | None:
    """The organization that one of the first lines names; a state's department over two or three of them."""
    first = source.blocks[: MASTHEAD + 1]
    for n, block in enumerate(first[:MASTHEAD]):
        if block.kind == "item" and (n or block.marker != "*"):
            continue
        lines = list(takewhile(lambda b: _STATE.fullmatch(b.text) and not _BUREAU.match(b.text), first[n:]))
        if len(lines) > 1:
            state = re.match(r"(?i)(?:state|commonwealth)\s", lines[0].text) is not None
            name = f"{lines[0].text}{' ' if state else ', '}{', '.join(b.text for b in lines[1:])}"
            return Stated(name, source.join([source.span(b) for b in lines]), 0.8)
        match = _MASTHEAD.match(block.text)
        if match and _is_name(match["name"]):
            return Stated(match["name"], source.span(block, *match.span("name")), 0.8)
    return _over_cells(source)


_BUREAU = re.compile(r"(?:bureau|office|section|unit)\b", re.IGNORECASE)


def _over_cells(source: Source) -> Stated | None:
    """A name over the first two lines of a left column: “Prairie Lakes / HEALTH PLAN”."""
    left = [b for b in source.blocks[: 2 * MASTHEAD] if b.cell is not None and not b.cell.column][:2]
    if len(left) < 2 or source.blocks[0] is not left[0]:
        return None
    match = _MASTHEAD.match(f"{left[0].text} {left[1].text}")
    rest = match.end("name") - len(left[0].text) - 1 if match else 0
    if match is None or rest <= 0 or not _is_name(match["name"]):
        return None
    return Stated(match["name"], source.join([source.span(left[0]), source.span(left[1], 0, rest)]), 0.7)


def _in_title(source: Source) -> Stated | None:
    """The organization that the file's properties name beside the title; it has no place in the text."""
    for part in re.split(r"\s(?:[|–—-]|::)\s", source.properties.get("title") or ""):
        match = _MASTHEAD.match(part.strip())
        if match and match.end("name") == len(part.strip()) and _is_name(match["name"]):
            return Stated(match["name"], Span(0, 0, (1, 1)), 0.5, "properties")
    return None


_TRADED = re.compile(
    rf"(?P<name>{_NAME}),?\s+(?:is|are)\s+(?:the\s+|a\s+)?(?:registered\s+)?(?:trade\s+names?|brand\s+names?|marks?|service\s+marks?)\s+(?:of|used\s+by)\b"
)


def _traded(source: Source) -> Stated | None:
    """Who goes by a name of trade: “Brightwater Dental is the trade name of …”."""
    for block in source.blocks[:HEAD]:
        match = _TRADED.search(block.text) if len(block.text) < 300 else None
        if match and _is_name(match["name"]):
            return Stated(match["name"], source.span(block, *match.span("name")), 0.85)
    return None


_BY = re.compile(
    rf"\b(?:(?:[Pp]ublished|[Ii]ssued|[Mm]aintained)\s+by|(?:[Pp]olicy|[Dd]ecision|[Gg]uideline|[Bb]ulletin|[Dd]etermination|[Pp]osition)\s+of(?=\s+the\s))\s+(?:the\s+)?(?P<name>{_NAME})"
)


def _by(source: Source) -> Stated | None:
    """Who published it, by a sentence at its head."""
    for block in source.blocks[:HEAD]:
        match = _BY.search(block.text)
        if match and _is_name(match["name"]):
            return Stated(match["name"], source.span(block, *match.span("name")), 0.8)
    return None


def _owner(cleaned: Cleaned) -> Stated | None:
    """The name behind a copyright sign, in furniture or in the text; the owner of CPT is another one."""
    source = cleaned.source
    for furniture in cleaned.furniture:
        found = _in_words(source, furniture.span)
        if found:
            return found
    for block in source.blocks:
        match = _COPYRIGHT.search(block.text) if len(block.text) < 1000 else None
        if match and _is_name(match["name"]):
            name = _trimmed(match["name"])
            first = match.start("name")
            return Stated(name, source.span(block, first, first + len(name)), 0.85)
    return None


def _in_words(source: Source, span: Span) -> Stated | None:
    match = _COPYRIGHT.search(source.text, span.start, span.end)
    if not match or not _is_name(match["name"]):
        return None
    name = _trimmed(match["name"])
    start = match.start("name")
    return Stated(name, inside(source, span, start, start + len(name)), 0.85)


def _most(source: Source, pattern: re.Pattern[str]) -> tuple[str, Span, int] | None:
    """The name that a pattern finds most often, with its first place."""
    count: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for block in source.blocks:
        if len(block.text) < 5:
            continue
        for match in pattern.finditer(block.text):
            start, name = match.start("name"), match["name"]
            while name and _GENERIC.fullmatch(name.split()[0]) and " " in name:
                cut = name.index(" ") + 1
                start, name = start + cut, name[cut:]
            if _is_name(name):
                count[name] += 1
                first.setdefault(name, source.span(block, start, start + len(name)))
    if not count:
        return None
    name, often = count.most_common(1)[0]
    return name, first[name], often


def _is_name(name: str) -> bool:
    words = [w.casefold() for w in name.split()]
    return (
        any(not _GENERIC.fullmatch(w) for w in words)
        and not _OTHERS.search(name)
        and words[0] not in ("all", "cpt", "current")
    )


def _trimmed(name: str) -> str:
    return re.split(r"\s(?:All|Rights|Page|Last|Current|CPT)\b", name)[0]
