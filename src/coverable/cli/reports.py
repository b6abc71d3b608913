"""Findings for other programs: JUnit for test runners, workflow commands for pull requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring


def junit(suites: Mapping[str, Sequence[tuple[str, Sequence[Mapping[str, str]]]]]) -> str:
    """JUnit XML of {suite: [(test, problems)]}; a test without problems passed."""
    root = Element("testsuites", name="coverable")
    for name, tests in suites.items():
        failed = sum(bool(problems) for _, problems in tests)
        suite = SubElement(
            root, "testsuite", name=name, tests=str(len(tests)), failures=str(failed), errors="0"
        )
        for test, problems in tests:
            case = SubElement(suite, "testcase", name=_plain(test), classname=_plain(name))
            for one in problems:
                failure = SubElement(case, "failure", message=_plain(one["what"]))
                failure.text = _plain(
                    f"{one['where']}: {one['what']}\nwhy:  {one['why']}\nnext: {one['next']}"
                )
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def github(rows: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """Workflow commands of (error | warning | notice, problem), one a line, at their place in the file."""
    return "\n".join(_command(level, one) for level, one in rows)


def _command(level: str, one: Mapping[str, str]) -> str:
    place = re.fullmatch(r"(.+?):(\d+):(\d+)", one["where"])
    at = f" file={_value(place[1])},line={place[2]},col={place[3]}" if place else ""
    said = f"{one['what']}; {one['why']}. Next: {one['next']}"
    says = said if place else f"{one['where']}: {said}"
    return f"::{level}{at}::{says.replace('%', '%25').replace(chr(13), '%0D').replace(chr(10), '%0A')}"


def _value(text: str) -> str:
    out = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return out.replace(":", "%3A").replace(",", "%2C")


def _plain(text: str) -> str:
    """Only characters that XML can hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd]", "?", text)
