"""Rates of each provider beside those of its peers: a table, and no judgement.

Peers are the other providers of the same specialty and region. A rate is given from eleven members on, below
that only the counts: with a handful of members a rate says nothing, and points at persons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import Refused, refuse
from coverable.claims.arrow import database, name_in, text_in
from coverable.claims.inputs import KINDS, files_of
from coverable.claims.mapping import MappingFile, Source, columns_for
from coverable.claims.stage import columns_of_file, reading
from coverable.glossary.codes import read_code
from coverable.glossary.facts import Glossary
from coverable.plan.ground import FEWEST

COUNTS: Final = ("provider", "specialty", "region", "members", "members_with_code", "lines", "units")
NEEDED: Final = ("provider", "member", "code")


@dataclass(frozen=True, slots=True)
class Summary:
    """The table: a row for each provider that has the codes, those with most lines first."""

    codes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def summarize(
    path: Path, mapping: MappingFile, codes: Sequence[str], glossary: Glossary, least: int = 1
) -> Summary:
    """The rates of every provider with at least `least` lines of the codes (canonical)."""
    with database("", memory="2GB") as base:
        base.execute(
            f"CREATE TEMP VIEW claims AS {' UNION ALL '.join(_files(base, path, mapping, glossary))}"
        )
        every = [row[0] for row in base.execute("SELECT DISTINCT code FROM claims").fetchall()]
        wanted = [code for code in every if _canonical(code) in codes]
        if not wanted:
            raise refuse(
                "no line has one of these codes", str(path), ", ".join(codes[:10]), "name others with --code"
            )
        base.execute("CREATE TEMP TABLE wanted AS SELECT unnest(?) AS code", [wanted])
        result = base.execute(_query(), [least])
        names = tuple(column[0] for column in result.description)
        return Summary(tuple(sorted({_canonical(c) or c for c in wanted})), names, tuple(result.fetchall()))


def _canonical(code: str | None) -> str | None:
    try:
        return None if code is None else read_code(str(code))
    except Refused:
        return None


def _files(base: Any, path: Path, mapping: MappingFile, glossary: Glossary) -> Iterator[str]:
    for number, file in enumerate(files_of(path)):
        columns = columns_for(mapping, columns_of_file(file), glossary, file.name)
        absent = [name for name in NEEDED if name not in columns.fields]
        if absent:
            raise refuse(
                f"no column for `{absent[0]}`",
                file.name,
                "rates are counted by it",
                "name it in a mapping file",
            )
        fields = [*NEEDED, "units", "service_date", "specialty", "region"]
        shown = ", ".join(f"{_of(columns.fields.get(n), n)} AS {n}" for n in fields)
        yield f"SELECT {shown} FROM {reading(base, file, KINDS[file.suffix], f'file_{number}')}"


def _of(sources: Sequence[Source] | None, name: str) -> str:
    kind = "DOUBLE" if name == "units" else "DATE" if name == "service_date" else "VARCHAR"
    if not sources:
        return f"CAST(NULL AS {kind})"
    one = sources[0]
    if one.column is None:
        return text_in(one.same)
    return f"TRY_CAST({name_in(one.column)} AS {kind})"


def _query() -> str:
    rates = {
        "per_1000_members": "1000.0 * members_with_code / members",
        "lines_per_member": "lines / members_with_code",
        "units_per_line": "units / lines",
        "days_per_member": "days / members_with_code",
    }
    enough = {"per_1000_members": "members", **dict.fromkeys(list(rates)[1:], "members_with_code")}
    own = ", ".join(f"CASE WHEN {enough[n]} >= {FEWEST} THEN {sql} END AS {n}" for n, sql in rates.items())
    others = ", ".join(
        f"(SELECT round(median(p.{n}), 3) FROM rated p WHERE p.specialty IS NOT DISTINCT FROM r.specialty"
        f" AND p.region IS NOT DISTINCT FROM r.region AND p.provider <> r.provider) AS peers_{n}"
        for n in rates
    )
    shown = ", ".join(f"round({n}, 3) AS {n}" for n in rates)
    return f"""
        WITH everyone AS (
            SELECT provider, any_value(specialty) AS specialty, any_value(region) AS region,
                count(DISTINCT member) AS members
            FROM claims WHERE provider IS NOT NULL GROUP BY provider
        ), coded AS (
            SELECT provider, count(DISTINCT member) AS members_with_code, count(*) AS lines, sum(units) AS units,
                count(DISTINCT (member, service_date)) AS days
            FROM claims SEMI JOIN wanted USING (code) GROUP BY provider
        ), rated AS (SELECT *, {own} FROM everyone JOIN coded USING (provider))
        SELECT {", ".join(COUNTS)}, {shown},
            (SELECT count(*) FROM rated p WHERE p.specialty IS NOT DISTINCT FROM r.specialty
                AND p.region IS NOT DISTINCT FROM r.region) - 1 AS peers, {others}
        FROM rated r WHERE lines >= ? ORDER BY lines DESC, provider
    """
