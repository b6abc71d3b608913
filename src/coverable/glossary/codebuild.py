"""Making the code book: one SQLite file out of the ICD-10-CM tabular list of simple-icd-10-cm.

The package parses 10 MB of XML and holds it in memory (about two seconds, 190 MB); the file is made once and
then answers in milliseconds. It is a cache: it may be deleted at any time, and comes back on the next use.
Releases that a user loaded are carried over when it is made again.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import date
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coverable.base.cache import cache_folder
from coverable.base.problem import refuse
from coverable.glossary import codeshelf
from coverable.glossary.codeshelf import DATA, SCHEMA, TABLES, Entry
from coverable.glossary.excludes import excluded

if TYPE_CHECKING:
    from sqlite3 import Connection

PACKAGE: Final = "simple-icd-10-cm"


def default_path() -> Path:
    """`$COVERABLE_CODES`, else `codes-VERSION.sqlite` in the user's cache (a private temporary folder when
    the cache cannot be written)."""
    given = os.environ.get("COVERABLE_CODES")
    if given:
        return Path(given)
    cache = cache_folder()
    name = f"codes-{package_version() or 'none'}.sqlite"
    if cache and ((cache / name).exists() or _writable(cache)):
        return cache / name
    return _private_temp() / name


def package_version() -> str | None:
    """The installed version of simple-icd-10-cm; None without it (a ready-made book still opens)."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return None


def stamp() -> str:
    """What the packaged part of a book was made from; a book with another stamp is made again."""
    facts = sha256((DATA / "icd10cm_changes.yaml").read_bytes() + (DATA / "bare_codes.yaml").read_bytes())
    return f"{SCHEMA} {package_version()} {facts.hexdigest()[:12]}"


def build(path: Path, *, replace: bool = True) -> Path:
    """Make the code book at `path`: written beside it under another name, then renamed, so that nobody ever
    reads half a book. `replace=False` leaves a book alone that another process finished first.

    Refused when the package is missing or the place cannot be written.
    """
    if package_version() is None:
        raise refuse(
            "there is no ICD-10-CM to make a code book from",
            str(path),
            f"the Python package `{PACKAGE}` is not installed",
            f"install `{PACKAGE}`, or point COVERABLE_CODES at a code book that was made elsewhere",
        )
    import sqlite3

    temp: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        temp = Path(name)
        with _progress("Preparing the ICD-10-CM code book (once)"), closing(sqlite3.connect(temp)) as db:
            db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)
            _fill(db)
            _carry_over(db, path)
            db.commit()
            db.execute("INSERT INTO word(word) VALUES ('optimize')")
            db.commit()
        temp.chmod(0o644)
        _put_in_place(temp, path, replace)
    except (OSError, sqlite3.Error) as error:
        raise refuse(
            "the code book cannot be written",
            str(path),
            str(error),
            "set COVERABLE_CODES to a file in a folder that you can write to",
        ) from None
    finally:
        if temp is not None:
            temp.unlink(missing_ok=True)
    return path


def _fill(db: Connection) -> None:
    """The packaged release, the bare codes, and the stamp."""
    icd: Any = import_module("simple_icd_10_cm.simple_icd_10_cm")  # it has no types
    listed: list[str] = icd.get_all_codes()
    codes = list(dict.fromkeys(c for c in listed if icd.is_category_or_subcategory(c)))
    entries = [Entry(c, icd.get_description(c), billable=icd.is_leaf(c)) for c in codes]
    release_id = codeshelf.put_release(
        db, "icd10cm", _packaged_release(icd), f"{PACKAGE} {package_version()}", entries
    )
    blocks = list(dict.fromkeys(c for c in listed if icd.is_chapter_or_block(c)))
    notes = _excludes1(icd, db, release_id, codes, blocks)
    db.executemany("INSERT INTO excludes1 VALUES (?, ?, ?, ?, ?, ?)", notes)
    db.executemany("INSERT INTO bare VALUES (?)", [(code,) for code in codeshelf.bare_codes()])
    db.execute("INSERT INTO meta VALUES ('stamp', ?)", (stamp(),))


