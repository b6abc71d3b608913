"""Named lists of codes of a record: `icd10cm:L74.51-`, `loinc:39156-5`, `text:skin maceration`, `URL|code`.

An entry ending in `-` takes in every code that begins so (for systems in which descent shows in the code);
`text:` matches the text of a concept, whole and without case, or its beginning where it ends in `*`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pydantic import Field, field_validator

from coverable.base.model import Model
from coverable.base.problem import did_you_mean

URLS: Final = {
    "icd10cm": ("http://hl7.org/fhir/sid/icd-10-cm",),
    "icd9cm": ("http://hl7.org/fhir/sid/icd-9-cm",),
    "hcpcs": (
        "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "https://bluebutton.cms.gov/resources/codesystem/hcpcs",
        "urn:oid:2.16.840.1.113883.6.285",
    ),
    "cpt": ("http://www.ama-assn.org/go/cpt",),
    "rxnorm": ("http://www.nlm.nih.gov/research/umls/rxnorm",),
    "ndc": ("http://hl7.org/fhir/sid/ndc",),
    "loinc": ("http://loinc.org",),
    "snomed": ("http://snomed.info/sct",),
}
"""The URIs by which records name a code system (HL7 Terminology; HCPCS is found under several)."""
TEXT: Final = "text"
_BY_PREFIX: Final = ("icd10cm", "icd9cm")
_SHAPES: Final = {
    "icd10cm": re.compile(r"[A-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?"),
    "icd9cm": re.compile(r"[0-9]{3}(\.[0-9]{1,2})?|E[0-9]{3}(\.[0-9])?|V[0-9]{2}(\.[0-9]{1,2})?"),
    "hcpcs": re.compile(r"[A-V][0-9]{4}"),
    "cpt": re.compile(r"[0-9]{4}[0-9AFMTU]"),
    "rxnorm": re.compile(r"[1-9][0-9]{0,7}"),
    "ndc": re.compile(r"[0-9]{11}|[0-9]{4,5}-[0-9]{3,4}-[0-9]{1,2}"),
    "loinc": re.compile(r"(?:LA|LP)?[0-9]{1,7}-[0-9]"),
    "snomed": re.compile(r"[1-9][0-9]{5,17}"),
}
_DIHEDRAL: Final = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_TURNS: Final = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


class Entry(NamedTuple):
    """One entry: the URIs of its system (none for a text), its code or text, whether that is a beginning."""

    systems: tuple[str, ...]
    code: str
    beginning: bool


class CodeList(Model):
    """Codes that mean one thing in a record, named once and used by the declarations of many facts."""

    says: str
    """What a resource with one of these codes is about, in words of our own."""
    entries: list[str] = Field(min_length=1)
    """`system:code`, `system:beginning-` (ICD), `URL|code`, `text:whole text`, `text:beginning*`."""

    @field_validator("entries")
    @classmethod
    def _possible(cls, entries: list[str]) -> list[str]:
        for entry in entries:
            read_entry(entry)
        return entries

    def read(self) -> tuple[Entry, ...]:
        """The entries, taken apart."""
        return tuple(read_entry(one) for one in self.entries)


def read_entry(text: str) -> Entry:
    """One entry taken apart. ValueError when it names no code that its system can have."""
    if "|" in text:
        system, _, code = text.partition("|")
        if not re.fullmatch(r"(https?://|urn:)\S+", system) or not code.strip():
            raise ValueError(f"`{text}`: a code of another system is written URL|code")
        return Entry((system,), code, False)
    system, _, code = text.partition(":")
    if system == TEXT:
        beginning = code.endswith("*")
        if not code.rstrip("*").strip():
            raise ValueError(f"`{text}`: a text must not be empty")
        return Entry((), code.removesuffix("*").lower(), beginning)
    if system not in URLS:
        known = did_you_mean(system, [*URLS, TEXT])
        raise ValueError(f"`{text}`: `{system}` is no code system of a record; {known}")
    beginning = code.endswith("-")
    bare = code.removesuffix("-")
    if beginning and system not in _BY_PREFIX:
        raise ValueError(f"`{text}`: codes of {system} do not descend by their beginning; list each of them")
    whole = bare if not (beginning and bare.endswith(".")) else bare[:-1]
    if not _SHAPES[system].fullmatch(whole) or not _checks(system, bare):
        raise ValueError(f"`{text}`: {system} has no code of this form; look it up again")
    return Entry(URLS[system], bare, beginning)


def _checks(system: str, code: str) -> bool:
    """Whether the check digit is right, where the system has one: a code from memory is caught by it."""
    if system == "snomed":  # Verhoeff's, over the whole identifier
        at = 0
        for i, digit in enumerate(reversed(code)):
            at = int(_DIHEDRAL[at][int(_TURNS[i % 8][int(digit)])])
        return at == 0
    if system == "loinc" and code[0].isdigit():  # mod 10: every second digit from the right doubled
        number, _, check = code.partition("-")
        total = sum(
            sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(reversed(number))
        )
        return -total % 10 == int(check)
    return True


def forms(entry: Entry) -> tuple[str, ...]:
    """The code as records write it: ICD codes also without their dot."""
    dotted = "." in entry.code and entry.systems in (URLS["icd10cm"], URLS["icd9cm"])
    return (entry.code, entry.code.replace(".", "")) if dotted else (entry.code,)
