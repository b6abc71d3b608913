"""The claims as one table for counting: which column gives which field, read alike from every file.

What cannot be counted is left aside and said: a line without provider (ten digits), member, day or code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import Refused, refuse
from coverable.claims.arrow import asked_of, name_in, text_in
from coverable.claims.inputs import KINDS, files_of
from coverable.claims.mapping import Columns, MappingFile, Source, columns_for
from coverable.claims.stage import columns_of_file, reading
from coverable.glossary.facts import Glossary

NEEDED: Final = {
    "provider": "providers are compared",
    "member": "patients are counted",
    "specialty": "peers have at least the specialty in common",
}
"""Beside the code, the day and the plan, which every table of claims has."""
TEXTS: Final = ("provider", "member", "specialty", "region", "place_of_service", "sex", "code")


def lay_out(base: Any, path: Path, mapping: MappingFile, glossary: Glossary) -> None:
    """Make the view `claims`. Refused, with every fault, where a column is missing."""
    parts: list[str] = []
    problems: list[Any] = []
    for number, file in enumerate(files_of(path)):
        try:
            parts.append(_file(base, file, number, mapping, glossary))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    base.execute(f"CREATE TEMP VIEW claims AS {' UNION ALL '.join(parts)}")


def _file(base: Any, file: Path, number: int, mapping: MappingFile, glossary: Glossary) -> str:
    columns = columns_for(mapping, columns_of_file(file), glossary, file.name)
    absent = [name for name in NEEDED if name not in columns.fields]
    if absent:
        raise refuse(
            f"no column for `{absent[0]}`",
            file.name,
            NEEDED[absent[0]],
            f"name it in a mapping file: fields: {{{absent[0]}: COLUMN}}, or {{{absent[0]}: {{is: VALUE}}}}",
        )
    source = reading(base, file, KINDS[file.suffix], f"file_{number}")
    kinds = {row[0]: str(row[1]) for row in asked_of(base, f"DESCRIBE SELECT * FROM {source}", file)}
    shown = [f"{_text(columns.fields.get(name))} AS {name}" for name in TEXTS]
    shown += [
        f"TRY_CAST({_text(columns.fields.get('units'))} AS DOUBLE) AS units",
        f"{_day(columns.fields.get('service_date'), kinds)} AS day",
        f"{_day(columns.fields.get('birth_date'), kinds)} AS birth",
        f"{_line(columns)} AS line",
        f"{_diagnoses(columns.fields.get('diagnoses'), kinds)} AS diagnoses",
    ]
    return f"SELECT {', '.join(shown)} FROM {source}"


def _text(sources: Sequence[Source] | None) -> str:
    if not sources:
        return "CAST(NULL AS VARCHAR)"
    one = sources[0]
    if one.column is None:
        return text_in(one.same)
    raw = f"nullif(trim(CAST({name_in(one.column)} AS VARCHAR)), '')"
    if not one.values:
        return raw
    whens = " ".join(
        f"WHEN {text_in(word)} THEN {'NULL' if means is None else text_in(means)}"
        for word, means in one.values.items()
    )
    return f"CASE {raw} {whens} ELSE {raw} END"


def _line(columns: Columns) -> str:
    """The plan, or payer and line of business: one line of business of one payer."""
    if "plan" in columns.fields:
        return _text(columns.fields["plan"])
    both = [_text(columns.fields.get(name)) for name in ("payer", "line_of_business")]
    return f"concat_ws('/', {both[0]}, {both[1]})"


def _day(sources: Sequence[Source] | None, kinds: dict[str, str]) -> str:
    if not sources:
        return "CAST(NULL AS DATE)"
    one = sources[0]
    if one.column is not None and one.format is None and kinds.get(one.column) in ("DATE", "TIMESTAMP"):
        return f"CAST({name_in(one.column)} AS DATE)"
    raw = _text(sources)
    if one.format is not None:
        pattern = one.format.replace("YYYY", "%Y").replace("MM", "%m").replace("DD", "%d")
        return f"CAST(try_strptime({raw}, {text_in(pattern)}) AS DATE)"
    return f"coalesce(TRY_CAST({raw} AS DATE), CAST(try_strptime({raw}, '%Y%m%d') AS DATE))"


def _diagnoses(sources: Sequence[Source] | None, kinds: dict[str, str]) -> str:
    if not sources:
        return "CAST([] AS VARCHAR[])"
    return f"[one FOR one IN flatten([{', '.join(_lists(sources, kinds))}]) IF one IS NOT NULL]"


def _lists(sources: Sequence[Source], kinds: dict[str, str]) -> Iterator[str]:
    for one in sources:
        if one.column is not None and kinds.get(one.column, "").endswith("[]"):
            yield f"coalesce(CAST({name_in(one.column)} AS VARCHAR[]), [])"
        elif one.separator:
            split = f"coalesce(string_split({_text([one])}, {text_in(one.separator)}), [])"
            yield f"[nullif(trim(one), '') FOR one IN {split}]"
        else:
            yield f"[{_text([one])}]"
