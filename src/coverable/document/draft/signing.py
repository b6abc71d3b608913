"""The sign-off of a draft: who said what about the document. Nothing is approved here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coverable.document.draft.analyst import Answers
from coverable.document.draft.made import Made


def unsigned(on: str) -> Made:
    """Of a draft that nobody answered."""
    made = Made(encoding=Made(status="draft", by="coverable read", on=on), owner="encoder")
    made["endorsed_by_publisher"] = False
    return made


def signed(answers: Answers, settled: Mapping[str, Made], on: str) -> Made:
    """With what the analyst chose, supplied and settled."""
    file = answers.file
    given = file.signoff

    def by(one: Any) -> Made:
        fields = Made(one.model_dump(exclude_none=True))
        return Made({**fields, "by": one.by or file.by, "on": one.on or file.on})

    encoding = Made(status="draft", by=file.by or "coverable read", on=file.on or on)
    drops = [f"Dropped `{name}`: {one.because}" for name, one in file.dropped.items()]
    if note := " ".join([*([given.note] if given.note else []), *drops]):
        encoding["note"] = note
    made = Made(encoding=encoding, owner=given.owner, endorsed_by_publisher=False)
    for name in ("interpretations", "left_open", "supplied"):
        rows = {key: by(one) for key, one in getattr(given, name).items()}
        if rows:
            made[name] = Made(rows)
    if settled:
        made["settled"] = Made(settled)
    return made
