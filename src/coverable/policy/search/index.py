"""The index: every entry of every policy in one SQLite file, made once for each content of a library.

SQLite and not a list in memory: a search of one process touches a few pages of it, where a list would have to
be read as a whole first. The file is written beside its place and moved there; its digest stands in a small
file of its own, so that one that was changed or cut off is made again.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from coverable.base.cache import cache_folder, key_of, write_whole
from coverable.base.problem import Problem, Refused
from coverable.glossary.codeset import CodeSet
from coverable.policy.executable import first_day
from coverable.policy.library import Library
from coverable.policy.names import fold, squash
from coverable.policy.search import freshness
from coverable.policy.search.entries import KINDS, entries, listed
from coverable.policy.search.words import sound, stem, stems

Told = Callable[[int, int], None]
"""Hears how many of how many versions are done."""
TABLES: Final = """
CREATE TABLE version(id INTEGER PRIMARY KEY, policy TEXT, version TEXT, number TEXT, title TEXT,
    publisher TEXT, status TEXT, first TEXT, last TEXT, lines TEXT, codes TEXT);
CREATE TABLE entry(id INTEGER PRIMARY KEY, version INTEGER, rank INTEGER, text TEXT, squashed TEXT,
    size INTEGER, place TEXT, cite TEXT, of TEXT);
CREATE TABLE code(code TEXT, entry INTEGER, PRIMARY KEY(code, entry)) WITHOUT ROWID;
CREATE TABLE synonym(phrase TEXT, words TEXT, said TEXT, term TEXT, how TEXT, place TEXT);
CREATE TABLE term(word TEXT PRIMARY KEY, sound TEXT, size INTEGER, head TEXT, tail TEXT, often INTEGER,
    said TEXT) WITHOUT ROWID;
CREATE TABLE spelt(word TEXT PRIMARY KEY, said TEXT) WITHOUT ROWID;
CREATE TABLE broken(what TEXT, place TEXT, why TEXT, next TEXT);
CREATE VIRTUAL TABLE words USING fts5(stems, content='', columnsize=0);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
"""
FINISH: Final = """
INSERT INTO term SELECT term, sound(term), length(term), substr(term, 1, 2), substr(term, -2), max(doc),
    coalesce(said, term) FROM
    (SELECT term, doc FROM vocabulary UNION ALL SELECT value, 0 FROM synonym, json_each(synonym.words))
    LEFT JOIN spelt ON word = term GROUP BY term;
DROP TABLE spelt;
CREATE INDEX by_policy ON version(policy);
CREATE INDEX by_name ON entry(squashed);
CREATE INDEX by_version ON entry(version, rank);
CREATE INDEX by_phrase ON synonym(phrase);
CREATE INDEX by_term ON synonym(term);
CREATE INDEX by_sound ON term(sound);
CREATE INDEX by_head ON term(head, size);
CREATE INDEX by_tail ON term(tail, size);
"""


def open_index(library: Library, told: Told = lambda done, all: None) -> sqlite3.Connection:
    """The index of what the library's files hold now: as it was kept, or made again."""
    folder = cache_folder()
    if folder is not None:
        kept = folder / f"search-{key_of(str(library.root).encode(), _made_by(library))}"
        found = _reopen(kept, library)
        if found is not None:
            return found
        made = _keep(kept, library, told)
        if made is not None:
            return made
    db = sqlite3.connect(":memory:", check_same_thread=False)
    build(db, library, told)
    return db


@contextmanager
def opened(library: Library, told: Told = lambda done, all: None) -> Generator[sqlite3.Connection]:
    """The index for one search. A library that stands still keeps it open and compares no file again."""
    if library.index is not None:
        yield library.index
        return
    index = open_index(library, told)
    if library.still:
        library.index = index
        yield index
        return
    try:
        yield index
    finally:
        index.close()


def _made_by(library: Library) -> bytes:
    """What an index rests on besides the library's files: our code and the code book."""
    book = library.book
    releases = [(r.system, r.release, r.source) for r in book.releases()]
    return repr((_own_code(), book.stamp, releases)).encode()


@lru_cache(maxsize=1)
def _own_code() -> bytes:
    here = Path(__file__).parent
    models = [here.parent / name for name in ("model.py", "criterion.py", "build.py", "signoff.py")]
    return key_of(*(p.read_bytes() for p in [*sorted(here.glob("*.py")), *models])).encode()


def _reopen(kept: Path, library: Library) -> sqlite3.Connection | None:
    """The kept index, if it is whole and the library is as it was."""
    try:
        about: Any = json.loads(kept.with_suffix(".json").read_bytes())
        path = kept.with_name(about["file"])
        if _identity(path) != about["identity"] and _digest(path) != about["digest"]:
            return None
        paths = str(about["paths"]).split("\n")
        now = time.time_ns()
        mark, settled = freshness.stamp(paths, now)
        if mark != about["stamp"] or not about["settled"]:
            paths = freshness.places(library.roots)
            if freshness.content(paths, library.root) != about["content"]:
                return None
            mark, settled = freshness.stamp(paths, now)
            write_whole(
                kept.with_suffix(".json"),
                json.dumps({**about, "paths": "\n".join(paths), "stamp": mark, "settled": settled}).encode(),
            )
        db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        db.execute("SELECT 1 FROM version").fetchone()
        return db
    except (OSError, ValueError, KeyError, TypeError, AttributeError, sqlite3.Error):
        return None


