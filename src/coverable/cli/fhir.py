"""`coverable fhir`: what EHRs are answered, without a server."""

from __future__ import annotations

import typer

from coverable.cli.cds import cds
from coverable.cli.forms import answers, package, questionnaire

fhir_app = typer.Typer(help="What EHRs are answered: CRD and DTR, offline.", no_args_is_help=True)
for one in (cds, questionnaire, package, answers):
    fhir_app.command()(one)


@fhir_app.callback()
def group() -> None:
    """What EHRs are answered: CRD and DTR, offline."""
