"""A cache never changes an answer: kept, broken, unwritable or absent, what is read is the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.base import cache, yamlcache
from coverable.base.problem import Refused
from coverable.base.share import share
from coverable.base.yamlfile import YamlFile, parse_yaml, read_ahead, read_yaml

TEXT = """
policy: a/b
amount: 1.50
big: 1e3
list: [1, two, {x: "007", y: null}]
nested:
  - {deep: [true, -0.0]}
"""
KEYS = st.text("abcdefg_", min_size=1, max_size=6)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.decimals(-(10**6), 10**6, places=3).map(lambda d: d)
    | st.text("abc ü'\":,-{}[]#", max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "coverable"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def alike(a: YamlFile, b: YamlFile) -> bool:
    return repr(a.data) == repr(b.data) and a.marks == b.marks and a.places == b.places


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.glob("??/*") if path.is_file()]


@given(data=PLAIN)
def test_what_is_kept_is_what_was_read(data: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = json.dumps({"data": data}, default=str, ensure_ascii=False)
    path = tmp_path_factory.mktemp("kept") / "file.yaml"
    path.write_text(text, encoding="utf-8")
    fresh = parse_yaml(text, str(path))
    read_yaml(path)
    assert yamlcache.has(path.read_bytes())
    assert alike(read_yaml(path), fresh)


def test_decimals_keep_their_zeros_and_places_their_lines(folder: Path, file: Path) -> None:
    fresh = read_yaml(file)
    assert len(kept(folder)) == 1
    again = read_yaml(file)
    assert alike(again, fresh)
    assert str(again.data["amount"]) == "1.50"
    assert again.where(("nested", 0, "deep", 1)) == fresh.where(("nested", 0, "deep", 1))
    again.data["amount"] = "changed"
    assert str(read_yaml(file).data["amount"]) == "1.50"


@given(at=st.integers(0, 400), byte=st.integers(0, 255))
def test_a_broken_entry_is_read_again_from_the_file(
    at: int, byte: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.mktemp("broken")
    path = base / "file.yaml"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(base))
        fresh = read_yaml(path)
        entry = kept(base / "coverable")[0]
        raw = bytearray(entry.read_bytes())
        raw[at % len(raw)] = byte
        entry.write_bytes(raw)
        assert alike(read_yaml(path), fresh)
        entry.write_bytes(raw[: at % len(raw)])
        assert alike(read_yaml(path), fresh)


def test_an_entry_of_another_file_is_never_taken(folder: Path, file: Path) -> None:
    read_yaml(file)
    file.write_text(TEXT.replace("1.50", "1.51"), encoding="utf-8")
    assert str(read_yaml(file).data["amount"]) == "1.51"
    assert len(kept(folder)) == 2


def test_a_refused_file_is_refused_every_time(folder: Path, file: Path) -> None:
    file.write_text("a: 1\na: 2\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Refused, match="given twice"):
            read_yaml(file)
    assert not kept(folder)


def test_a_file_that_looks_like_our_own_marks_is_not_kept(folder: Path, file: Path) -> None:
    file.write_text('x: {"": "1.5"}\n', encoding="utf-8")
    assert read_yaml(file).data == {"x": {"": "1.5"}}
    assert read_yaml(file).data == {"x": {"": "1.5"}}
    assert not kept(folder)


@pytest.mark.parametrize(
    "environment",
    [
        {"XDG_CACHE_HOME": "", "HOME": ""},
        {"XDG_CACHE_HOME": "relative", "HOME": ""},
        {"XDG_CACHE_HOME": "/dev/null/none", "HOME": ""},
        {"XDG_CACHE_HOME": "", "HOME": "/dev/null"},
    ],
)
def test_without_a_place_to_write_everything_works(
    environment: dict[str, str], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    read_ahead([file])
    assert alike(read_yaml(file), parse_yaml(TEXT, str(file)))


def test_a_relative_folder_is_ignored_and_home_is_the_second_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/somewhere")
    assert cache.cache_folder() == Path("/somewhere/.cache/coverable")


def test_what_nobody_reads_goes_after_a_while(folder: Path, file: Path) -> None:
    import os
    import time

    read_yaml(file)
    entry = kept(folder)[0]
    old = time.time() - (cache.KEPT_DAYS + 1) * 86_400
    os.utime(entry, (old, old))
    cache.sweep(folder)
    assert not entry.exists()
    read_yaml(file)
    entry = kept(folder)[0]
    os.utime(entry, (old, old))
    cache.sweep(folder)
    assert entry.exists(), "once a day is enough"
    read_yaml(file)
    assert entry.stat().st_mtime > old, "reading it keeps it"


@pytest.mark.parametrize("pieces", [3, 500])
def test_shared_work_comes_in_order_whether_or_not_it_is_shared(pieces: int) -> None:
    heard: list[int] = []
    got = list(share(lambda i: i * i, pieces, lambda done, all: heard.append(done)))
    assert got == [i * i for i in range(pieces)]
    assert heard == list(range(1, pieces + 1))
