"""`python -m bench.reading_speed`: pages a second by kind of file, and memory at 500 pages.

Two things are measured: the file as blocks of text with their places, and all that `coverable read` makes
of it (sections, codes, criteria). Every document is read in a process of its own, so that memory is that of
one reading. A page of a file without pages is 3,000 characters. With `--keep` it writes
bench/READING-SPEED.md.
"""

from __future__ import annotations

import argparse
import io
import json
import platform
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

HERE = Path(__file__).parent
PAGES = 500
CHARACTERS = 3_000
"""Characters of a page of text."""
WHOLE = 60
"""Pages of the documents of which everything is read."""
REPEATS = 3
ASKED_SPEED = 40
ASKED_MEMORY = 400
_WORDS = (
    "widget", "knee", "trial", "month", "drug", "dose", "record", "visit", "note", "scan", "pain",
    "grade", "step", "joint", "muscle", "care", "plan", "test", "sleep", "weight", "score", "level",
    "stage", "result", "report", "course", "return", "change",
)  # fmt: skip


def _sentence(rng: Random) -> str:
    return " ".join(rng.choice(_WORDS) for _ in range(rng.randrange(8, 18))).capitalize() + "."


def _paragraph(rng: Random) -> str:
    return " ".join(_sentence(rng) for _ in range(5))


def _pages(pages: int) -> list[list[str]]:
    """Pages of paragraphs and items, about as full as a page of a policy."""
    rng = Random(7)
    out: list[list[str]] = []
    for _ in range(pages):
        page: list[str] = []
        while sum(map(len, page)) < CHARACTERS:
            page += [_paragraph(rng), *(f"{i}. {_sentence(rng)}" for i in range(1, 5))]
        out.append(page)
    return out


def pdf_text(pages: int) -> bytes:
    """A PDF of running text and lists."""
    canvas: Any = import_module("reportlab.pdfgen.canvas")
    wrap = import_module("textwrap").wrap
    file = io.BytesIO()
    drawn = canvas.Canvas(file, invariant=1)
    for page in _pages(pages):
        drawn.setFont("Helvetica", 10)
        y = 780
        for paragraph in page:
            for line in wrap(paragraph, 95):
                drawn.drawString(60, y, line)
                y -= 12
            y -= 6
        drawn.showPage()
    drawn.save()
    return file.getvalue()


def pdf_ruled(pages: int) -> bytes:
    """A PDF of ruled tables of codes and labels."""
    canvas: Any = import_module("reportlab.pdfgen.canvas")
    rng = Random(8)
    file = io.BytesIO()
    drawn = canvas.Canvas(file, invariant=1)
    for number in range(pages):
        drawn.setFont("Helvetica", 10)
        for row in range(35):
            y = 780 - 20 * row
            drawn.rect(60, y - 6, 80, 20)
            drawn.rect(140, y - 6, 400, 20)
            drawn.drawString(64, y, f"X{(number * 35 + row) % 10_000:04}")
            drawn.drawString(144, y, _sentence(rng)[:70])
        drawn.showPage()
    drawn.save()
    return file.getvalue()


