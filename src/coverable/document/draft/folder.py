"""The folder of a draft. What people wrote or signed there is never written over.

Files that are ours carry a stamp, the digest of what follows it. One that somebody edited since has another
digest: it is kept, and whoever reads again is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from coverable.base.model import read_model
from coverable.base.problem import refuse
from coverable.base.yamlfile import read_yaml
from coverable.document.draft.analyst import Answers
from coverable.document.draft.apply import Applied
from coverable.document.draft.check import Checked
from coverable.document.draft.emit import comment, yaml_text
from coverable.document.draft.made import Draft
from coverable.document.draft.places import place_of
from coverable.document.draft.settling import passage_of
from coverable.document.draft.template import analyst_text
from coverable.policy.cite import citations_text
from coverable.policy.signoff import Signoff

SCHEMA = "# yaml-language-server: $schema=../../../../../schema/{}.schema.json"
_STAMP = re.compile(r"^# Made by `coverable read` \(([0-9a-f]{16})\)\.?.*$", re.MULTILINE)


@dataclass(frozen=True)
class WrittenFiles:
    """Names of the files that were written, and of those that were kept as people left them."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def policy_head(draft: Draft) -> str:
    """What stands above the policy: what was found and has no field of its own."""
    lines = [comment(f"Read from {draft.source.name or 'a document'}. Answer in analyst.yaml, not here.")]
    if draft.loose:
        lines.append("# Found, and without a field of its own here:")
        lines += [comment(f"- {one}") for one in draft.loose]
    return "\n".join(lines) + "\n"


def stamped(kind: str, body: str) -> str:
    """The file with its schema and its stamp."""
    return f"{SCHEMA.format(kind)}\n# Made by `coverable read` ({_digest(body)}).\n{body}"


def ours(text: str) -> bool:
    """Whether a file is as we wrote it."""
    found = _STAMP.search(text)
    return found is not None and found[1] == _digest(text[found.end() + 1 :])


def _digest(body: str) -> str:
    return sha256(body.encode("utf-8")).hexdigest()[:16]


def write_folder(
    folder: Path,
    applied: Applied,
    checked: Checked,
    answers: Answers | None,
    own: Mapping[str, str] | None = None,
) -> WrittenFiles:
    """`own` are files that people wrote (cases), left out where the folder has other ones. Refused when the
    version is approved already, or policy.yaml was edited by hand."""
    _may_write(folder)
    files = {
        "policy.yaml": stamped("policy", checked.policy_text),
        "citations.yaml": citations_text(checked.citations),
        "findings.json": findings_text(applied.draft),
    }
    signoff = stamped("signoff", yaml_text(applied.signoff))
    kept: list[str] = []
    if _free(folder / "signoff.yaml"):
        files["signoff.yaml"] = signoff
    else:
        kept.append("signoff.yaml")
    files |= _analyst(folder, applied, answers, kept)
    for name, text in (own or {}).items():
        if (folder / name).exists():
            kept.append(name)
        else:
            files[name] = text
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            part = folder / f"{name}.part"
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(folder / name)
    except OSError as error:
        raise refuse(
            "the draft cannot be written", str(folder), error.strerror or str(error), "name another folder"
        ) from None
    return WrittenFiles(tuple(files), tuple(kept))


def _analyst(folder: Path, applied: Applied, answers: Answers | None, kept: list[str]) -> dict[str, str]:
    """The analyst's file: begun, or begun anew for another edition; the one before is kept beside it."""
    path = folder / "analyst.yaml"
    if not path.exists():
        return {"analyst.yaml": analyst_text(applied, answers)}
    if answers is None or answers.file.document == applied.draft.source.sha256:
        kept.append("analyst.yaml")
        return {}
    before = path.read_text(encoding="utf-8")
    return {"analyst.before.yaml": before, "analyst.yaml": analyst_text(applied, answers)}


def _may_write(folder: Path) -> None:
    signed = folder / "signoff.yaml"
    if signed.exists() and _signed(signed).encoding.status == "approved":
        raise refuse(
            "this version is approved",
            str(folder),
            "an approved version does not change any more",
            "read the newer text into a folder of its own",
        )
    if not _free(folder / "policy.yaml"):
        raise refuse(
            "policy.yaml was written or edited by hand",
            str(folder / "policy.yaml"),
            "reading again would lose what somebody wrote there",
            "move what was edited into analyst.yaml and the file out of the way, or name another folder",
        )


def _signed(path: Path) -> Signoff:
    return read_model(Signoff, read_yaml(path, path.name))


def _free(path: Path) -> bool:
    return not path.exists() or ours(path.read_text(encoding="utf-8"))


def findings_text(draft: Draft) -> str:
    """`findings.json`: every doubt with its place and its question."""
    rows = [
        {
            **one.view(),
            "places": [place_of(draft.source, span) for span in one.spans],
            "passage": passage_of(draft, one),
        }
        for one in draft.reading.findings
    ]
    made = {"schema_version": 1, "document": draft.source.sha256, "policy": draft.key, "findings": rows}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
