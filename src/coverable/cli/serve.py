"""`coverable serve`: the pages, and the same as JSON, from this machine."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from coverable.base.problem import refuse
from coverable.cli.options import AsOf, Library_, day_of, guarded
from coverable.cli.output import library_root
from coverable.cli.progress import progress

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TRY = (
    ("look up a code", "/?q=E1399&plan=sentara/medicare&date=2026-02-10"),
    ("check a case", "/checklist?plan=sentara/medicare&code=E1399&date=2026-02-10"),
    ("compare two payers", "/compare?first=sentara/dme-32&second=healthy-blue/cg-med-28"),
)


@guarded
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to answer at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8010,
    library: Library_ = None,
    documents: Annotated[
        Path | None,
        typer.Option("--documents", metavar="DIR", help="Source documents, shown beside where rights allow."),
    ] = None,
    claims: Annotated[
        Path | None,
        typer.Option("--claims", metavar="DIR", help="Folder of claims runs (OUT_DIRs) to look at."),
    ] = None,
    edit: Annotated[
        bool, typer.Option("--edit", help="The workbench may write into the library folder (never a commit).")
    ] = False,
    public_read_only: Annotated[
        bool, typer.Option("--public-read-only", help="For anybody: no workbench, no reviewer's view.")
    ] = False,
    clients: Annotated[
        Path | None,
        typer.Option(
            "--clients", metavar="FILE", help="EHRs that may call (docs/fhir.md); none: this machine."
        ),
    ] = None,
    members: Annotated[
        Path | None,
        typer.Option("--members", metavar="FILE", help="CSV of plan and member: who is insured."),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database", metavar="URL", help="Where answers to EHRs are kept; default: a SQLite file."
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="URL", help="Of this server as EHRs see it, behind a proxy."),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE", help="For https: the chain as PEM.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="Its private key as PEM.")] = None,
    as_of: AsOf = None,
) -> None:
    """Pages for providers, reviewers and analysts, each with its JSON, and the endpoints for EHRs. Without
    options: this machine only, with the library that comes along."""
    _allowed(host, edit, public_read_only)
    _reachable(address, clients, public_read_only)
    try:
        import uvicorn

        from coverable.web.app import get_ready, make_app
        from coverable.web.site import Ehr, Settings
    except ModuleNotFoundError as error:
        raise refuse(
            "this part is not installed",
            error.name or "coverable serve",
            "pages need the web server, which an installation can do without",
            "install it: pip install 'coverable[web]'",
        ) from None
    if (certificate is None) != (key is None):
        raise refuse("https needs both", "--certificate, --key", "one of the two is missing", "give both")
    for name, folder in (("--documents", documents), ("--claims", claims)):
        if folder is not None and not folder.is_dir():
            raise refuse("no such folder", f"{name} {folder}", "files are read from it", "check the path")
    root, today = library_root(library), day_of(as_of, "--as-of")
    bound = _bind(host, port)
    scheme = "https" if certificate else "http"
    at = f"{scheme}://{'[' + host + ']' if ':' in host else host}:{bound.getsockname()[1]}"
    # without registered clients the endpoints for EHRs are for this machine only, as the pages are
    wanted = _installed() and (clients or not public_read_only)
    ehr = Ehr((address or at).rstrip("/"), clients, members, database) if wanted else None
    app = make_app(Settings(root, documents, claims, edit, public_read_only, today, ehr))
    with progress("Policies are built") as told:
        get_ready(app, told, shared=True)
    begin = "".join(f"  {says:<20}{at}{path}\n" for says, path in TRY)
    sys.stdout.write(f"Coverable is at {at}  (Ctrl+C ends it)\n\nTo begin:\n{begin}")
    sys.stdout.flush()
    # no access log: an address could name what somebody looked for
    # Python's own default is TLS 1.2 or newer (CRD sec-2)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    uvicorn.Server(config).run(sockets=[bound])


def _allowed(host: str, edit: bool, public: bool) -> None:
    """Without sign-in nothing but public reading leaves this machine."""
    if host not in LOOPBACK and not public:
        raise refuse(
            f"`--host {host}` lets others in",
            "--host",
            "there is no sign-in, so everybody could use the workbench and see reviewers' views",
            "leave --host away, or add --public-read-only",
        )
    if edit and public:
        raise refuse(
            "--edit and --public-read-only exclude each other",
            "--edit",
            "the public may not write",
            "give one",
        )


def _reachable(address: str | None, clients: Path | None, public: bool) -> None:
    """An address that others see needs clients who are known, and pages that anybody may read."""
    if address is None or urlsplit(address).hostname in LOOPBACK:
        return
    if clients is None or not public:
        raise refuse(
            f"`--address {address}` is reached by others",
            "--address",
            "anybody could call without registered clients, and read every page without sign-in",
            "add --clients and --public-read-only, or leave --address away",
        )


def _installed() -> bool:
    """Whether what the endpoints for EHRs keep their answers with is there."""
    from importlib.util import find_spec

    return find_spec("sqlalchemy") is not None


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()  # before the address is printed: who follows it at once waits, and is not refused
    except OSError as error:
        bound.close()
        why = error.strerror or str(error)
        raise refuse(
            f"port {port} cannot be used", f"{host}:{port}", why, "name another with --port"
        ) from None
    return bound
