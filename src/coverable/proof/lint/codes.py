"""Rules on codes that are wrong, incomplete or not in use while the policy is."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.base.problem import Problem
from coverable.glossary.codes import split_code
from coverable.proof.lint.codetables import Entry
from coverable.proof.lint.edits import removed, replaced
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject

COVERED, EXCLUDED = "with_criteria", "not_necessary"


@rule(
    "code-in-both-lists",
    "error",
    "A code stands in the table of covered and in the table of excluded codes",
    why="A reader finds the code in one of the two tables and takes it for the whole answer.",
    bad="""
codes:
  - {id: covered, polarity: with_criteria, entries: [icd10cm:G47.33], cite: L30}
  - {id: excluded, polarity: not_necessary, entries: [icd10cm:G47.30-G47.39], cite: L31}
""",
    good="""
codes:
  - {id: covered, polarity: with_criteria, entries: [icd10cm:G47.33], cite: L30}
  - {id: excluded, polarity: not_necessary, entries: [icd10cm:G47.30], cite: L31}
""",
)
def both(subject: Subject) -> Iterator[Hit]:
    covered: dict[str, Entry] = {}
    for entry in subject.entries:
        if entry.group and entry.group.polarity == COVERED and entry.part and not entry.qualifier:
            covered |= {code: entry for code in entry.part.codes if code not in covered}
    for entry in subject.entries:
        if entry.group is None or entry.group.polarity != EXCLUDED or not entry.part or entry.qualifier:
            continue
        twice = [code for code in entry.part.codes if code in covered]
        if twice:
            other = covered[twice[0]]
            where = subject.where(*other.path).rpartition("/")[2]
            more = f" and {len(twice) - 1} more" if len(twice) > 1 else ""
            yield hit(
                f"`{twice[0]}`{more} is listed as covered and as excluded",
                subject.where(*entry.path),
                f"`{entry.text}` here, `{other.text}` in the table of covered codes ({where})",
                "see which of the two the document says, or give the qualifier that tells them apart",
                twice[0],
            )


@rule(
    "code-range-broken",
    "error",
    "A code or a range cannot be read: an end that does not exist, or that comes before the other",
    why="A range whose ends are wrong could mean any set of codes.",
    bad="codes: [{id: table, polarity: informational, entries: [icd10cm:G47.39-G47.30], cite: L30}]",
    good="codes: [{id: table, polarity: informational, entries: [icd10cm:G47.30-G47.39], cite: L30}]",
)
def broken(subject: Subject) -> Iterator[Hit]:
    for entry in subject.entries:
        for problem in entry.problems:
            where = problem.where.rpartition("[")[0] or problem.where
            yield Hit(Problem(problem.what, where, problem.why, problem.next), entry.text)


@rule(
    "code-unknown",
    "error",
    "A code does not exist while the policy is in effect",
    why="No claim can carry it; most often it is a slip of the pen for another code.",
    bad="codes: [{id: table, polarity: informational, entries: [icd10cm:G47.34, icd10cm:G47.99], cite: L30}]",
    good="codes: [{id: table, polarity: informational, entries: [icd10cm:G47.34, icd10cm:G47.9], cite: L30}]",
)
def unknown(subject: Subject) -> Iterator[Hit]:
    book, (first, last) = subject.house.library.book, subject.days
    for entry in subject.entries:
        for code in entry.ends:
            states = [book.look(code, day) for day in (first, last)]
            if all(s.state == "nonexistent" for s in states):
                yield hit(
                    f"`{code}` does not exist",
                    subject.where(*entry.path),
                    states[-1].says,
                    "look the code up in the document: `coverable codes lookup` shows its neighbours",
                    code,
                )


@rule(
    "code-not-in-use",
    "warning",
    "A code was not in use on every day on which the policy is in effect",
    why="For services on the other days the code stands for nothing.",
    bad="""
in_effect: {from: 2024-01-01}
codes: [{id: table, polarity: informational, entries: [icd10cm:E66.813], cite: L30}]
""",
    good="""
