"""Codes of a reading: the tables as printed, and the services that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from coverable.document.codes.codesofservices import codes_in
from coverable.document.draft.criteria import Scribe
from coverable.document.draft.made import Draft, Made
from coverable.document.draft.names import clean
from coverable.document.draft.places import place_of
from coverable.document.reading import Code, Polarity, Statement

Readable = Callable[[str], bool]
"""Whether an entry of a code table can be read at all: a range whose ends do not exist cannot."""
POLARITY: dict[Polarity, str] = {
    "covered": "with_criteria",
    "not_covered": "not_necessary",
    "informational": "informational",
}
AFTER: dict[Polarity, str] = {
    "covered": "",
    "not_covered": "-not-necessary",
    "informational": "-informational",
}
ASKED_FOR = ("cpt", "hcpcs", "icd10pcs", "ndc", "revenue")
"""Systems of services; the others are of diagnoses."""
_SEVERAL = 2
"""Services that statements name with their codes, before a code is tied to its own."""


def entry(code: Code) -> str:
    """`icd10cm:L74.510-L74.519`, as a policy file writes it."""
    first = clean(code.first).removesuffix("-").removesuffix(".x").removesuffix(".X")
    if code.wildcard:
        return f"{code.system}:{first}-"
    return f"{code.system}:{first}" + (f"-{clean(code.last)}" if code.last != code.first else "")


def write_codes(draft: Draft, scribe: Scribe, service: str, readable: Readable) -> None:
    """Fills `services` and `codes`."""
    draft.policy["services"] = Made({service: _service(draft, scribe, readable)})
    draft.policy["codes"] = [*_tables(draft, scribe, readable), *_empty(draft, scribe)]


def _service(draft: Draft, scribe: Scribe, readable: Readable) -> Made:
    """The service that the document is about: its codes, each with the qualifier that stands beside it.

    Where statements name several services with their codes, a code counts for the use of its own only.
    """
    codes: list[str | Made] = []
    spans = list[Code]()
    made = Made()
    named = _named(draft.reading.statements)
    for code in draft.reading.codes:
        if code.system not in ASKED_FOR or (code.polarity == "not_covered" and code.first not in named):
            continue
        written = entry(code)
        if code.first != code.last or code.wildcard or not readable(written):
            made.comments.append(
                f"{clean(written)} ({place_of(draft.source, code.span)}): write its codes here"
            )
            continue
        if any(written == (c if isinstance(c, str) else c["code"]) for c in codes):
            continue
        spans.append(code)
        if (of := named.get(code.first)) is not None:
            name = clean(code.first).lower()
            uses = [scribe.use(name, one.subject, one.span) for one in of]
            only_if = uses[0] if len(uses) == 1 else Made(any=uses)
            codes.append(Made(code=written, only_if=only_if, cite=place_of(draft.source, code.span)))
            continue
        if code.qualifier is None:
            codes.append(written)
            continue
        name = f"qualifier-{clean(code.first).lower()}"
        text = f"{written} {code.qualifier}"
        only_if = scribe.bare(name, text, code.span, "fact and test of the qualifier")
        codes.append(Made(code=written, only_if=only_if, cite=place_of(draft.source, code.span)))
    made["codes"] = codes
    if spans:
        made["cite"] = place_of(draft.source, draft.source.join([c.span for c in spans]))
    else:
        made.comments.append("No code of a service was found: without one, `known_by` must tell a request.")
    return made


def _named(statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    """The statements that name a code, one for each service, where several name services with codes."""
    said: dict[str, dict[str, Statement]] = {}
    for one in statements:
        for code in codes_in(one.subject):
            said.setdefault(code, {}).setdefault(one.subject, one)
    subjects = {subject for by_subject in said.values() for subject in by_subject}
    if len(subjects) < _SEVERAL:
        return {}
    return {code: list(of.values()) for code, of in said.items()}


def _tables(draft: Draft, scribe: Scribe, readable: Readable) -> Iterator[Made]:
    """Each list of codes under its own words, in the order of the document."""
    kept = [c for c in draft.reading.codes if c.system != "unknown"]
    for code in draft.reading.codes:
        if code.system == "unknown":
            draft.loose.append(f"code of no known system, {place_of(draft.source, code.span)}: {code.first}")
    for (group, polarity, diagnoses), codes in groupby(kept, lambda c: (c.group, c.polarity, _diagnosis(c))):
        made = list(codes)
        id = ("diagnoses" if diagnoses else "procedures") + AFTER[polarity]
        entries = list(_entries(draft, made, readable))
        if not entries:
            continue
        out = Made(id=scribe.names.unique(id), polarity=POLARITY[polarity], entries=entries)
        out["says"] = clean(group or "") or None if scribe.quote else None
        examples = any(
            g.fields.get("all_diagnoses") and g.fields.get("polarity") == polarity
            for g in draft.reading.code_groups
        )
        out["illustrative"] = True if diagnoses and examples else None
        out["cite"] = place_of(draft.source, draft.source.join([c.span for c in made]))
        yield out.without_empty()


def _empty(draft: Draft, scribe: Scribe) -> Iterator[Made]:
    """Lists that say they are empty, which is not the same as missing (SR-058)."""
    for one in draft.reading.code_groups:
        polarity: Any = one.fields.get("polarity")
        if not one.fields.get("none") or polarity not in POLARITY:
            continue
        system = str(one.fields.get("system") or "")
        id = ("diagnoses" if system.startswith("icd") and system != "icd10pcs" else "procedures") + AFTER[
            polarity
        ]
        made = Made(id=scribe.names.unique(id), polarity=POLARITY[polarity], none_stated=True)
        made["cite"] = place_of(draft.source, one.span)
        yield made


def _diagnosis(code: Code) -> bool:
    return code.system.startswith("icd") and code.system != "icd10pcs"


def _entries(draft: Draft, codes: Iterable[Code], readable: Readable) -> Iterator[Made]:
    for code in codes:
        written, place = entry(code), place_of(draft.source, code.span)
        if not readable(written):
            draft.loose.append(f"code that cannot be read, {place}: {written}")
            continue
        made = Made(code=written, cite=place)
        if code.valid not in ("valid", "not_checked"):
            made.comments.append(f"{clean(written)}: {code.valid} in the release of the day")
        yield made
