"""The words over a list of codes: which system is listed, and whether the list covers, excludes or informs.

A heading that names only a system stands inside the group that is open; one that names a position opens a
new group (SR-057, SR-058, SR-060).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from coverable.document.codes.codeforms import System
from coverable.document.codes.codewords import names_a_system, polarity_of, sorts_codes, system_of
from coverable.document.patterns import worded
from coverable.document.reading import Polarity
from coverable.document.sections.titles import is_code_system, is_position, is_service_group
from coverable.document.source import Block, Source, Span

_LEADS = worded(
    r"(?:following|these|below|listed)\b.{0,80}\bcodes?\b.{0,120}\b(?:is|are|may be)",
    r"codes?\b.{0,60}\b(?:listed )?(?:below|following)",
    r"(?:reimburs\w+|pay|cover)\b.{0,20}\bfollowing\b.{0,80}\bcodes?\b",
)
_CODE_WORDS = r"(?:cpt|hcpcs|icd-?10)?(?:/hcpcs)?\s?(?:procedure |diagnosis )?(?:codes?(?:\(s\))?)?"
_NONE = re.compile(
    rf"(?:none|no (?:specific )?{_CODE_WORDS}(?: (?:listed|identified|apply|available))?"
    r"|n/?a|not applicable|there are no .{0,40}codes?.{0,40})\.?",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|any) (?:(?:icd-?10(?:-cm)? )?diagnos[ei]s(?: codes?)?|icd-?10(?:-cm)?(?: codes?)?"
    r"|diagnosis codes|(?:other )?codes(?=\W*$))\b"
    r"(?P<open>.{0,40}\b(?:including|not limited)\b.{0,60})?",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"(?:applicable |procedure |billing |medical )?"
    r"(?:codes?(?:\(s\))?|coding|cpt|hcpcs|cdt|icd-?\s?(?:9|10)(?:-cm|-pcs)?|ndc|revenue codes?|diagnosis)"
    r"(?:[®™*]|[\s/,()-]|and|or|codes?|code\(s\)|cpt|hcpcs|icd|10|cm|diagnosis|procedure|number|level ii)*",
    re.IGNORECASE,
)
_FEW = 5
"""Words of a line that sorts the codes under it: “Payable without review”."""
_SECTION = re.compile(r"[0-9]+(?:\.[0-9a-z]+)+\.?")
"""“4.6 Never payable”: the number of a section, and of no item of a list."""
_NUMBERED = re.compile(rf"^{_SECTION.pattern}\s+")
_TABLE = re.compile(r"(?:table|group|list|exhibit|appendix)\s+[0-9A-Z]{1,3}\b", re.IGNORECASE)
_COVERAGE = re.compile(r".{0,20}\b(?:coverage|covered|status|benefit|determination)\b.{0,20}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """The list that is open: its heading, what it means, and the system that its codes are of."""

    words: str | None
    polarity: Polarity
    system: System | None
    both: bool = False
    """CPT and HCPCS are listed together: the form tells them apart."""
    stated: bool = False
    """The heading takes a position; one that only names a system stands inside it."""
    spans: tuple[Span, ...] = ()
    """Where the words stand, and the name of the system under them; empty for the title of a section."""
    number: str = ""
    """The number of the section that the words head."""


def opened(block: Block, group: Group, source: Source) -> Group | None:
    """The group that a block opens, with its place: a system is named under the words that are open."""
    found = heading_of(block, group)
    if found is None:
        return None
    above = group.spans[:1] if group.stated and found.words == group.words else ()
    number = _numbered(block) or group.number
    return replace(found, spans=(*above, source.span(block)), number=number)


def heading_of(block: Block, group: Group) -> Group | None:
    """The group that a block opens, or None when it is no heading of codes."""
    text = block.text.strip()
    words = _NUMBERED.sub("", text).split()
    if not words or len(words) > 60:
        return None
    short = len(words) <= 20 and (not text.endswith(".") or names_a_system(text))
    heading = block.kind == "heading" or is_position(text) or is_service_group(text)
    heading = heading or is_code_system(text) or names_a_system(text) or _TABLE.match(text) is not None
    leads = text.endswith(":") or (_LEADS.search(text) is not None and len(words) <= 60)
    system, both = system_of(text)
    polarity = polarity_of(text)
    item = block.kind == "item" and _SECTION.fullmatch(block.marker or "") is None
    alone = polarity is not None and len(words) <= _FEW and not item and block.cell is None
    if not ((short and (heading or alone or sorts_codes(text) or text.endswith(":") or block.bold)) or leads):
        return None
    if polarity is None and system is None and not both:
        return None
    if polarity is None and system == "revenue":
        return Group(text.rstrip(": "), "informational", system)  # no diagnoses of the group above
    if polarity is None and group.words and _TABLE.match(text) and _TABLE.match(group.words):
        return Group(text.rstrip(": "), "informational", system, both)  # what the table before it says ends
    if polarity is None:
        words = group.words if group.stated else text.rstrip(": ")
        return Group(words, group.polarity, system, both, group.stated)
    return Group(text.rstrip(": "), polarity, system, both, stated=True)


def number_of(text: str) -> str:
    """The number of a section before its words: “4.6” of “4.6 Never payable”; empty without one."""
    match = _NUMBERED.match(text)
    return match[0].rstrip(" .") if match else ""


def _numbered(block: Block) -> str:
    return number_of(f"{block.marker or ''} {block.text}".strip())


def ends_group(block: Block, group: Group) -> bool:
    """Whether a line has the number of a section beside that of the group: “4.7 Diagnosis” behind “4.6”."""
    own = _numbered(block)
    return own != group.number and own.rpartition(".")[0] == group.number.rpartition(".")[0] != ""


def is_none(text: str) -> bool:
    """Whether a list says that it is empty (SR-058)."""
    return len(text) <= 100 and _NONE.fullmatch(text.strip()) is not None


def all_diagnoses(text: str) -> re.Match[str] | None:
    """`All diagnoses`, at the head of a list: what follows are examples (SR-064)."""
    match = _ALL.search(text[:300])
    return match if match and match.start() <= 12 else None


def is_code_column(text: str) -> bool:
    """Whether the head of a column says that codes stand under it."""
    return len(text) <= 80 and (_COLUMN.fullmatch(text.strip()) is not None or names_a_system(text))


def is_coverage_column(text: str) -> bool:
    """Whether the head of a column says that its cells tell what is covered, as in a benefit grid."""
    return len(text) <= 60 and _COVERAGE.fullmatch(text.strip()) is not None
