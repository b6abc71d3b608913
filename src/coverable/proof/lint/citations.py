"""Rules on citations: every cited passage has a digest, made from the document that the policy names."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.base.problem import Refused
from coverable.policy.cite import Place, all_cites, passage, passage_digest, read_place, read_source
from coverable.proof.lint.edits import added, removed
from coverable.proof.lint.rule import Fix, Hit, hit, rule
from coverable.proof.lint.subject import Subject

DIGEST = "2" * 64
"""Stands for the digest of a passage in the examples."""
WRITE = "read the passage, then run `coverable policy cite --source FILE --write`"


@rule(
    "source-unnamed",
    "note",
    "The policy does not say by its SHA-256 which document it was read from",
    why="Nobody can tell whether another copy is the same document.",
    bad="source: {title: An invented policy, lines: 60}",
    good=f"source: {{title: An invented policy, lines: 60, sha256: {'0' * 64}}}",
)
def unnamed(subject: Subject) -> Iterator[Hit]:
    if subject.file.source.sha256 is None:
        yield hit(
            "the source has no SHA-256",
            subject.where("source"),
            "the document that was read cannot be told from another copy",
            "add `sha256`, as `sha256sum` prints it",
            "source",
        )


@rule(
    "digests-missing",
    "error",
    "No citation of the policy has a digest",
    why="When the document changes, nobody can tell which criteria rest on other words now.",
    bad="# citations.yaml\nnull",
    good=f"# citations.yaml\npassages: {{L20: {DIGEST}}}",
)
def missing(subject: Subject) -> Iterator[Hit]:
    if subject.citations is None and not (subject.folder / "citations.yaml").exists():
        if subject.file.source.sha256 is None:
            return  # which document it was is not even known: told by `source-unnamed`
        yield hit(
            f"{subject.key} has no digests of its citations",
            subject.name("citations.yaml"),
            "nobody can tell whether a cited passage changed",
            "run `coverable policy cite --source FILE --write`",
            "citations.yaml",
        )


@rule(
    "digests-of-another-document",
    "error",
    "The digests were made from another document than the policy names",
    why="They prove nothing about the document that the criteria rest on.",
    bad=f"# citations.yaml\nsource_sha256: {'1' * 64}",
    good=f"# citations.yaml\nsource_sha256: {'0' * 64}",
)
def another(subject: Subject) -> Iterator[Hit]:
    if subject.citations is None:
        return
    known, yaml = subject.citations
    if subject.file.source.sha256 not in (None, known.source_sha256):
        yield hit(
            f"{subject.key}: the digests are of another document",
            yaml.where(("source_sha256",)),
            "the policy names another SHA-256",
            "run `coverable policy cite --write` again",
            "source_sha256",
        )


@rule(
    "digest-missing",
    "error",
    "A cited passage has no digest",
    why="If its words change, nobody is told.",
    bad="# citations.yaml\npassages: {L20: null}",
    good=f"# citations.yaml\npassages: {{L20: {DIGEST}}}",
)
def one_missing(subject: Subject) -> Iterator[Hit]:
    if subject.citations is None or subject.origin is None:
        return
    known, _ = subject.citations
    told: set[str] = set()
    for at, text in all_cites(subject.origin.yaml.data):
        place = _place(text)
        if place is None or place.unit != "L" or text in known.passages or text in told:
            continue
        told.add(text)
        yield hit(
            f"`{text}` has no digest",
            subject.where(*at),
            "nobody can tell whether the passage changed",
            WRITE,
            text,
            _write(subject, place),
        )


def _write(subject: Subject, place: Place) -> Fix | None:
    """The digest, made from the document that the policy names; None while it is not at hand."""
    lines = _document(subject)
    if lines is None or place.last > len(lines) or not passage(lines, place):
        return None
    path, name = subject.folder / "citations.yaml", subject.name("citations.yaml")
    row = (str(place), passage_digest(lines, place))
    return added(path, name, ("passages",), row, f"write the digest of {place}")


def _document(subject: Subject) -> list[str] | None:
    """The lines of the document, if it is at hand and the very one that was read."""
    if subject.source is None:
        return None
    try:
        found, lines = read_source(subject.source)
    except Refused:
        return None
    return lines if found == subject.file.source.sha256 else None


def _place(text: str) -> Place | None:
    try:
        return read_place(text)
    except ValueError:
        return None  # refused when the policy is built


@rule(
    "digest-unused",
    "note",
    "There is a digest of a passage that nothing cites",
    why="It is left over from a citation that was changed.",
    bad=f"# citations.yaml\npassages: {{L20: {DIGEST}, L59: {DIGEST}}}",
    good=f"# citations.yaml\npassages: {{L20: {DIGEST}}}",
)
def unused(subject: Subject) -> Iterator[Hit]:
    if subject.citations is None or subject.origin is None:
        return
    known, yaml = subject.citations
    cited = {text for _, text in all_cites(subject.origin.yaml.data)}
    path, name = subject.folder / "citations.yaml", subject.name("citations.yaml")
    for text in known.passages:
        if text not in cited:
            yield hit(
                f"nothing cites `{text}`",
                yaml.where(("passages", text)),
                "its digest is left over",
                "take it out",
                text,
                removed(path, name, ("passages", text), f"take out the digest of {text}"),
            )


@rule(
    "source-changed",
    "error",
    "The document at hand is not the one that was read",
    why="What it says may differ from what the criteria were written from.",
    bad=f"""
