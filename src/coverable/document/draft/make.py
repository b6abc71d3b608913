"""From what was read in a document to a draft policy: everything found has its field and its place.

Nothing is invented. What the document does not state is null, or left to the analyst; what doubt there is
stands beside it as a comment with the id of its finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from coverable.document.draft.codes import Readable, write_codes
from coverable.document.draft.criteria import Scribe
from coverable.document.draft.made import Draft, Made
from coverable.document.draft.names import Names, clean, number_slug
from coverable.document.draft.places import place_of, text_form
from coverable.document.draft.records import EVENTS, partial, short, whole, write_records
from coverable.document.draft.statements import texts, write_statements
from coverable.document.reading import Reading, Stated
from coverable.document.source import Source
from coverable.policy.model import Kind, Line

KINDS = frozenset(get_args(Kind))
LINES = frozenset(n for part in get_args(Line) for n in (get_args(part) or (part,)))
ORDER = (
    *("policy", "version", "kind", "number", "title", "publisher", "also_known_as", "in_effect"),
    *("next_review", "lines_of_business", "prior_authorization", "prior_authorization_cite", "source"),
    *("services", "indications", "exclusions", "interpretations", "codes", "history", "definitions"),
    *("references", "source_kinds", "keywords", "notes", "evidence", "cross_references"),
)
ALWAYS = frozenset(
    {"in_effect", "lines_of_business", "services", "indications", "number", "title", "publisher"}
)
"""Fields that a policy file states even where they hold nothing."""


def readable_anyhow(entry: str) -> bool:
    """For tests without a code book: every entry is taken."""
    return True


def make_draft(
    reading: Reading,
    source: Source,
    readable: Readable = readable_anyhow,
    quote: bool = False,
    named: tuple[str, str] | None = None,
) -> Draft:
    """The draft. `quote` copies the document's sentences into `says`, which its rights must allow. `named` is
    what we call the policy and its version; else they are made of what the document calls itself."""
    draft = Draft(source, reading, Made(), quoted=quote)
    _metadata(draft)
    if named is not None:
        stated = _text(reading, "version")
        if stated not in (None, named[1]):
            draft.loose.append(f"version: the document calls itself {stated}")
        draft.policy |= {"policy": named[0], "version": named[1]}
    scribe = Scribe(draft, Names(texts(reading.statements)), quote)
    service = scribe.names.unique("service")
    write_codes(draft, scribe, service, readable)
    write_statements(draft, scribe, service)
    write_records(draft, scribe)
    if not draft.policy["indications"]:  # a service that nothing is said about could never be decided
        draft.policy["services"] = Made()
        draft.loose.append("no statement says when a service is necessary: add `services` and `indications`")
    ordered = {k: draft.policy[k] for k in ORDER if k in ALWAYS or draft.policy.get(k) not in (None, [], {})}
    draft.policy.clear()
    draft.policy.update(ordered)
    return draft


def _one(reading: Reading, name: str) -> Stated | None:
    found = reading.metadata.get(name)
    return (found[0] if found else None) if isinstance(found, tuple) else found


def _many(reading: Reading, name: str) -> tuple[Stated, ...]:
    found = reading.metadata.get(name)
    return found if isinstance(found, tuple) else () if found is None else (found,)


def _text(reading: Reading, name: str) -> str | None:
    found = _one(reading, name)
    return short(found.value) if found is not None else None


def _metadata(draft: Draft) -> None:
    reading, source, policy = draft.reading, draft.source, draft.policy
    number, title, publisher = (_text(reading, n) for n in ("number", "title", "publisher"))
    version = _text(reading, "version")
    dates = _dates(draft)
    name = number_slug(number or title or (source.name or "").rpartition(".")[0])
    known = number_slug(publisher or "").replace(".", "") or "unknown-publisher"
    policy["policy"] = f"{known[:60]}/{name[:60].strip('-.') or f'document-{source.sha256[:8]}'}"
    policy["version"] = version or dates.get("from") or f"document-{source.sha256[:8]}"
    stated = reading.metadata.get("kind")
    kind = stated.kind if isinstance(stated, Stated) else None
    policy["kind"] = kind if kind in KINDS else "not-stated"
    policy |= {"number": number, "title": title, "publisher": publisher}
    aliases = (short(one.value) for one in _many(reading, "aliases"))
    policy["also_known_as"] = list(dict.fromkeys(a for a in aliases if a and a not in (title, number)))
    policy["in_effect"] = Made({"from": dates.get("from")} | ({"to": dates["to"]} if "to" in dates else {}))
    policy["next_review"] = dates.get("next_review")
    policy["lines_of_business"] = _lines(draft)
    _authorization(draft)
    policy["source"] = _source(draft, title, number, version)


def _dates(draft: Draft) -> dict[str, str]:
    """The fields that dates fill. A date of another kind is history; one to the month is no first day."""
    out: dict[str, str] = {}
    for one in _many(draft.reading, "dates"):
        day, any_ = whole(one.value), partial(one.value)
        if one.kind == "effective" and day:
            out.setdefault("from", day)
        elif one.kind in ("end", "ended", "expires", "expiration", "termination") and day:
            out.setdefault("to", day)
        elif one.kind == "next_review" and any_:
            out.setdefault("next_review", any_)
        elif one.kind not in EVENTS:
            place = place_of(draft.source, one.span)
            draft.loose.append(f"date, {place}: {one.kind or 'of no kind'} {clean(str(one.value))}")
    return out


def _lines(draft: Draft) -> list[str]:
    """Lines of business that the document states; what it only implies or excludes is said in a comment."""
    out: dict[str, None] = {}
    for one in _many(draft.reading, "lines_of_business"):
        stated: Any = one.value
        values: Sequence[Any] = (stated,) if isinstance(stated, str) else tuple(stated)
        for value in values:
            if value in LINES and one.kind in (None, "stated"):
                out[str(value)] = None
            else:
                place = place_of(draft.source, one.span)
                draft.loose.append(f"line of business, {place}: {one.kind or 'unknown'} {clean(str(value))}")
    return list(out)


def _authorization(draft: Draft) -> None:
    found = _one(draft.reading, "prior_authorization")
    if found is not None and found.value in ("required", "not_required"):
        draft.policy["prior_authorization"] = found.value
        draft.policy["prior_authorization_cite"] = place_of(draft.source, found.span)


def _source(draft: Draft, title: str | None, number: str | None, version: str | None) -> Made:
    reading, source = draft.reading, draft.source
    form = text_form(source)
    called = [part for part in (title, number, f"version {version}" if version else None) if part]
    made = Made(title=", ".join(called) or source.name or "a document without a title")
    made |= {"file": clean(source.name) if source.name else None, "sha256": source.sha256}
    made["lines"] = len(form.lines)
    made["page_lines"] = list(form.page_lines)
    sections = Made()
    for one in reading.sections:
        name = base = " ".join(clean(one.title).split()[:6])[:80] or one.kind  # a name, never a sentence
        n = 1
        while name in sections:
            n += 1
            name = f"{base} ({n})"
        first, last = one.span.lines
        sections[name] = f"{first}-{last}" if last != first else str(first)
    made["sections"] = sections
    if reading.document.get("completeness") == "partial":
        made["completeness"] = "partial"
    missing: list[Any] = list(reading.document.get("missing") or [])
    made["missing"] = [clean(str(one))[:120] for one in missing]
    rights = _one(reading, "rights")
    if rights is not None:
        what = str(rights.value).replace("_", " ")
        stated = clean(what) if len(what.split()) <= 4 else "stated"
        made["rights"] = f"{stated}, see {place_of(source, rights.span)}"
    return made.without_empty()
