"""Reviewers' answers on shared cases, from JSON Lines or CSV, and the engine's in the same form (SR-074)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.base.shape import is_list, is_object, kind_of
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.determination.request import MAX_BYTES, parse_json, read_requests
from coverable.determination.wording import OUTCOMES

ENGINE: Final = "engine"
"""How the engine is called among the reviewers."""
VALUES: Final = ("met", "not_met", "undetermined")
FIELDS: Final = ("case", "reviewer", "outcome", "criteria")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reviewer (or the engine) said of one case."""

    case: str
    reviewer: str
    outcome: str | None
    criteria: Mapping[str, str] = field(default_factory=dict[str, str])
    """{criterion id: met | not_met | undetermined}; what was not answered is absent."""


def read_answers(paths: Sequence[Path]) -> list[Answer]:
    """The answers of all files, in their order. Refused whole, with the place of every fault."""
    answers: list[Answer] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for path in paths:
        for where, raw in _rows(path):
            try:
                one = _answer(raw, where)
            except Refused as refused:
                problems.extend(refused.problems)
                continue
            first = seen.setdefault((one.case, one.reviewer), where)
            if first != where:
                problems.append(
                    Problem(
                        "a second answer of the same reviewer to the same case",
                        where,
                        f"the first stands at {first}, and one would silently win",
                        "keep one",
                    )
                )
            answers.append(one)
    if problems:
        raise Refused(problems)
    if not answers:
        names = ", ".join(path.name for path in paths)
        raise refuse("there is no answer", names, "no row was found", "write one answer a line")
    return answers


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    """(place, answer as JSON) of each row; of CSV every further column is a criterion."""
    name = path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            "the answers cannot be read", name, error.strerror or str(error), "check the path"
        ) from None
    if len(raw) > MAX_BYTES:
        raise refuse("the file is too large", name, f"at most {MAX_BYTES:,} bytes are read", "split it")
    if path.suffix.lower() != ".csv":
        for number, line in enumerate(raw.splitlines(), 1):
            if line.strip():
                yield f"{name}:{number}", parse_json(line, f"{name}:{number}")
        return
    try:
        table = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise refuse("this is not UTF-8 text", name, "names would be lost", "save it as UTF-8") from None
    heads = table.fieldnames or []
    if len(set(heads)) != len(heads):
        raise refuse("two columns have one name", f"{name}:1", "one would silently win", "rename one")
    for number, row in enumerate(table, 2):
        told = {k: v.strip() for k, v in row.items() if isinstance(v, str) and v.strip()}
        if row.get(None) or not told:  # pyright: ignore[reportArgumentType, reportCallIssue]
            if not told:
                continue
            raise refuse(
                "more cells than columns", f"{name}:{number}", "they have no name", "correct the row"
            )
        out: dict[str, Any] = {k: v for k, v in told.items() if k in FIELDS[:3]}
        out["criteria"] = {k: v for k, v in told.items() if k not in FIELDS[:3]}
        yield f"{name}:{number}", out


def _answer(raw: Any, where: str) -> Answer:
    if not is_object(raw):
        raise refuse(f"{kind_of(raw)} is no answer", where, "it is an object", f"write {', '.join(FIELDS)}")
    problems: list[Problem] = []
    for name in raw.keys() - set(FIELDS):
        problems.append(
            Problem(
                f"unknown field `{name}`", where, "it would be ignored in silence", did_you_mean(name, FIELDS)
            )
        )
    for name in ("case", "reviewer"):
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            problems.append(
                Problem(
                    f"`{name}` is missing or no text", where, "answers are compared by it", f"add `{name}`"
                )
            )
    outcome: Any = raw.get("outcome")
    criteria: Any = raw.get("criteria") or {}
    if outcome is not None and outcome not in OUTCOMES:
        problems.append(
            Problem(
                f"{kind_of(outcome)} that is no outcome",
                f"{where} outcome",
                "reviewers and engine are compared in the same words",
                did_you_mean(str(outcome), OUTCOMES),
            )
        )
    if not is_object(criteria):
        problems.append(
            Problem("`criteria` is no object", where, "it maps ids to values", 'write {"id": "met"}')
        )
    else:
        problems += [
            Problem(
                f"`{id}` is neither {', '.join(VALUES)}",
                where,
                "a criterion has one of these values",
                "correct it, or leave it away where it was not answered",
            )
            for id, value in criteria.items()
            if value is not None and value not in VALUES
        ]
    if not problems and outcome is None and not criteria:
        problems.append(
            Problem("an answer to nothing", where, "it has no outcome and no criteria", "add one")
        )
    if problems:
        raise Refused(problems)
    return Answer(
        raw["case"], raw["reviewer"], outcome, {id: v for id, v in criteria.items() if v is not None}
    )


def engine_answers(engine: Engine, paths: Sequence[Path], as_of: str | None = None) -> list[Answer]:
    """The engine on each request, whose `id` is the case: its outcome, and every criterion of its rationale.

    Refused when a request cannot be read, has no id of its own or more than one service line.
    """
    out: list[Answer] = []
    problems: list[Problem] = []
    for path in paths:
        for place, data in read_requests(path):
            where = place if not place.startswith("$") else f"{path.name} {place}"
            try:
                if isinstance(data, Refused):
                    raise data
                out.append(_engine_answer(engine, data, where, as_of))
            except Refused as refused:
                problems.extend(refused.problems)
    doubled = {one.case for one in out if sum(other.case == one.case for other in out) > 1}
    problems += [
        Problem(f"two requests of the case `{case}`", "id", "a case is one request", "keep one")
        for case in sorted(doubled)
    ]
    if problems:
        raise Refused(problems)
    return out


def _engine_answer(engine: Engine, data: Any, where: str, as_of: str | None) -> Answer:
    done = determine(data, engine, as_of, where)
    if not done["request"]:
        raise refuse("a request without an id", where, "answers are found by it", "add `id`: the case's name")
    if len(done["lines"]) != 1:
        raise refuse(
            f"{len(done['lines'])} service lines in one case",
            where,
            "a shared case is one service, so that one outcome answers it",
            "make a case of each line",
        )
    [line] = done["lines"]
    outcome = line["combined"]["outcome"]
    criteria: dict[str, str] = {}
    for one in line["coverages"]:
        if one["rationale"] is not None and one["outcome"] == outcome:
            _collect(one["rationale"], criteria)
            break
    return Answer(done["request"], ENGINE, outcome, criteria)


def _collect(view: Mapping[str, Any], out: dict[str, str]) -> None:
    """{id: value} of a rationale; where an id stands more than once (`same_as`) the values are alike."""
    if view.get("value") in VALUES:
        out.setdefault(str(view["id"]), str(view["value"]))
    children: Any = view.get("children")
    for child in children if is_list(children) else ():
        _collect(child, out)
