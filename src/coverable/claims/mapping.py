"""Which column of a claims table gives which field and fact: stated in a file, else by usual names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import Field as Stated
from pydantic import field_validator, model_validator

from coverable.base.canonical import digest
from coverable.base.model import Model, read_model
from coverable.base.problem import Problem, Refused, did_you_mean
from coverable.base.yamlfile import read_yaml
from coverable.claims.fields import FIELDS, NUMBERED, ORDINALS, PRINCIPAL
from coverable.glossary.facts import Glossary

FACT_TYPES: Final = ("yes_no", "choice", "number", "quantity", "date", "text", "code")
"""Facts that fit into a column; lists of events do not."""
YES: Final = ("true", "yes", "y", "t", "1")
NO: Final = ("false", "no", "n", "f", "0")
"""What a text column of a yes/no fact may hold, in any case; anything else is a wrong type."""
NULL_WORDS: Final = ("", "null", "unknown")
_DAY_PARTS = re.compile("YYYY|MM|DD")


@lru_cache(maxsize=64)
def _day_pattern(format: str) -> re.Pattern[str]:
    """The pattern of days that are written so; a month or day of one digit may stand without its nought."""
    digits = {"YYYY": "(?P<y>[0-9]{4})", "MM": "(?P<m>[0-9]{1,2})", "DD": "(?P<d>[0-9]{1,2})"}
    return re.compile("".join(digits.get(one) or re.escape(one) for one in re.split("(YYYY|MM|DD)", format)))


class Source(Model):
    """Where a field comes from: a column, or one value for all rows."""

    column: str | None = None
    same: str | None = Stated(default=None, alias="is")
    """The same for every row, e.g. the plan whose extract this is."""
    values: dict[str, str | bool | None] = {}
    """What the column's words mean: `{Y: true, N: false, U: null}`. A word that is not named keeps itself."""
    separator: str | None = None
    """Of a list in one text column, e.g. `|`."""
    format: str | None = None
    """How a text column writes its days, e.g. `MM/DD/YYYY`; without it as `2026-01-31` or `20260131`."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"column": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one(self) -> Source:
        if (self.column is None) == (self.same is None):
            raise ValueError("a field comes from a `column`, or `is` the same for every row")
        if self.format is not None and sorted(_DAY_PARTS.findall(self.format)) != ["DD", "MM", "YYYY"]:
            raise ValueError("a `format` has YYYY, MM and DD once each, such as `MM/DD/YYYY`")
        return self

    def iso(self, raw: Any) -> Any:
        """A day as the column writes it, as `2026-01-31`; anything else as it is."""
        if self.format is None or not isinstance(raw, str):
            return raw
        match = _day_pattern(self.format).fullmatch(raw.strip())
        return f"{match['y']}-{match['m']:0>2}-{match['d']:0>2}" if match else raw


class MappingFile(Model):
    """The mapping file: fields by name, facts by id. What it does not name is told by usual names."""

    fields: dict[str, Source | list[Source]] = {}
    facts: dict[str, Source] = {}
    usual_names: bool = True
    """False: only what is written here is read."""

    @field_validator("fields")
    @classmethod
    def _known(cls, given: dict[str, Any]) -> dict[str, Any]:
        for name in given:
            if name not in FIELDS:
                raise ValueError(f"no field `{name}`: {did_you_mean(name, FIELDS)}")
        return given


@dataclass(frozen=True, slots=True)
class Columns:
    """What is read of a table: the sources of each field (several for lists), and of each fact."""

    fields: Mapping[str, tuple[Source, ...]]
    facts: Mapping[str, Source]

    @property
    def names(self) -> list[str]:
        """Every column that is read, each once."""
        every = [s.column for sources in self.fields.values() for s in sources]
        every += [s.column for s in self.facts.values()]
        return list(dict.fromkeys(name for name in every if name is not None))

    def view(self) -> dict[str, Any]:
        """As the manifest shows it."""

        def shown(one: Source) -> Any:
            plain = one.model_dump(exclude_defaults=True, by_alias=True)
            return plain["column"] if plain.keys() == {"column"} else plain

        return {
            "fields": {
                n: shown(s[0]) if len(s) == 1 and n not in NUMBERED else [shown(one) for one in s]
                for n, s in self.fields.items()
            },
            "facts": {n: shown(s) for n, s in self.facts.items()},
        }

    @property
    def sha256(self) -> str:
        return digest(self.view())


def read_mapping(path: Path | None) -> MappingFile:
    """The mapping file, or the one that states nothing. Refused, with every fault, when it cannot be read."""
    return MappingFile() if path is None else read_model(MappingFile, read_yaml(path, path.name))


def columns_for(
    mapping: MappingFile, present: Sequence[str], glossary: Glossary, where: str, part: bool = False
) -> Columns:
    """What of the columns `present` in the table `where` is read; with `part`, others are still to come.

    Refused: a column that the mapping names and the table lacks; no column for the code, the day or the plan;
    a fact that is unknown or cannot stand in a column.
    """
    problems: list[Problem] = []
    fields: dict[str, tuple[Source, ...]] = {}
    for name, given in mapping.fields.items():
        fields[name] = tuple(given) if isinstance(given, list) else (given,)
    facts = dict(mapping.facts)
    for name, sources in [*fields.items(), *((n, (s,)) for n, s in facts.items())]:
        problems += [
            _absent(name, s.column, present, where) for s in sources if s.column not in (None, *present)
        ]
    problems += [p for name in facts if (p := _unfit(name, glossary))]
    if mapping.usual_names:
        taken = {s.column for sources in fields.values() for s in sources} | {
            s.column for s in facts.values()
        }
        for name, column in _usual_facts(present, glossary).items():
            if name not in facts and column not in taken:
                facts[name] = _column(column)
                taken.add(column)
        for name, columns in _usual(present, fields).items():
            free = [c for c in columns if c not in taken]
            if name not in fields and free:
                fields[name] = tuple(_column(c) for c in free)
    if part:
        problems.clear()
    elif "code" not in fields:
        problems.append(_nothing("code", present, where))
    if not part and "service_date" not in fields:
        problems.append(_nothing("service_date", present, where))
    if not part and "plan" not in fields and "payer" not in fields:
        problems.append(_nothing("plan", present, where))
    if problems:
        raise Refused(problems)
    return Columns({n: fields[n] for n in FIELDS if n in fields}, dict(sorted(facts.items())))


def _column(name: str) -> Source:
    return Source.model_validate({"column": name})


def _usual(present: Sequence[str], stated: Mapping[str, Any]) -> dict[str, list[str]]:
    """For each field the columns whose names are usual for it."""
    by_name = {c.lower(): c for c in reversed(present)}
    out: dict[str, list[str]] = {}
    for name, field in FIELDS.items():
        found = [by_name[n] for n in field.usual if n in by_name]
        if found:
            out[name] = found[:1]
        if field.kind == "list" and not found:
            first = [by_name[n] for n in PRINCIPAL if n in by_name] if name == "diagnoses" else []
            out[name] = [*first, *_numbered(name, by_name)]
    if "plan" in {*stated, *out} and "payer" not in stated:
        out.pop("payer", None)  # a plan says it all
    return {name: columns for name, columns in out.items() if columns}


def _numbered(name: str, by_name: Mapping[str, str]) -> list[str]:
    """The columns of the first numbered name that the table has, in the order of their numbers."""
    for start in NUMBERED[name]:
        if "{n}" in start:
            found = [by_name[n] for o in ORDINALS if (n := start.format(n=o)) in by_name]
        else:
            marked = [
                (int(m[1]), c)
                for n, c in by_name.items()
                if (m := re.fullmatch(re.escape(start) + r"(\d{1,2})", n))
            ]
            found = [c for _, c in sorted(marked)]
        if found:
            return found
    return []


def _usual_facts(present: Sequence[str], glossary: Glossary) -> dict[str, str]:
    """Facts whose id, or the column that the glossary names, is a column of the table."""
    by_name = {c.lower(): c for c in reversed(present)}
    out: dict[str, str] = {}
    for name, fact in glossary.facts.items():
        column = by_name.get((fact.claim or name).lower(), by_name.get(name.lower()))
        if column is not None and fact.type in FACT_TYPES and name not in ("service_date", "request_kind"):
            out[name] = column
    return out


def _unfit(name: str, glossary: Glossary) -> Problem | None:
    fact = glossary.facts.get(name)
    if fact is None:
        return Problem(
            f"unknown fact `{name}`",
            f"facts.{name}",
            "the glossary has no such fact",
            did_you_mean(name, glossary.facts),
        )
    if fact.type in FACT_TYPES and name != "service_date":
        return None
    return Problem(
        f"`{name}` cannot be a column",
        f"facts.{name}",
        "a column holds one value, and this fact is a list or a field of its own",
        "decide such requests with `coverable check`, or map the yes/no facts that follow from it",
    )


def _absent(name: str, column: str | None, present: Sequence[str], where: str) -> Problem:
    return Problem(
        f"no column `{column}`",
        where,
        f"the mapping takes `{name}` from it",
        did_you_mean(str(column), present),
    )


def _nothing(name: str, present: Sequence[str], where: str) -> Problem:
    shown = ", ".join(f"`{c}`" for c in present[:20])
    return Problem(
        f"no column for `{name}`",
        where,
        f"none of its columns ({shown}) has a usual name for {FIELDS[name].says}",
        f"write a mapping file: fields: {{{name}: COLUMN}}, or {{{name}: {{is: VALUE}}}}",
    )
