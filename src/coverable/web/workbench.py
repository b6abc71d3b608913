"""Screen 5, for analysts: a document becomes a draft; findings one by one; YAML with lint and live cases.

Documents stay in memory until the server ends. Nothing reaches the library except as a file to keep or, with
`--edit`, a write into the working folder; never a commit.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from coverable.base.problem import Problem, refuse
from coverable.document.draft.bench import Drafted, Read, draft_zip, drafted, read_document, write_draft
from coverable.proof.trial import trial
from coverable.web import answers
from coverable.web.forms import read_form, read_upload, text
from coverable.web.screens import Screens
from coverable.web.site import NotThere, Site

FILES: Final = ("policy.yaml", "signoff.yaml", "cases.yaml")
"""What can be edited of a version."""
MOST: Final = 20
"""Documents kept; the one that was not used for longest is forgotten."""
LONGEST: Final = 2_000_000
"""Characters of one edited file."""
Place = Annotated[str, Query(max_length=40, description="Id of a finding, `F3`.")]


@dataclass(frozen=True)
class Held:
    """A document on the workbench, and what the analyst has said about it so far."""

    read: Read
    analyst: str = ""


def add(screens: Screens) -> None:
    """The workbench, where the server was not opened to the public."""
    if screens.site.settings.public:
        return
    _documents(screens)
    _editor(screens)


def _documents(screens: Screens) -> None:
    site, pages = screens.site, screens.pages
    held: OrderedDict[str, Held] = OrderedDict()

    def of(token: str) -> Held:
        if token not in held:
            why = "the server was started anew, or other documents took its place"
            raise NotThere(
                Problem("this document is not here", "the address of the page", why, "drop it again")
            )
        held.move_to_end(token)
        return held[token]

    def draft(token: str) -> Drafted:
        one = of(token)
        return drafted(one.read, site.engine.library, one.analyst, site.today.isoformat())

    @screens.get("/workbench", "workbench.html", "Documents on the workbench, and versions to edit")
    def start() -> Mapping[str, Any]:
        """What was dropped here since the server began."""
        shown = [
            {"token": token, "name": one.read.source.name, "kind": one.read.source.kind,
             "findings": len(one.read.reading.findings)}
            for token, one in reversed(held.items())
        ]  # fmt: skip
        return {"documents": shown, "policies": [(p.key, p.file.title) for p in site.engine.library.all()]}

    @pages.post("/workbench")
    async def drop(request: Request) -> Response:
        why, next = "a draft is made of one", "choose a PDF, DOCX, HTML or text file"
        _, raw, given = await read_upload(request, why, next)
        name = Path(given.replace("\\", "/")).name
        token = sha256(raw).hexdigest()[:20]
        if token not in held:
            made = await site.alone(lambda: read_document(raw, name, site.engine.library))
            held[token] = Held(made)
            while len(held) > MOST:
                held.popitem(last=False)
        return RedirectResponse(f"/workbench/{token}", 303)

    @screens.get("/workbench/{token}", "draft.html", "A document with its draft", heavy=True)
    def document(token: str, finding: Place = "") -> Mapping[str, Any]:
        """Findings one by one with their places, the draft beside the document, what is open."""
        one, made = of(token), draft(token)
        view = made.view()
        at = next((i for i, f in enumerate(view["findings"]) if f["id"] == finding), 0)
        return {
            "token": token,
            "page": view,
            "at": at,
            "analyst": one.analyst or made.analyst,
            "edit": site.settings.edit,
        }

    @pages.post("/workbench/{token}/answers")
    async def answered(request: Request, token: str) -> Response:
        """The analyst's file: it is kept only when it can be read."""
        given = text(await read_form(request), "analyst")
        _short(given)
        one = of(token)
        await site.alone(lambda: drafted(one.read, site.engine.library, given, site.today.isoformat()))
        held[token] = replace(one, analyst=given)
        return RedirectResponse(f"/workbench/{token}#answers", 303)

    @pages.get("/workbench/{token}/draft.zip")
    async def keep(token: str) -> Response:
        made = await site.alone(lambda: draft_zip(draft(token)))
        return answers.file(made, "draft.zip", "application/zip")

    @pages.post("/workbench/{token}/write")
    async def write(token: str) -> Response:
        """Writes the draft into the working folder; a version that is approved or edited by hand is not
        written over."""
        _may_edit(site)
        made = await site.alone(lambda: draft(token))
        publisher, _, rest = made.applied.draft.key.partition("/")
        number, _, version = rest.partition("@")
        write_draft(made, site.engine.library.root / "policies" / publisher / number / version)
        site.open()
        return RedirectResponse(f"/workbench/edit/{publisher}/{number}/{version}", 303)


