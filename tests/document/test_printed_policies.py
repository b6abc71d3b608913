"""A whole policy says the same when its page is printed: what the page asks for is kept, or somebody is asked.

The pages are those of the authors who never saw the reader; each is set in one of three looks, with running heads
and feet, and read from the PDF.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest
from bench.reading.meant import Score, scored

from coverable.document.read import read_document

DATA = Path(__file__).with_name("data")
PAGES = sorted(DATA.glob("policies-of-*/*.html"))
EDGES = (
    "margin:.8in;@top-center{content:'Harbor Plan Medical Policy';font-size:8pt}"
    "@bottom-right{content:'Page ' counter(page) ' of ' counter(pages);font-size:8pt}"
)
LOOKS = (
    f"@page{{size:letter;{EDGES}}} body{{font:10.5pt sans-serif}} table{{border-collapse:collapse}}"
    "td,th{border:.7pt solid #666;padding:3px 5px;vertical-align:top;text-align:left} th{background:#dde}",
    f"@page{{size:letter;{EDGES}}} body{{font:12pt serif}} td,th{{vertical-align:top;text-align:left;padding:2px 6px}}"
    "table[border] td,table[border] th{border:1px solid gray}",
    f"@page{{size:6in 8in;{EDGES}}} body{{font:10pt serif}} table{{border-collapse:collapse;width:100%}}"
    "td,th{border:.7pt solid #333;padding:2px 4px;vertical-align:top;text-align:left}",
)
KEPT = 0.97
"""Of the statements that are as meant on the page, the part that is so in the PDF as well."""
SILENT = {
    "j03-varicose-vein-treatment": "the whole page is laid out in one table without a head, whose rows pages cut",
}
"""Policies with more statements otherwise than meant, and nobody asked, in the PDF than on the page, and why."""


@cache
def printed(path: Path) -> bytes:
    import weasyprint

    html = re.sub(r"<(?:link|img|script)\b[^>]*>", "", path.read_text())
    look = weasyprint.CSS(string=LOOKS[crc32(path.stem.encode()) % len(LOOKS)])
    return weasyprint.HTML(string=html).write_pdf(stylesheets=[look], presentational_hints=True) or b""


@cache
def both(path: Path, folder: Path) -> tuple[Score, Score]:
    """How the page was read, and how the PDF."""
    copy = folder / f"{path.stem}.pdf"
    copy.write_bytes(printed(path))
    copy.with_suffix(".yaml").write_bytes(path.with_suffix(".yaml").read_bytes())
    return scored(path), scored(copy)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("printed")


@pytest.mark.parametrize("path", PAGES, ids=[p.stem for p in PAGES])
def test_what_a_page_says_is_not_lost_in_silence_when_it_is_printed(path: Path, folder: Path) -> None:
    page, pdf = both(path, folder)
    assert pdf.silent <= page.silent or path.stem in SILENT


def test_most_statements_are_as_meant_in_both(folder: Path) -> None:
    scores = [both(path, folder) for path in PAGES]
    page, pdf = (
        sum(v in ("exact", "kept") for s in side for v, _ in s.verdicts) for side in zip(*scores, strict=True)
    )
    assert pdf >= KEPT * page
    assert {p.stem for p in PAGES} >= SILENT.keys()


@pytest.mark.parametrize("path", PAGES, ids=[p.stem for p in PAGES])
def test_the_title_of_a_page_is_that_of_its_print(path: Path) -> None:
    page, pdf = (
        read_document(data, name).view()["metadata"]
        for data, name in ((path.read_bytes(), path.name), (printed(path), "policy.pdf"))
    )
    title, number, there = (_bare(told) for told in (page.get("title"), page.get("number"), pdf.get("title")))
    same = there in (title, title + number)  # the number may stand in the line of the title
    same = same or (there != "" and title.endswith(there))  # and the kind of the document before it
    assert not title or same


def _bare(told: dict[str, str] | None) -> str:
    return re.sub(r"\W+", "", told["value"]) if told else ""
