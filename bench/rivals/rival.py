"""What the benchmark asks of any engine: decide all requests, say how long it took, say what came out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from time import process_time
from typing import Any, Protocol

from bench.check import Said
from bench.facts import Sample


class Rival(Protocol):
    """One engine with one policy's criteria and the requests."""

    name: str
    version: str

    def seconds(self) -> float:
        """Time for one request, over one pass through all of them."""
        ...

    def said(self) -> list[Said]:
        """Outcome and values of every request."""
        ...


class PythonRival:
    """An engine that is called in this process with a dict of facts."""

    def __init__(
        self,
        name: str,
        package: str,
        samples: Sequence[Sample],
        run: Callable[[Any], Any],
        read: Callable[[Any], Said],
    ) -> None:
        self.name = name
        self.version = f"{package} {version(package)}"
        self._facts = [dict(sample.plain) for sample in samples]
        self._run, self._read = run, read

    def seconds(self) -> float:
        run, facts = self._run, self._facts
        start = process_time()
        for one in facts:
            run(one)
        return (process_time() - start) / len(facts)

    def said(self) -> list[Said]:
        return [self._read(self._run(one)) for one in self._facts]


class Absent(Exception):
    """The rival is not installed; the message says how to install it."""


__all__ = ["Absent", "PackageNotFoundError", "PythonRival", "Rival"]