def _packaged_release(icd: Any) -> date:
    """The day that the package's data took effect, as its file name says: 1 April 2026 for version 1.5.0."""
    name = str(getattr(icd, "_classification_data_package_file_name", ""))
    named = re.search(r"(January|April|October)-1-(20[0-9]{2})", name)
    if named is None:
        raise refuse(
            "the release of the packaged ICD-10-CM is not known",
            f"{PACKAGE} {package_version()}",
            f"its data file is called `{name}`",
            f"install {PACKAGE} 1.5.0",
        )
    return date(int(named[2]), {"January": 1, "April": 4, "October": 10}[named[1]], 1)


def _excludes1(
    icd: Any, db: Connection, release_id: int, codes: list[str], blocks: list[str]
) -> Iterator[tuple[int, str, int, int, int, int]]:
    """Each Excludes1 note as intervals of positions: where it stands, and what it excludes."""
    query = "SELECT code, position, last FROM code WHERE release = ?"
    span = {code: (first, last) for code, first, last in db.execute(query, (release_id,))}
    places = [(c, span[c], icd.get_excludes1(c)) for c in codes]
    for block in blocks:
        notes = icd.get_excludes1(block, prioritize_blocks=True)
        inside = [span[c] for c in icd.get_descendants(block, prioritize_blocks=True) if c in span]
        if notes and inside:
            places.append((block, (min(inside)[0], max(last for _, last in inside)), notes))
    for place, (place_first, place_last), notes in places:
        for note in notes:
            for first, last in excluded(note):
                if first in span and last in span and span[first][0] <= span[last][1]:
                    yield release_id, place, place_first, place_last, span[first][0], span[last][1]


def _carry_over(db: Connection, path: Path) -> None:
    """Releases that a user loaded into the book that this one replaces (or into the newest one beside it)."""
    import sqlite3

    beside = sorted(path.parent.glob("codes-*.sqlite"), key=lambda p: p.stat().st_mtime, reverse=True)
    old = path if path.exists() else next(iter(beside), None) if path.name.startswith("codes-") else None
    if old is None:
        return
    try:
        with closing(sqlite3.connect(f"{old.absolute().as_uri()}?mode=ro", uri=True)) as source:
            made_from = str(source.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()[0])
            if not made_from.startswith(f"{SCHEMA} "):
                return
            present = set(db.execute("SELECT system, release FROM release"))
            releases = source.execute("SELECT id, system, release, source, licensed FROM release").fetchall()
            for release_id, system, release, name, licensed in releases:
                if (system, release) in present:
                    continue
                query = (
                    "SELECT code, label, billable, valid_from, valid_to FROM code"
                    " WHERE release = ? AND NOT (label IS NULL AND successors <> '') ORDER BY position"
                )
                entries = [
                    Entry(code, label, None if billable is None else bool(billable), _day(since), _day(until))
                    for code, label, billable, since, until in source.execute(query, (release_id,))
                ]
                codeshelf.put_release(db, system, date.fromisoformat(release), name, entries, bool(licensed))
    except (sqlite3.DatabaseError, TypeError):
        return  # not a book of ours: nothing to carry over


def _put_in_place(temp: Path, path: Path, replace: bool) -> None:
    if replace:
        temp.replace(path)
        return
    try:
        path.hardlink_to(temp)
    except FileExistsError:
        pass  # another process was first, and its book is as good
    except OSError:  # a file system without hard links
        temp.replace(path)


@contextmanager
def _progress(message: str) -> Generator[None]:
    """Say what takes a while, to stderr and only to a person."""
    shown = sys.stderr.isatty()
    if shown:
        print(f"{message} ...", end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        if shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _private_temp() -> Path:
    """A temporary folder of this user's own; a folder that someone else put there is not trusted."""
    user = getattr(os, "getuid", lambda: 0)()
    folder = Path(tempfile.gettempdir()) / f"coverable-{user}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if folder.is_dir() and not folder.is_symlink() and found.st_uid == user:
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="coverable-"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
