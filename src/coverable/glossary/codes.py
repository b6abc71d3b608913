"""Reading one code as people write it.

The canonical form is text, `system:CODE`: `icd10cm:L74.510`, `hcpcs:E1399`, `cpt:97033`, `icd9cm:780.8`.
Prefix spelling, capitals, spaces and a missing or misplaced dot are folded; whether the code exists is
never judged here (see `codebook`), so a nonexistent code can be answered instead of refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from coverable.base.problem import Refused, did_you_mean, refuse
from coverable.base.yamlfile import hidden_character

SYSTEMS: Final = {
    "icd10cm": "ICD-10-CM",
    "icd9cm": "ICD-9-CM",
    "hcpcs": "HCPCS Level II",
    "cpt": "CPT",
}
"""Every code system we read, with the name that people know it by."""

MAX_LENGTH: Final = 20
_SPELLINGS: Final = {
    "icd10cm": "icd10cm",
    "icd10": "icd10cm",
    "icd10dx": "icd10cm",
    "icd9cm": "icd9cm",
    "icd9": "icd9cm",
    "icd9dx": "icd9cm",
    "hcpcs": "hcpcs",
    "hcpcsii": "hcpcs",
    "hcpcs2": "hcpcs",
    "hcpcslevelii": "hcpcs",
    "hcpcslevel2": "hcpcs",
    "cpt": "cpt",
    "cpt4": "cpt",
}
_CANONICAL: Final = re.compile(
    r"icd10cm:[A-Z][0-9A][0-9AB](?:\.[0-9A-Z]{1,4})?|hcpcs:[A-Z][0-9]{4}|cpt:[0-9]{4}[0-9AFMTU]"
)
_SHAPES: Final = {
    "icd10cm": re.compile(r"[A-Z][0-9A-Z][0-9A-Z][0-9A-Z]{0,4}"),
    "icd9cm": re.compile(r"[0-9]{3,5}|E[0-9]{3,4}|V[0-9]{2,4}"),
    "hcpcs": re.compile(r"[A-Z][0-9]{4}"),
    "cpt": re.compile(r"[0-9]{4}[0-9AFMTU]"),
}
_ICD10_TOLD: Final = re.compile(r"[A-Z][0-9][0-9AB][0-9A-Z]{0,4}|[A-Z]A[0-9][0-9A-Z]{0,4}")
_HCPCS_TOLD: Final = re.compile(r"[ABCEGHJKLMPQRSTV][0-9]{4}")
_SEPARATED: Final = re.compile(r"([^:|#]*?)\s*[:|#]\s*(.*)", re.DOTALL)


@lru_cache(maxsize=50_000)
def read_code(text: str, where: str = "$", expect: str | None = None) -> str:
    """The canonical form of one written code.

    `expect` is the system that the place asks for (`icd10cm` where diagnoses stand, `hcpcs` or `cpt` where
    services stand). It decides what the shape leaves open: `E1399` is an item of equipment as a service and
    E13.99 as a diagnosis. A prefix always wins over it, and so does a shape that it cannot have.

    Refused, with `where`: empty text, over 20 characters, hidden or non-ASCII characters, an unknown
    prefix, a range, and a bare word that looks like no code system at all.
    """
    if _CANONICAL.fullmatch(text):
        return text
    _visible(text, where)
    system, rest = _prefix(text.strip(" \t\r\n\u00a0"), where)
    written = re.sub(r"\s+", "", rest).upper()
    if not written or len(written) > MAX_LENGTH:
        raise refuse(
            "there is no code" if not written else "this is too long for a code",
            where,
            f"a code has 1 to {MAX_LENGTH} characters",
            "write one code, such as `icd10cm:R61`",
        )
    bare = written.replace(".", "")
    if not re.fullmatch(r"[0-9A-Z]{1,8}", bare) or not written.isascii():
        raise refuse(
            f"`{rest[:MAX_LENGTH]}` is not one code",
            where,
            "a code is at most eight letters and digits, and a dot",
            "write one code, such as `icd10cm:R61`; ranges belong in the code list of a policy",
        )
    if system is None:
        system = _told(bare, "." in written, expect)
    if system is None:
        raise refuse(
            f"`{rest[:MAX_LENGTH]}` looks like no code system",
            where,
            f"its shape is none of {', '.join(SYSTEMS.values())}",
            "write the system in front, such as `hcpcs:E1399`, or correct the code",
        )
    return f"{system}:{_dotted(system, bare)}"


def split_code(code: str) -> tuple[str, str]:
    """System and bare code of a canonical code: `icd10cm:R61` gives `("icd10cm", "R61")`."""
    system, _, bare = code.partition(":")
    return system, bare


def read_system(text: str, where: str = "$") -> str:
    """The canonical name of a code system, however it is spelt. Refused with the nearest names otherwise."""
    system = _spelling(text)
    if system is None:
        raise _unknown(text, where)
    return system


def has_shape(code: str) -> bool:
    """Whether a canonical code has a shape that its system uses at all; `cpt:ABC` never exists."""
    system, bare = split_code(code)
    return system in _SHAPES and bool(_SHAPES[system].fullmatch(bare.replace(".", "")))


def _visible(text: str, where: str) -> None:
    found = hidden_character(text)
    if found:
        raise refuse(
            f"a hidden character ({found[1]}) at position {found[0] + 1}",
            where,
            "text that people cannot see must not decide anything",
            "delete the character",
        )
    strange = next((ch for ch in text.strip() if not ch.isascii() and ch != "\u00a0"), None)
    if strange:
        raise refuse(
            f"the character U+{ord(strange):04X} in a code",
            where,
            "codes are plain ASCII letters and digits; a look-alike letter is another code",
            "type the code again",
        )


def _prefix(text: str, where: str) -> tuple[str | None, str]:
    """The system written in front, if any, and what follows it."""
    separated = _SEPARATED.fullmatch(text)
    if separated:
        if not separated[1]:
            return None, separated[2]
        return read_system(separated[1], where), separated[2]
    words = text.split()
    for n in range(len(words) - 1, 0, -1):
        system = _spelling(" ".join(words[:n]))
        if system:
            return system, " ".join(words[n:])
    return None, text


def _spelling(text: str) -> str | None:
    return _SPELLINGS.get(re.sub(r"[^0-9a-z]", "", text.lower()))


def _unknown(text: str, where: str) -> Refused:
    return refuse(
        f"`{text[:40]}` is not a code system",
        where,
        "the part before the colon names the code system",
        did_you_mean(text.lower()[:40], SYSTEMS),
    )


def _told(bare: str, dotted: bool, expect: str | None) -> str | None:
    """The system that a code without prefix belongs to: its shape, then what the place expects."""
    service = _SHAPES["cpt"].fullmatch(bare) or _SHAPES["hcpcs"].fullmatch(bare)
    icd10 = _ICD10_TOLD.fullmatch(bare)
    if expect in ("hcpcs", "cpt") and service and not dotted:
        return "hcpcs" if bare[0].isalpha() else "cpt"
    if expect == "icd9cm" and _SHAPES["icd9cm"].fullmatch(bare):
        return "icd9cm"
    if icd10 and (dotted or expect == "icd10cm"):
        return "icd10cm"
    if not dotted and _SHAPES["cpt"].fullmatch(bare):
        return "cpt"
    if not dotted and _HCPCS_TOLD.fullmatch(bare):
        return "hcpcs"
    return "icd10cm" if icd10 else expect


def _dotted(system: str, bare: str) -> str:
    """The dot where the system puts it: after three characters in ICD (four for ICD-9-CM's E codes)."""
    if system == "icd10cm" or system == "icd9cm":
        at = 4 if system == "icd9cm" and bare.startswith("E") else 3
        return f"{bare[:at]}.{bare[at:]}" if len(bare) > at else bare
    return bare
