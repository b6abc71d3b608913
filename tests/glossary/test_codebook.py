"""What the code book answers."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverable.base.problem import Refused
from coverable.glossary import codebuild, codeshelf
from coverable.glossary.codebook import CodeBook, open_codebook
from coverable.glossary.excludes import excluded

NOW = date(2026, 2, 10)


def complete(book: CodeBook, first: str, last: str, on: date | None = NOW) -> list[str]:
    codes = book.expand(f"icd10cm:{first}", last, on)
    return [c.removeprefix("icd10cm:") for c in codes if book.look(c, on).state == "valid"]


@pytest.mark.sr("SR-065")
def test_the_listed_range_of_focal_hyperhidrosis_holds_five_codes(book: CodeBook) -> None:
    assert complete(book, "L74.510", "L74.519") == ["L74.510", "L74.511", "L74.512", "L74.513", "L74.519"]


@pytest.mark.sr("SR-065")
def test_the_single_listed_codes_carry_their_labels(book: CodeBook) -> None:
    assert "secondary focal" in str(book.look("icd10cm:L74.52", NOW).label).lower()
    assert "generalized" in str(book.look("icd10cm:R61", NOW).label).lower()
    assert book.look("icd10cm:R61", NOW).state == "valid"


@pytest.mark.sr("SR-066")
@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("M26.50", "M26.59", 9),
        ("M26.601", "M26.69", 25),
        ("M79.10", "M79.12", 3),
        ("S03.00XA", "S03.03XS", 12),
    ],
)
def test_the_exclusion_ranges_hold_so_many_complete_codes(
    book: CodeBook, first: str, last: str, count: int
) -> None:
    assert len(complete(book, first, last)) == count


@pytest.mark.sr("SR-066")
def test_seventh_characters_are_positions_too(book: CodeBook) -> None:
    assert "icd10cm:S03.03XD" in book.expand("icd10cm:S03.00XA", "S03.03XS", NOW)
    assert "icd10cm:M79.18" not in book.expand("icd10cm:M79.10", "M79.12", NOW)


@pytest.mark.sr("SR-066")
@pytest.mark.parametrize("code", ["S03.0", "M26.60", "M79.1", "L74.51", "S03"])
def test_an_incomplete_code_is_a_header_with_codes_to_use_instead(book: CodeBook, code: str) -> None:
    state = book.look(f"icd10cm:{code}", NOW)
    assert (state.state, state.billable) == ("header", False)
    assert "incomplete" in state.says
    assert all(book.look(c, NOW).state == "valid" for c in state.successors)


@pytest.mark.sr("SR-066")
def test_a_subdivision_is_in_the_range_from_the_day_it_was_introduced(book: CodeBook) -> None:
    before, after = date(2020, 9, 30), date(2020, 10, 1)
    assert "M26.641" not in complete(book, "M26.601", "M26.69", before)
    assert "M26.641" in complete(book, "M26.601", "M26.69", after)
    assert book.look("icd10cm:M26.641", before).state == "not_yet"
    assert book.look("icd10cm:M26.641", after).state == "valid"


@pytest.mark.sr("SR-071")
def test_a_code_was_complete_until_the_day_before_it_was_split(book: CodeBook) -> None:
    assert book.look("icd10cm:M79.1", date(2018, 9, 30)).state == "valid"
    assert book.look("icd10cm:M79.1", date(2018, 10, 1)).state == "header"
    assert book.look("icd10cm:M79.18", date(2018, 9, 30)).state == "not_yet"


@pytest.mark.sr("SR-071")
def test_a_retired_code_names_its_successor(book: CodeBook) -> None:
    ended = book.look("icd10cm:H81.41", NOW)
    assert ended.state == "ended"
    assert ended.successors == ("icd10cm:H81.4",)
    assert "H81.4" in ended.says and "2019-09-30" in ended.says
    assert book.look("icd10cm:H81.41", date(2019, 9, 30)).state == "valid"
    assert book.look("icd10cm:H81.4", date(2019, 9, 30)).state == "header"
    assert "icd10cm:H81.41" not in book.expand("icd10cm:H81.4", "H81.4", NOW)


@pytest.mark.sr("SR-071")
def test_icd10_begins_where_icd9_ends(book: CodeBook) -> None:
    assert book.look("icd10cm:R61", date(2015, 9, 30)).state == "not_yet"
    assert book.look("icd10cm:R61", date(2015, 10, 1)).state == "valid"
    assert book.look("icd9cm:780.8", date(2015, 10, 1)).state == "ended"
    assert book.look("icd9cm:780.8", date(2015, 9, 30)).state == "not_loaded"
    assert book.expand("icd10cm:L74.510", "L74.519", date(2015, 9, 30)) == ()


@pytest.mark.sr("SR-071")
@pytest.mark.parametrize("code", ["R61", "L74.515", "M79.1"])
def test_a_date_outside_the_fiscal_year_says_which_release_answered(book: CodeBook, code: str) -> None:
    assert "lies outside it" in book.look(f"icd10cm:{code}", date(2026, 10, 1)).says
    assert "lies outside it" in book.look(f"icd10cm:{code}", date(2025, 9, 30)).says
    assert book.look(f"icd10cm:{code}", date(2025, 10, 1)).says.endswith("Codes as of 2026-04-01.")


@pytest.mark.sr("SR-070")
def test_codes_of_systems_that_are_not_loaded_work_without_any_description(book: CodeBook) -> None:
    for known in ("cpt:97033", "hcpcs:E1399"):
        state = book.look(known, NOW)
        assert (state.state, state.label) == ("not_checked", None)
        assert "not checked: no release" in state.says
    assert book.look("cpt:97032", NOW).state == "not_loaded"
    assert book.look("cpt:ABC", NOW).state == "nonexistent"
    assert book.release("cpt") is None and book.release("icd10cm") == "2026-04-01"


@pytest.mark.sr("SR-070")
def test_what_is_shipped_holds_codes_but_no_descriptions() -> None:
    text = (codeshelf.DATA / "bare_codes.yaml").read_text(encoding="utf-8")
    listed = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"codes:|- (hcpcs|cpt):\w{5}", line) for line in listed)
    assert all(re.fullmatch(r"(hcpcs|cpt):\w{5}", code) for code in codeshelf.bare_codes())


def test_our_facts_about_single_codes_agree_with_the_release(book: CodeBook) -> None:
    for code, change in codeshelf.known_changes().items():
        state = book.look(f"icd10cm:{code}", NOW)
        expected = "ended" if change.valid_to else None
        assert state.state == expected if expected else state.state in ("valid", "header"), state
        if change.flipped and change.successors:
            assert state.state == "header", state


def test_a_code_that_does_not_exist_names_its_neighbours(book: CodeBook) -> None:
    state = book.look("icd10cm:L74.515", NOW)
    assert state.state == "nonexistent" and "L74.513, L74.519" in state.says


def test_ends_that_are_headers_bring_everything_under_them(book: CodeBook) -> None:
    assert book.expand("icd10cm:S03.0", "S03.0")[-1] == "icd10cm:S03.03XS"
    assert book.category("icd10cm:L74.5") == book.prefix("L74.5-") == book.prefix("L74.5")
    assert book.prefix("E66.x") == book.category("icd10cm:E66")
    assert "icd10cm:S03.1XXA" in book.prefix("S03.1XX-")


def test_letters_in_codes_stand_where_the_official_order_has_them(book: CodeBook) -> None:
    assert "icd10cm:C81.0A" in book.expand("icd10cm:C81.00", "C81.0A")


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("icd10cm:L74.519", "L74.510", "runs backwards"),
        ("icd10cm:L74.515", "L74.519", "does not exist"),
        ("icd10cm:R61", "hcpcs:E1399", "two code systems"),
        ("cpt:00100", "99999", "cannot be expanded"),
        ("cpt:97034", "97033", "cannot be expanded"),
        ("icd9cm:780.8", "780.9", "cannot be expanded"),
    ],
)
def test_a_range_that_means_nothing_is_refused(book: CodeBook, first: str, last: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        book.expand(first, last, where="policy.yaml:7:3")


def test_ranges_of_systems_that_are_not_loaded_are_counted_by_number(book: CodeBook) -> None:
    assert book.expand("cpt:97032", "97034") == ("cpt:97032", "cpt:97033", "cpt:97034")
    assert book.expand("hcpcs:E0998", "E1001") == ("hcpcs:E0998", "hcpcs:E0999", "hcpcs:E1000", "hcpcs:E1001")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_expanding_is_a_slice_of_the_official_order(book: CodeBook, data: st.DataObject) -> None:
    order = book.expand("icd10cm:M00", "M99")
    i = data.draw(st.integers(0, len(order) - 1))
    j = data.draw(st.integers(i, min(i + 300, len(order) - 1)))
    expanded = book.expand(order[i], order[j])
    assert expanded[: j - i + 1] == order[i : j + 1]
    assert all(code.startswith(order[j]) for code in expanded[j - i + 1 :])


def test_excludes1_notes_say_what_must_not_be_coded_together(book: CodeBook) -> None:
    assert book.excludes1("icd10cm:L74.510", "icd10cm:R61") == "icd10cm:R61"
    assert book.excludes1("icd10cm:R61", "icd10cm:L74.510") == "icd10cm:R61"
    assert book.excludes1("icd10cm:M26.59", "icd10cm:F45.8") == "icd10cm:M26.5"
    assert book.excludes1("icd10cm:R61", "icd10cm:M26.601") is None
    assert book.excludes1("icd10cm:R61", "icd10cm:R61") is None


@pytest.mark.parametrize(
    ("note", "ranges"),
    [
        ("a (K70.1-)", [("K70.1", "K70.1")]),
        ("b (W24, W28-W31)", [("W24", "W24"), ("W28", "W31")]),
        ("c (chronic) (A15.-A19.-)", [("A15", "A19")]),
        ("d (V01-V09 with 5th character 9)", []),
        ("due to:", []),
        ("e (J30.1-J30.9)", [("J30.1", "J30.9")]),
        ("f (with C3 glomerulopathy) (N03.6)", [("N03.6", "N03.6")]),
    ],
)
def test_only_notes_that_can_be_read_exactly_are_taken(note: str, ranges: list[tuple[str, str]]) -> None:
    assert list(excluded(note)) == ranges


def test_words_find_codes_complete_ones_first(book: CodeBook) -> None:
    found = book.search("focal hyperhidr")
    assert found[0].code.startswith("icd10cm:L74.5")
    assert found[0].billable and not found[-1].billable
    assert book.search('"; DROP TABLE code; --') == ()
    assert len(book.search("fracture", limit=3)) == 3


def test_asking_again_costs_next_to_nothing(book: CodeBook) -> None:
    book.look("icd10cm:R61", NOW)
    start = time.perf_counter()
    for _ in range(10_000):
        book.look("icd10cm:R61", NOW)
    assert time.perf_counter() - start < 0.1  # 10 µs each, far above the usual 0.2 µs, for slow machines


def test_threads_share_a_book_and_processes_reopen_it(book: CodeBook) -> None:
    codes = book.expand("icd10cm:M26.601", "M26.69") * 20
    with ThreadPoolExecutor(8) as pool:
        assert {s.state for s in pool.map(book.look, codes)} == {"valid", "header"}
    again: CodeBook = pickle.loads(pickle.dumps(book))
    assert again.look("icd10cm:R61") == book.look("icd10cm:R61")


def test_importing_the_code_book_is_cheap() -> None:
    code = (
        "import sys, coverable.glossary.codebook;"
        "print(sorted({'sqlite3', 'simple_icd_10_cm', 'ruamel'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_that_is_no_code_book_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.sqlite"
    path.write_text("not a database at all, but long enough to look at" * 20)
    with pytest.raises(Refused, match="not a code book"):
        open_codebook(path)


def test_the_place_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COVERABLE_CODES", str(tmp_path / "here.sqlite"))
    assert codebuild.default_path() == tmp_path / "here.sqlite"
    monkeypatch.delenv("COVERABLE_CODES")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert codebuild.default_path().parent == tmp_path / "coverable"
    assert (codebuild.package_version() or "") in codebuild.default_path().name


def test_a_cache_that_cannot_be_written_gives_way_to_a_private_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("COVERABLE_CODES", raising=False)
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = codebuild.default_path().parent
    assert folder.parent == tmp_path and folder.stat().st_mode & 0o077 == 0


def test_two_builds_at_once_leave_one_whole_book(tmp_path: Path) -> None:
    path = tmp_path / "codes-two.sqlite"
    code = (
        "from pathlib import Path; from coverable.glossary.codebook import open_codebook;"
        f"print(open_codebook(Path({str(path)!r})).release('icd10cm'))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert [p.communicate()[0].strip() for p in both] == ["2026-04-01"] * 2
    assert os.listdir(tmp_path) == [path.name]
