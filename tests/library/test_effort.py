"""docs/dtr.md: what it takes to add a policy, counted from the policies that are shipped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

SEEDS = ("sentara/dme-32", "healthy-blue/cg-med-28")
WRITTEN, PROVEN, MADE = ("policy.yaml", "signoff.yaml"), ("cases.yaml",), ("citations.yaml",)


def lines(folder: Path, names: Iterable[str]) -> int:
    """Lines that say something: neither empty nor a remark."""
    found = [line.strip() for name in names for line in (folder / name).read_text().splitlines()]
    return sum(bool(line) and not line.startswith("#") for line in found)


def row(title: str, folders: list[Path]) -> str:
    """A row of the table; of several policies the least and the most."""
    cells = []
    for names in (WRITTEN, PROVEN, MADE):
        counts = sorted(lines(folder, names) for folder in folders)
        cells.append(f"{counts[0]} to {counts[-1]}" if len(folders) > 1 else str(counts[0]))
    return f"| {title} | " + " | ".join(cells) + " |"


def test_the_table_of_the_page_is_what_the_shipped_policies_count(root: Path) -> None:
    library = root / "library"
    seeds = [next((library / "policies" / key).iterdir()) for key in SEEDS]
    examples = sorted(path.parent for path in (library / "examples" / "policies").rglob("policy.yaml"))
    rows = [row(f"`{key}`", [folder]) for key, folder in zip(SEEDS, seeds, strict=True)]
    rows.append(row(f"{len(examples)} examples, least to most", examples))
    glossary = sorted((library / "glossary").glob("*.yaml"))
    shared = lines(library / "glossary", [path.name for path in glossary])
    rows.append(f"| glossary of both seeds ({len(glossary)} files) | {shared} | | |")
    text = (root / "docs" / "dtr.md").read_text(encoding="utf-8")
    for one in rows:
        assert one in text, "\n".join(["the page wants these rows:", *rows])


def test_a_policy_is_one_folder_of_yaml_and_its_document(root: Path) -> None:
    for path in (root / "library").rglob("policy.yaml"):
        names = {one.name for one in path.parent.iterdir()}
        assert names - {"source.txt"} == {*WRITTEN, *PROVEN, *MADE}, path.parent
