"""Sign a reading in a file that somebody edits: only that entry changes, comments and layout stay.

`signoff.yaml` holds signatures under `interpretations` and `left_open`; `analyst.yaml` has the same below
`signoff`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any, Final

from coverable.base.dates import read_day
from coverable.base.problem import Problem, Refused, did_you_mean
from coverable.base.shape import is_object
from coverable.base.yamlfile import parse_yaml

LEFT_OPEN: Final = "@left-open"
"""The choice of nobody: a person decides each case that turns on it."""
Steps = tuple[str, ...]
STATUS: Final = ("encoding", "status")


def to_sign(policy_text: str, signed_text: str, under: Steps = ()) -> list[dict[str, Any]]:
    """JSON-ready: the interpretations that a policy file declares, and how the other file signs each.

    `under` is where the signatures stand in it. A file that cannot be read gives no rows: the lint says why.
    """
    declared = _below(_data(policy_text), ("interpretations",))
    signed = _below(_data(signed_text), under)
    return [_row(name, one, signed) for name, one in declared.items() if is_object(one)]


def _row(name: str, one: Mapping[str, Any], signed: Mapping[str, Any]) -> dict[str, Any]:
    choice, left = _below(signed, ("interpretations", name)), _below(signed, ("left_open", name))
    said = choice or left
    return {
        "id": name,
        "question": str(one.get("question") or ""),
        "options": {str(key): str(value) for key, value in _below(one, ("options",)).items()},
        "state": "signed" if choice else "left open" if left else "not signed",
        "option": str(choice.get("option") or "") if choice else LEFT_OPEN if left else "",
        **{key: str(said.get(key) or "") for key in ("by", "on", "because")},
    }


def sign(text: str, name: str, options: Mapping[str, str], said: Mapping[str, str], under: Steps = ()) -> str:
    """The text with interpretation `name` signed; `said` is {option, by, on, because}.

    Refused, every fault at once, for an unknown option, a signature without name, day or reason, and a text
    that is no YAML of ours.
    """
    problems = list(_faults(name, options, said))
    if problems:
        raise Refused(problems)
    if text.strip():
        parse_yaml(text, "the file to sign")
    yaml = _round_trip()
    data: Any = yaml.load(text) or {}
    home = data
    for step in under:
        home = _inside(home, step)
    choice: dict[str, Any] = {key: " ".join(said[key].split()) for key in ("by", "because")}
    choice["on"] = read_day(said["on"])
    if said["option"] == LEFT_OPEN:
        _take(home, "interpretations", name)
        _inside(home, "left_open")[name] = _line(choice)
    else:
        _take(home, "left_open", name)
        _inside(home, "interpretations")[name] = _line({"option": said["option"], **choice})
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _faults(name: str, options: Mapping[str, str], said: Mapping[str, str]) -> Iterator[Problem]:
    where = f"the signature of {name[:60]}"
    option = said.get("option", "")
    if option != LEFT_OPEN and option not in options:
        what = f"`{option[:60]}` is no option of {name[:60]}" if option else "no option is chosen"
        yield Problem(what, where, "a signature stands for one of them", did_you_mean(option, options))
    for key, what in (("by", "nobody is named"), ("because", "no reason is given")):
        if not said.get(key, "").strip():
            why = "a reading is a person's decision, and is looked at again years later"
            yield Problem(what, where, why, f"fill in `{key}`")
    try:
        read_day(said.get("on", ""))
    except ValueError:
        yield Problem("no day is given", where, "a signature has its day", "write YYYY-MM-DD")


def _round_trip() -> Any:
    from ruamel.yaml import YAML

    yaml: Any = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4_000  # a line that somebody wrote stays a line
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _line(fields: Mapping[str, Any]) -> Any:
    """A signature on one line, as they are written by hand."""
    from ruamel.yaml.comments import CommentedMap

    made: Any = CommentedMap({key: fields[key] for key in ("option", "by", "on", "because") if key in fields})
    made.fa.set_flow_style()
    return made


def _inside(home: Any, step: str) -> Any:
    """The mapping under a key, made where there is none; an empty `{}` opens into lines of its own."""
    from ruamel.yaml.comments import CommentedMap

    if not home.get(step):
        home[step] = CommentedMap()
    return home[step]


def _take(home: Any, section: str, name: str) -> None:
    if is_object(home.get(section)) and home[section].pop(name, None) is not None and not home[section]:
        del home[section]


def _data(text: str) -> Any:
    try:
        return parse_yaml(text, "a file on the workbench").data if text.strip() else {}
    except Refused:
        return {}


def _below(data: Any, steps: Steps) -> Mapping[str, Any]:
    for step in steps:
        data = data.get(step) if is_object(data) else None
    return data if is_object(data) else {}


def as_approved(text: str) -> str:
    """A sign-off as it would stand once the encoding is approved, all else at its place; for trying only."""
    file = parse_yaml(text, "signoff.yaml")
    if STATUS not in file.places:
        return text
    line, column = file.places[STATUS]
    lines = text.splitlines(keepends=True)
    before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    lines[line - 1] = before + after.replace("draft", "approved", 1)
    return "".join(lines)
