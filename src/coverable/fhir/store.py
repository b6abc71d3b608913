"""What was answered to EHRs: each assertion id with what it rests on. No facts of a member are kept.

SQLite by default, PostgreSQL by URL. Four tables: `answer` (one assertion of coverage), `call` (who called
what when, with hashes of what came in and went out, for disputes: CRD found-37), `token` (identifiers of
tokens that were used, so that none is taken twice) and `feedback` (what became of a card).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final

from coverable.base.problem import refuse

VERSION: Final = "1"
"""Of the tables. A database of another version is refused, never changed silently."""
MEMORY: Final = "sqlite://"


@dataclass(frozen=True, slots=True)
class Kept:
    """One assertion of coverage, as it was given. References name resources of the client, never a person."""

    id: str
    """coverage-assertion-id: what DTR is later given as `context`, and a claim as its trace."""
    made: str
    """Instant, UTC."""
    client: str
    """Who asked; "" in open mode."""
    version: str
    """Of the guide: 2.2 or 2.0."""
    hook: str
    order: str
    """Reference of the order, in the client's own words."""
    coverage: str
    patient: str
    code: str
    """The billing code that was looked at; "" where the order has none."""
    plan: str
    policy: str
    """`publisher/number@version`; "" where no policy governs."""
    policy_sha256: str
    signoff_sha256: str
    plan_sha256: str
    glossary_sha256: str
    facts_sha256: str
    """Of the request that was decided (its `pins.facts`)."""
    engine: str
    outcome: str
    next_step: str
    questionnaire: str
    """Canonical with its version; "" where no form is asked for."""
    day: str
    """The date of service that picked the version; "" where none was stated."""
    said: str
    """The coverage-information as JSON."""


def default_url() -> str:
    """The file in the user's own state folder."""
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return f"sqlite:///{Path(state) / 'coverable' / 'answers.sqlite'}"


