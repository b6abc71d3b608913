"""Plain text on a terminal: headings, wrapped paragraphs, tables."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typer

from coverable.cli.output import clean


def width() -> int:
    """Columns to write in: those of the terminal, but no more than people read well."""
    return max(40, min(110, shutil.get_terminal_size((100, 24)).columns))


def heading(text: str) -> None:
    typer.echo("")
    typer.secho(text, bold=True)


def para(text: str, indent: int = 0, mark: str = "") -> None:
    """A paragraph; `mark` stands before its first line and the rest hangs below."""
    lead = " " * indent + mark
    typer.echo(textwrap.fill(text, width(), initial_indent=lead, subsequent_indent=" " * len(lead)))


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]], spare: Sequence[str] = ()) -> None:
    """A table whose words stay whole; where it is too narrow for that, columns of `spare` go, one by one."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    told = [list(heads), *([clean("" if cell is None else str(cell)) for cell in row] for row in rows)]
    least = [
        max((len(word) for row in told for word in ([row[i]] if i == 0 else row[i].split())), default=0)
        for i in range(len(heads))
    ]
    shown = list(range(len(heads)))
    for head in spare:
        if _whole(least, shown) <= width():
            break
        shown.remove(heads.index(head))
    wide = {i: least[i] for i in shown}
    most = {i: max(len(row[i]) for row in told) for i in shown}
    for _ in range(max(0, width() - _whole(least, shown))):  # what is left goes where most is wrapped
        tightest = max(shown, key=lambda i: most[i] - wide[i])
        wide[tightest] += most[tightest] > wide[tightest]
    made = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for i in shown:
        made.add_column(heads[i], overflow="fold", no_wrap=i == 0, width=wide[i])
    for row in told[1:]:
        made.add_row(*(Text(row[i]) for i in shown))
    Console(highlight=False, width=max(width(), _whole(least, shown) + 1)).print(made)


def _whole(widths: Sequence[int], shown: Sequence[int]) -> int:
    """Columns that a table takes, with a space between."""
    return sum(widths[i] + 1 for i in shown)


def cited(view: Mapping[str, Any]) -> str:
    return f" ({view['cite']})" if view.get("cite") else ""


def criteria_lines(
    view: Mapping[str, Any], depth: int = 0, question: str | None = None
) -> Iterator[tuple[int, str]]:
    """(depth, line) of a criteria tree with ALL / ANY badges; `question` names the words asked at a leaf."""
    from coverable.policy.describe import BADGE

    rule = view["rule"]
    label = f"{view['label']}. " if view.get("label") else ""
    says = view["says"] or ""
    reading = view.get("reading")
    tail = cited(view)
    if reading and (question is None or reading["option"] is None):
        tail += f" [{reading['id']}: {reading['option'] or 'not signed'}]"
    if view.get("definition") and question is None:
        tail += f" [defined: {view['definition']}]"
    if rule == "leaf":
        yield depth, f"- {label}{says}{tail}"
        if question and view.get(question):
            yield depth + 1, f"? {view[question]}"
        if view.get("silent_if"):
            yield depth + 1, f"the text is silent if: {view['silent_if']['says']}"
        return
    badge = BADGE.get(rule, rule.upper())
    if rule == "at_least":
        badge = f"AT LEAST {view['n']} of"
    children = view.get("children", ())
    if rule == "interpretation":
        yield depth, f"OPEN READING {label}{says}{tail}"
        for option, child in zip(view["options"], children, strict=True):
            yield depth + 1, f"read as `{option}`:"
            yield from criteria_lines(child, depth + 2, question)
        return
    yield depth, f"{badge} {label}{says}{tail}".replace(" of  (", " of (")
    for child in children:
        yield from criteria_lines(child, depth + 1, question)


def criteria(view: Mapping[str, Any], indent: int = 2, question: str | None = None) -> None:
    for depth, line in criteria_lines(view, 0, question):
        mark, _, rest = line.partition(" ")
        para(rest, indent + 2 * depth, f"{mark} ") if mark in ("-", "?") else para(line, indent + 2 * depth)
