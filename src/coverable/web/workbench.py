"""Screen 5, for analysts: a document becomes a draft; findings one by one; answers with lint and live cases.

Documents stay in memory until the server ends. Nothing reaches the library except as a file to keep or, with
`--edit`, a write into the working folder; never a commit.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Any, Final

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from coverable.base.problem import Problem, refuse
from coverable.document.draft.apart import read_apart
from coverable.document.draft.bench import Drafted, Read, draft_zip, drafted, write_draft
from coverable.policy.overlay import FACTS, facts_of
from coverable.policy.signing import to_sign
from coverable.proof.trial import NOTHING, trial
from coverable.web import answers
from coverable.web.editing import digest_of, edited, may_edit, sign_in, write
from coverable.web.forms import read_form, read_upload, text
from coverable.web.screens import Screens
from coverable.web.site import NotThere

MOST: Final = 20
"""Documents kept; the one that was not used for longest is forgotten."""
UNDER: Final = ("signoff",)
"""Where signatures stand in analyst.yaml."""
Place = Annotated[str, Query(max_length=40, description="Id of a finding, `F3`.")]


@dataclass(frozen=True)
class Held:
    """A document on the workbench, and what the analyst has said about it so far."""

    read: Read
    analyst: str = ""
    cases: str = ""
    facts: str = ""


class Bench:
    """The documents that were dropped here since the server began."""

    def __init__(self, screens: Screens) -> None:
        self.site = screens.site
        self.held: OrderedDict[str, Held] = OrderedDict()

    def of(self, token: str) -> Held:
        """NotThere when the server was started anew, or others took its place."""
        if token not in self.held:
            why = "the server was started anew, or other documents took its place"
            raise NotThere(
                Problem("this document is not here", "the address of the page", why, "drop it again")
            )
        self.held.move_to_end(token)
        return self.held[token]

    def drop(self, raw: bytes, name: str) -> str:
        """Reads it; the token under which it is found, known to whoever dropped it."""
        token = token_urlsafe(15)
        self.keep(token, Held(read_apart(raw, name, self.site.engine.library)))
        return token

    def keep(self, token: str, one: Held) -> None:
        """Holds it; the document that was not used for longest makes room."""
        self.held[token] = one
        while len(self.held) > MOST:
            self.held.popitem(last=False)

    def drafted(self, one: Held) -> Drafted:
        """The draft with what is said; Refused where analyst.yaml cannot be read."""
        day = self.site.today.isoformat()
        return drafted(one.read, self.site.engine.library, one.analyst, day, one.cases, one.facts)

    def facts_there(self, made: Drafted) -> str:
        """What stands in the glossary for the policy of a draft; "" where nothing does."""
        if made.checked.policy is None:
            return ""
        at = facts_of(self.site.engine.library.root.joinpath("policies", *made.home))
        return at.read_text(encoding="utf-8") if at.is_file() else ""

    def tried(self, made: Drafted) -> Mapping[str, Any]:
        """What is open, and the lint and the cases over the draft as it would stand in the library."""
        view = {
            "left": len(made.applied.open),
            "problems": made.problems(),
            "policy": made.checked.policy_text,
        }
        if made.checked.policy is None:
            return {**view, "trial": NOTHING}
        publisher, number, version = made.home
        root = self.site.engine.library.root
        done: Mapping[str, Any] = trial(root, f"{publisher}/{number}", version, made.files, self.site.today)
        if view["problems"]:  # they are told already, at their places in analyst.yaml
            done = {**done, "problems": []}
        return {**view, "trial": done}


def add(screens: Screens) -> None:
    """The workbench, where the server was not opened to the public."""
    if screens.site.settings.public:
        return
    bench = Bench(screens)
    _look(screens, bench)
    _say(screens, bench)


def _look(screens: Screens, bench: Bench) -> None:
    site = screens.site

    @screens.get("/workbench", "workbench.html", "Documents on the workbench, and versions to edit")
    def start() -> Mapping[str, Any]:
        """What was dropped here since the server began."""
        shown = [
            {"token": token, "name": one.read.source.name, "kind": one.read.source.kind,
             "findings": len(one.read.reading.findings)}
            for token, one in reversed(list(bench.held.items()))
        ]  # fmt: skip
        return {"documents": shown, "policies": [(p.key, p.file.title) for p in site.engine.library.all()]}

    @screens.get("/workbench/{token}", "draft.html", "A document with its draft", heavy=True)
    def document(token: str, finding: Place = "") -> Mapping[str, Any]:
        """Findings one by one with their places, the draft beside the document, what is open, what the lint
        and the cases say."""
        one = bench.of(token)
        made = bench.drafted(one)
        view = made.view()
        at = next((i for i, f in enumerate(view["findings"]) if f["id"] == finding), 0)
        analyst, there = one.analyst or made.analyst, bench.facts_there(made)
        return {
            "token": token,
            "page": view,
            "at": at,
            "analyst": analyst,
            "cases": one.cases,
            "facts": one.facts or there,
            "begun": digest_of({FACTS: there}),
            "to_sign": to_sign(made.checked.policy_text, analyst, UNDER),
            "edit": site.settings.edit,
            "tried": bench.tried(made),
        }


def _say(screens: Screens, bench: Bench) -> None:
    site, pages = screens.site, screens.pages

    @pages.post("/workbench")
    async def drop(request: Request) -> Response:
        why, next = "a draft is made of one", "choose a PDF, DOCX, HTML or text file"
        _, raw, given = await read_upload(request, why, next)
        name = Path(given.replace("\\", "/")).name
        token = await site.alone(lambda: bench.drop(raw, name))
        return RedirectResponse(f"/workbench/{token}", 303)

    async def said(request: Request, token: str) -> tuple[Held, Mapping[str, str], Drafted]:
        """What stands in the form, and the draft that it makes."""
        form = await read_form(request)
        given = edited(form, [name for name in ("analyst", "cases", "facts") if name in form])
        one = replace(bench.of(token), **given)
        return one, {name: text(form, name) for name in form}, await site.alone(lambda: bench.drafted(one))

    @pages.post("/workbench/{token}/try")
    async def try_out(request: Request, token: str) -> Response:
        """Nothing is kept: the lint and the cases over what stands in the form."""
        *_, made = await said(request, token)
        return answers.html("drafted.html", view={"tried": await site.alone(lambda: bench.tried(made))})

    @pages.post("/workbench/{token}/answers")
    async def answered(request: Request, token: str) -> Response:
        """The analyst's files: they are kept only when they can be read."""
        one, _, _ = await said(request, token)
        bench.keep(token, one)
        return RedirectResponse(f"/workbench/{token}#answers", 303)

    @pages.post("/workbench/{token}/sign")
    async def signed(request: Request, token: str) -> Response:
        """One reading signed in analyst.yaml; with it everything else in the form is kept."""
        one, form, made = await said(request, token)
        analyst = one.analyst or made.analyst
        rows = to_sign(made.checked.policy_text, analyst, UNDER)
        kept = replace(one, analyst=sign_in(analyst, rows, form, UNDER))
        await site.alone(lambda: bench.drafted(kept))
        bench.keep(token, kept)
        return RedirectResponse(f"/workbench/{token}#signing", 303)

    @pages.post("/workbench/{token}/draft.zip")
    async def keep(request: Request, token: str) -> Response:
        """The folder of the draft, with what stands in the form."""
        one, _, made = await said(request, token)
        packed = await site.alone(lambda: draft_zip(made))
        bench.keep(token, one)
        return answers.file(packed, "draft.zip", "application/zip")

    @pages.post("/workbench/{token}/write")
    async def write_down(request: Request, token: str) -> Response:
        """Writes the draft, with what stands in the form, into the working folder; a version that is approved
        or edited by hand is not written over."""
        may_edit(site)
        one, form, made = await said(request, token)
        bench.keep(token, one)
        home = site.engine.library.root.joinpath("policies", *made.home)
        if made.facts and form.get("begun") != digest_of({FACTS: bench.facts_there(made)}):
            why = "somebody changed them after this page was opened; writing would lose what they wrote"
            where = f"glossary/{facts_of(home).name}"
            raise refuse("the facts are others now", where, why, "keep yours, and open the page again")
        write_draft(made, home)
        write(home, {FACTS: made.facts})
        site.open()
        return RedirectResponse("/workbench/edit/" + "/".join(made.home), 303)
