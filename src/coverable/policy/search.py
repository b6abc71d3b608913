"""Find policies by number, title, code, keyword, synonym or device, however it is spelt.

An exact name comes first, then whole words, beginnings of words, and near spellings. A name that
stands among the keywords proves nothing about a device (SR-108).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from coverable.base.problem import Refused, refuse
from coverable.policy.library import Library

KINDS = ("id", "number", "title", "alias", "code", "keyword", "synonym", "device", "text")
EXACT, WORDS, BEGINNINGS, NEAR, SCATTERED = range(5)
HOW = (
    "exactly",
    "by whole words",
    "by beginnings of words",
    "by a near spelling",
    "by words in several places",
)
NOTICE = "A name among the keywords is no evidence of a device's FDA status."
_CUTOFF = 0.82


@dataclass(frozen=True, slots=True)
class Hit:
    """A policy that was found: by which of its names, of which kind, and how near."""

    policy: str
    versions: tuple[str, ...]
    number: str
    title: str
    kind: str
    name: str
    level: int
    codes: tuple[str, ...]
    """Codes that stand in the policy's services."""

    def view(self) -> dict[str, Any]:
        return {
            "policy": self.policy,
            "versions": list(self.versions),
            "number": self.number,
            "title": self.title,
            "found_by": {"kind": self.kind, "name": self.name, "how": HOW[self.level]},
            "codes": list(self.codes),
        }


@dataclass(frozen=True, slots=True)
class _Name:
    kind: str
    text: str
    folded: str


def fold(text: str) -> str:
    """Case, hyphens, dashes, trade marks and accents do not matter when looking for a name."""
    text = re.sub("[®™©℠]", "", text)
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(ch for ch in text if not unicodedata.combining(ch))
    return " ".join(re.sub(r"[^\w\s]|_", " ", text.replace("'", "").replace("’", "")).split())


def search(library: Library, words: str, limit: int = 20) -> list[Hit]:
    """Policies that the words may mean, the likeliest first."""
    wanted = fold(words)
    if not wanted:
        return []
    code = _as_code(words)
    found: list[tuple[tuple[Any, ...], Hit]] = []
    for policy in library.ids():
        keys = [key for key in library.folders if key.partition("@")[0] == policy]
        names = list(dict.fromkeys(n for key in keys for n in _names(library, key)))
        best = min(
            (
                (level, KINDS.index(n.kind), i)
                for i, n in enumerate(names)
                if (level := _level(wanted, n)) is not None
            ),
            default=None,
        )
        listed = _lists(library, keys, code) if code else None
        file = library.origin(keys[-1]).file
        if listed and (best is None or (EXACT, KINDS.index("code")) < best[:2]):
            level, kind, name = EXACT, "code", listed
        elif best is not None:
            level, kind, name = best[0], names[best[2]].kind, names[best[2]].text
        elif _scattered(wanted, names):
            level, kind, name = SCATTERED, "text", words.strip()
        else:
            continue
        codes = tuple(dict.fromkeys(n.text for n in names if n.kind == "code"))
        versions = tuple(key.partition("@")[2] for key in keys)
        hit = Hit(policy, versions, file.number, file.title, kind, name, level, codes)
        found.append(((level, KINDS.index(kind), policy), hit))
    return [hit for _, hit in sorted(found, key=lambda pair: pair[0])[:limit]]


def one(library: Library, name: str) -> str:
    """The key of the version that a person names: as `Library.one`, but forgiving how it is spelt."""
    try:
        return library.one(name).key
    except Refused as refused:
        hits = search(library, name)
        sure = [h for h in hits if h.level == EXACT and h.kind in ("id", "number", "title", "alias")]
        if len(sure) == 1 and not library.find(name):
            return library.one(sure[0].policy).key
        if not hits or library.find(name):
            raise
        first = refused.problems[0]
        near = " or ".join(f"`{h.policy}` ({h.number})" for h in hits[:3])
        raise refuse(first.what, first.where, first.why, f"did you mean {near}?") from None


def _names(library: Library, key: str) -> Iterator[_Name]:
    """Everything that a policy version may be called by."""
    file = library.origin(key).file
    said: list[tuple[str, str]] = [("id", file.policy), ("number", file.number), ("title", file.title)]
    said += [("alias", one) for one in file.also_known_as]
    for service in file.services.values():
        for entry in service.codes:
            with suppress(Refused):
                said.append(("code", _canonical(entry if isinstance(entry, str) else entry.code)))
        said += [("text", service.says)] if service.says else []
    said += [("keyword", one) for one in file.keywords]
    for keyword, others in file.synonyms.items():
        said += [("synonym", keyword), *(("synonym", other) for other in others)]
    said += [("device", name) for name in _devices(library, file.policy, {fold(k) for k in file.keywords})]
    said += [("text", one.says) for one in file.indications.values() if one.says]
    said += [("text", term) for term in file.definitions]
    for kind, text in said:
        yield _Name(kind, text, fold(text))


def _devices(library: Library, policy: str, keywords: set[str]) -> Iterator[str]:
    """Names and spellings of devices that the policy names or that were read out of it."""
    for row in library.glossary.tables.get("devices", ()):
        spelt = [row.name, *row.spellings]
        if row.source.partition(" ")[0] == policy or keywords & {fold(one) for one in spelt}:
            yield from spelt


def _level(wanted: str, name: _Name) -> int | None:
    from difflib import SequenceMatcher

    have = name.folded
    if wanted == have or (wanted.replace(" ", "") == have.replace(" ", "")):
        return EXACT
    asked, words = wanted.split(), have.split()
    if all(w in words for w in asked):
        return WORDS
    if all(any(w.startswith(a) for w in words) for a in asked) and len(wanted) >= 2:
        return BEGINNINGS
    if name.kind == "code" or any(len(a) < 4 and a not in words for a in asked):
        return None

    def near(a: str, b: str) -> bool:
        if a == b:
            return True
        if abs(len(a) - len(b)) > 3 or any(ch.isdigit() for ch in a + b):
            return False
        return SequenceMatcher(None, a, b).ratio() >= _CUTOFF

    return NEAR if all(any(near(a, w) for w in words) for a in asked) else None


def _scattered(wanted: str, names: list[_Name]) -> bool:
    every = {w for n in names for w in n.folded.split()}
    return len(wanted.split()) > 1 and all(w in every for w in wanted.split())


def _canonical(text: str) -> str:
    from coverable.glossary.codes import read_code

    return read_code(text)


def _as_code(words: str) -> str | None:
    """The words as one code, when they can be one."""
    from coverable.glossary.codes import has_shape

    text = words.strip()
    if not any(ch.isdigit() for ch in text) or len(text) > 40:
        return None
    with suppress(Refused):
        code = _canonical(text)
        return code if has_shape(code) else None
    return None


def _lists(library: Library, keys: list[str], code: str) -> str | None:
    """The entry, as printed, by which one of the versions lists the code."""
    from coverable.glossary.codeset import CodeSet

    for key in keys:
        file = library.origin(key).file
        entries = [e if isinstance(e, str) else e.code for s in file.services.values() for e in s.codes]
        entries += [e if isinstance(e, str) else e.code for group in file.codes for e in group.entries]
        for entry in entries:
            with suppress(Refused):
                if code in CodeSet.read([entry], library.book).codes:
                    return entry
    return None
