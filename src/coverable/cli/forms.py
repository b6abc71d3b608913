"""`coverable fhir questionnaire`, `package`, `answers`: a policy as a form, and its answers as a request."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from coverable.base.problem import refuse
from coverable.base.shape import is_object
from coverable.cli.options import AsOf, Library_, day_of, guarded
from coverable.cli.output import result_stream, write_text

PolicyName = Annotated[str, typer.Argument(metavar="POLICY", help="id, id@version, number or title.")]
Service = Annotated[
    str | None, typer.Option("--service", help="Of a policy with several services; default: the first.")
]
Base = Annotated[
    str, typer.Option("--address", metavar="URL", help="Of the server that EHRs will find the form on.")
]
Version = Annotated[
    Literal["2.2", "2.0.1"], typer.Option("--version", help="Of DTR: 2.2 (now), or 2.0.1 (the law in force).")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to this file.")]
HERE = "http://localhost:8010"


@guarded
def questionnaire(
    policy: PolicyName,
    service: Service = None,
    version: Version = "2.2",
    address: Base = HERE,
    library: Library_ = None,
    as_of: AsOf = None,
    output: Output = None,
) -> None:
    """The form of a policy version as a FHIR Questionnaire: one question for each fact that it looks at."""
    from coverable.fhir.dtr.logic import logic_of
    from coverable.fhir.dtr.questionnaire import questionnaire as made

    form, _ = _form(policy, service, library, as_of)
    base = address.rstrip("/")
    _write(made(form, base, version, logic_of(form, base)), output)


@guarded
def package(
    policy: PolicyName,
    service: Service = None,
    version: Version = "2.2",
    address: Base = HERE,
    record: Annotated[
        Path | None,
        typer.Option(
            "--record", metavar="BUNDLE", help="A patient's record with the order: fills the draft."
        ),
    ] = None,
    adaptive: Annotated[bool, typer.Option("--adaptive", help="Asked question by question.")] = False,
    library: Library_ = None,
    as_of: AsOf = None,
    output: Output = None,
) -> None:
    """The DTR package of a policy version: form, draft answers, logic and value sets, as one Bundle."""
    from coverable.fhir.dtr.logic import logic_of
    from coverable.fhir.dtr.package import For
    from coverable.fhir.dtr.package import package as made
    from coverable.fhir.dtr.recorded import recorded
    from coverable.fhir.record import compile_record

    form, engine = _form(policy, service, library, as_of)
    whose = For()
    if record is not None:
        reader = compile_record(engine.library.glossary)
        whose = recorded(_json(record), reader, engine.plans, record.name)
    day = day_of(as_of, "--as-of")
    now = f"{day.isoformat()}T00:00:00Z" if day else _now()
    base = address.rstrip("/")
    _write(made(form, base, version, whose, now, logic_of(form, base), adaptive), output)


@guarded
def answers(
    response: Annotated[Path, typer.Argument(metavar="RESPONSE.json", help="A QuestionnaireResponse.")],
    plan: Annotated[str, typer.Option("--plan", help="The plan that the coverage is of.")],
    code: Annotated[str, typer.Option("--code", help="The HCPCS or CPT code that is ordered.")],
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="The date of service.")],
    policy: Annotated[
        str | None, typer.Option("--policy", help="Whose form it answers; default: as the response says.")
    ] = None,
    address: Base = HERE,
    library: Library_ = None,
    output: Output = None,
) -> None:
    """The answers to a form as a request, which `coverable check` decides."""
    from coverable.determination.engine import open_engine
    from coverable.fhir.dtr.answers import read_answers, request_with
    from coverable.fhir.dtr.catalogue import form_named
    from coverable.fhir.dtr.form import form_of

    engine = open_engine(library)
    given = _json(response)
    day = day_of(date, "--date")
    assert day is not None
    if policy is not None:
        form = form_of(engine.library.one(policy, day))
    else:
        canonical = given.get("questionnaire") if is_object(given) else None
        found = form_named(engine, address.rstrip("/"), str(canonical), day)
        if found is None:
            why = "its `questionnaire` is no form of this library at this address"
            raise refuse("the form is not known", "$.questionnaire", why, "name the policy: --policy POLICY")
        form = found[0]
    base = {"coverages": [plan], "services": [{"code": code, "date": date}]}
    _write(request_with(base, read_answers(given, form)), output)


def _form(policy: str, service: str | None, library: Path | None, as_of: str | None) -> Any:
    """(form, engine)."""
    from coverable.determination.engine import open_engine
    from coverable.fhir.dtr.form import form_of

    engine = open_engine(library)
    return form_of(engine.library.one(policy, day_of(as_of, "--as-of")), service), engine


def _json(path: Path) -> Any:
    from coverable.determination.request import parse_json

    try:
        return parse_json(path.read_bytes(), path.name)
    except OSError as error:
        raise refuse("the file cannot be read", path.name, error.strerror or "", "check the path") from None


def _write(made: Any, output: Path | None) -> None:
    import msgspec

    from coverable.fhir.answers import encoded

    with result_stream(output) as stream:
        write_text(stream, msgspec.json.format(encoded(made), indent=2).decode() + "\n")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
