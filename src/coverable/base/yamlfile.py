"""YAML 1.2 files as plain data that remembers where everything stands.

Refused, with the place: duplicate keys, anchors and aliases (so no alias bomb), tags, more than
one document, control and bidirectional characters, nesting deeper than 40, files over 2 MB.
Dates stay text and decimals become Decimal: nothing is guessed from how a value looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from coverable.base import yamlcache
from coverable.base.problem import Problem, Refused, refuse
from coverable.base.shape import is_list, is_object
from coverable.base.share import share

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
Path_ = tuple[str | int, ...]
_BOOL = {"true": True, "false": False}
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")  # 007 stays text: codes keep their zeros
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NULL = {"", "~", "null", "Null", "NULL"}
_UNUSUAL = re.compile(r"[^\n\r\t -~]")
_BRACKETS = re.compile(r"[\[\]{}]")
_PLAIN_TAGS = {"str", "int", "float", "bool", "null", "timestamp", "merge", "map", "seq"}


@dataclass(frozen=True)
class YamlFile:
    """`data` as dicts, lists and scalars, and where each value of it stands."""

    name: str
    data: Any
    marks: list[int]
    """Line and column, from 1, of each value, in the order in which they are written."""

    @cached_property
    def places(self) -> Mapping[Path_, tuple[int, int]]:
        """Each path in the data to its (line, column)."""
        flat = iter(self.marks)
        return dict(zip(_paths(self.data, ()), zip(flat, flat, strict=True), strict=True))

    def where(self, path: Path_) -> str:
        """`file:line:column` of the value at `path`, or of its nearest ancestor that was written."""
        path = tuple(path)
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return f"{self.name}:{line}:{column}"


def hidden_character(text: str) -> tuple[int, str] | None:
    """Position and name of the first character that nobody can see: control, format, unpaired."""
    if text.isascii() and text.isprintable():
        return None
    for found in _UNUSUAL.finditer(text):
        ch = found[0]
        if unicodedata.category(ch) in ("Cc", "Cf", "Cs"):
            return found.start(), unicodedata.name(ch, f"U+{ord(ch):04X}")
    return None


def _brackets(text: str) -> int:
    """How many brackets are open at once at the most, whatever they stand in."""
    depth = most = 0
    for found in _BRACKETS.finditer(text):
        depth = depth + 1 if found[0] in "[{" else max(0, depth - 1)
        most = max(most, depth)
    return most


def read_yaml(path: Path, name: str | None = None) -> YamlFile:
    """Read one YAML file. Refused (never a traceback) with file:line:column when it cannot be taken."""
    name = name or str(path)
    try:
        if not path.is_file():
            raise refuse("not a file", name, "a library holds plain files only", "check the path")
        if path.stat().st_size > MAX_BYTES:
            raise refuse(
                "the file is too large",
                name,
                f"a file of ours stays under {MAX_BYTES:,} bytes",
                "split it, or check that it is the right file",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            "the file cannot be read",
            name,
            error.strerror or str(error),
            "check the path and its permissions",
        ) from None
    key = yamlcache.key_of(raw)
    held = yamlcache.get(key)
    if held is not None:
        return YamlFile(name, *held)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse(
            "the file is not UTF-8 text",
            f"{name}:{line}:1",
            "it may be binary or in another encoding",
            "save it as UTF-8",
        ) from None
    file = parse_yaml(text, name)
    yamlcache.put(key, file.data, file.marks)
    return file


def read_ahead(paths: Sequence[Path], told: Callable[[int, int], None] = lambda done, all: None) -> None:
    """Read many files for the cache on every core, so that reading them one by one then costs little.

    Says nothing of files that cannot be read: whoever reads them for their content does.
    """
    if not yamlcache.can_keep():
        return

    def known(path: Path) -> bool:
        with suppress(OSError):
            return yamlcache.has(path.read_bytes())
        return True

    def read(at: int) -> None:
        with suppress(Refused):
            read_yaml(new[at])

    new = [path for path in paths if not known(path)]
    for _ in share(read, len(new), told):
        pass
    yamlcache.sweep()


def parse_yaml(text: str, name: str) -> YamlFile:
    """The same from text in memory."""
    found = hidden_character(text)
    if found:
        at, what = found
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        raise refuse(
            f"a hidden character ({what})",
            f"{name}:{line}:{column}",
            "text that people cannot see must not decide anything",
            "delete the character",
        )
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    from coverable.base.yamlscan import compose

    # composing them would take long before it is refused; only where there are enough can so many be open
    most = 10 * MAX_DEPTH
    if text.count("[") + text.count("{") > most and _brackets(text) > most:
        raise refuse("nested too deeply", name, f"more than {MAX_DEPTH} levels", "flatten it")

    try:
        nodes = compose(text)
    except MarkedYAMLError as error:
        said: Any = error  # ruamel's errors carry no types
        mark = said.problem_mark or said.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise refuse(
            "this is not valid YAML",
            where,
            str(said.problem or said.context),
            "check indentation, quotes and colons at this place",
        ) from None
    except (RecursionError, ValueError, YAMLError) as error:
        why = str(error).partition("\n")[0][:120]
        raise refuse("this is not valid YAML", name, why, "check the file") from None
    if len(nodes) != 1 or nodes[0] is None:
        raise refuse(
            f"{len(nodes)} documents in one file" if nodes else "the file is empty",
            f"{name}:1:1",
            "one file holds exactly one document",
            "remove the `---` separators, or fill the file",
        )
    reader = _Reader(name)
    data = reader.value(nodes[0], nodes[0].start_mark, 0)
    if reader.problems:
        raise Refused(reader.problems)
    return YamlFile(name, data, reader.marks)


def _paths(data: Any, path: Path_) -> Iterator[Path_]:
    """Every path in the data, in the order in which it is written."""
    yield path
    if is_object(data):
        for key, value in data.items():
            yield from _paths(value, (*path, key))
    elif is_list(data):
        for i, value in enumerate(data):
            yield from _paths(value, (*path, i))


class _Reader:
    """Walks ruamel's node graph once; the only state is the list of places and problems."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: list[int] = []
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def value(self, node: Any, mark: Any, depth: int) -> Any:
        """What a node says. It stands at `mark`: a value of a mapping where its key is written."""
        self.marks += (mark.line + 1, mark.column + 1)
        if id(node) in self.seen or node.anchor:
            # at once: a bomb of aliases has millions of them
            raise refuse(
                "an anchor or alias",
                self._at(node),
                "files of ours never refer to themselves",
                "write it out",
            )
        if not self._plain(node):
            return None
        self.seen.add(id(node))
        if depth > MAX_DEPTH:
            raise refuse("nested too deeply", self._at(node), f"more than {MAX_DEPTH} levels", "flatten it")
        kind = type(node).__name__
        if kind == "MappingNode":
            return self._mapping(node, depth)
        if kind == "SequenceNode":
            return [self.value(child, child.start_mark, depth + 1) for child in node.value]
        return self._scalar(node)

    def _mapping(self, node: Any, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            if type(key_node).__name__ != "ScalarNode":
                self._problem(key_node, "a key that is not a word", "keys are plain words", "use a plain key")
                continue
            key = key_node.value
            if key_node.anchor or not self._plain(key_node) or key == "<<":
                self._problem(
                    key_node,
                    f"`{key[:40]}` is no plain key",
                    "files of ours hold plain data only",
                    "rename it",
                )
                continue
            if key in out:
                self._problem(
                    key_node,
                    f"the key `{key}` is given twice (first on line {lines[key]})",
                    "one of the two would silently win",
                    "keep one",
                )
                continue
            lines[key] = key_node.start_mark.line + 1
            out[key] = self.value(value_node, key_node.start_mark, depth + 1)
        return out

    def _scalar(self, node: Any) -> Any:
        text = node.value
        if node.style in ("'", '"', "|", ">"):
            return text
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if _INT.fullmatch(text) and len(text) < 19:
            return int(text)
        if _FLOAT.fullmatch(text) and len(text) < 40 and abs(Decimal(text).adjusted()) < 20:
            return Decimal(text)
        if text.lower().lstrip("+-") in (".nan", ".inf"):
            self._problem(
                node,
                f"`{text}` is not a number anyone can state",
                "a value must be finite",
                "write the number, or leave it out",
            )
            return None
        return text

    def _plain(self, node: Any) -> bool:
        """Whether a node is plain data that people can see: no tag, no hidden character by escape."""
        tag = str(node.tag or "").removeprefix("tag:yaml.org,2002:")
        if tag not in _PLAIN_TAGS:
            self._problem(node, f"a tag ({tag[:60]})", "files of ours hold plain data only", "remove the tag")
            return False
        # elsewhere a value says what is written, and that was looked through
        found = hidden_character(node.value) if getattr(node, "style", "") == '"' else None
        if found:
            self._problem(
                node, f"a hidden character ({found[1]})", "nobody can see it", "delete the character"
            )
        return found is None

    def _at(self, node: Any) -> str:
        return f"{self.name}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"

    def _problem(self, node: Any, what: str, why: str, next: str) -> None:
        self.problems.append(Problem(what, self._at(node), why, next))
