"""The names that sections of policy documents have, whichever payer wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Final, get_args

from coverable.document.patterns import word_set
from coverable.document.reading import SectionKind

_NUMBER = re.compile(
    r"(?:(?:section|part|appendix|attachment|exhibit)\s+)?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}|[IVX]{1,5}|[A-Z])"
    r"(?:[.):]|\s[-–—:]|(?<=\.[0-9]))\s+(?=\S)|[1-9][0-9]0\s+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
_PLAIN_NUMBER = re.compile(r"\s*[0-9]{1,2}[A-Z]?\s+(?=[A-Z][a-z])")
"""“4 Terms”: the number of a section without a sign behind it."""
_LEADERS = re.compile(r"(?:(?:\s?\.){4,}|\s?…+|_{4,})\s*[0-9]{0,4}\s*$|(?:\s?\.){3}\s*[0-9]{1,4}\s*$")
_WORD = re.compile(r"[a-z0-9]+")
LONGEST_UNUSUAL: Final = 5
"""Words of an unusual name that is known by its words."""
LONGEST_OF_CODES: Final = 8
_CODES: Final = word_set("codes coding")
_DOCUMENTS: Final = word_set("policy document guideline guidelines manual bulletin")
_LISTS: Final = word_set(
    "information list lists listing reference references table tables group groups annex appendix set"
    " sets implications guide details summary ranges"
)
_SAYS: Final = word_set(
    "is are was were may must should will can has have be see use report zip building area bar dress"
    " conduct covered payable documentation documented all any none no"
)
"""Words of sentences, of other codes, and of headings that sort codes inside a section."""
_BRACKET = re.compile(r"\s\((?!s\)|for\b|in\b|only\b)[^()]{3,40}\)\s*:?\s*$")
"""“Policy History (as published)”."""
_SIGN = re.compile(r"[\[\]()|]|[^\[\]()|\s]+")


def number_of(title: str) -> str | None:
    """The printed number of a heading (`3.2.1`, `II`), if it has one."""
    match = _NUMBER.match(title)
    return match["number"] if match else None


@lru_cache(maxsize=8192)
def bare(title: str) -> str:
    """The words of a heading without number, punctuation and leaders, in lower case; `&` is `and`."""
    text = without_leaders(title)
    match = _NUMBER.match(text.lstrip())
    if match and match.end() < len(text):
        text = text.lstrip()[match.end() :]
    return " ".join(_WORD.findall(text.replace("&", " and ").replace("(s)", "s").casefold()))


def without_leaders(title: str) -> str:
    """A line of a table of contents without its dots and page number."""
    return _LEADERS.sub("", title[:300]).strip()


def has_leaders(title: str) -> bool:
    """Whether the text ends with dots that lead to a page number, as in a table of contents."""
    return len(title) <= 300 and _LEADERS.search(title) is not None


@lru_cache(maxsize=4096)
def kind_of(title: str) -> SectionKind | None:
    """The kind of section that a heading names; None when it is no usual name."""
    if bracket := _BRACKET.search(title):
        return kind_of(title[: bracket.start()])
    name = bare(title)
    if not 3 <= len(name) <= 120:
        return None
    for kind, known in _known().items():
        if known.fullmatch(name + " "):
            return kind
    if plain := _PLAIN_NUMBER.match(title):
        return kind_of(title[plain.end() :])
    led = re.search(r":\s+\w", title)  # “Billing and Coding: Nerve Tests” is the title of a document
    return "codes" if not led and _of_codes(name.split()) else _by_words(name.split())


def named(pattern: str) -> re.Pattern[str]:
    """The notation of `data/titles.txt` as a pattern over `bare` words with a blank behind each."""
    signs = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "...": r"(?:\S+ ){0,25}"}
    return re.compile("".join(signs.get(sign) or f"{sign} " for sign in _SIGN.findall(pattern)))


def _any_named(lines: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all of these names: every line of a document is held against them."""
    return re.compile("|".join(named(line).pattern for line in lines))


def _of_codes(name: list[str]) -> bool:
    """Whether a short name is one of a list of codes: `Codes Managed Under the Guideline`, `Code Annex`."""
    if len(name) > LONGEST_OF_CODES or _SAYS & {*name} or any(sum(map(str.isdigit, w)) > 2 for w in name):
        return False
    return bool(_CODES & {*name}) or ("code" in name and bool(_LISTS & {*name}))


def _by_words(name: list[str]) -> SectionKind | None:
    """The kind of an unusual name of few words, each of which fits: `Works Consulted`, `Manual Updates`."""
    if not 1 < len(name) <= LONGEST_UNUSUAL:
        return None
    if "code" in name and not _CODES & {*name} and _DOCUMENTS & {*name}:
        return None  # “Policy Code” is the number of the document
    kinds, anywhere = _words()
    return next((k for k, own in kinds if own & {*name} and {*name} <= own | anywhere), None)