source: {{title: An invented policy, file: source.txt, lines: 60, sha256: {"0" * 64}}}
# source.txt
59: A sentence that was added later.
""",
    good="""
source: {title: An invented policy, file: source.txt, lines: 60}
# source.txt
59: Line 59 as it was read.
""",
)
def changed(subject: Subject) -> Iterator[Hit]:
    found = _other_document(subject)
    if found is not None and subject.source is not None:
        yield hit(
            f"{subject.source.name} is another document",
            subject.where("source", "sha256"),
            f"its SHA-256 is {found[0][:12]}…, the policy names {(subject.file.source.sha256 or '')[:12]}…",
            "find the document of this version, or read the new one as a new version",
            "source",
        )


def _other_document(subject: Subject) -> tuple[str, list[str]] | None:
    if subject.source is None or subject.file.source.sha256 is None:
        return None
    try:
        found, lines = read_source(subject.source)
    except Refused:
        return None
    return None if found == subject.file.source.sha256 else (found, lines)


@rule(
    "cited-text-moved",
    "error",
    "At a cited place stand other words than those that were read",
    why="The criterion rests on a passage that is somewhere else now, or gone.",
    bad="""
source: {title: An invented policy, file: source.txt, lines: 60}
# source.txt
20: Other words than before.
""",
    good="""
source: {title: An invented policy, file: source.txt, lines: 60}
# source.txt
20: Line 20 as it was read.
""",
)
def moved(subject: Subject) -> Iterator[Hit]:
    if subject.source is None or subject.citations is None or subject.origin is None:
        return
    known = subject.citations[0]
    try:
        _, lines = read_source(subject.source)
    except Refused:
        return
    told: set[str] = set()
    for at, text in all_cites(subject.origin.yaml.data):
        place = _place(text)
        if place is None or place.unit != "L" or text in told or text not in known.passages:
            continue
        if place.last <= len(lines) and passage_digest(lines, place) == known.passages[text]:
            continue
        told.add(text)
        there = _elsewhere(lines, place, known.passages[text])
        yield hit(
            f"the words at `{text}` changed",
            subject.where(*at),
            f"the words that were read stand at {there} now"
            if there
            else "the words that were read are gone",
            f"correct the place to {there}"
            if there
            else "read the passage again, then correct the criterion",
            text,
        )


def _elsewhere(lines: list[str], place: Place, wanted: str) -> Place | None:
    """Where as many lines in a row have the digest."""
    long = place.last - place.first
    for first in range(1, len(lines) - long + 1):
        there = Place("L", first, first + long)
        if passage_digest(lines, there) == wanted:
            return there
    return None


@rule(
    "citation-of-blank-lines",
    "error",
    "A cited place holds no words",
    why="The criterion rests on nothing.",
    bad="""
source: {title: An invented policy, file: source.txt, lines: 61}
exclusions: [{id: other, position: not_medically_necessary, all_other_uses: true, cite: L61}]
# source.txt
60: Line 60 as it was read.
""",
    good="""
source: {title: An invented policy, file: source.txt, lines: 61}
exclusions: [{id: other, position: not_medically_necessary, all_other_uses: true, cite: L60}]
# source.txt
60: Line 60 as it was read.
""",
)
def blank(subject: Subject) -> Iterator[Hit]:
    lines = _document(subject)
    if lines is None or subject.origin is None:
        return
    told: set[str] = set()
    for at, text in all_cites(subject.origin.yaml.data):
        place = _place(text)
        if place is None or place.unit != "L" or place.last > len(lines) or text in told:
            continue
        if not passage(lines, place):
            told.add(text)
            yield hit(
                f"`{text}` cites blank lines",
                subject.where(*at),
                "nothing stands there",
                "correct the place",
                text,
            )


RULES = (unnamed, missing, another, one_missing, unused, changed, moved, blank)
