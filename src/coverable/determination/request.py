"""A request for a determination: read whole or refused whole, with the JSON path of every fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple

from msgspec.json import Encoder
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from coverable.base import jsonmarks
from coverable.base.dates import NO_SUCH_DATE, read_day
from coverable.base.model import Day, PartialDate
from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.base.shape import is_list, kind_of
from coverable.base.yamlfile import hidden_character

MAX_BYTES = 10_000_000
MAX_DEPTH = 40
MAX_PROBLEMS = 50


def _instant(text: str) -> str:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset from UTC, e.g. 2026-02-08T14:03:00-05:00")
    read_day(instant.date().isoformat())
    return text


def _visible(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        found = hidden_character(text)
        if found:
            raise ValueError(f"a hidden character ({found[1]}); people cannot see it")
    return text


Text = Annotated[str, Field(max_length=4000), AfterValidator(_visible)]


class Part(BaseModel):
    """A strict piece of a request: wrong types and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Member(Part):
    id: Text | None = None
    birth_date: PartialDate | None = None


class Coverage(Part):
    """`plan`, or `payer` with `line_of_business`; a bare text is a plan."""

    plan: Text | None = None
    payer: Text | None = None
    line_of_business: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"plan": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _named(self) -> Coverage:
        if (self.plan is None) == (self.payer is None):
            raise ValueError("a coverage is a plan, or a payer with its line of business")
        return self


class Provider(Part):
    npi: Annotated[str, Field(pattern=r"^[0-9]{10}$")]


class ExcludedBenefit(Part):
    """A service that the member's contract excludes."""

    coverage: Text | None = None
    """Whose contract it is: the plan's id, or the payer as `coverages` names it. Default: every coverage."""
    code: Text | None = None
    service: Text | None = None
    clause: Text
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _one(self) -> ExcludedBenefit:
        if (self.code is None) == (self.service is None):
            raise ValueError("an excluded benefit names a code or a service")
        return self


class Benefits(Part):
    """Given (even empty): the caller checked the contract, and only these are excluded."""

    excluded: Annotated[list[ExcludedBenefit], Field(max_length=500)]


class ServiceLine(Part):
    line: int | None = None
    code: Text
    date: Day | None = None
    end_date: Day | None = None
    """Last day of a service that spans several days; versions that change within are both evaluated."""
    quantity: Annotated[int | Decimal, Field(gt=0, le=1_000_000)] | None = None
    modifiers: Annotated[list[Text], Field(max_length=20)] = []
    place_of_service: Text | None = None
    description: Text | None = None
    facts: dict[str, Any] = {}
    diagnoses: Annotated[list[Text], Field(max_length=500)] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> ServiceLine:
        if self.end_date and (not self.date or self.end_date < self.date):
            raise ValueError("the service ends before it begins")
        return self


class Request(Part):
    """One request; docs/requests.md describes every field and the forms of a fact."""

    id: Text | None = None
    received: Annotated[str, AfterValidator(_instant)] | None = None
    as_of: Day | None = None
    urgency: Literal["standard", "expedited"] = "standard"
    stage: Literal["prior", "concurrent", "retrospective"] = "prior"
    member: Member = Member()
    coverages: Annotated[list[Coverage], Field(min_length=1, max_length=20)]
    ordering_provider: Provider | None = None
    servicing_provider: Provider | None = None
    services: Annotated[list[ServiceLine], Field(min_length=1, max_length=1000)]
    diagnoses: Annotated[list[Text], Field(max_length=500)] = []
    benefits: Benefits | None = None
    facts: dict[str, Any] = {}


def read_request(data: Any, path: str = "$") -> Request:
    """A request from parsed JSON. Refused with the JSON path of everything that is wrong."""
    try:
        return Request.model_validate(data)
    except ValidationError as error:
        problems = [_problem(e, path) for e in error.errors(include_url=False)[:MAX_PROBLEMS]]
        raise Refused(dict.fromkeys(problems)) from None


def _problem(error: Any, root: str) -> Problem:
    where = root
    for part in error["loc"]:
        if isinstance(part, int):
            where += f"[{part}]"
        elif part not in ("int", "decimal") and "[" not in part:
            where += f".{part[:60]}"
    name = str(error["loc"][-1]) if error["loc"] else "the request"
    match error["type"]:
        case "missing":
            return Problem(
                f"`{name}` is missing", where, "nothing can be decided without it", f"add `{name}`"
            )
        case "extra_forbidden":
            known = sorted(
                {
                    f.alias or n
                    for m in (Request, ServiceLine, Coverage, Member, Provider, Benefits, ExcludedBenefit)
                    for n, f in m.model_fields.items()
                }
            )
            return Problem(
                f"unknown field `{name[:60]}`",
                where,
                "it would be ignored in silence",
                did_you_mean(name, known),
            )
        case "literal_error":
            return Problem(
                f"{kind_of(error['input'])} that is not possible for `{name}`",
                where,
                f"it is one of {error['ctx']['expected']}",
                "correct it",
            )
        case _:
            said = str(error["msg"]).removeprefix("Value error, ")
            if name == "birth_date" and isinstance(error["input"], str):
                said = NO_SUCH_DATE  # the reader of dates names the month or day that does not exist
            return Problem(
                f"{kind_of(error['input'])} that cannot be taken for `{name}`",
                where,
                said[:1].lower() + said[1:],
                "correct it",
            )


