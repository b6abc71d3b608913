"""Screen 5, the files of a version that stands in the library: lint and live cases at every change."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from coverable.base.problem import Problem
from coverable.policy.signing import to_sign
from coverable.proof.trial import trial
from coverable.proof.workflow.gate import lacks
from coverable.web import answers
from coverable.web.editing import FILES, digest_of, edited, may_edit, may_write, sign_in, write, written
from coverable.web.forms import read_form, text
from coverable.web.screens import Screens
from coverable.web.site import NotThere

HOME: Final = "/workbench/edit/{publisher}/{number}/{version}"


def add(screens: Screens) -> None:
    """The editor, where the server was not opened to the public."""
    if screens.site.settings.public:
        return
    site, pages = screens.site, screens.pages

    def folder(publisher: str, number: str, version: str) -> Path:
        key = f"{publisher}/{number}@{version}"
        known = site.engine.library.folders
        if key not in known:
            why = "the library of this server does not hold it"
            raise NotThere(Problem(f"no policy `{key[:80]}`", "the address of the page", why, "choose one"))
        return known[key]

    def view(
        publisher: str, number: str, version: str, files: Mapping[str, str], begun: str
    ) -> dict[str, Any]:
        return {
            "publisher": publisher,
            "number": number,
            "version": version,
            "files": files,
            "trial": tried(publisher, number, version, files),
            "to_sign": to_sign(files["policy.yaml"], files["signoff.yaml"]),
            "edit": site.settings.edit,
            "begun": begun,
        }

    def tried(publisher: str, number: str, version: str, files: Mapping[str, str]) -> dict[str, Any]:
        written, policy = {name: body for name, body in files.items() if body}, f"{publisher}/{number}"
        done = trial(site.engine.library.root, policy, version, written, site.today)
        return {**done, "lacks": lacks(site.engine.library.root, policy, version, written)}

    @screens.get(HOME, "edit.html", "A version to edit", heavy=True)
    def edit(publisher: str, number: str, version: str) -> Mapping[str, Any]:
        """The files of a version, with what the lint says, whether the cases hold, and readings to sign."""
        home = folder(publisher, number, version)
        files = written(home)
        return view(publisher, number, version, files, digest_of(files))

    @pages.post(HOME + "/try")
    async def try_out(request: Request, publisher: str, number: str, version: str) -> Response:
        folder(publisher, number, version)
        files = edited(await read_form(request), FILES)
        done = await site.alone(lambda: tried(publisher, number, version, files))
        return answers.html("trial.html", view={"trial": done})

    @pages.post(HOME + "/sign")
    async def signed(request: Request, publisher: str, number: str, version: str) -> Response:
        """The page with one reading signed in its signoff.yaml; nothing is written."""
        folder(publisher, number, version)
        form = await read_form(request)
        files = edited(form, FILES)
        rows = to_sign(files["policy.yaml"], files["signoff.yaml"])
        files["signoff.yaml"] = sign_in(
            files["signoff.yaml"], rows, {name: text(form, name) for name in form}
        )
        begun = text(form, "begun")
        made = await site.alone(lambda: view(publisher, number, version, files, begun))
        return screens.page(request, "edit.html", {**made, "signed": text(form, "sign")})

    @pages.post(HOME + "/keep")
    async def keep(request: Request, publisher: str, number: str, version: str) -> Response:
        """One edited file to keep, or with `--edit` the write into the working folder."""
        home = folder(publisher, number, version)
        form = await read_form(request)
        name = text(form, "keep")
        if name in FILES:
            return answers.file(edited(form, FILES)[name], name, "application/yaml")
        may_edit(site)
        files = edited(form, FILES)
        done = await site.alone(lambda: tried(publisher, number, version, files))
        may_write(home, text(form, "begun"), files, done)
        write(home, files)
        site.open()
        return RedirectResponse(HOME.format(publisher=publisher, number=number, version=version), 303)
