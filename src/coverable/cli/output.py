"""What every command shares: refusals in four words, exit codes, streams that can print anything."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TextIO

import typer

from coverable.base.problem import Problem, Refused, refuse

SCHEMA_VERSION: Final = 1
DONE, FINDINGS, FAILED = 0, 1, 2
"""Exit codes: done whatever the outcome, findings or failed expectations, could not run."""

_PLAIN: Final = str.maketrans(
    {
        "✓": "+",
        "✗": "x",
        "•": "*",
        "·": "-",
        "–": "-",
        "—": "-",
        "…": "...",
        "→": "->",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "│": "|",
        "├": "|",
        "└": "`",
        "─": "-",
        "≥": ">=",
        "≤": "<=",
        "−": "-",
        "\u00a0": " ",
    }
)


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    """Characters that a stream cannot show, as near as its encoding allows."""
    assert isinstance(error, UnicodeEncodeError)
    shown = error.object[error.start : error.end].translate(_PLAIN)
    return shown.encode("ascii", errors="replace").decode("ascii"), error.end


def set_up_streams() -> None:
    """Print everything on any terminal: what its encoding lacks becomes the nearest plain character."""
    codecs.register_error("coverable", _in_plain)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="coverable")  # type: ignore[union-attr]


def clean(text: str) -> str:
    """Text from a request or file, harmless on a terminal: control characters become visible."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(ch if ch.isprintable() or ch in " \u00a0" else f"\\u{ord(ch):04x}" for ch in text)


def in_colour(stream: TextIO) -> bool:
    """Colour on a terminal only, and never against NO_COLOR (https://no-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def print_json(data: Any, indent: int | None = 2) -> None:
    """Data for programs, in UTF-8 wherever it goes."""
    write_text(sys.stdout, json.dumps(data, ensure_ascii=False, indent=indent) + "\n")


def write_text(stream: TextIO, text: str) -> None:
    """JSON keeps every character, whatever the terminal's encoding is."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "")
    buffer = getattr(stream, "buffer", None)
    if encoding == "utf8" or buffer is None:
        stream.write(text)
        return
    stream.flush()
    buffer.write(text.encode("utf-8"))
    buffer.flush()


def print_problems(problems: Iterable[Problem]) -> None:
    """Each problem as where, what, why and next, to standard error."""
    for problem in problems:
        for line in str(problem).split("\n"):
            sys.stderr.write(clean(line) + "\n")
    sys.stderr.flush()


class Refusals:
    """Turns a refusal into words on standard error (as `json` on standard output too) and exit code 2."""

    def __init__(self, format: str = "text") -> None:
        self.format = format

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refused):
            if self.format != "text":
                problems = [p.as_json() for p in error.problems]
                print_json({"schema_version": SCHEMA_VERSION, "problems": problems})
            print_problems(error.problems)
            raise typer.Exit(FAILED) from None


def library_root(folder: Path | None) -> Path | None:
    """The library folder that an option names. Refused when it holds no policies."""
    if folder is not None and not (folder / "policies").is_dir():
        why = "it has no folder `policies`" if folder.is_dir() else "there is no such folder"
        raise refuse("no library there", f"--library {folder}", why, "name the folder that holds `policies/`")
    return folder


def read_day_option(text: str | None, option: str) -> str | None:
    """A whole date given as an option, or None. Refused when no such day exists."""
    if text is None:
        return None
    from coverable.base.dates import read_day

    try:
        return read_day(text).isoformat()
    except ValueError as error:
        raise refuse(f"`{text[:40]}` is not a date", option, str(error), "write YYYY-MM-DD") from None


@contextmanager
def result_stream(path: Path | None) -> Generator[TextIO]:
    """Standard output, or the file of `-o`, which is replaced only when everything was written."""
    if path is None:
        yield sys.stdout
        return
    odd = path.exists() and not path.is_file()  # a device or a pipe is written to, never replaced
    part = path if odd else path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        if not odd:
            part.replace(path)
    except OSError as error:
        raise refuse(
            "the result cannot be written", f"-o {path}", error.strerror or str(error), "name another file"
        ) from None
    finally:
        if not odd:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def program() -> str:
    """How this program was called, so that a printed command works when it is copied."""
    import shutil

    called = Path(sys.argv[0])
    if called.name not in ("coverable", "coverable.exe"):
        return "coverable"
    found = shutil.which(called.name)
    if found and Path(found).resolve() == called.resolve():
        return "coverable"
    with suppress(ValueError):
        near = called.absolute().relative_to(Path.cwd())
        return str(near) if len(near.parts) > 1 else f"./{near}"
    return str(called)
