"""Screen 6: what a review of claims came to, its worklist, and one claim's rationale.

A claim's number leads to a member: it travels in the body of a form, never in an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from coverable.base.problem import Problem, refuse
from coverable.claims.report import report, runs_in, worklist
from coverable.determination.decide import determine
from coverable.determination.shown import result
from coverable.web.charts import bars
from coverable.web.forms import read_form, text
from coverable.web.screens import Screens
from coverable.web.site import NotThere

Start = Annotated[int, Query(ge=0, le=1_000_000, description="Rows of the worklist to pass over.")]
DEMO = "made-up-claims"
DEMO_LINES = 5_000


def add(screens: Screens) -> None:
    """Runs, where the server was not opened to the public."""
    site, pages = screens.site, screens.pages
    if site.settings.public:
        return
    demo: list[TemporaryDirectory[str]] = []

    def home() -> Path | None:
        return site.settings.runs or (Path(demo[0].name) / "runs" if demo else None)

    def run(name: str) -> Path:
        folder = home()
        known = [path for path in folder.iterdir() if path.name == name] if folder else []
        if not known:
            what, why = f"no run `{name[:60]}`", "the folder of runs does not hold it"
            raise NotThere(Problem(what, "the address of the page", why, "choose one from the list"))
        return known[0]

    @screens.get("/claims", "claims.html", "Runs of claims reviews")
    def runs() -> Mapping[str, Any]:
        """Every run that has ended, the newest first."""
        folder = home()
        return {"runs": runs_in(folder) if folder else [], "folder": folder is not None}

    def charts(view: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"charts": {name: bars(counts) for name, counts in view["report"]["counts"].items()}}

    @screens.get("/claims/{name}", "run.html", "One run: counts, signals, worklist", context=charts)
    def one(name: str, start: Start = 0) -> Mapping[str, Any]:
        """Counts by outcome, plan and policy, signals, missing facts, what was set aside, the worklist."""
        folder = run(name)
        return {"report": report(folder), "worklist": worklist(folder, start)}

    @pages.post("/claims/demo")
    async def make_demo(request: Request) -> Response:
        """A run over made-up claims, kept until the server ends."""
        if site.settings.runs is not None:
            raise refuse(
                "there are runs already", "--claims", "the server was given a folder", "look at those"
            )
        if not demo:
            demo.append(await run_in_threadpool(_demo, site.settings.library))
        return RedirectResponse(f"/claims/{DEMO}", 303)

    @pages.post("/claims/{name}/claim")
    async def claim(request: Request, name: str) -> Response:
        """The rationale of a claim's lines, as `check` gives it."""
        from coverable.claims.explain import Ended, explain

        form = await read_form(request)
        number = text(form, "claim")
        if not number:
            raise refuse("no claim is named", "claim", "its number is needed", "type the number of a claim")
        found = explain(Ended(run(name)), number, site.engine)
        lines = [
            {
                "said": one.said,
                "result": result(one.request, determine(one.request, site.engine), site.engine, True)
                if one.request
                else None,
            }
            for one in found
        ]
        return screens.page(
            request, "claim.html", {"run": name, "claim": number, "lines": lines, "open": None}
        )


def _demo(library: Path | None) -> TemporaryDirectory[str]:
    from coverable.claims.mapping import read_mapping
    from coverable.claims.run import Asked, review
    from coverable.claims.synth.write import synth

    made: TemporaryDirectory[str] = TemporaryDirectory(prefix="coverable-")
    root = Path(made.name)
    claims = root / "claims.parquet"
    synth(claims, DEMO_LINES, 1, 0.002, 0.3, lambda done, all: None)
    (root / "runs").mkdir()
    asked = Asked(claims, root / "runs" / DEMO, read_mapping(None), library, None, None, 1, None, "local")
    review(asked, lambda done, all: None)
    return made
