"""Documents in the layouts of many payers, from `pages/`; payers, numbers and words are made up."""

from __future__ import annotations

from pathlib import Path

ALL = {
    path.stem.upper(): path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parent / "pages").glob("*.txt"))
}
