"""Answers to programs that speak FHIR: JSON with its numbers as they were written, and one OperationOutcome.

A problem of ours has four words (what, where, why, next); they become the one OperationOutcome that a FHIR
client understands, and never repeat what a person is or has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from starlette.responses import Response

from coverable.base.problem import Problem, Refused, refuse
from coverable.base.shape import is_list, is_object

FHIR: Final = "application/fhir+json"
JSON: Final = "application/json"
ROOTS: Final = ("/cds-services", "/r/", "/fhir")
"""Where the endpoints for EHRs begin; everything else is pages and their JSON."""
ISSUES: Final[Mapping[int, str]] = {
    400: "invalid", 401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported",
    406: "not-supported", 409: "conflict", 412: "required", 413: "too-costly", 415: "not-supported",
    421: "forbidden", 422: "business-rule", 429: "throttled",
}  # fmt: skip
"""The issue type (http://hl7.org/fhir/issue-type) of a status, where the problem does not bring one."""


class Failed(Refused):
    """A refusal with its HTTP status: 4xx, told as one OperationOutcome. A bare Refused is a 400."""

    def __init__(
        self,
        problems: Problem | Iterable[Problem],
        status: int = 400,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.headers = status, dict(headers or {})
        super().__init__(problems)

    def __reduce__(self) -> Any:
        return type(self), (self.problems, self.status, self.headers)


def fail(status: int, what: str, where: str, why: str, next: str, **headers: str) -> Failed:
    """`raise fail(422, ...)`: the short form for a single problem; `www_authenticate=...` is a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Failed(Problem(what, where, why, next), status, named)


def is_fhir(path: str) -> bool:
    """Whether an address belongs to the endpoints for EHRs."""
    return path.startswith(ROOTS)


def outcome(problems: Iterable[Problem], status: int = 400) -> dict[str, Any]:
    """The one OperationOutcome of some problems; `where` becomes `expression` when it is a path of FHIR."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [_issue(one, status) for one in problems],
    }


def _issue(one: Problem, status: int) -> dict[str, Any]:
    code = ISSUES.get(status, "exception" if status >= 500 else "invalid")
    said = f"{one.what} ({one.where}): {one.why}; {one.next}"
    issue: dict[str, Any] = {
        "severity": "fatal" if status >= 500 else "error",
        "code": code,
        "details": {"text": one.what},
        "diagnostics": said,
    }
    if one.where.startswith("$."):
        issue["expression"] = [one.where[2:]]
    return issue


def problem_answer(
    problems: Iterable[Problem], status: int = 400, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer that says what stopped a call: its status, and exactly one OperationOutcome."""
    made = fhir_json(outcome(problems, status), status)
    for name, value in (headers or {}).items():
        made.headers[name] = value
    return made


def fhir_json(data: Mapping[str, Any], status: int = 200, media: str = FHIR) -> Response:
    """Parsed JSON as it goes out. A Decimal is a number with the digits that it came with."""
    return Response(encoded(data), status, media_type=media)


def encoded(data: Any) -> bytes:
    """UTF-8 JSON; what came in (`parse_json`) comes out with the same digits."""
    return _encoder().encode(data)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    import msgspec

    return msgspec.json.Encoder(decimal_format="number")


def object_of(data: Any, where: str) -> dict[str, Any]:
    """The JSON object that a call must bring."""
    if not is_object(data):
        kind = "a list" if is_list(data) else "a single value"
        raise refuse("the body is no JSON object", where, f"it is {kind}", "send one JSON object")
    return data
