"""`coverable fhir`: what EHRs are answered, without a server."""

from __future__ import annotations

import typer

from coverable.cli.cds import cds

fhir_app = typer.Typer(help="What EHRs are answered: CRD and DTR, offline.", no_args_is_help=True)
fhir_app.command()(cds)


@fhir_app.callback()
def group() -> None:
    """What EHRs are answered: CRD and DTR, offline."""
