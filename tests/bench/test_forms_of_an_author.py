"""16 forms of drug plans by an author who never saw the reader say what they mean, or somebody is asked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from bench.reading.meant import scored

FOLDER = Path(__file__).parents[1] / "document" / "data" / "forms-of-an-author"
FORMS = sorted([*FOLDER.glob("*.txt"), *FOLDER.glob("*.html")])
AS_MEANT = 21
"""Of their 29 statements; the author wrote what a stage asks for into one tree, here each stage is a statement."""


@pytest.mark.parametrize("path", FORMS, ids=lambda p: p.stem)
def test_no_form_is_read_wrong_in_silence(path: Path) -> None:
    found = scored(path)
    assert [want for verdict, want in found.verdicts if verdict == "silent"] == []
    assert [extra.subject for extra, asked in found.extra if not asked] == []


def test_most_forms_are_read_as_they_are_meant() -> None:
    total = Counter(verdict for path in FORMS for verdict, _ in scored(path).verdicts)
    assert total["exact"] + total["kept"] >= AS_MEANT
