"""Names as people write them: what does not matter when one is looked for."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKS: Final = re.compile("[®™©℠'’‘`´]")
_NO_LETTER: Final = re.compile(r"[^\w]|_")


def fold(text: str) -> str:
    """Case, hyphens, dashes, trade marks and accents do not matter when looking for a name."""
    text = unicodedata.normalize("NFKD", _MARKS.sub("", text)).casefold()
    text = "".join(ch for ch in text if not unicodedata.combining(ch))
    return " ".join(_NO_LETTER.sub(" ", text).split())


def squash(text: str) -> str:
    """The text without spaces: `DME 32`, `DME-32` and `dme32` are one name."""
    return fold(text).replace(" ", "")