def _keep(kept: Path, library: Library, told: Told) -> sqlite3.Connection | None:
    """Make the index and keep it; None where it cannot be written."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(".part", f"{kept.name}-", kept.parent)
    except OSError:
        return None
    os.close(handle)
    part = Path(name)
    try:
        now = time.time_ns()
        paths = freshness.places(library.roots)
        content = freshness.content(paths, library.root)
        mark, settled = freshness.stamp(paths, now)
        with sqlite3.connect(part) as db:
            build(db, library, told)
        db.close()
        digest = _digest(part)
        path = kept.with_name(f"{kept.name}-{digest[:16]}.sqlite")
        part.replace(path)
        about = {
            "file": path.name,
            "digest": digest,
            "identity": _identity(path),
            "content": content,
            "stamp": mark,
            "settled": settled,
            "paths": "\n".join(paths),
        }
        write_whole(kept.with_suffix(".json"), json.dumps(about).encode())
        for old in kept.parent.glob(f"{kept.name}-*.sqlite"):
            if old != path:
                with suppress(OSError):  # whoever has it open keeps it
                    old.unlink()
        return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    except (OSError, sqlite3.Error):
        return None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _identity(path: Path) -> list[int]:
    s = path.stat()
    return [s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        made = blake2b(digest_size=20)
        while block := file.read(1 << 20):
            made.update(block)
    return made.hexdigest()


def build(db: sqlite3.Connection, library: Library, told: Told = lambda done, all: None) -> None:
    """Fill an empty database from the library's files as they are now.

    A file that cannot be read is left out and named in `broken`: one slip must not hide all other policies.
    """
    fresh = Library(library.root, library.book)  # `library` may have been read before a file changed
    _ = fresh.glossary  # without it nothing can be indexed: refused
    db.create_function("sound", 1, sound)
    db.executescript(TABLES)
    number = 0
    for at, key in enumerate(sorted(fresh.folders)):
        told(at, len(fresh.folders))
        try:
            rows = list(_entries(fresh, key))
            db.execute(
                "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (at, *_version(fresh, key))
            )
        except Refused as refused:
            db.executemany("INSERT INTO broken VALUES (?, ?, ?, ?)", map(_told, refused.problems))
            continue
        first = number
        db.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(first + i, at, *row[:-1]) for i, row in enumerate(rows)],
        )
        db.executemany(
            "INSERT INTO words(rowid, stems) VALUES (?, ?)",
            [(first + i, " ".join(stems(str(row[1])))) for i, row in enumerate(rows)],
        )
        spelt = {stem(word): word for row in rows for word in fold(str(row[1])).split()}
        db.executemany("INSERT OR IGNORE INTO spelt VALUES (?, ?)", spelt.items())
        for i, row in enumerate(rows):
            codes = _expanded(str(row[-1]), library) if row[-1] else ()
            db.executemany("INSERT INTO code VALUES (?, ?)", [(code, first + i) for code in codes])
        number += len(rows)
    _synonyms(db, fresh)
    db.executescript(FINISH)
    db.commit()


def _version(library: Library, key: str) -> tuple[Any, ...]:
    file, signoff = library.origin(key).file, library.signoff(key)
    first = first_day(file, signoff)
    ends = [d for d in (file.in_effect.to, signoff.withdrawn.on if signoff.withdrawn else None) if d]
    return (
        file.policy,
        file.version,
        file.number,
        file.title,
        file.publisher,
        signoff.encoding.status,
        first.isoformat() if first else None,
        min(ends, default=None),
        json.dumps(list(file.lines_of_business)),
        json.dumps(listed(library.origin(key))),
    )


def _entries(library: Library, key: str) -> Iterator[tuple[Any, ...]]:
    ranks = {kind: i for i, kind in enumerate(KINDS)}
    for one in entries(library.origin(key), library.glossary):
        squashed = squash(one.text)
        yield ranks[one.kind], one.text, squashed, len(squashed), one.where, one.cite, one.of, one.code


@lru_cache(maxsize=4096)
def _codes(entry: str, book: Any) -> tuple[str, ...]:
    with suppress(Refused):  # a code that cannot be read finds nothing; `policy lint` says so
        return tuple(CodeSet.read([entry], book).codes)
    return ()


def _expanded(entry: str, library: Library) -> tuple[str, ...]:
    return _codes(entry, library.book)


def _synonyms(db: sqlite3.Connection, library: Library) -> None:
    for group, where in library.glossary.synonyms:
        rows = [
            (group.term, "term"),
            *((w, "plain") for w in group.plain),
            *((w, "also") for w in group.also),
        ]
        rows += [(w, "member") for w in group.members]
        for said, how in rows:
            words = stems(said)
            row = (" ".join(words), json.dumps(words), said, group.term, how, where)
            db.execute("INSERT INTO synonym VALUES (?, ?, ?, ?, ?, ?)", row)


def _told(problem: Problem) -> tuple[str, str, str, str]:
    return problem.what, problem.where, problem.why, problem.next
