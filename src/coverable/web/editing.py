"""The files of a version in a form: limits, leave to write, and one reading signed in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.datastructures import FormData

from coverable.base.problem import did_you_mean, refuse
from coverable.policy.signing import Steps, sign
from coverable.web.forms import text
from coverable.web.site import Site

LONGEST: Final = 2_000_000
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