in_effect: {from: 2024-10-01}
codes: [{id: table, polarity: informational, entries: [icd10cm:E66.813], cite: L30}]
""",
)
def not_in_use(subject: Subject) -> Iterator[Hit]:
    book, (first, last) = subject.house.library.book, subject.days
    for entry in subject.entries:
        for code in entry.ends:
            for day, odd in ((last, "ended"), (first, "not_yet")):
                state = book.look(code, day)
                if state.state != odd:
                    continue
                use = ", ".join(f"`{c}`" for c in state.successors[:5])
                yield hit(
                    f"`{code}` was not in use on {day}",
                    subject.where(*entry.path),
                    state.says,
                    f"use {use}" if use else "see what the document means on these dates",
                    code,
                )
                break


@rule(
    "code-incomplete",
    "warning",
    "A single code that is only the heading of others",
    why="Claims carry complete codes, so a heading that stands alone matches none of them.",
    bad="codes: [{id: table, polarity: informational, entries: [icd10cm:G47.3], cite: L30}]",
    good='codes: [{id: table, polarity: informational, entries: ["icd10cm:G47.3-"], cite: L30}]',
)
def incomplete(subject: Subject) -> Iterator[Hit]:
    book, (_, last) = subject.house.library.book, subject.days
    for entry in subject.entries:
        state = book.look(entry.ends[0], last) if entry.single and entry.ends else None
        if state is not None and state.state == "header":
            yield hit(
                f"`{state.code}` is a heading, no complete code",
                subject.where(*entry.path),
                state.says,
                f"write `{state.code}-` if everything under it is meant, or the complete codes",
                state.code,
            )


@rule(
    "range-end-incomplete",
    "note",
    "A range begins or ends with the heading of other codes",
    why="It takes in everything under the heading, which may be more than the document means.",
    bad="codes: [{id: table, polarity: informational, entries: [icd10cm:G47.10-G47.3], cite: L30}]",
    good="codes: [{id: table, polarity: informational, entries: [icd10cm:G47.10-G47.39], cite: L30}]",
)
def end_incomplete(subject: Subject) -> Iterator[Hit]:
    book, (_, last) = subject.house.library.book, subject.days
    for entry in subject.entries:
        for code in () if entry.single else entry.ends:
            state = book.look(code, last)
            if state.state == "header":
                yield hit(
                    f"`{entry.text}` has the heading `{code}` as an end",
                    subject.where(*entry.path),
                    state.says,
                    "name the first and the last complete code",
                    code,
                )


@rule(
    "range-cuts-seventh-character",
    "warning",
    "A range takes some of the seventh characters of a code and leaves the others",
    why="The first visit would count and the next one not, though it is the same injury.",
    bad="codes: [{id: table, polarity: informational, entries: [icd10cm:S03.00XA-S03.03XA], cite: L30}]",
    good="codes: [{id: table, polarity: informational, entries: [icd10cm:S03.00XA-S03.03XS], cite: L30}]",
)
def cuts(subject: Subject) -> Iterator[Hit]:
    book = subject.house.library.book
    for entry in subject.entries:
        if entry.part is None or len(entry.ends) < 2:
            continue
        held = set(entry.part.codes)
        for code in entry.ends:
            system, bare = split_code(code)
            if system != "icd10cm" or len(bare.replace(".", "")) != 7:
                continue
            others = [c for c in book.prefix(code[:-1]) if len(c) == len(code)]
            left = [c for c in others if c not in held]
            if left:
                yield hit(
                    f"`{entry.text}` leaves out {', '.join(f'`{c}`' for c in left)}",
                    subject.where(*entry.path),
                    f"they are `{code}` with another seventh character",
                    f"take in `{others[0]}` to `{others[-1]}`, unless the document says otherwise",
                    code,
                )


@rule(
    "range-by-number",
    "note",
    "A range was counted by number, for its code system is not loaded",
    why="Some of these codes may not exist, and nobody can tell.",
    bad="codes: [{id: table, polarity: informational, entries: [hcpcs:A4230-A4234], cite: L30}]",
    good="codes: [{id: table, polarity: informational, entries: [hcpcs:A4230, hcpcs:A4232], cite: L30}]",
)
def by_number(subject: Subject) -> Iterator[Hit]:
    book = subject.house.library.book
    for entry in subject.entries:
        if len(entry.ends) == 2 and book.release(split_code(entry.ends[0])[0]) is None:
            yield hit(
                f"`{entry.text}` was counted by number",
                subject.where(*entry.path),
                "no release of its code system is loaded",
                "load one with `coverable codes load`, or list each code",
                entry.text,
            )


@rule(
    "code-listed-again",
    "note",
    "A code is listed again in the same table",
    why="It changes nothing, but a reader looks for the difference.",
    bad="codes: [{id: table, polarity: informational, entries: [icd10cm:G47.33, icd10cm:G47.33], cite: L30}]",
    good="codes: [{id: table, polarity: informational, entries: [icd10cm:G47.33], cite: L30}]",
)
def again(subject: Subject) -> Iterator[Hit]:
    before: dict[tuple[str, str], Entry] = {}
    for entry in subject.entries:
        if entry.group is None or entry.part is None:
            continue
        known = [code for code in entry.part.codes if (entry.group.id, code) in before]
        before |= {(entry.group.id, code): entry for code in entry.part.codes}
        if not known:
            continue
        plain = entry.path[-1] != "code"  # an entry with a name or a place says more than the code
        whole = len(known) == len(entry.part.codes) and plain
        path = subject.folder / "policy.yaml"
        yield hit(
            f"`{known[0]}` is already listed in this table",
            subject.where(*entry.path),
            f"`{entry.text}` repeats it",
            "take the entry out",
            known[0],
            removed(path, subject.name("policy.yaml"), entry.path, "take out the entry that repeats")
            if whole
            else None,
        )


@rule(
    "code-spelling",
    "note",
    "A code is not written as `system:CODE`",
    why="It is understood, but a search of the files for the code does not find it.",
    bad='codes: [{id: table, polarity: informational, entries: ["ICD-10:g4733"], cite: L30}]',
    good='codes: [{id: table, polarity: informational, entries: ["icd10cm:G47.33"], cite: L30}]',
)
def spelling(subject: Subject) -> Iterator[Hit]:
    for entry in subject.entries:
        if not entry.single or not entry.ends or entry.text == entry.ends[0]:
            continue
        path = subject.folder / "policy.yaml"
        yield hit(
            f"`{entry.text}` is written `{entry.ends[0]}`",
            subject.where(*entry.path),
            "one spelling is found by every search",
            f"write `{entry.ends[0]}`",
            entry.ends[0],
            replaced(
                path, subject.name("policy.yaml"), entry.path, f'"{entry.ends[0]}"', f"write {entry.ends[0]}"
            ),
        )


RULES = (
    both,
    broken,
    unknown,
    not_in_use,
    incomplete,
    end_incomplete,
    cuts,
    by_number,
    again,
    spelling,
)
