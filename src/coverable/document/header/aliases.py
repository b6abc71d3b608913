"""Other names of a document than its title: behind their labels, and among its keywords (SR-001)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coverable.document.header.fields import Field
from coverable.document.reading import Stated
from coverable.document.sections.titles import bare
from coverable.document.source import Source


def aliases_of(
    source: Source,
    found: Iterable[Field],
    keywords: Iterable[Stated],
    number: Stated | None,
    title: Stated | None,
) -> Iterable[Stated]:
    """Other names: behind their labels, and keywords that repeat the title or the number in another form."""
    for field in found:
        if field.kind in ("also", "replaces") and field.sure and len(field.value) < 200:
            yield Stated(field.value, field.span(source), 1.0, field.kind)
    digits = re.findall(r"[0-9]+$", number.value) if number else []
    name = bare(str(title.value)) if title else ""
    for word in keywords:
        words = bare(str(word.value))
        longer = bool(name) and len(words) > len(name) and f" {name} " in f" {words} "
        numbered = bool(digits) and words.split()[-1:] == digits and len(words.split()) > 1
        if longer or numbered:
            yield Stated(word.value, word.span, 0.9, "keyword")
