"""A provider's own figures beside those of its peers, for an education letter (SR-081).

They speak of many members, never of one: a field or a text that could point to a member is refused, and the
message does not repeat it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator

from coverable.base.model import Day, Model
from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.base.shape import is_object
from coverable.determination.request import MAX_BYTES, parse_json
from coverable.plan.ground import IDENTIFIES
from coverable.policy.model import PolicyId

_OF_A_MEMBER = re.compile(
    r"member|patient|subscriber|beneficiary|enrollee|insured|person|mbi|hicn|ssn|social|mrn|record"
    r"|dob|birth|name|address|street|city|zip|postal|phone|fax|mail|claim|icn|case|request|account|sex|gender"
    r"|\bage\b|^age",
    re.IGNORECASE,
)
"""Names of fields that hold, or could lead to, data of a single member (45 CFR 164.514(b)(2))."""


class ProviderFigure(Model):
    """One figure of one provider, and the same of its peers."""

    provider: str = Field(pattern=r"^[0-9]{10}$")
    """The NPI."""
    policy: PolicyId | None = None
    """The policy that it is about; none: every letter to this provider."""
    measure: str = Field(min_length=1)
    value: Decimal
    unit: str = Field(min_length=1)
    from_: Day = Field(alias="from")
    to: Day
    peers: Decimal
    peer_group: str = Field(min_length=1)
    """Who the peers are, and how many."""
    source: str = Field(min_length=1)

    @field_validator("measure", "unit", "peer_group", "source")
    @classmethod
    def _of_many(cls, text: str) -> str:
        if IDENTIFIES.search(text):
            raise ValueError("it holds what may identify a member")
        return text

    @model_validator(mode="after")
    def _ordered(self) -> ProviderFigure:
        if self.to < self.from_:
            raise ValueError("the period ends before it begins")
        return self

    def view(self) -> dict[str, Any]:
        return {
            "measure": self.measure,
            "value": str(self.value),
            "peers": str(self.peers),
            "unit": self.unit,
            "period": f"{self.from_} to {self.to}",
            "peer_group": self.peer_group,
            "source": self.source,
        }


FIELDS = tuple(field.alias or name for name, field in ProviderFigure.model_fields.items())


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a file, in its order."""

    rows: tuple[ProviderFigure, ...]

    @property
    def providers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.provider for row in self.rows))

    def of(self, provider: str, policy: str) -> list[dict[str, Any]]:
        """What a letter to a provider on a policy shows."""
        return [r.view() for r in self.rows if r.provider == provider and r.policy in (None, policy)]


def read_figures(path: Path) -> Figures:
    """Figures from CSV or JSON Lines. Refused whole, with the place of every fault."""
    rows: list[ProviderFigure] = []
    problems: list[Problem] = []
    for where, raw in _rows(path):
        try:
            rows.append(_figure(raw, where))
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(dict.fromkeys(problems))
    if not rows:
        raise refuse("there is no figure", path.name, "the file holds no row", "write one figure a row")
    return Figures(tuple(rows))


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            "the figures cannot be read", path.name, error.strerror or str(error), "check the path"
        ) from None
    if len(raw) > MAX_BYTES:
        raise refuse("the file is too large", path.name, f"at most {MAX_BYTES:,} bytes", "split it")
    if path.suffix.lower() == ".csv":
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise refuse(
                "this is not UTF-8 text", path.name, "letters would be lost", "save it as UTF-8"
            ) from None
        for number, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
            yield f"{path.name}:{number}", {k: v for k, v in row.items() if v not in ("", None)}
        return
    for number, line in enumerate(raw.splitlines(), 1):
        if line.strip():
            yield f"{path.name}:{number}", parse_json(line, f"{path.name}:{number}")


def _figure(raw: Any, where: str) -> ProviderFigure:
    if not is_object(raw):
        raise refuse("a figure is an object", where, "its fields are named", f"write {', '.join(FIELDS)}")
    unknown = [name for name in raw if name not in FIELDS]
    if unknown:
        raise Refused(_unknown(str(name), where) for name in unknown)
    try:
        return ProviderFigure.model_validate(raw)
    except ValidationError as error:
        raise Refused(_problem(e, where) for e in error.errors(include_url=False)) from None


def _unknown(name: str, where: str) -> Problem:
    if _OF_A_MEMBER.search(name):
        return Problem(
            f"the field `{name[:40]}` looks like data of a member",
            where,
            "a letter to a provider shows figures of many, and never what may identify one member",
            "remove the field, and send totals only",
        )
    return Problem(
        f"unknown field `{name[:40]}`", where, "it would be ignored in silence", did_you_mean(name, FIELDS)
    )


def _problem(error: Mapping[str, Any], where: str) -> Problem:
    name = str(error["loc"][-1]) if error["loc"] else "the figure"
    if error["type"] == "missing":
        return Problem(f"`{name}` is missing", where, "the letter could not say it", f"add `{name}`")
    said = str(error["msg"]).removeprefix("Value error, ")
    return Problem(f"`{name}` cannot be taken", where, said[:1].lower() + said[1:], f"correct `{name}`")
