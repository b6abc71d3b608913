"""A new document beside a policy that is encoded already: what still stands, what changed, whom that touches.

A cited passage is known by the digest of its words, so one that only moved is the same passage. What changed
can be shown word by word where the older document is at hand; its text is not shipped with the policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from coverable.base.shape import is_object
from coverable.document.draft.codes import entry
from coverable.document.draft.places import place_of, text_form
from coverable.document.reading import Node, Reading, Statement
from coverable.document.source import Source, Span, normalized
from coverable.policy.build import Origin
from coverable.policy.cite import Place, TextForm, all_cites, page_place, passage, passage_digest, read_place
from coverable.policy.model import PolicyFile

State: TypeAlias = Literal["kept", "moved", "changed", "gone", "lost", "no_digest"]
"""kept: same words, same place · moved: same words elsewhere · changed: like words elsewhere · gone: nothing
like them · lost: not there any more, and the older document is not at hand to look for like words."""
LIKE = 0.5
"""So alike are two passages of which one is the other, changed."""
WIDEST = 60
"""Lines of a passage that is looked for elsewhere, at most."""
Words: TypeAlias = tuple[tuple[str, str], ...]
"""((same, removed or added), words) of a passage, in order."""


@dataclass(frozen=True)
class Cited:
    """One place that the policy cites."""

    place: str
    state: State
    now: str | None
    by: tuple[str, ...]
    """Criteria and statements that rest on it."""
    words: Words = ()

    def view(self) -> dict[str, Any]:
        made = {"place": self.place, "state": self.state, "now": self.now, "cited_by": list(self.by)}
        return made | {"words": [{"change": kind, "text": text} for kind, text in self.words]}


@dataclass(frozen=True)
class Fact:
    """Something beside the criteria that the two state differently."""

    what: str
    was: str | None
    now: str | None
    place: str | None = None

    def view(self) -> dict[str, Any]:
        return {"what": self.what, "was": self.was, "now": self.now, "place": self.place}


@dataclass(frozen=True)
class Against:
    """The comparison."""

    policy: str
    same_document: bool
    older_at_hand: bool
    cited: tuple[Cited, ...]
    facts: tuple[Fact, ...]
    new: tuple[tuple[str, str], ...]
    """(place, words) of criteria of the document on which nothing of the policy rests."""

    @property
    def changed(self) -> bool:
        return bool(self.facts or self.new or any(one.state not in ("kept", "moved") for one in self.cited))

    def touched(self) -> list[str]:
        """Criteria and statements that rest on words which are not there any more."""
        return list(dict.fromkeys(n for c in self.cited if c.state not in ("kept", "moved") for n in c.by))

    def view(self) -> dict[str, Any]:
        return {
            "policy": self.policy,
            "same_document": self.same_document,
            "older_document_at_hand": self.older_at_hand,
            "citations": [one.view() for one in self.cited],
            "touched": self.touched(),
            "facts": [one.view() for one in self.facts],
            "new_criteria": [{"place": place, "text": text} for place, text in self.new],
        }


def compare_document(
    origin: Origin, source: Source, reading: Reading, older: TextForm | None = None
) -> Against:
    """The document beside the policy; `older` is the text that the policy was read from, if at hand."""
    form = text_form(source)
    cited = tuple(_cited(origin, form, older))
    return Against(
        origin.name,
        form.sha256 == origin.file.source.sha256,
        older is not None,
        cited,
        tuple(_facts(origin.file, source, reading)),
        tuple(_new(cited, source, form, reading)),
    )


def _cited(origin: Origin, form: TextForm, older: TextForm | None) -> Iterator[Cited]:
    by: dict[str, dict[str, None]] = {}
    for path, text in all_cites(origin.yaml.data):
        by.setdefault(text, {})[_statement(origin.yaml.data, path)] = None
    known = origin.passages
    elsewhere = _elsewhere(form, {known[text] for text in by if text in known})
    for text, names in by.items():
        digest, place = known.get(text), read_place(text)
        named = tuple(names)
        if digest is None:
            yield Cited(text, "no_digest", None, named)
        elif _stands(form, place, digest):
            yield Cited(text, "kept", text, named)
        elif digest in elsewhere:
            yield Cited(text, "moved", elsewhere[digest], named)
        elif older is None or not _stands(older, place, digest):
            yield Cited(text, "lost", None, named)
        else:
            yield _changed(text, named, passage(older.lines, place, older.page_lines), form)


def _stands(form: TextForm, place: Place, digest: str) -> bool:
    at = place.lines(form.page_lines, len(form.lines))
    if at is None or at[1] > len(form.lines):
        return False
    return passage_digest(form.lines, place, form.page_lines) == digest


def _elsewhere(form: TextForm, wanted: set[str]) -> Mapping[str, str]:
    """Where passages of these digests stand: every run of lines that begins and ends with words."""
    out: dict[str, str] = {}
    filled = [(i, words) for i, line in enumerate(form.lines, 1) if (words := normalized(line))]
    for at, (first, _) in enumerate(filled):
        made = ""
        for last, words in filled[at : at + WIDEST]:
            made = f"{made} {words}" if made else words
            digest = sha256(made.encode("utf-8")).hexdigest()  # as `passage_digest` of these lines
            if digest in wanted and digest not in out:
                out[digest] = _written(form, first, last)
    return out


def _written(form: TextForm, first: int, last: int) -> str:
    return str(page_place(first, last, form.page_lines) if form.page_lines else Place("L", first, last))


def _changed(text: str, by: tuple[str, ...], was: str, form: TextForm) -> Cited:
    """The passage of the new document that is most like the old one."""
    before = was.split()
    best, found = 0.0, (0, 0, "")
    filled = [(i, words) for i, line in enumerate(form.lines, 1) if (words := line.split())]
    vocabulary = set(before)
    for at, (first, start) in enumerate(filled):
        if vocabulary.isdisjoint(start):
            continue  # what is most like it begins with a word of it
        words: list[str] = []
        seen: set[str] = set()
        shared = 0
        for last, more in filled[at : at + WIDEST]:
            words += more
            if len(words) > 2 * len(before) + 8:
                break
            new = set(more) - seen
            seen |= new
            shared += len(vocabulary & new)
            if 2 * shared / (len(vocabulary) + len(seen)) <= max(best, LIKE):
                continue
            alike = SequenceMatcher(None, before, words, autojunk=False).ratio()
            if alike > best:
                best, found = alike, (first, last, " ".join(words))
    if best < LIKE:
        return Cited(text, "gone", None, by, (("removed", was),))
    return Cited(text, "changed", _written(form, found[0], found[1]), by, word_diff(before, found[2].split()))


def word_diff(before: Sequence[str], after: Sequence[str]) -> Words:
    """What stays, what goes and what comes, in order."""
    out: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            out.append(("same", " ".join(before[a:b])))
            continue
        if b > a:
            out.append(("removed", " ".join(before[a:b])))
        if d > c:
            out.append(("added", " ".join(after[c:d])))
    return tuple(out)


def _statement(data: Any, path: tuple[str | int, ...]) -> str:
    """The nearest name above a citation: the id of a criterion, else where it stands."""
    named = ""
    value: Any = data
    for i, step in enumerate(path[:-1]):
        within: Any = value
        value = within[step]
        if is_object(value) and value.get("id"):
            named = str(value["id"])
        elif i == 1 and isinstance(step, str):
            named = step
    return named or str(path[0])


def _facts(file: PolicyFile, source: Source, reading: Reading) -> Iterator[Fact]:
    yield from _metadata(file, source, reading)
    yield from _codes(file, source, reading)
    known = {(one.kind, one.on) for one in file.history}
    for one in reading.history:
        event = (str(one.fields.get("kind")), str(one.fields.get("on")))
        if event not in known:
            yield Fact("history", None, " ".join(event), place_of(source, one.span))


def _metadata(file: PolicyFile, source: Source, reading: Reading) -> Iterator[Fact]:
    """What the document says of itself now, where it says something else than before."""
    before: dict[str, str | None] = {
        "number": file.number,
        "version": file.version,
        "effective": file.in_effect.from_,
        "next_review": file.next_review,
        "prior_authorization": file.prior_authorization,
    }
    for name, value in reading.metadata.items():
        for one in value if isinstance(value, tuple) else (value,):
            what = one.kind or "" if name == "dates" else name
            if what in before and before[what] != one.value:
                yield Fact(what, before[what], str(one.value), place_of(source, one.span))
            elif name == "lines_of_business" and one.kind in (None, "stated"):
                stated: Any = one.value
                now = {stated} if isinstance(stated, str) else set(stated)
                if not now <= set(file.lines_of_business):
                    was = ", ".join(file.lines_of_business)
                    yield Fact("lines of business", was, ", ".join(sorted(now)), place_of(source, one.span))


def _codes(file: PolicyFile, source: Source, reading: Reading) -> Iterator[Fact]:
    if not reading.codes:
        return  # the document's codes were not found, which is told by its findings
    before: dict[str, str] = {}
    for group in file.codes:
        for one in group.entries:
            code = one if isinstance(one, str) else one.code
            before[_plain(code)] = group.cite if isinstance(one, str) else one.cite or group.cite
    for service in file.services.values():
        for listed in service.codes:
            before.setdefault(_plain(listed if isinstance(listed, str) else listed.code), service.cite or "")
    now = {_plain(entry(code)): code for code in reading.codes if code.system != "unknown"}
    for code in now.keys() - before.keys():
        yield Fact("code", None, code, place_of(source, now[code].span))
    for code in before.keys() - now.keys():
        yield Fact("code", code, None, before[code] or None)


def _plain(code: str) -> str:
    """One spelling of an entry: `hcpcs:E1399`, `icd10cm:L74.510-L74.519`."""
    system, _, rest = code.partition(":")
    return f"{system.lower()}:{rest.replace(' ', '').replace('–', '-').upper()}"


def _new(
    cited: Sequence[Cited], source: Source, form: TextForm, reading: Reading
) -> Iterator[tuple[str, str]]:
    """Criteria that were read on lines which no citation covers."""
    ranges: list[tuple[bool, int, int]] = []
    for one in cited:
        at = read_place(one.now).lines(form.page_lines, len(form.lines)) if one.now is not None else None
        if at is not None:
            ranges.append((one.state == "changed", *at))
    for span, text in _criteria(reading):
        first, last = span.lines
        # a whole list that changed covers its items no more: one of them may be new
        if not any(
            low <= last and first <= high and not (changed and high - low > last - first + 1)
            for changed, low, high in ranges
        ):
            yield place_of(source, span), text


def _criteria(reading: Reading) -> Iterator[tuple[Span, str]]:
    def leaves(node: Node) -> Iterator[Node]:
        if node.rule == "leaf":
            yield node
        for child in node.children:
            yield from leaves(child)

    def all_of(statements: Sequence[Statement]) -> Iterator[Statement]:
        for one in statements:
            yield one
            yield from all_of(one.candidates)

    for statement in all_of(reading.statements):
        if statement.criteria is None:
            yield statement.span, statement.subject
        else:
            yield from ((node.span, node.text) for node in leaves(statement.criteria))
