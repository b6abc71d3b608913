"""Examples of findings: what a document looks like that raises one, and one that does not.

An example is lines of a small document, most often of its criteria; the rest of it is the same in all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from coverable.base.shape import is_object
from coverable.base.yamlfile import parse_yaml

PARTS = {
    "Header": "Policy Number: P-1\nEffective Date: 01/01/2026\nLines of Business: Commercial",
    "Criteria": "A brace is medically necessary when ALL of the following are met:\n\nA. Pain on most days\n"
    "B. Weakness of the joint",
    "Coding": "L1810 words",
    "End": "",
}
"""What stands in a part of the document that an example does not write."""
_PART = re.compile(r"^# (Document|Header|Criteria|Coding|End)\n", re.MULTILINE)


class Example(NamedTuple):
    """Lines that raise a finding, and lines that do not."""

    bad: str
    good: str


@cache
def examples() -> Mapping[str, Example]:
    """By the id of the finding; findings of files that are no text (a scanned page) have none."""
    text = files("coverable.document").joinpath("data/examples.yaml").read_text("utf-8")
    data = parse_yaml(text, "examples.yaml").data
    assert is_object(data)
    return {name: Example(str(one["bad"]), str(one["good"])) for name, one in data.items() if is_object(one)}


def document_of(example: str) -> bytes:
    """The document that an example stands for."""
    parts = dict(PARTS)
    at, name = 0, "Criteria"
    for match in _PART.finditer(example):
        if example[at : match.start()].strip():
            parts[name] = example[at : match.start()].strip("\n")
        at, name = match.end(), match[1]
    if example[at:].strip():
        parts[name] = example[at:].strip("\n")
    if "Document" in parts:
        return parts["Document"].replace("# Page", "\f").encode()
    coding = "" if parts["Coding"] == "null" else parts["Coding"]
    body = f"Criteria\n\n{parts['Criteria']}\n\nCoding\n\n{coding}\n\n{parts['End']}\n"
    return f"Widget Brace\n\n{parts['Header']}\n\n{body}".encode()
