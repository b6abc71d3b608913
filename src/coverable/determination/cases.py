"""Cases: named requests with the outcome they must have and the criteria that decide it (`cases.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverable.base.model import Model, read_model
from coverable.base.problem import Problem, Refused
from coverable.base.yamlfile import YamlFile, read_yaml
from coverable.determination.checklist import asked_in
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.logic.rationale import Value


class Expected(Model):
    """What must come out. Only what is written is compared."""

    outcome: str
    next_step: str | None = None
    statement: str | None = None
    """`criteria`, or the id of the exclusion that answers."""
    decides: dict[str, Value] = {}
    """{criterion id: value} of the criteria that decide it."""
    needs: list[str] | None = None
    """Facts still needed, in order."""
    flags: list[str] = []
    no_flags: list[str] = []
    policy: str | None = None
    """The policy that governs, when it is another than the case's own."""


class Case(Model):
    """One request in short form: a service line, its coverage and facts."""

    id: str
    says: str
    plan: str | None = None
    coverage: dict[str, str] | None = None
    code: str | None = None
    date: str | None = None
    facts: dict[str, Any] = {}
    without: list[str] = []
    """Facts of the defaults that are not stated here."""
    diagnoses: list[str] | None = None
    birth_date: str | None = None
    service: dict[str, Any] = {}
    """Other fields of the service line."""
    request: dict[str, Any] = {}
    """Other fields of the request."""
    expect: Expected


class Defaults(Model):
    plan: str | None = None
    code: str | None = None
    date: str | None = None
    birth_date: str | None = None
    diagnoses: list[str] = []
    facts: dict[str, Any] = {}
    service: dict[str, Any] = {}
    request: dict[str, Any] = {}


class CasesFile(Model):
    """`cases.yaml` of a policy version; a case takes from `defaults` what it does not say itself."""

    defaults: Defaults = Defaults()
    cases: list[Case]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case that was run: [] problems means that it holds."""

    key: str
    case: str
    says: str
    problems: tuple[Problem, ...]
    criteria: frozenset[str]
    """Criteria that the rationale showed with a settled value."""


def request_of(case: Case, defaults: Defaults) -> dict[str, Any]:
    """The full request of a case."""
    facts = {k: v for k, v in {**defaults.facts, **case.facts}.items() if k not in case.without}
    line: dict[str, Any] = {"line": 1, "code": case.code or defaults.code, **defaults.service, **case.service}
    date = case.date or defaults.date
    if date and date != "missing":
        line["date"] = date
    coverage: Any = case.coverage or case.plan or defaults.plan
    birth = case.birth_date or defaults.birth_date
    return {
        "id": case.id,
        **defaults.request,
        "coverages": [coverage],
        **({"member": {"birth_date": birth}} if birth and birth != "missing" else {}),
        "services": [line],
        "diagnoses": case.diagnoses if case.diagnoses is not None else defaults.diagnoses,
        "facts": facts,
        **case.request,
    }


def read_cases(path: Path, name: str) -> tuple[CasesFile, YamlFile]:
    """The cases of a file, or of a policy folder; Refused when it is missing or wrong."""
    yaml = read_yaml(path / "cases.yaml" if path.is_dir() else path, name)
    return read_model(CasesFile, yaml), yaml


def run_cases(
    engine: Engine, key: str, as_of: str | None = None, path: Path | None = None
) -> Iterator[CaseResult]:
    """Every case of one version, decided and compared; `as_of` where a case states no day of looking.
    `path`: another file of cases than that of the policy."""
    library = engine.library
    path = path or library.folders[key] / "cases.yaml"
    file, yaml = read_cases(path, library.name(path))
    for i, case in enumerate(file.cases):
        where = yaml.where(("cases", i))
        if not (
            case.plan
            or case.coverage
            or file.defaults.plan
            or "coverages" in {**file.defaults.request, **case.request}
        ):
            why, next = "nobody would be asked", "add `plan: PLAN` to it or to the defaults"
            problem = Problem(f"{case.id}: the case names no plan", where, why, next)
            yield CaseResult(key, case.id, case.says, (problem,), frozenset())
            continue
        try:
            asked = request_of(case, file.defaults)
            own = "as_of" in asked or "received" in asked
            got = determine(asked, engine, None if own else as_of)["lines"][0]["coverages"][0]
        except Refused as refused:
            yield CaseResult(key, case.id, case.says, refused.problems, frozenset())
            continue
        found = _nodes(got["rationale"])
        problems = tuple(
            Problem(f"{case.id}: {what}", where, why, "correct the policy or the case")
            for what, why in _differences(case.expect, got, found, key)
        )
        yield CaseResult(
            key, case.id, case.says, problems, frozenset(n for n, v in found.items() if v != "undetermined")
        )


def _differences(
    expect: Expected, got: dict[str, Any], found: dict[str, str], key: str
) -> Iterator[tuple[str, str]]:
    governing: dict[str, Any] = got["governing"] or {}
    pairs: tuple[tuple[str, str | None, Any], ...] = (
        ("outcome", expect.outcome, got["outcome"]),
        ("next step", expect.next_step, got["next_step"]),
        ("statement", expect.statement, governing.get("statement")),
        ("policy", expect.policy, governing.get("policy")),
    )
    by = f"{governing['policy']}@{governing['version']}" if governing.get("version") else None
    for name, want, have in pairs:
        if want is not None and want != have:
            yield f"{name} is {have}", f"expected {want}{_how(got, by, key) if name == 'outcome' else ''}"
    for criterion, want in expect.decides.items():
        if found.get(criterion) != want:
            yield f"criterion `{criterion}` is {found.get(criterion, 'not shown')}", f"expected {want}"
    if expect.needs is not None:
        needs = list(dict.fromkeys(name for name, _ in asked_in(got["still_needed"])))
        if needs != expect.needs:
            yield (
                f"still needed: {', '.join(needs) or 'nothing'}",
                f"expected {', '.join(expect.needs) or 'nothing'}",
            )
    flags: set[str] = {f["code"] for f in got["flags"]}
    for code in expect.flags:
        if code not in flags:
            yield f"flag `{code}` is missing", f"there are {', '.join(sorted(flags)) or 'none'}"
    for code in expect.no_flags:
        if code in flags:
            yield f"flag `{code}` is there", "expected not to be"


def _how(got: dict[str, Any], by: str | None, key: str) -> str:
    """What helps to see why another outcome came out: who decided, and what was still open."""
    needs = ", ".join(dict.fromkeys(name for name, _ in asked_in(got["still_needed"])))
    said = [f"still needed: {needs}"] if needs else []
    if any(flag["code"] == "plan_unknown" for flag in got["flags"]):
        said.append("the library has no such plan")
    elif by is None:
        said.append("no policy decided it: the plan has adopted none for this code and day")
    elif by != key:
        said.append(f"decided by {by}")
    return "".join(f"; {one}" for one in said)


def _nodes(view: dict[str, Any] | None) -> dict[str, str]:
    """Every criterion id of a rationale with its value."""
    out: dict[str, str] = {}
    stack = [view] if view else []
    while stack:
        one = stack.pop()
        out.setdefault(one["id"], one["value"])
        stack.extend(one.get("children", ()))
    return out
