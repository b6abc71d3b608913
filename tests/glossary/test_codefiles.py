"""Code files that a user brings."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.glossary import codebuild, codefiles
from coverable.glossary.codebook import open_codebook
from coverable.glossary.codefiles import load_file, read_release

ORDER = """\
00001 R61     0 Generalized hyperhidrosis                                    Generalized hyperhidrosis
00002 R610    1 Made-up first subdivision                                    Made-up first subdivision of R61
00003 R611    1 Made-up second                                               Made-up second subdivision of R61
"""


def hcpcs_line(code: str, kind: str, words: str, added: str = "", ended: str = "") -> str:
    return f"{code:<5}{'00100':<5}{kind}{words:<80}{'':<177}{added:<8}{'':<8}{ended:<8}{'N'}{'':<27}\n"


HCPCS = (
    hcpcs_line("E1399", "3", "Made-up words for an item", "19900101")
    + hcpcs_line("E1399", "4", "that go on")
    + hcpcs_line("K9999", "3", "Made-up ended item", "20200101", "20251231")
    + hcpcs_line("D0120", "3", "Made-up dental words", "20000101")
    + hcpcs_line("   NU", "7", "Made-up modifier", "19900101")
)


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("FY2027", date(2026, 10, 1)),
        ("2026Q4", date(2026, 10, 1)),
        ("2027", date(2027, 1, 1)),
        ("2026-10", date(2026, 10, 1)),
        ("2026-04-01", date(2026, 4, 1)),
        ("fy 2027", date(2026, 10, 1)),
    ],
)
def test_a_release_is_named_by_the_day_it_takes_effect(text: str, day: date) -> None:
    assert read_release(text) == day


@pytest.mark.parametrize("text", ["", "soon", "FY27", "2026Q5", "2026-13", "2026-02-30"])
def test_what_names_no_release_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not a release"):
        read_release(text)


@pytest.mark.sr("SR-071")
def test_the_date_of_service_picks_the_release(own_book: Path, tmp_path: Path) -> None:
    done = load_file(written(tmp_path, "order.txt", ORDER), "ICD-10-CM", "FY2027", book=own_book)
    assert (done.codes, done.release) == (3, "2026-10-01")
    book = open_codebook(own_book)
    assert book.release("icd10cm") == "2026-10-01"
    assert book.look("icd10cm:R61", date(2026, 9, 30)).state == "valid"
    assert book.look("icd10cm:R61", date(2026, 10, 1)).state == "header"
    assert book.look("icd10cm:R61.0", date(2026, 9, 30)).state == "nonexistent"
    assert book.look("icd10cm:R61.0", date(2026, 10, 1)).parent == "icd10cm:R61"
    assert book.expand("icd10cm:R61", "R61", date(2026, 10, 1)) == (
        "icd10cm:R61",
        "icd10cm:R61.0",
        "icd10cm:R61.1",
    )
    assert book.expand("icd10cm:L74.510", "L74.519") == tuple(
        f"icd10cm:L74.51{n}" for n in (0, 1, 2, 3, 9)
    ), "a range that only the older release knows is still answered"
    assert book.excludes1("icd10cm:L74.510", "icd10cm:R61") == "icd10cm:R61"


@pytest.mark.sr("SR-070")
def test_a_hcpcs_record_gives_words_and_dates_but_no_dental_codes(own_book: Path, tmp_path: Path) -> None:
    done = load_file(written(tmp_path, "hcpcs.txt", HCPCS), "hcpcs", "2026Q1", book=own_book)
    assert (done.codes, done.left_out, done.notice) == (2, 2, None)
    book = open_codebook(own_book)
    now = date(2026, 2, 10)
    assert book.look("hcpcs:E1399", now).label == "Made-up words for an item that go on"
    assert book.look("hcpcs:E1399", date(1989, 12, 31)).state == "not_yet"
    assert book.look("hcpcs:K9999", now).state == "ended"
    assert book.look("hcpcs:D0120", now).state == "nonexistent"
    assert book.search("ended item")[0].code == "hcpcs:K9999"
    assert book.expand("hcpcs:E1399", "K9999", now) == ("hcpcs:E1399",)


@pytest.mark.sr("SR-070")
def test_the_cms_csv_is_read_by_its_headings(own_book: Path, tmp_path: Path) -> None:
    text = (
        "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,ADD DT,TERM DT\n"
        'E1399,100,3,"Made-up, with a comma",Short,19900101,\nE1399,200,4,more,,,\nNU,100,7,Modifier,Mod,,\n'
    )
    done = load_file(written(tmp_path, "h.csv", text), "hcpcs", "2026Q1", book=own_book)
    assert (done.codes, done.left_out) == (1, 2)
    assert open_codebook(own_book).look("hcpcs:E1399").label == "Made-up, with a comma"


@pytest.mark.sr("SR-070")
def test_cpt_is_loaded_only_under_a_licence_and_with_the_notice(own_book: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "cpt.csv", "code,label,from,to\n97033,Made-up words,2020-01-01,\n")
    with pytest.raises(Refused, match="only under a licence"):
        load_file(path, "cpt", "2026", book=own_book)
    done = load_file(path, "cpt", "2026", licensed=True, book=own_book)
    assert done.notice is not None
    assert "American Medical Association" in done.notice
    book = open_codebook(own_book)
    assert book.look("cpt:97033").label == "Made-up words"
    with sqlite3.connect(own_book) as db:
        db.execute("UPDATE release SET licensed = 0 WHERE system = 'cpt'")
    assert open_codebook(own_book).look("cpt:97033").label is None


def test_the_same_release_is_replaced(own_book: Path, tmp_path: Path) -> None:
    load_file(written(tmp_path, "a.csv", "E1399,first words\n"), "hcpcs", "2026Q1", book=own_book)
    load_file(written(tmp_path, "b.csv", "E1400,second words\n"), "hcpcs", "2026Q1", book=own_book)
    book = open_codebook(own_book)
    assert [r.source for r in book.releases() if r.system == "hcpcs"] == ["b.csv"]
    assert book.look("hcpcs:E1399").state == "nonexistent"
    assert book.search("first words", "hcpcs") == ()
    assert len(book.search("second words", "hcpcs")) == 1


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("E1399,a\nE1399,b\n", 2, "given twice"),
        ("E1399,a\n\nnonsense\n", 3, "not `code,label`"),
        ("E1399,a,2026-02-30\n", 1, "impossible date"),
        ("E1399,a,2026-02-01,2026-01-01\n", 1, "ends before"),
        ('E1399,"open\n', 1, "not CSV"),
        ("E1399,a\u202eb\n", 1, "cannot be shown"),
        ("R61,a\n", 1, "is no HCPCS"),
        ("", 1, "no code was found"),
        ("code,label\n", 1, "no code was found"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line_and_nothing_is_kept(
    own_book: Path, tmp_path: Path, text: str, line: int, says: str
) -> None:
    path = written(tmp_path, "bad.csv", text)
    with pytest.raises(Refused, match=says) as refused:
        load_file(path, "hcpcs", "2026Q1", book=own_book)
    assert refused.value.problems[0].where == f"{path}:{line}"
    assert open_codebook(own_book).release("hcpcs") is None


def test_a_broken_order_file_is_refused_with_its_line(own_book: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "order.txt", ORDER.replace("00002 R610    1", "00002 R610    ?"))
    with pytest.raises(Refused, match="no line of an order file") as refused:
        load_file(path, "icd10cm", "FY2027", book=own_book)
    assert refused.value.problems[0].where == f"{path}:2"


def test_an_icd_table_out_of_the_official_order_is_refused(own_book: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "icd.csv", "R61,words\nR62,words\nR61.0,words\n")
    with pytest.raises(Refused, match=r"R61\.0 is out of order") as refused:
        load_file(path, "icd10cm", "FY2027", book=own_book)
    assert refused.value.problems[0].where == f"{path}:3"


def test_a_plain_icd_table_tells_headers_by_what_stands_under_them(own_book: Path, tmp_path: Path) -> None:
    load_file(written(tmp_path, "icd.csv", "R61,a\nR61.0,b\nR62,c\n"), "icd10cm", "FY2027", book=own_book)
    book = open_codebook(own_book)
    assert [book.look(f"icd10cm:{c}").state for c in ("R61", "R61.0", "R62")] == ["header", "valid", "valid"]


def test_binary_and_outsize_files_are_refused(
    own_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "h.zip"
    path.write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(Refused, match="not a text file"):
        load_file(path, "hcpcs", "2026Q1", book=own_book)
    path.write_bytes(b"E1399,a\nE14\0")
    with pytest.raises(Refused, match=":2: this is not a text file"):
        load_file(path, "hcpcs", "2026Q1", book=own_book)
    monkeypatch.setattr(codefiles, "MAX_BYTES", 5)
    with pytest.raises(Refused, match="has 12 bytes"):
        load_file(path, "hcpcs", "2026Q1", book=own_book)
    with pytest.raises(Refused, match="this is no file"):
        load_file(tmp_path, "hcpcs", "2026Q1", book=own_book)
    with pytest.raises(Refused, match="cannot be read"):
        load_file(tmp_path / "absent", "hcpcs", "2026Q1", book=own_book)


def test_what_a_user_loaded_survives_when_the_book_is_made_again(own_book: Path, tmp_path: Path) -> None:
    load_file(written(tmp_path, "h.txt", HCPCS), "hcpcs", "2026Q1", book=own_book)
    with sqlite3.connect(own_book) as db:
        db.execute("UPDATE meta SET value = '1 older facts' WHERE key = 'stamp'")
    book = open_codebook(own_book)
    assert book.stamp == codebuild.stamp()
    assert book.look("hcpcs:K9999", date(2026, 2, 10)).state == "ended"
    assert book.look("icd10cm:R61").state == "valid"