def parse_json(text: str | bytes, name: str) -> Any:
    """Strict JSON: UTF-8, no duplicate keys, no NaN, no deep nesting; numbers with a point are Decimal."""
    if len(text) > MAX_BYTES:
        raise refuse(
            "the request is too large",
            name,
            f"at most {MAX_BYTES:,} bytes are read at once",
            "send requests as JSON Lines in several files",
        )
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise refuse(
                "this is not UTF-8 text",
                name,
                "it may be binary or in another encoding",
                "save it as UTF-8 JSON",
            ) from None
    try:
        data = _DECODER.decode(text)
        marks = jsonmarks.marks(text.encode("utf-8", "surrogatepass"))
        # a value within the innermost brackets is a level of its own
        if jsonmarks.nested_deeper(marks, MAX_DEPTH - 1):
            raise RecursionError
        # a key that was given twice is missing when it is written again, and half a character cannot be
        if jsonmarks.keys(marks) != jsonmarks.keys(jsonmarks.marks(_written(data))):
            json.loads(text, object_pairs_hook=_no_doubles)
        return data
    except json.JSONDecodeError as error:
        raise refuse(
            "this is not JSON",
            f"{name}:{error.lineno}:{error.colno}",
            error.msg,
            "check quotes, commas and braces",
        ) from None
    except UnicodeEncodeError:
        why = "half of a character stands alone in it"
        raise refuse("this is no text", name, why, "write the character itself, or both halves") from None
    except RecursionError:
        raise refuse("nested too deeply", name, f"more than {MAX_DEPTH} levels", "flatten it") from None
    except _Bad as bad:
        raise refuse(bad.args[0], name, bad.args[1], bad.args[2]) from None


class _Bad(Exception):
    pass


def _decimal(text: str) -> Decimal:
    if len(text) <= 40:
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and abs(number.adjusted()) < 20:
            return number
    raise _Bad("a number is out of bounds", "no fact has so many digits", "round it")


def _integer(text: str) -> int:
    if len(text) > 18:
        raise _Bad("a number is out of bounds", "no fact has so many digits", "round it")
    return int(text)


def _no_constant(text: str) -> Any:
    raise _Bad(f"`{text}` is not a number", "a value must be finite", "write the number, or null")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise _Bad(
                f"the key `{key[:60]}` is given twice", "one of the two would silently win", "keep one"
            )
        seen.add(key)
    return dict(pairs)


_DECODER: Final = json.JSONDecoder(parse_float=_decimal, parse_int=_integer, parse_constant=_no_constant)
_written: Final = Encoder().encode


class Line(NamedTuple):
    """One line of a JSON Lines file, not parsed yet, and its name in messages."""

    text: bytes
    name: str

    def parsed(self) -> Any:
        """The request. Refused when the line is not JSON."""
        return parse_json(self.text, self.name)


def requests_in(raw: bytes, name: str) -> Iterator[tuple[str, Any]]:
    """(place, parsed JSON or Refused) of every request in the bytes of a file; `.jsonl` holds one a line."""
    if not name.lower().endswith(".jsonl"):
        data = parse_json(raw, name)
        yield from ((f"$[{i}]", one) for i, one in enumerate(data)) if is_list(data) else (("$", data),)
        return
    for number, text in enumerate(raw.splitlines(), 1):
        if text.strip():
            try:
                yield f"{name}:{number}", parse_json(text.strip(), f"{name}:{number}")
            except Refused as refused:
                yield f"{name}:{number}", refused


def read_lines(path: Path) -> Iterator[tuple[str, Line]]:
    """(place, line) of every line of a JSON Lines file that holds something."""
    name = path.name
    try:
        with path.open("rb") as lines:
            for i, line in enumerate(lines, 1):
                text = line.strip()
                if text:
                    yield f"{name}:{i}", Line(text, f"{name}:{i}")
    except OSError as error:
        raise _unreadable(name, error) from None


def _unreadable(name: str, error: OSError) -> Refused:
    return refuse("the request cannot be read", name, error.strerror or str(error), "check the path")


def read_requests(path: Path) -> Iterator[tuple[str, Any]]:
    """(place, parsed JSON) of every request in a file: one object, a list, or JSON Lines. A line that is
    not JSON gives its Refused in the place of its data, so that the others still run."""
    name = path.name
    if path.suffix == ".jsonl":
        for place, line in read_lines(path):
            try:
                yield place, line.parsed()
            except Refused as refused:
                yield place, refused
        return
    try:
        if path.stat().st_size > MAX_BYTES:
            raise refuse(
                "the file is too large",
                name,
                f"at most {MAX_BYTES:,} bytes are read at once",
                "send requests as JSON Lines (.jsonl), which are read one by one",
            )
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)  # a device or pipe tells no size
    except OSError as error:
        raise _unreadable(name, error) from None
    data = parse_json(raw, name)
    if is_list(data):
        yield from ((f"$[{i}]", one) for i, one in enumerate(data))
    else:
        yield "$", data
