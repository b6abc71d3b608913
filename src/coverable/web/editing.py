"""The files of a version in a form: limits, leave to write, writing, and one reading signed in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final

from starlette.datastructures import FormData

from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.base.shape import is_object
from coverable.base.yamlfile import parse_yaml
from coverable.policy.overlay import FACTS, facts_of
from coverable.policy.signing import Steps, sign
from coverable.proof.workflow.ready import not_ready
from coverable.web.forms import text
from coverable.web.site import Site

FILES: Final = ("policy.yaml", "signoff.yaml", "cases.yaml", FACTS)
"""What can be edited of a version; the last stands in the glossary (`overlay.facts_of`)."""
LONGEST: Final = 1_000_000
"""Characters of one edited file."""


def edited(form: FormData, names: Sequence[str]) -> dict[str, str]:
    """The files that a form holds, empty ones left empty. Refused where one is too long."""
    out: dict[str, str] = {}
    for name in names:
        body = text(form, name).replace("\r\n", "\n")  # a browser sends lines its own way
        if len(body) > LONGEST:
            why = f"at most {LONGEST:,} characters are taken"
            next = "edit it in an editor and use the command line"
            raise refuse("the file is too long", name, why, next)
        out[name] = f"{body}\n" if body else ""
    return out


def may_edit(site: Site) -> None:
    """Refused when the server was started without `--edit`."""
    if not site.settings.edit:
        why = "the server was started without --edit"
        raise refuse("nothing is written here", "the library", why, "keep the file, or start with --edit")


def written(home: Path) -> dict[str, str]:
    """The files of a version as they are on the disk now; "" where there is none."""
    places = {name: place_of(home, name) for name in FILES}
    return {n: at.read_text(encoding="utf-8") if at.is_file() else "" for n, at in places.items()}


def place_of(home: Path, name: str) -> Path:
    """Where a file of a version stands."""
    return facts_of(home) if name == FACTS else home / name


def digest_of(files: Mapping[str, str]) -> str:
    """By this a form knows whether the files that it was begun from are still there."""
    return sha256("\0".join(files[name] for name in FILES if name in files).encode()).hexdigest()


def may_write(home: Path, begun: str, files: Mapping[str, str], done: Mapping[str, Any]) -> None:
    """Refused, and nothing is written, where the version is approved on the disk, somebody else changed it
    meanwhile, the new files cannot be read, or they would be approved with faults. `done` is their trial."""
    now = written(home)
    where = f"{home.parent.name}/{home.name}"
    if approved(now["signoff.yaml"]):
        why, next = "an approved version does not change any more", "make a version of its own of the change"
        raise refuse("this version is approved", where, why, next)
    if begun != digest_of(now):
        why = "somebody changed the files after this page was opened; writing would lose what they wrote"
        raise refuse("the files are others now", where, why, "keep yours as files, and open the page again")
    decides = approved(files["signoff.yaml"])
    problems = list(not_ready(done)) if decides else [Problem(**one) for one in done["problems"]]
    problems += [Problem(**one) for one in done["lacks"]] if decides else []
    if problems:
        raise Refused(problems)


def approved(signoff: str) -> bool:
    """Whether a sign-off says so; one that cannot be read does not."""
    try:
        data: Any = parse_yaml(signoff, "signoff.yaml").data if signoff.strip() else {}
    except Refused:
        return False
    encoding: Any = data.get("encoding") if is_object(data) else None
    return is_object(encoding) and encoding.get("status") == "approved"


def write(home: Path, files: Mapping[str, str]) -> None:
    """All files, each put in its place whole; nothing is followed out of the folder."""
    parts = {
        name: place_of(home, name).parent / f".{name}.{token_urlsafe(6)}.part"
        for name, body in files.items()
        if body
    }
    try:
        for name, part in parts.items():
            part.parent.mkdir(exist_ok=True)
            with part.open("x", encoding="utf-8", newline="\n") as file:
                file.write(files[name])
        for name, part in parts.items():
            part.replace(place_of(home, name))
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def sign_in(file: str, rows: Sequence[Mapping[str, Any]], form: Mapping[str, str], under: Steps = ()) -> str:
    """The file with the reading signed that the form names (fields `sign`, `option.ID`, `because.ID`,
    `signed_by`, `signed_on`). `rows` are the interpretations that may be signed."""
    name = form.get("sign", "")
    row = next((one for one in rows if one["id"] == name), None)
    if row is None:
        why = "the policy that stands in the form declares no such interpretation"
        known = [str(one["id"]) for one in rows]
        raise refuse(f"no interpretation `{name[:60]}`", "sign", why, did_you_mean(name, known))
    said = {
        "option": form.get(f"option.{name}", ""),
        "because": form.get(f"because.{name}", ""),
        "by": form.get("signed_by", ""),
        "on": form.get("signed_on", ""),
    }
    return sign(file, name, row["options"], said, under)
