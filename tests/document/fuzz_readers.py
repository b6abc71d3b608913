"""Damaged documents without end: each is read or refused, in time, and no other exception comes out.

`python -m document.fuzz_readers --count 2000` takes made-up documents of every kind, damages their bytes (or
the parts inside a DOCX) and reads them. A document is told by its number, so what fails can be made again.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from importlib import import_module
from random import Random
from time import perf_counter
from typing import Any

from coverable.base.problem import Refused
from coverable.document.readers.read import read_source
from document.fuzzing import run
from document.readers.ooxml import deleted, docx, inserted, item, p, table, tc, tr, zipped
from document.readers.pdfs import Drawn, prose
from document.readers.pdfs import table as pdf_table
from document.readers.shown import check_places

SLOW = 20.0
"""Seconds that one small damaged document may take, with other work on the machine."""
SURPRISE = "does not know"
"""In the reason of a refusal: a library failed in a way that the reader did not foresee."""
_TOKENS = (
    b"<", b">", b"</p>", b"<table>", b"<li>", b"&#x110000;", b"\x00", b"\xff\xfe", b"/Type", b"obj", b"endobj",
    b"stream", b"-1", b"99999999999", b"<w:tbl>", b'w:val="', b"<![CDATA[", b"<!DOCTYPE x>", b"\xed\xa0\x80", b"%PDF-",
    b"<w:ilvl w:val='-5'/>", b"rowspan=0", b"(((((", b"<<<<", b"[[[[", b"Tj", b"Tf", b"cm 0 0 0 0 0 0",
)  # fmt: skip

_TABLE = (
    "<table><tr><th>a</th><th>b</th></tr>\n<tr><td rowspan=2>c</td><td>d<ul><li>e</li></ul></td></tr>\n"
    "<tr><td>f &lt; <b>g</b></td></tr></table>"
)

_VALUES = (
    "",
    "-1",
    "0",
    "99999999999999999999",
    "A",
    "true",
    "../../x",
    "\uf0b7",
    "%9%1%",
    "zz",
    " ",
    "1.5",
    "\u202e",
)


@cache
def samples() -> tuple[tuple[str, bytes], ...]:
    """One document of each kind with everything that its reader knows."""
    page = Drawn(pageCompression=0)
    page.paragraph(prose(5))
    page.row((72, "X1111"), (140, "a label"))
    page.row((72, "X2222"), (140, "another"))
    page.pieces(("Criteria", 10, 0), ("a", 6, 4), (" apply", 10, 0))
    page.line("Tried two three")
    page.strike("Tried ", "two")
    page.page()
    page.picture(0, 0, 612, 792)
    html = (
        "<!doctype html><html><head><title>x</title></head><body><nav>n</nav><h1>Widget</h1><ul><li>one<ol type=i>"
        "<li>two <del>x</del><ins>y</ins><li>three</ol></ul><table><tr><th>a<th>b<tr><td rowspan=2>c<td>d<tr><td>e"
        "</table><dl><dt>t<dd>m</dl><p>A. x<br>B. y<sup>1</sup> &lt;ul&gt;&lt;li&gt;z&lt;/ul&gt;</p></body></html>"
    )
    word = docx(
        p("Widget", properties='<w:outlineLvl w:val="0"/>'),
        item("one"),
        item("two", rank=1),
        p("kept ", deleted("old "), inserted("new")),
        table(tr("a", tc("b", item("c"))), tr(tc("d", properties='<w:vMerge w:val="restart"/>'), "e")),
    )
    return (
        ("pdf", page.pdf),
        ("pdf", pdf_table([["Code", "Label"], ["X1111", prose(3)], ["X2222", "y"]], [60, 150])),
        ("docx", word),
        ("html", html.encode()),
        ("text", f"Policy 7\n\nCriteria:\n- one\n- two\n\nX1111\tlabel\n{prose(4)}\n".encode()),
        ("text", f"# Policy 7\n<!-- 1 -->\n{_TABLE}\n\n- one\n- two\n\n{prose(4)}\n".encode()),
    )


def damaged(number: int) -> tuple[str, bytes]:
    """The damaged document of a number."""
    rng = Random(number)
    kind, data = samples()[number % len(samples())]
    if kind == "docx" and rng.random() < 0.8:
        parts = dict(_members(data))
        name = rng.choice([n for n in parts if n != "[Content_Types].xml"])
        parts[name] = _rearranged(parts[name], rng) if rng.random() < 0.7 else _mutated(parts[name], rng)
        return kind, zipped(parts)
    return kind, _mutated(data, rng)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _rearranged(data: bytes, rng: Random) -> bytes:
    """XML that stays well-formed: elements dropped, doubled, moved, renamed; attributes of odd values."""
    lxml: Any = import_module("lxml.etree")
    root = lxml.fromstring(data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        inner = [e for e in root.iter() if e is not root]
        if not inner:
            break
        one, other = rng.choice(inner), rng.choice(inner)
        match rng.randrange(6):
            case 0:
                one.getparent().remove(one)
            case 1:
                one.addnext(deepcopy(one))
            case 2:
                other.append(deepcopy(one))
            case 3:
                one.tag = rng.choice(inner).tag
            case 4 if one.attrib:
                one.attrib[rng.choice(one.attrib.keys())] = rng.choice(_VALUES)
            case _:
                one.text = rng.choice(_VALUES)
    return lxml.tostring(root)


def _mutated(data: bytes, rng: Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at, size = rng.randrange(len(out) + 1), rng.randrange(1, 40)
        match rng.randrange(7):
            case 0:
                out[at : at + size] = b""
            case 1:
                out[at:at] = rng.randbytes(size)
            case 2:
                out[at : at + 1] = bytes([rng.randrange(256)])
            case 3:
                out[at:at] = rng.choice(_TOKENS)
            case 4:
                other = rng.randrange(len(out) + 1)
                out[at:at] = out[other : other + size * 10]
            case 5:
                out[at:at] = rng.choice(_TOKENS) * rng.choice((2, 50, 400))
            case _:
                del out[max(1, at) :]
        if not out:
            break
    return bytes(out)


def read_one(number: int) -> str:
    """What became of one damaged document: read, refused, or what is wrong."""
    kind, data = damaged(number)
    start = perf_counter()
    try:
        source = read_source(data, "fuzz")
        check_places(source)
        out = f"{kind} read"
    except Refused as error:
        surprise = SURPRISE in str(error)
        out = f"{kind} refused by surprise: {error.problems[0].why[-150:]}" if surprise else f"{kind} refused"
    except Exception as error:
        return f"WRONG {number} {kind}: {type(error).__name__}: {error}"
    took = perf_counter() - start
    return f"WRONG {number} {kind}: took {took:.1f} s" if took > SLOW else out


if __name__ == "__main__":
    sys.exit(run(read_one, __doc__, 20_000))
