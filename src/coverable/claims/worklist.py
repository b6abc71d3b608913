"""The worklist and the rejects of a run, as CSV that a spreadsheet can only show.

Text that a spreadsheet could take for a formula gets an apostrophe in front (OWASP, CSV injection). Lines are
compared with each other here: the units of a day and the sessions of thirty days of one member and code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from coverable.claims.arrow import database, name_in, pq, text_in
from coverable.claims.faults import FAULTS
from coverable.claims.folder import whole
from coverable.claims.hints import SIGNALS
from coverable.claims.units import WINDOW

if TYPE_CHECKING:
    from coverable.claims.run import Run

MOST: Final = 100_000
"""Lines of the worklist; the manifest counts all, `lines/` has all."""
MOST_THREADS: Final = 4
"""More want more memory than the worklist is given."""
COLUMNS: Final = (
    "rank",
    "signals",
    "because",
    "claim",
    "line",
    "provider",
    "member",
    "plan",
    "policy",
    "version",
    "code",
    "service_date",
    "units",
    "outcome",
    "next_step",
    "source",
    "row",
)
RISKY: Final = r"^[\s]*[=+\-@\t\r\n＝＋－＠|%]"
"""How text begins that a spreadsheet may run."""


def guarded(column: str) -> str:
    """SQL for a text column that no spreadsheet runs."""
    return f"CASE WHEN regexp_matches({column}, '{RISKY}') THEN '''' || {column} ELSE {column} END"


def write_worklist(run: Run, threads: int = 1) -> dict[str, int]:
    """Write the worklist, the most telling lines first; how many lines give each signal. Sums are exact and
    no two lines have the same rank, so that threads change nothing."""
    files = [str(run.folder.work(part.number)) for part in run.parts]
    with database(str(run.folder.root / "work"), memory="160MB") as base:
        base.execute(f"SET threads = {min(threads, MOST_THREADS)}")
        base.execute(f"CREATE TEMP VIEW work AS SELECT * FROM {_files(files)}")
        base.execute(f"CREATE TEMP TABLE told AS {_told()}")
        counts = base.execute(
            "SELECT signal, count(*) FROM (SELECT unnest(signals) AS signal FROM told) GROUP BY signal"
        ).fetchall()
        with whole(run.folder.worklist) as part:
            base.execute(f"COPY ({_ranked()}) TO {text_in(part)} (FORMAT csv, HEADER true)")
    known = dict(counts)
    return {name: int(known[name]) for name in SIGNALS if name in known}


def _told() -> str:
    """Every line with a signal, and those that it gives beside others."""
    return f"""
        WITH timed AS (
            SELECT source, row, member, code, service_date, plan, session_units, window_sessions,
                TRY_CAST(units AS DECIMAL(18, 6)) AS quantity
            FROM work
            WHERE session_units IS NOT NULL AND member IS NOT NULL AND service_date IS NOT NULL
        ), days AS (
            SELECT member, code, service_date, sum(quantity) AS units, max(session_units) AS most, count(*) AS lines,
                max(window_sessions) AS sessions
            FROM timed GROUP BY member, code, service_date
        ), windows AS (
            SELECT *, count(*) OVER (
                PARTITION BY member, code ORDER BY service_date
                RANGE BETWEEN INTERVAL {WINDOW - 1} DAYS PRECEDING AND CURRENT ROW
            ) AS near FROM days
        ), hints AS (
            SELECT member, code, service_date, lines > 1 AND units > most AS many, near > sessions AS often FROM windows
        )
        SELECT w.*, list_concat(
            list_filter(string_split(w.signals, ' '), lambda s : s != ''),
            CASE WHEN h.many THEN ['units_of_day'] ELSE [] END,
            CASE WHEN h.often THEN ['sessions_in_30_days'] ELSE [] END
        ) AS signals
        FROM (SELECT * FROM work) w
        LEFT JOIN hints h ON w.session_units IS NOT NULL AND h.member = w.member AND h.code = w.code
            AND h.service_date = w.service_date
    """.replace("SELECT w.*,", "SELECT w.* EXCLUDE (signals),")


def _ranked() -> str:
    """The lines in order: more signals first, then the more telling ones, then more units."""
    order = "[" + ", ".join(f"'{name}'" for name in SIGNALS) + "]"
    says = "MAP {" + ", ".join(f"{text_in(n)}: {text_in(s)}" for n, s in SIGNALS.items()) + "}"
    ranked = f"""
        SELECT row_number() OVER (
                ORDER BY len(signals) DESC, list_min(list_transform(signals, lambda s : list_position({order}, s))),
                    TRY_CAST(units AS DOUBLE) DESC NULLS LAST, source, row
            ) AS rank,
            list_aggregate(signals, 'string_agg', ' ') AS signals,
            list_aggregate(list_transform(signals, lambda s : {says}[s]), 'string_agg', ' ') AS because,
            * EXCLUDE (signals)
        FROM told WHERE len(signals) > 0 ORDER BY rank LIMIT {MOST}
    """
    texts = {"claim", "line", "provider", "member", "plan", "policy", "version", "code", "units", "source"}
    shown = ", ".join(f"{guarded(c)} AS {c}" if c in texts else c for c in COLUMNS)
    return f"SELECT {shown} FROM ({ranked}) ORDER BY rank"


def write_rejects(run: Run) -> None:
    """Write the rows that could not be decided, with the reason and the row as it was read."""
    files = [str(run.folder.rejected(part.number)) for part in run.parts]
    names = list(dict.fromkeys(n for file in files for n in pq.read_schema(file).names))
    inputs = [n for n in names if n.startswith("input.")]
    says = "MAP {" + ", ".join(f"{text_in(n)}: {text_in(s)}" for n, s in FAULTS.items()) + "}"
    shown = [f"{guarded('source')} AS source", "row", "reason", f"{says}[reason] AS says"]
    shown += [f"{guarded(name_in(n))} AS {name_in(n.removeprefix('input.'))}" for n in inputs]
    query = f"SELECT {', '.join(shown)} FROM {_files(files)} ORDER BY source, row"
    with database(str(run.folder.root / "work")) as base, whole(run.folder.rejects) as part:
        base.execute("SET threads = 1")
        base.execute(f"COPY ({query}) TO {text_in(part)} (FORMAT csv, HEADER true)")


def _files(files: Sequence[str]) -> str:
    listed = ", ".join(text_in(f) for f in files)
    return f"read_parquet([{listed}], union_by_name = true)"
