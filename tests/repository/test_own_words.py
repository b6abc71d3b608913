"""The seeds and licensed code descriptors are other people's text: none of it stands in this repository."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from coverable.base.yamlfile import read_yaml

RUN = 9
WORDS = 4  # a run with fewer plain words than this is a list of codes or dates, not a sentence
LABELS = {"label", "description", "descriptor", "display", "title", "text", "name", "says", "definition"}
CPT_SYSTEMS = {"cpt", "http://www.ama-assn.org/go/cpt"}


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every nine words in a row, whatever stands between them."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    for at in range(len(words) - RUN + 1):
        run = tuple(words[at : at + RUN])
        if sum(word.isalpha() for word in run) >= WORDS:
            yield run


def cpt_descriptors(value: Any, path: str = "$") -> Iterator[str]:
    """Places where a CPT code stands beside a text that could be its descriptor."""
    if isinstance(value, Mapping):
        if any(_is_cpt(v) for v in value.values()) or str(value.get("system")).lower() in CPT_SYSTEMS:
            yield from (f"{path}.{key}" for key in value if str(key).lower() in LABELS)
        for key, inner in value.items():
            if _is_cpt(key) and isinstance(inner, str):
                yield f"{path}.{key}"
            elif _is_cpt(key) and isinstance(inner, Mapping):
                yield from (f"{path}.{key}.{k}" for k in inner if str(k).lower() in LABELS)
            yield from cpt_descriptors(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from cpt_descriptors(inner, f"{path}[{at}]")


def _is_cpt(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"cpt:\w{5}", value.strip(), re.IGNORECASE) is not None


def structured(root: Path, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The data files that we ship, read."""
    for name in names:
        if not name.startswith(("library/", "src/")):
            continue
        if name.endswith((".yaml", ".yml")):
            yield name, read_yaml(root / name, name).data
        elif name.endswith(".json"):
            yield name, json.loads((root / name).read_text(encoding="utf-8"))
        elif name.endswith(".jsonl"):
            lines = (root / name).read_text(encoding="utf-8").splitlines()
            yield name, [json.loads(line) for line in lines if line.strip()]


def test_no_nine_words_in_a_row_come_from_a_seed(seeds: Path, texts: Mapping[str, str]) -> None:
    theirs = {run for seed in seeds.glob("*.txt") for run in runs(seed.read_text(encoding="utf-8"))}
    assert theirs
    hits = {name: run for name, text in texts.items() for run in runs(text) if run in theirs}
    assert not hits, "\n".join(f"{name}: {' '.join(run)}" for name, run in hits.items())


def test_no_cpt_code_that_we_ship_has_a_descriptor_beside_it(root: Path, texts: Mapping[str, str]) -> None:
    hits = [f"{name}: {at}" for name, data in structured(root, texts) for at in cpt_descriptors(data)]
    commented = re.compile(r"cpt:\w{5}\b[^\n#]*#[ \t]*\w", re.IGNORECASE)
    hits += [
        f"{name}: a comment behind a CPT code"
        for name, text in texts.items()
        if name.startswith("library/") and commented.search(text)
    ]
    assert not hits, "\n".join(hits)


@pytest.mark.parametrize(
    "planted",
    [
        {"code": "cpt:00000", "label": "words"},
        {"codes": [{"code": "CPT:00000", "display": "words"}]},
        {"cpt:00000": "words"},
        {"cpt:00000": {"description": "words"}},
        {"system": "http://www.ama-assn.org/go/cpt", "code": "00000", "display": "words"},
    ],
)
def test_a_planted_descriptor_is_found(planted: Any) -> None:
    assert list(cpt_descriptors(planted))


def test_a_cpt_code_without_a_text_is_fine() -> None:
    assert not list(
        cpt_descriptors({"says": "ours", "codes": ["cpt:00000", {"code": "hcpcs:E0000", "label": "x"}]})
    )


def test_a_list_of_codes_is_no_run_of_words() -> None:
    assert not list(runs("A00.1 B00.1 C00.1 D00.1 E00.1 F00.1"))
    assert list(runs("nine plain words that stand here in a row"))
