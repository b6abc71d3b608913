"""Files as typed models: pydantic checks the shape, the YAML reader says where."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from coverable.base.dates import read_date, read_day
from coverable.base.problem import Problem, Refused, did_you_mean
from coverable.base.shape import is_list, is_object
from coverable.base.yamlfile import YamlFile


class Model(BaseModel):
    """A frozen record from a file; an unknown field is refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True
    )


def _partial(text: str) -> str:
    read_date(text)
    return text


def _whole(text: str) -> str:
    read_day(text)
    return text


PartialDate = Annotated[str, AfterValidator(_partial)]
"""A date, or a month or year when only that is known; kept as it was written."""
Day = Annotated[str, AfterValidator(_whole)]
"""A whole date."""
M = TypeVar("M", bound=BaseModel)


def read_model(kind: type[M], file: YamlFile) -> M:
    """The file's data as `kind`; every fault with file:line:column and what to do."""
    try:
        return kind.model_validate(file.data)
    except ValidationError as error:
        raise Refused(_problem(kind, e, file) for e in error.errors(include_url=False)) from None


def _problem(kind: type[BaseModel], error: Any, file: YamlFile) -> Problem:
    loc: tuple[str | int, ...] = tuple(error["loc"])
    written = _written(loc, file.data)
    where = file.where(written)
    name = ".".join(str(p) for p in written) or "the file"
    match error["type"]:
        case "missing":
            return Problem(
                f"`{name}` is missing", where, "every file of this kind states it", f"add `{loc[-1]}:`"
            )
        case "extra_forbidden":
            known = _fields_at(kind, loc[:-1])
            if " " in str(loc[-1]):  # `because: a, b` in braces
                why = "in braces a comma ends a value, and what follows is taken for the name of a field"
                return Problem(f"unknown field `{name}`", where, why, "put the whole text in quotes")
            return Problem(
                f"unknown field `{name}`",
                where,
                "it would be ignored in silence",
                did_you_mean(str(loc[-1]), known) if known else "remove it, or look at the schema",
            )
        case "literal_error" | "enum":
            return Problem(
                f"`{error['input']}` is not possible for `{name}`",
                where,
                f"it is one of {error['ctx']['expected']}",
                did_you_mean(str(error["input"]), _quoted(error["ctx"]["expected"])),
            )
        case _:
            said = str(error["msg"]).removeprefix("Value error, ")
            return Problem(
                f"`{name}` cannot be taken", where, said[:1].lower() + said[1:], f"correct `{name}`"
            )


def _written(loc: tuple[str | int, ...], data: Any) -> tuple[str | int, ...]:
    """Of a pydantic location, the parts that stand in the file (union branches are named there too)."""
    out: list[str | int] = []
    for i, part in enumerate(loc):
        below: dict[Any, Any] = data if is_object(data) else dict(enumerate(data)) if is_list(data) else {}
        if part in below:
            data = below[part]
        elif i < len(loc) - 1:
            continue
        out.append(part)
    return tuple(out)


def _fields_at(kind: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Field names of the model at `loc`, as far as plain nesting tells."""
    model: Any = kind
    for part in loc:
        if isinstance(part, int) or model is None:
            continue
        field = model.model_fields.get(part)
        if field is None:
            continue
        model = next((t for t in _models(field.annotation)), None)
    return [f.alias or n for n, f in model.model_fields.items()] if model is not None else []


def _models(annotation: Any) -> list[type[BaseModel]]:
    kind: Any = annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [m for arg in getattr(annotation, "__args__", ()) for m in _models(arg)]


def _quoted(expected: str) -> list[str]:
    return [w.strip(" '") for w in expected.replace(" or ", ",").split(",")]
