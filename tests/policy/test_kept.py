"""What is kept of an executable policy is the same policy, of the same files, and runs nothing."""

from __future__ import annotations

import os
import pickle
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from conftest import ROOT
from coverable.policy.kept import Kept
from coverable.policy.library import Library


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A copy of the library, with nothing kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    copytree(ROOT / "library", tmp_path / "library")
    return Library(tmp_path / "library")


def keep_all(library: Library) -> None:
    kept = Kept(library)
    for key in library.folders:
        assert kept.load(key) is None
        kept.keep(library.policy(key))


def test_every_version_comes_back_as_it_was(library: Library) -> None:
    keep_all(library)
    again = Library(library.root)
    kept = Kept(again)
    for key in library.folders:
        made, there = kept.load(key), library.policy(key)
        assert made is not None
        for name in (
            "file",
            "signoff",
            "probes",
            "services",
            "indications",
            "exclusions",
            "signed",
            "sha256",
        ):
            assert getattr(made, name) == getattr(there, name), name
        assert vars(made.forest) == vars(there.forest)
        assert made.origin.yaml == there.origin.yaml
        assert made.glossary is again.glossary and made.book is again.book
        assert made.lanes == there.lanes


@pytest.mark.parametrize("name", ["policy.yaml", "signoff.yaml", "citations.yaml"])
def test_a_changed_file_is_built_anew(library: Library, name: str) -> None:
    keep_all(library)
    key = next(key for key, folder in library.folders.items() if (folder / name).exists())
    path = library.folders[key] / name
    path.write_text(path.read_text() + "# a remark\n")
    kept = Kept(Library(library.root))
    assert kept.load(key) is None
    others = [one for one in library.folders if one != key and not library.policy(one).includes]
    assert others and all(kept.load(one) is not None for one in others)


def test_a_version_that_uses_criteria_of_others_is_built_anew_when_they_change(library: Library) -> None:
    keep_all(library)
    user = next(key for key in library.folders if library.policy(key).includes)
    used = next(iter(library.policy(user).includes))
    path = library.folders[used] / "policy.yaml"
    path.write_text(path.read_text() + "# a remark\n")
    assert Kept(Library(library.root)).load(user) is None


def test_a_changed_glossary_keeps_nothing(library: Library) -> None:
    keep_all(library)
    path = next(iter(sorted((library.root / "glossary").glob("*.yaml"))))
    path.write_text(path.read_text().replace("source: ", "source: newly ", 1))
    kept = Kept(Library(library.root))
    assert not any(kept.load(key) for key in library.folders)


def test_a_file_that_is_written_while_it_is_built_is_not_kept(library: Library) -> None:
    kept = Kept(library)
    key = next(iter(library.folders))
    assert kept.load(key) is None
    policy = library.policy(key)
    path = library.folders[key] / "policy.yaml"
    path.write_text(path.read_text() + "# a remark\n")
    kept.keep(policy)
    assert Kept(Library(library.root)).load(key) is None


class Bad:
    """Whatever is read by pickle may call this."""

    def __init__(self, call: Any, *given: Any) -> None:
        self.call, self.given = call, given

    def __reduce__(self) -> tuple[Any, ...]:
        return self.call, self.given


@pytest.mark.parametrize("call", [os.mkdir, eval, pickle.loads, Library, getattr])
def test_bytes_that_name_anything_but_values_are_not_read(
    library: Library, call: Any, tmp_path: Path
) -> None:
    out = BytesIO()
    pickle.Pickler(out).dump(Bad(call, str(tmp_path)))
    assert Kept(library).read(out.getvalue()) is None


def test_damaged_bytes_are_nothing(library: Library) -> None:
    kept = Kept(library)
    whole = kept.write(library.policy(next(iter(library.folders))))
    assert kept.read(whole) is not None
    assert kept.read(whole[: len(whole) // 2]) is None
    assert kept.read(b"") is None
    assert kept.read(pickle.dumps(["no policy"])) is None
