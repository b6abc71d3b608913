"""Everything that a policy version can be found by: names, codes, words and questions, with places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from coverable.base.problem import Refused
from coverable.base.shape import is_object
from coverable.glossary.codes import read_code
from coverable.glossary.facts import Fact, Glossary
from coverable.policy.build import Origin
from coverable.policy.criterion import Criterion
from coverable.policy.names import fold
from coverable.policy.walk import Path, all_criteria

KINDS: Final = {
    "id": "id",
    "number": "number",
    "title": "title",
    "alias": "other name",
    "code": "code",
    "keyword": "keyword",
    "synonym": "synonym of the policy",
    "device": "device",
    "service": "service",
    "indication": "indication",
    "definition": "definition",
    "criterion": "criterion",
    "fact": "question",
    "exclusion": "exclusion",
    "evidence": "evidence",
    "note": "note",
    "reference": "reference",
    "category": "category",
    "publisher": "publisher",
}
"""Fields in the order in which a find in them counts, and how a person calls them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a policy version that may be found, as printed, with its place."""

    kind: str
    text: str
    where: str
    """`file:line:column` in the library."""
    cite: str | None = None
    """The place in the source document, where the field has one."""
    code: str | None = None
    """The code, range or beginning that stands there, when the field is one."""
    of: str | None = None
    """The keyword, as printed, that a synonym of the policy stands for."""


def entries(origin: Origin, glossary: Glossary) -> Iterator[Entry]:
    """All entries of one version, names first."""
    seen: set[tuple[str, str]] = set()
    for entry in _all(origin, glossary):
        if entry.text.strip() and (entry.kind, entry.text) not in seen:
            seen.add((entry.kind, entry.text))
            yield entry


def listed(origin: Origin) -> list[str]:
    """Canonical codes of the policy's services, in written order."""
    out: dict[str, None] = {}
    for service in origin.file.services.values():
        for entry in service.codes:
            with suppress(Refused):  # what cannot be read is a finding of the check, not of a search
                out[read_code(entry if isinstance(entry, str) else entry.code)] = None
    return list(out)


def _all(origin: Origin, glossary: Glossary) -> Iterator[Entry]:
    file, where = origin.file, origin.yaml.where

    def at(kind: str, text: str | None, *path: str | int, code: str | None = None) -> Iterator[Entry]:
        if text:
            yield Entry(kind, text, where(path), _cite(origin.yaml.data, path), code)

    yield from at("id", file.policy, "policy")
    yield from at("number", file.number, "number")
    yield from at("title", file.title, "title")
    for i, name in enumerate(file.also_known_as):
        yield from at("alias", name, "also_known_as", i)
    for name, service in file.services.items():
        yield from at("service", service.says or name.replace("-", " "), "services", name)
        for i, entry in enumerate(service.codes):
            code = entry if isinstance(entry, str) else entry.code
            yield from at("code", code, "services", name, "codes", i, code=code)
    for g, group in enumerate(file.codes):
        for i, entry in enumerate(group.entries):
            code = entry if isinstance(entry, str) else entry.code
            yield from at("code", code, "codes", g, "entries", i, code=code)
            if not isinstance(entry, str):
                yield from at("service", entry.names, "codes", g, "entries", i)
    printed = next((lines for name, lines in file.source.sections.items() if fold(name) == "keywords"), None)
    keywords = f"L{printed}" if printed else None
    for i, word in enumerate(file.keywords):
        yield Entry("keyword", word, where(("keywords", i)), keywords)
    for word, others in file.synonyms.items():
        cite = keywords if word in file.keywords else None
        for i, other in enumerate([word, *others]):
            if i == 0 and word in file.keywords:
                continue
            place = where(("synonyms", word, i - 1) if i else ("synonyms", word))
            yield Entry("synonym", other, place, cite, of=word if i else None)
    yield from _devices(origin, glossary)
    for name, one in file.indications.items():
        yield from at("indication", one.says or name.replace("-", " "), "indications", name)
    for term, definition in file.definitions.items():
        yield from at("definition", f"{term}: {definition.says}", "definitions", term)
    for criterion, path in all_criteria(file):
        yield from at("criterion", criterion.says, *path)
        fact = glossary.facts.get(criterion.fact or "")
        if fact is not None:
            yield from at("fact", _asked(fact, criterion), *path)
    for i, exclusion in enumerate(file.exclusions):
        yield from at("exclusion", exclusion.says, "exclusions", i)
    for i, row in enumerate(file.evidence):
        said = f"{row.intervention} for {row.condition}"
        yield from at("evidence", said, "evidence", i)
    for i, note in enumerate(file.notes):
        yield from at("note", note.says, "notes", i)
    for i, reference in enumerate(file.references):
        yield from at("reference", reference.title, "references", i)
    yield from at("category", file.category, "category")
    yield from at("publisher", file.publisher, "publisher")


def _devices(origin: Origin, glossary: Glossary) -> Iterator[Entry]:
    """Names and spellings of devices that the policy names or that were read out of it (SR-112)."""
    keywords = {fold(word): i for i, word in enumerate(origin.file.keywords)}
    for row in glossary.tables.get("devices", ()):
        names = [row.name, *row.spellings]
        policy, _, place = row.source.partition(" ")
        named = [keywords[f] for n in names if (f := fold(n)) in keywords]
        if policy == origin.file.policy or named:
            where = origin.yaml.where(("keywords", named[0])) if named else f"glossary, devices: {row.name}"
            cite = place if policy == origin.file.policy else None
            yield from (Entry("device", name, where, cite or None) for name in names)


def _asked(fact: Fact, criterion: Criterion) -> str:
    """What a criterion asks: the fact's name, and the choices that count."""
    named = criterion.in_ or ([criterion.is_] if criterion.is_ is not None else [])
    choices = [fact.choices[one] for one in named if isinstance(one, str) and one in fact.choices]
    return f"{fact.label}: {', '.join(choices)}" if choices else fact.label


def _cite(data: Any, path: Path) -> str | None:
    """The place in the document of what stands at `path`: its own, or that of the nearest thing around it."""
    cite = _own_cite(data)
    for part in path:
        data = data[part]
        cite = _own_cite(data) or cite
    return cite


def _own_cite(data: Any) -> str | None:
    return data.get("cite") if is_object(data) else None