@lru_cache(maxsize=1)
def _known() -> dict[SectionKind, re.Pattern[str]]:
    return {_kind(kind): _any_named(lines) for kind, lines in _table("titles.txt").items()}


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[tuple[SectionKind, frozenset[str]], ...], frozenset[str]]:
    """The words of each kind, in order, and those that fit any."""
    table = _table("titlewords.txt")
    words = {kind: frozenset(" ".join(lines).split()) for kind, lines in table.items()}
    anywhere = words.pop("any")
    return tuple((_kind(kind), own) for kind, own in words.items()), anywhere


_OF_TERMS: Final = word_set(
    "terms term words word definitions definition glossary vocabulary meanings meaning terminology"
)
_BESIDE_TERMS: Final = word_set(
    "explanation explanations defined used key important these our in measures scales equipment service"
    " services drug drugs product products benefit chapter criteria abbreviations acronyms"
)


def names_terms(title: str) -> bool:
    """Whether terms are explained under a heading: “Explanation of Terms”, and not “Terms for Renewal”."""
    words = {*bare(title).split()}
    beside = _words()[1] - {"for", "claim", "claims"}
    return bool(words & _OF_TERMS) and words <= _OF_TERMS | _BESIDE_TERMS | beside


_OF_HISTORY: Final = word_set(
    "history histories revision revisions update updates amendment amendments log reviews implementation"
    " chronology tracking addendum addenda"
)


def names_history(title: str) -> bool:
    """Whether a heading has a word for a history of the document."""
    return bool({*bare(title).split()} & _OF_HISTORY)


def words_of_sections() -> frozenset[str]:
    """The words that names of sections are made of."""
    kinds, anywhere = _words()
    return anywhere.union(*(own for _, own in kinds))


def _table(name: str) -> dict[str, list[str]]:
    """The lines of a file of `data` under its `= kind` lines."""
    out: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in files("coverable.document").joinpath(f"data/{name}").read_text("utf-8").splitlines():
        if line.startswith("= "):
            lines = out.setdefault(line[2:].strip(), [])
        elif line.strip() and not line.startswith("#"):
            lines.append(line.strip())
    return out


def _kind(name: str) -> SectionKind:
    return next(k for k in get_args(SectionKind) if k == name)


_STATE = "(medically necessary|cosmetic|reconstructive|investigational|experimental|unproven)"
_POSITIONS: Final = _any_named(
    (
        f"[considered] [not] {_STATE} [(and|or) [not] [(appropriate|{_STATE})]]",
        "[medically necessary] (criteria|indications)",
        "[not] covered",
        "(non covered|noncovered|not eligible for coverage|eligible for coverage)",
    )
)
_SERVICES: Final = _any_named(
    (
        "when services? (may be|are|is) [also] ...",
        "[considered] [not] (medically necessary|covered) (with|when|if) ...",
        "considered [not] medically necessary",
    )
)
_SYSTEM: Final = _any_named(
    (
        "(cpt|hcpcs|icd|ndc|revenue|diagnosis|procedure|group|national drug|other) ...",
        "(applicable|covered|non covered|related|relevant) ... codes?",
    )
)


def is_position(title: str) -> bool:
    """A heading that sorts what stands under it, inside a section of criteria or codes."""
    return _POSITIONS.fullmatch(bare(title) + " ") is not None or is_service_group(title)


def is_service_group(title: str) -> bool:
    """A heading of a group of codes such as `When services are Not Medically Necessary:`."""
    return _SERVICES.fullmatch(bare(title) + " ") is not None


def is_code_system(title: str) -> bool:
    """A heading of one code system or code group, inside a section of codes."""
    return _SYSTEM.fullmatch(bare(title) + " ") is not None


DOCUMENT_KINDS: Final = (
    "clinical um guideline",
    "clinical policy bulletin",
    "medical coverage policy",
    "medical benefit drug policy",
    "corporate medical policy",
    "medical policy",
    "clinical policy",
    "coverage policy",
    "pharmacy clinical policy",
    "pharmacy coverage policy",
    "medical necessity criteria",
    "clinical review criteria",
    "utilization management guideline",
    "utilization review guideline",
    "clinical guideline",
    "medical guideline",
    "reimbursement policy",
    "payment policy",
)
"""What documents call themselves."""
_TITLE_BLOCK = re.compile(
    rf"(?:{'|'.join(DOCUMENT_KINDS)})[\s:#-]{{1,6}}[a-z.-]{{0,12}}[ -]?[0-9][0-9a-z.-]{{0,14}}"
)


@lru_cache(maxsize=8192)
def is_title_block(title: str) -> bool:
    """The line `Clinical UM Guideline CG-MED-28`: a document's head, wherever it stands (SR-130)."""
    return _TITLE_BLOCK.fullmatch(" ".join(title.casefold().split())) is not None
