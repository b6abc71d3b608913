"""The tables that are counted from: periods, patients, and lines with the codes, out of the view `claims`.

Every tie is broken by name, never by what comes first: the order of lines and files changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from coverable.base.dates import read_day
from coverable.base.problem import Refused, refuse
from coverable.claims.outliers.measures import MeasuresFile
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codes import read_code
from coverable.glossary.codeset import CodeSet

Days = tuple[date, date]
BANDS: Final = (18, 45, 65, 75)
"""Ages from which on another band begins."""
WANTING: Final = {
    "without a provider's number of ten digits": (
        "NOT coalesce(regexp_full_match(provider, '[0-9]{10}'), false)"
    ),
    "without a member": "member IS NULL",
    "without a day that exists": "day IS NULL OR year(day) > 9000",
    "without a code": "code IS NULL",
}
"""Lines that cannot be counted, and how they are told."""


def prepare(base: Any, path: Path, file: MeasuresFile, book: CodeBook) -> tuple[list[Days], dict[str, int]]:
    """Tables of what is counted, out of the view `claims`: periods, patients, lines with the codes.

    Answers with the periods, and how many lines were left aside and why.
    """
    aside = _usable(base)
    periods = _periods(base, path, file)
    base.execute("CREATE TEMP TABLE periods (number INTEGER, first DATE, last DATE)")
    base.executemany("INSERT INTO periods VALUES (?, ?, ?)", [(i, a, b) for i, (a, b) in enumerate(periods)])
    base.execute(
        "CREATE TEMP VIEW within AS SELECT u.*, p.number AS period, p.first FROM usable u"
        " JOIN periods p ON u.day BETWEEN p.first AND p.last"
    )
    _codes(base, path, file)
    _diagnoses(base, file, book)
    base.execute(_patients(file))
    base.execute(_providers())
    return periods, aside


def _usable(base: Any) -> dict[str, int]:
    """The view `usable`, and what is left aside."""
    fit = " AND ".join(f"NOT ({test})" for test in WANTING.values())
    base.execute(f"CREATE TEMP VIEW usable AS SELECT * FROM claims WHERE {fit}")
    counts = ", ".join(f"count(*) FILTER ({test})" for test in WANTING.values())
    row = base.execute(f"SELECT {counts} FROM claims").fetchone()
    return {name: int(n) for name, n in zip(WANTING, row, strict=True) if n}


def _periods(base: Any, path: Path, file: MeasuresFile) -> list[Days]:
    """The periods that are declared, in their order; else the days of the claims in two halves."""
    given = sorted((read_day(one.from_), read_day(one.to)) for one in file.periods)
    if given:
        if len(given) < 2:
            raise refuse(
                "only one period",
                f"{given[0][0]} to {given[0][1]}",
                "who stands out once may do so by chance: a flag needs two periods in a row",
                "name a second one",
            )
        for (_, end), (start, _) in pairwise(given):
            if start <= end:
                raise refuse(
                    "periods share a day", f"{start} to {end}", "it would be counted twice", "cut them apart"
                )
        return given
    first, last = base.execute("SELECT min(day), max(day) FROM usable").fetchone()
    if first is None:
        raise refuse(
            "no line can be counted", str(path), "none has provider, member, day and code", "see the mapping"
        )
    if (last - first).days < 27:
        raise refuse(
            "only one period",
            str(path),
            f"its claims are of {(last - first).days + 1} days, and a flag needs two periods",
            "give claims of several months",
        )
    half = first + timedelta(days=(last - first).days // 2)
    return [(first, half), (half + timedelta(days=1), last)]


def _codes(base: Any, path: Path, file: MeasuresFile) -> None:
    """The table `spelled`: how the claims write each code that is looked for."""
    wanted = {code for one in file.complete for code in (*one.codes, *one.group)}
    seen = [row[0] for row in base.execute("SELECT DISTINCT code FROM within").fetchall()]
    found = [(raw, code) for raw in seen if (code := _canonical(raw)) in wanted]
    if not {code for _, code in found} & set(file.codes):
        raise refuse(
            "no line has one of these codes",
            str(path),
            f"{', '.join(file.codes[:10])} stand on none of its lines in the periods",
            "name others, or other periods",
        )
    base.execute("CREATE TEMP TABLE spelled (raw VARCHAR, code VARCHAR)")
    base.executemany("INSERT INTO spelled VALUES (?, ?)", found)
    base.execute(
        "CREATE TEMP TABLE coded AS SELECT period, provider, member, s.code, day, diagnoses,"
        " CASE WHEN units > 0 THEN units END AS units FROM within w JOIN spelled s ON w.code = s.raw"
    )


def _diagnoses(base: Any, file: MeasuresFile, book: CodeBook) -> None:
    """The table `listed`: which written diagnoses are listed as no reason, and which as a reason."""
    lists = {
        "no_reason": CodeSet.read(file.no_reason, book, "no_reason", "icd10cm"),
        "reason": CodeSet.read(file.reason, book, "reason", "icd10cm"),
    }
    rows = base.execute("SELECT DISTINCT unnest(diagnoses) AS one FROM coded ORDER BY one").fetchall()
    told = [
        (raw, *(bool(code and codes.has(code, book)) for codes in lists.values()))
        for (raw,) in rows
        for code in [_canonical(raw, "icd10cm")]
    ]
    base.execute("CREATE TEMP TABLE listed (raw VARCHAR, no_reason BOOLEAN, reason BOOLEAN)")
    if told:
        base.executemany("INSERT INTO listed VALUES (?, ?, ?)", told)


def _canonical(raw: str, system: str | None = None) -> str | None:
    try:
        return read_code(raw, "$", system)
    except Refused:
        return None


def _patients(file: MeasuresFile) -> str:
    """Each patient of a provider in a period, with what peers' patients must have in common with it."""
    band = "CASE " + " ".join(f"WHEN age < {at} THEN '{i}'" for i, at in enumerate(BANDS))
    parts = {
        "age": f"coalesce({band} WHEN age < 130 THEN '{len(BANDS)}' END, '-')",
        "sex": "coalesce(sex, '-')",
        "diagnoses": "coalesce(chapter, '-')",
        "line": "coalesce(line, '-')",
    }
    coded = [parts[name] for name in file.adjust]
    every = [parts[name] for name in file.adjust if name != "diagnoses"]
    letter = "upper(left(diagnoses[1], 1))"
    return f"""
        CREATE TEMP TABLE patients AS
        WITH chapters AS (
            SELECT period, provider, member, {letter} AS chapter, count(*) AS lines
            FROM within GROUP BY ALL
        ), commonest AS (
            SELECT period, provider, member, first(chapter ORDER BY lines DESC, chapter) AS chapter
            FROM chapters GROUP BY ALL
        ), persons AS (
            SELECT period, provider, member, min(sex) AS sex, min(line) AS line,
                date_diff('year', min(birth), min(first)) AS age
            FROM within GROUP BY ALL
        )
        SELECT period, provider, member,
            {_joined(coded)} AS coded_case, {_joined(every)} AS any_case
        FROM persons JOIN commonest USING (period, provider, member)
    """


def _joined(parts: Sequence[str]) -> str:
    return f"concat_ws('|', {', '.join(parts)})" if parts else "''"


def _providers() -> str:
    """The specialty, setting, region and line that most lines of a provider have."""
    names = {"specialty": "specialty", "place_of_service": "setting", "region": "region", "line": "line"}
    each = [
        f"SELECT provider, first({column} ORDER BY lines DESC, {column}) AS {name} FROM"
        f" (SELECT provider, {column}, count(*) AS lines FROM within WHERE {column} IS NOT NULL GROUP BY ALL)"
        " GROUP BY provider"
        for column, name in names.items()
    ]
    joins = " ".join(f"LEFT JOIN ({query}) USING (provider)" for query in each)
    return (
        "CREATE TEMP TABLE providers AS SELECT provider, specialty, setting, region, line FROM"
        f" (SELECT DISTINCT provider FROM within) {joins} ORDER BY provider"
    )