def docx(pages: int) -> bytes:
    """A DOCX of paragraphs and numbered items."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body: list[str] = []
    for page in _pages(pages):
        for paragraph in page:
            item = paragraph[:1].isdigit()
            words = "</w:t></w:r><w:r><w:t> ".join((paragraph[3:] if item else paragraph).split(". "))
            body.append(f"<w:p>{listed if item else ''}<w:r><w:t>{words}</w:t></w:r></w:p>")
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    numbers = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    parts = {
        "_rels/.rels": _relation(relations, kinds, "officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relation(relations, kinds, "numbering", "numbering.xml"),
        "word/document.xml": f"<w:document {space}><w:body>{''.join(body)}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {space}>{numbers}</w:numbering>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return file.getvalue()


def _relation(space: str, kinds: str, kind: str, target: str) -> str:
    one = f'<Relationship Id="a" Type="{kinds}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{space}">{one}</Relationships>'


def html(pages: int) -> bytes:
    """A page of HTML with paragraphs and lists."""
    body: list[str] = []
    for page in _pages(pages):
        for paragraph in page:
            item = paragraph[:1].isdigit()
            body.append(f"<ol><li>{paragraph[3:]}</li></ol>" if item else f"<p>{paragraph}</p>")
    return f"<!doctype html><html><body><h1>Widget</h1>{''.join(body)}</body></html>".encode()


def text(pages: int) -> bytes:
    """Plain text, broken into lines."""
    wrap = import_module("textwrap").wrap
    lines = [line for page in _pages(pages) for p in page for line in (*wrap(p, 95), "")]
    return "\n".join(lines).encode()


KINDS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "pdf": ("PDF, text and lists", pdf_text),
    "ruled": ("PDF, ruled tables", pdf_ruled),
    "docx": ("DOCX", docx),
    "html": ("HTML", html),
    "text": ("plain text", text),
}


def measure(path: Path, pages: int) -> dict[str, float]:
    """Read one file once, for a second reading of the same words is cheaper; memory over what was held.

    Of a document of `WHOLE` pages everything is read.
    """
    from coverable.document.read import reading_of
    from coverable.document.readers.read import read_source

    data = path.read_bytes()
    read_source(data[:0] or b"Policy 7\n\nwords", "first")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, used = perf_counter(), process_time()
    source = read_source(data, path.name)
    wall, own = perf_counter() - start, process_time() - used
    if pages == WHOLE:
        reading_of(source)
        return {"all": pages / (process_time() - used)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "pages": pages / wall,
        "own": pages / own,
        "peak": peak / 1024,
        "more": (peak - before) / 1024,
        "size": len(data) / 2**20,
    }


ABOUT = """# Reading speed

Made by `python -m bench.reading_speed --keep` on {machine}, Python {python}: made-up documents of {pages}
pages, each read once in {repeats} processes of their own (medians). A page of a file without pages is
{characters:,} characters. *By the clock* counts whatever else the machine did; *of one core* is the
processor time that reading took. Memory is the most that the whole process ever held. These are the file as
blocks of text with their places. *Everything* is what `coverable read` makes of it as well: sections, codes,
criteria; read once, in documents of {whole} pages that are criteria from the first line to the last, which is
the dearest that a page can be.

Asked: a PDF at least {speed} text pages a second on one core, and under {memory} MB at {pages} pages.

| document | MB | pages/s by the clock | pages/s of one core | peak memory, MB | everything, pages/s |
|---|---:|---:|---:|---:|---:|
"""


def report(found: dict[str, dict[str, float]], pages: int) -> str:
    """The page of the results."""
    about = ABOUT.format(
        machine=platform.machine(),
        python=platform.python_version(),
        pages=pages,
        whole=WHOLE,
        repeats=REPEATS,
        characters=CHARACTERS,
        speed=ASKED_SPEED,
        memory=ASKED_MEMORY,
    )
    return about + "".join(
        f"| {KINDS[kind][0]} | {f['size']:.1f} | {f['pages']:,.0f} | {f['own']:,.0f} | {f['peak']:.0f}"
        f" | {f['all']:,.0f} |\n"
        for kind, f in found.items()
    )


def _run(command: list[str]) -> dict[str, float]:
    """The figures of one reading in a process of its own."""
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(made.stdout)


def main() -> int:
    """Measure every kind, write the page, and say whether what is asked is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--read", type=Path, help="measure this file alone and print the figures")
    parser.add_argument("--keep", action="store_true", help="write bench/READING-SPEED.md")
    chosen = parser.parse_args()
    if chosen.read:
        print(json.dumps(measure(chosen.read, chosen.pages)))
        return 0
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, (title, make) in KINDS.items():
            found[kind] = {}
            for pages in (chosen.pages, WHOLE):
                path = Path(folder) / f"{kind}-{pages}"
                path.write_bytes(make(pages))
                command = [sys.executable, "-m", "bench.reading_speed"]
                command += ["--pages", str(pages), "--read", str(path)]
                runs = [_run(command) for _ in range(REPEATS if pages != WHOLE else 1)]
                found[kind] |= {name: median(run[name] for run in runs) for name in runs[0]}
            f = found[kind]
            print(f"{title:20} {f['own']:8.0f} pages/s of one core {f['peak']:6.0f} MB, all {f['all']:.1f}")
    if chosen.keep:
        (HERE / "READING-SPEED.md").write_text(report(found, chosen.pages), encoding="utf-8")
    quick = found["pdf"]["own"] >= ASKED_SPEED
    small = all(f["peak"] < ASKED_MEMORY for f in found.values())
    return 0 if quick and small else 1


if __name__ == "__main__":
    sys.exit(main())