def _editor(screens: Screens) -> None:
    site, pages = screens.site, screens.pages

    def folder(publisher: str, number: str, version: str) -> Path:
        key = f"{publisher}/{number}@{version}"
        known = site.engine.library.folders
        if key not in known:
            why = "the library of this server does not hold it"
            raise NotThere(Problem(f"no policy `{key[:80]}`", "the address of the page", why, "choose one"))
        return known[key]

    def tried(publisher: str, number: str, version: str, files: Mapping[str, str]) -> dict[str, Any]:
        root = site.engine.library.root
        return trial(root, f"{publisher}/{number}", version, files, site.today)

    @screens.get(
        "/workbench/edit/{publisher}/{number}/{version}", "edit.html", "A version to edit", heavy=True
    )
    def edit(publisher: str, number: str, version: str) -> Mapping[str, Any]:
        """The files of a version, with what the lint says and whether the cases hold."""
        home = folder(publisher, number, version)
        files = {name: (home / name).read_text("utf-8") if (home / name).exists() else "" for name in FILES}
        done = tried(publisher, number, version, {name: body for name, body in files.items() if body})
        key = {"publisher": publisher, "number": number, "version": version}
        return {**key, "files": files, "trial": done, "edit": site.settings.edit}

    @pages.post("/workbench/edit/{publisher}/{number}/{version}/try")
    async def try_out(request: Request, publisher: str, number: str, version: str) -> Response:
        folder(publisher, number, version)
        form = await read_form(request)
        files = {name: body + "\n" for name in FILES if (body := text(form, name)) and _short(body) is None}
        done = await site.alone(lambda: tried(publisher, number, version, files))
        return answers.html("trial.html", view={"trial": done})

    @pages.post("/workbench/edit/{publisher}/{number}/{version}/keep")
    async def keep(request: Request, publisher: str, number: str, version: str) -> Response:
        """One edited file to keep, or with `--edit` the write into the working folder."""
        home = folder(publisher, number, version)
        form = await read_form(request)
        name = text(form, "keep")
        if name in FILES:
            return answers.file(text(form, name) + "\n", name, "application/yaml")
        _may_edit(site)
        policy = site.policy(publisher, number, version)
        if policy.signoff.encoding.status == "approved":
            why = "an approved version does not change any more"
            raise refuse(
                "this version is approved", policy.key, why, "make a version of its own of the change"
            )
        for name in FILES:
            if (body := text(form, name)) and _short(body) is None:
                (home / name).write_text(body + "\n", encoding="utf-8")
        site.open()
        return RedirectResponse(f"/workbench/edit/{publisher}/{number}/{version}", 303)


def _may_edit(site: Site) -> None:
    if not site.settings.edit:
        why = "the server was started without --edit"
        raise refuse("nothing is written here", "the library", why, "keep the file, or start with --edit")


def _short(body: str) -> None:
    if len(body) > LONGEST:
        why = f"at most {LONGEST:,} characters are taken"
        raise refuse("the file is too long", "the form", why, "edit it in an editor and use the command line")
