"""What a document says about itself, in the fields of a policy file: history, references, notes, evidence.

Sentences are never copied: a definition or note has its place, and `says: null` until the analyst writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, get_args
from urllib.parse import urlsplit

from coverable.base.dates import read_date, read_day
from coverable.base.shape import is_list, is_object
from coverable.document.draft.criteria import Scribe
from coverable.document.draft.made import Draft, Made, Slot
from coverable.document.draft.names import clean, number_slug, words_digest
from coverable.document.draft.places import place_of
from coverable.document.parts.events import kind_of_label
from coverable.document.reading import Record
from coverable.policy.model import HistoryEvent

EVENTS = frozenset(get_args(HistoryEvent.model_fields["kind"].annotation))
CHANGES = ("criteria", "references", "coding", "format")
LONG = 12
"""Words of a name or title at most; what is longer is no name, and is not copied."""


def short(text: Any) -> str | None:
    """A name, not a sentence; None when there is none, or it is too long to be one."""
    said = clean(str(text)) if text is not None else ""
    return said if said and len(said.split()) <= LONG else None


def partial(text: Any) -> str | None:
    """A date as the policy file writes it; None when it is not one."""
    return _valid(str(text), read_date) if text is not None else None


def whole(text: Any) -> str | None:
    """A whole day, likewise."""
    return _valid(str(text), read_day) if text is not None else None


def _valid(text: str, read: Callable[[str], object]) -> str | None:
    try:
        read(text)
    except ValueError:
        return None
    return text


def said(record: Record, *names: str) -> str | None:
    """The first of these fields that is a text, else the first text of the record."""
    fields = record.fields
    for value in (*(fields.get(n) for n in names), *fields.values()):
        if isinstance(value, str) and value.strip():
            return clean(value)
    return None


def write_records(draft: Draft, scribe: Scribe) -> None:
    """Fills the fields of `draft.policy` that are lists of records."""
    reading, policy = draft.reading, draft.policy
    events = [made for one in reading.history for made in _event(draft, one)]
    policy["history"] = [*_dated(draft, events), *events]
    policy["definitions"] = _definitions(draft, scribe)
    policy["references"] = [_reference(draft, one) for one in reading.references]
    policy["source_kinds"] = [s for one in reading.source_kinds if (s := short(said(one, "kind", "title")))]
    policy["keywords"] = list(dict.fromkeys(s for one in reading.keywords if (s := short(said(one, "word")))))
    policy["notes"] = [_note(draft, scribe, one) for one in reading.notes]
    policy["evidence"] = [*_evidence(draft, scribe), *_mentions(draft, scribe)]
    policy["cross_references"] = _cross(draft)


def _dated(draft: Draft, events: Sequence[Made]) -> Iterator[Made]:
    """Events that the head of a document dates (“Last Review Date”), where its history does not tell them."""
    told = {(one["kind"], one["on"]) for one in events}
    listed = draft.reading.metadata.get("dates", ())
    for one in listed if isinstance(listed, tuple) else (listed,):
        on = partial(one.value)
        if one.kind in EVENTS and on is not None and (one.kind, on) not in told:
            told.add((one.kind, on))
            yield Made(kind=one.kind, on=on, cite=place_of(draft.source, one.span))


def _event(draft: Draft, one: Record) -> Iterator[Made]:
    kind, on = str(one.fields.get("kind") or ""), partial(one.fields.get("on"))
    place = place_of(draft.source, one.span)
    if kind not in EVENTS or on is None:
        draft.loose.append(f"history, {place}: {kind or 'an event'} {clean(str(one.fields.get('on') or ''))}")
        return
    changes = one.fields.get("changes")
    claims = {k: v for k, v in changes.items() if k in CHANGES} if is_object(changes) else {}
    made = Made(kind=kind, on=on, implemented=whole(one.fields.get("implemented")), changes=Made(claims))
    made["cite"] = place
    yield made.without_empty()
    beside = one.fields.get("beside")
    for name, day in beside.items() if is_object(beside) else ():  # “Approval Date” beside a revision's
        further, then = kind_of_label(name), partial(day)
        if further in EVENTS and then is not None:
            yield Made(kind=further, on=then, cite=place)
        else:
            draft.loose.append(f"history, {place}: {clean(name)} {clean(str(day))}")


def _definitions(draft: Draft, scribe: Scribe) -> Made:
    out = Made()
    for one in draft.reading.definitions:
        term = short(one.fields.get("term"))
        if term is None:
            continue
        name = term.casefold() if term[1:].islower() else term
        while name in out:
            name += " (again)"
        quoted = clean(str(one.fields.get("says") or "")) if scribe.quote else None
        made = Made(says=quoted or None, cite=place_of(draft.source, one.span))
        id = scribe.names.unique(f"definition-{number_slug(name)}")
        out[name] = words(draft, scribe, made, one, id, "the meaning, in own words")
    return out


def words(draft: Draft, scribe: Scribe, made: Made, one: Record, id: str, asks: str) -> Made:
    """Makes a record known as a passage that somebody must put into words."""
    text = draft.source.words(one.span)
    place = place_of(draft.source, one.span)
    open_ = made.get("says", None) is None
    draft.slots[id] = Slot(id, "words", asks, place, one.span, words_digest(text), text, open_)
    draft.made[id] = made
    made.slot = id
    return made


def _note(draft: Draft, scribe: Scribe, one: Record) -> Made:
    topic = short(one.fields.get("topic") or one.fields.get("kind"))
    text = draft.source.words(one.span)
    made = Made(topic=topic) if topic else Made()
    made |= {"says": clean(text) if scribe.quote else None, "cite": place_of(draft.source, one.span)}
    return words(draft, scribe, made, one, scribe.names.of(text, before="note"), "what it says, in own words")


def _reference(draft: Draft, one: Record) -> Made:
    """A reference is known by title, publisher, years and address; the address is stored, never fetched."""
    fields = one.fields
    address = str(fields.get("address") or fields.get("url") or "")
    try:
        parts = urlsplit(address.strip("<>"))
        host, path = (parts.hostname, parts.path) if parts.scheme in ("http", "https") else (None, "")
    except ValueError:
        host, path = None, ""
    made = Made(title=clean(str(fields.get("title") or ""))[:200] or None)
    optional = Made(
        publisher=short(fields.get("publisher")),
        year=partial(fields.get("year")),
        retrieved=partial(fields.get("retrieved")),
        host=clean(host) if host else None,
        path=_path(path) if host else None,
    )
    made.update(optional.without_empty())
    made["cite"] = place_of(draft.source, one.span)
    return made


def _path(path: str) -> str | None:
    """The path of an address; one that spells out a whole title is left to the cited line."""
    said = clean(path)
    return said if said not in ("", "/") and len(re.findall(r"[A-Za-z]+", said)) <= 8 else None


def _studies(one: Record) -> list[str]:
    listed: Any = one.fields.get("studies")
    out: list[str] = []
    for study in listed if is_list(listed) else []:
        name = " ".join(str(v) for v in study.values() if v) if is_object(study) else str(study)
        out += [s] if (s := short(name)) else []
    return out


def _evidence(draft: Draft, scribe: Scribe) -> Iterator[Made]:
    for one in draft.reading.evidence:
        condition = short(said(one, "condition"))
        id = scribe.names.of(condition or draft.source.words(one.span), before="evidence")
        made = Made(id=id, condition=condition, intervention=None, studies=_studies(one), concludes="unread")
        if not made["studies"]:
            del made["studies"]
        made["cite"] = place_of(draft.source, one.span)
        yield words(draft, scribe, made, one, f"{id}-row", "what was tried, and what the text concludes")


def _mentions(draft: Draft, scribe: Scribe) -> Iterator[Made]:
    """Studies that are mentioned outside the rows of evidence, so that none is lost."""
    rows = [one.span for one in draft.reading.evidence]
    left = [
        one
        for one in draft.reading.studies
        if not any(r.start <= one.span.start and one.span.end <= r.end for r in rows)
    ]
    if not left:
        return
    names = dict.fromkeys(s for one in left if (s := short(_mention(one))))
    made = Made(id=scribe.names.unique("evidence-mentions"), condition=None, intervention=None)
    span = draft.source.join([one.span for one in left])
    made |= {"studies": list(names), "concludes": "unread", "cite": place_of(draft.source, span)}
    yield words(
        draft, scribe, made, Record({}, span), "evidence-mentions-row", "what these studies are about"
    )


def _mention(one: Record) -> str:
    fields = one.fields
    return " ".join(str(fields[k]) for k in ("by", "author", "authors", "year") if fields.get(k)) or str(
        said(one, "name") or ""
    )


def _cross(draft: Draft) -> list[str]:
    """Other documents that are named, as ids of policies of the same publisher (or of Medicare)."""
    publisher = str(draft.policy["policy"]).partition("/")[0]
    out: dict[str, None] = {}
    for one in draft.reading.cross_references:
        if one.fields.get("state") == "third_party":
            named = clean(str(one.fields.get("to")))
            draft.loose.append(f"criteria of a third party, {place_of(draft.source, one.span)}: {named}")
        if one.fields.get("state", "missing") not in ("loaded", "missing", "conflicting"):
            continue
        number = number_slug(str(one.fields.get("to") or ""))
        if number and len(number) <= 40:
            national = number.split("-")[0] in ("ncd", "lcd", "lca")
            out[f"{'cms' if national else publisher}/{number}"] = None
    return list(out)