class Store:
    """The database, opened when something is first kept or looked for."""

    def __init__(self, url: str | None = None) -> None:
        self.url = url or default_url()
        self._lock = Lock()

    @cached_property
    def _open(self) -> tuple[Any, Mapping[str, Any], bytes]:
        """(engine, tables, secret of the ids)."""
        with self._lock:
            return _opened(self.url)

    def load(self) -> None:
        """Load what a database is reached with, and touch none: it is opened when something is to be kept.
        One in memory is written to, since first statements cost more than any others."""
        first = Store(MEMORY)
        first.find(first.id_of(()))
        first.keep([Kept(**{f.name: "" for f in fields(Kept)})], at="", status=200)
        first.close()

    def id_of(self, key: Iterable[str]) -> str:
        """The assertion id of what is asserted: the same for the same, and nobody else can tell it."""
        text = "\x00".join(key).encode()
        return hmac.new(self._open[2], text, hashlib.sha256).hexdigest()[:32]

    def keep(self, answers: Iterable[Kept], **call: str | int) -> None:
        """Keep assertions, and with them the call that they answer (as `log` does) where it is given; an
        assertion that is there already stays as it was first given."""
        self._insert(answer=[asdict(one) for one in answers], call=[call] if call else [])

    def find(self, id: str) -> Kept | None:
        """The assertion of an id, as DTR looks for its context."""
        engine, tables, _ = self._open
        table = tables["answer"]
        with engine.connect() as connection:
            row = connection.execute(table.select().where(table.c.id == id)).mappings().first()
        return Kept(**row) if row else None

    def log(self, **call: str | int) -> None:
        """One call and its answer: at, client, service, instance, status, asked and answered (SHA-256)."""
        self._insert(call=[call])

    def first_use(self, issuer: str, token: str, until: datetime, now: datetime) -> bool:
        """Whether a token's identifier was not seen before; it is remembered until it has run out."""
        engine, tables, _ = self._open
        table = tables["token"]
        with engine.begin() as connection:
            connection.execute(table.delete().where(table.c.until < int(now.timestamp())))
            # what comes back is what is new; how many rows were is not told by every database
            made = connection.execute(
                _ignoring(engine, table).returning(table.c.token),
                {"issuer": issuer, "token": token, "until": int(until.timestamp())},
            )
            return made.first() is not None

    def feedback(self, rows: list[dict[str, str]]) -> None:
        """What became of cards: service, card, outcome, reason, at."""
        self._insert(feedback=rows)

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        from sqlalchemy import func, select

        engine, tables, _ = self._open
        with engine.connect() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in tables.items()
                if name != "about"
            }

    def close(self) -> None:
        """Give the connections back."""
        if "_open" in self.__dict__:
            self._open[0].dispose()

    def _insert(self, **tables: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows into the tables that have some, all of them or none."""
        if any(tables.values()):
            engine, known, _ = self._open
            with engine.begin() as connection:
                for name, rows in tables.items():
                    if rows:
                        connection.execute(_ignoring(engine, known[name]), rows)


def _ignoring(engine: Any, table: Any) -> Any:
    """An insert that leaves what is there."""
    if engine.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgres

        return postgres(table).on_conflict_do_nothing()
    from sqlalchemy.dialects.sqlite import insert as sqlite

    return sqlite(table).on_conflict_do_nothing()


def _opened(url: str) -> tuple[Any, Mapping[str, Any], bytes]:
    import sqlalchemy as sql
    from sqlalchemy.event import listen
    from sqlalchemy.exc import ArgumentError, DBAPIError
    from sqlalchemy.pool import StaticPool

    try:
        parsed = sql.make_url(url)
        more: dict[str, Any] = {}
        if parsed.get_backend_name() == "sqlite":
            more["connect_args"] = {"check_same_thread": False}
            if not parsed.database:
                more["poolclass"] = StaticPool  # one connection is the whole database
            else:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = sql.create_engine(parsed, **more)
        if parsed.get_backend_name() == "sqlite":
            listen(engine, "connect", _sqlite)
        tables, meta = _tables(sql)
        meta.create_all(engine)
        about = tables["about"]
        with engine.begin() as connection:
            given = [
                {"name": "version", "value": VERSION},
                {"name": "secret", "value": secrets.token_hex(32)},
            ]
            connection.execute(_ignoring(engine, about), given)
            said: dict[str, str] = dict(connection.execute(sql.select(about.c.name, about.c.value)).all())
    except (ArgumentError, DBAPIError, ImportError, OSError) as error:
        raise refuse(
            "the database of answers cannot be used",
            "--database",
            f"{type(error).__name__}",
            "give a URL such as sqlite:///answers.sqlite or postgresql+pg8000://host/name",
        ) from None
    if said["version"] != VERSION:
        engine.dispose()
        raise refuse(
            "the database of answers is of another version",
            "--database",
            f"its tables are version {said['version']}, this program writes {VERSION}",
            "name another database, or use the version of Coverable that wrote it",
        )
    return engine, tables, bytes.fromhex(said["secret"])


def _sqlite(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=2000")


def _tables(sql: Any) -> tuple[dict[str, Any], Any]:
    meta = sql.MetaData()
    text, number = sql.Text, sql.BigInteger
    about = sql.Table(
        "about", meta, sql.Column("name", text, primary_key=True), sql.Column("value", text, nullable=False)
    )
    answer = sql.Table(
        "answer",
        meta,
        *(sql.Column(f.name, text, primary_key=f.name == "id", nullable=False) for f in fields(Kept)),
    )
    call = sql.Table(
        "call",
        meta,
        sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
        *(sql.Column(name, text) for name in ("at", "client", "service", "instance", "asked", "answered")),
        sql.Column("status", sql.Integer),
    )
    token = sql.Table(
        "token",
        meta,
        sql.Column("issuer", text, primary_key=True),
        sql.Column("token", text, primary_key=True),
        sql.Column("until", number, nullable=False),
    )
    feedback = sql.Table(
        "feedback",
        meta,
        sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
        *(sql.Column(name, text) for name in ("at", "client", "service", "card", "outcome", "reason")),
    )
    return {t.name: t for t in (about, answer, call, token, feedback)}, meta


def instant(now: datetime) -> str:
    """An instant as it is kept: UTC, to the second."""
    return now.astimezone(UTC).isoformat(timespec="seconds")
