"""Rules on citations: every cited passage has a digest, made from the document that the policy names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverable.policy.cite import Place, TextForm, all_cites, page_place, passage, passage_digest, read_place
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
        if place is None or text in known.passages or text in told:
            continue
        if place.lines(subject.file.source.page_lines, 1) is None:
            continue  # on which lines the page stands is not known, so no digest can be made
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
    form = _document(subject)
    if form is None or not _inside(place, form) or not passage(form.lines, place, form.page_lines):
        return None
    path, name = subject.folder / "citations.yaml", subject.name("citations.yaml")
    row = (str(place), passage_digest(form.lines, place, form.page_lines))
    return added(path, name, ("passages",), row, f"write the digest of {place}")


def _document(subject: Subject) -> TextForm | None:
    """The document, if it is at hand and the very one that was read."""
    form = subject.form
    return form if form is not None and form.sha256 == subject.file.source.sha256 else None


def _inside(place: Place, form: TextForm) -> bool:
    """Whether the document has these lines."""
    at = place.lines(form.page_lines, len(form.lines))
    return at is not None and at[1] <= len(form.lines)


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
    found, named = subject.form, subject.file.source.sha256
    if found is not None and named not in (None, found.sha256):
        yield hit(
            f"{found.name} is another document",
            subject.where("source", "sha256"),
            f"its SHA-256 is {found.sha256[:12]}…, the policy names {(named or '')[:12]}…",
            "find the document of this version, or read the new one as a new version",
            "source",
        )


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
    form = subject.form
    if form is None or subject.citations is None or subject.origin is None:
        return
    known = subject.citations[0]
    told: set[str] = set()
    for at, text in all_cites(subject.origin.yaml.data):
        place = _place(text)
        if place is None or text in told or text not in known.passages:
            continue
        if _inside(place, form) and (
            passage_digest(form.lines, place, form.page_lines) == known.passages[text]
        ):
            continue
        told.add(text)
        there = _elsewhere(form, place, subject.file.source.page_lines, known.passages[text])
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


def _elsewhere(form: TextForm, place: Place, page_lines: Sequence[int], wanted: str) -> Place | None:
    """Where as many lines in a row have the digest, written as the place is."""
    at = place.lines(page_lines or form.page_lines, len(form.lines))
    if at is None:
        return None
    long = at[1] - at[0]
    for first in range(1, len(form.lines) - long + 1):
        there = Place("L", first, first + long)
        if passage_digest(form.lines, there) == wanted:
            pages = form.page_lines if place.unit == "p" else ()
            return page_place(first, first + long, pages) if pages else there
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
    form = _document(subject)
    if form is None or subject.origin is None:
        return
    told: set[str] = set()
    for at, text in all_cites(subject.origin.yaml.data):
        place = _place(text)
        if place is None or not _inside(place, form) or text in told:
            continue
        if not passage(form.lines, place, form.page_lines):
            told.add(text)
            yield hit(
                f"`{text}` cites blank lines",
                subject.where(*at),
                "nothing stands there",
                "correct the place",
                text,
            )


RULES = (unnamed, missing, another, one_missing, unused, changed, moved, blank)
