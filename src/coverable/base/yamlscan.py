"""ruamel.yaml's YAML 1.2 reader with its slowest steps taken in one go.

ruamel reads a file character by character, and finds its own parts through properties. Here the parts are one
object, a mark is a line and a column, and a plain scalar is found by one search. Grammar and messages are
ruamel's: the tests compare every node, and every refusal, with those of ruamel itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML, tokens
from ruamel.yaml.loader import SafeLoader

_SPACE = "\0 \t\r\n\x85\u2028\u2029"
_IN_BLOCK = re.compile(rf"[{_SPACE}]|:(?=[{_SPACE}])")
_IN_FLOW = re.compile(rf"[{_SPACE},\[\]{{}}]|:(?=[{_SPACE}])")
"""Where a piece of a plain scalar ends."""
_DIRECTIVE = re.compile("(?:^\ufeff?|[\r\n])%")


def compose(text: str) -> list[Any]:
    """The root node of each document. Raises ruamel's YAMLError."""
    if _DIRECTIVE.search(text):  # rare, and it may change what the characters mean
        return list(_plain_loader().compose_all(text))
    loader: Any = _Loader(text)
    found: list[Any] = []
    try:
        while loader.check_node():
            found.append(loader.get_node())
    finally:
        loader.dispose()
    return found


def _plain_loader() -> Any:
    loader: Any = YAML(typ="safe", pure=True)
    loader.version = (1, 2)
    return loader


class _Mark:
    """Where something stands, from 0."""

    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column


if TYPE_CHECKING:

    class _Ruamel:
        """What is used of ruamel's loader, which carries no types."""

        buffer: str
        pointer: int
        index: int
        line: int
        column: int
        indent: int
        tokens: list[Any]
        flow_context: list[str]
        possible_simple_keys: dict[int, Any]
        allow_simple_key: bool
        state: Any
        current_event: Any

        def __init__(self, text: str, version: tuple[int, int]) -> None: ...
        def forward(self, length: int = 1) -> None: ...
        def need_more_tokens(self) -> bool: ...
        def fetch_more_tokens(self) -> None: ...
        def scan_plain_spaces(self, indent: int, start: Any) -> list[str]: ...

else:
    _Ruamel = SafeLoader


class _Loader(_Ruamel):
    parser: Any = None
    scanner: Any = None
    reader: Any = None
    resolver: Any = None
    max_depth = 0  # no limit of ruamel's: the reader of the nodes has its own

    def __init__(self, text: str) -> None:
        self.parser = self.scanner = self.reader = self.resolver = self
        super().__init__(text, (1, 2))

    def peek(self, index: int = 0) -> str:
        return self.buffer[self.pointer + index]

    def forward(self, length: int = 1) -> None:
        end = self.pointer + length
        if self.buffer[self.pointer : end].isprintable():  # then no line ends here
            self.pointer = end
            self.index += length
            self.column += length
        else:
            super().forward(length)

    def get_mark(self) -> _Mark:
        return _Mark(self.line, self.column)

    def check_token(self, *kinds: Any) -> bool:
        while self.need_more_tokens():
            self.fetch_more_tokens()
        return bool(self.tokens) and (not kinds or isinstance(self.tokens[0], kinds))

    def need_more_tokens(self) -> bool:
        if self.tokens and not self.possible_simple_keys:
            return False
        return super().need_more_tokens()

    def check_event(self, *kinds: Any) -> bool:
        if self.current_event is None and self.state:
            self.current_event = self.state()
        return self.current_event is not None and (not kinds or isinstance(self.current_event, kinds))

    def scan_plain(self) -> Any:
        start = end = self.get_mark()
        indent = self.indent + 1
        in_flow = bool(self.flow_context)
        ends = _IN_FLOW if in_flow else _IN_BLOCK
        parts: list[str] = []
        between: list[str] = []
        while self.buffer[self.pointer] != "#":
            stop = ends.search(self.buffer, self.pointer)
            assert stop  # the buffer ends with a zero
            length = stop.start() - self.pointer
            if not length:
                break
            self.allow_simple_key = False
            parts += between
            parts.append(self.buffer[self.pointer : stop.start()])
            self.forward(length)
            end = self.get_mark()
            between = self.scan_plain_spaces(indent, start)
            if not between or (not in_flow and self.column < indent):
                break
        return tokens.ScalarToken("".join(parts), True, start, end)
