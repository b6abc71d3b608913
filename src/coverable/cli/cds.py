"""`coverable fhir cds`: the answer to a hook call from a file, without a server and without the network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from coverable.base.problem import refuse
from coverable.cli.options import AsOf, Library_, day_of, guarded
from coverable.cli.output import result_stream, write_text


@guarded
def cds(
    post: Annotated[Path, typer.Argument(metavar="POST.json", help="A hook call, as an EHR would post it.")],
    version: Annotated[
        Literal["2.2", "2.0"], typer.Option("--version", help="Of CRD: 2.2 (now), or 2.0 (the law in force).")
    ] = "2.2",
    library: Library_ = None,
    as_of: AsOf = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the answer to this file.")
    ] = None,
) -> None:
    """Answer a CDS Hooks call offline: cards and coverage-information. Prefetch is all that is looked at."""
    import asyncio

    import msgspec

    from coverable.determination.engine import open_engine
    from coverable.determination.request import parse_json
    from coverable.fhir.answers import encoded, object_of
    from coverable.fhir.crd.ask import Asking
    from coverable.fhir.crd.call import HOOKS, read_call
    from coverable.fhir.crd.gather import gather
    from coverable.fhir.crd.respond import respond
    from coverable.fhir.crd.versions import FAMILIES
    from coverable.fhir.payer import make_payer

    try:
        raw = post.read_bytes()
    except OSError as error:
        raise refuse("the call cannot be read", post.name, error.strerror or "", "check the path") from None
    body = object_of(parse_json(raw, post.name), post.name)
    hook: Any = body.get("hook")
    if hook not in HOOKS:
        raise refuse(
            "no hook that is answered", "$.hook", f"there are {', '.join(HOOKS)}", "name one of them"
        )
    family = next(one for one in FAMILIES if one.name == version)
    day = day_of(as_of, "--as-of")
    payer = make_payer(open_engine(library), day=day)
    call = read_call(body, hook, family)
    known = asyncio.run(gather(call, payer, Asking(payer, None, None, None)))
    made = encoded(respond(call, known, payer).body)
    text = msgspec.json.format(made, indent=2).decode() + "\n"
    with result_stream(output) as stream:
        write_text(stream, text)
