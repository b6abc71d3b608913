"""Signs of symbol fonts, which a file holds as places in the font and a page shows as signs.

In Symbol, letter 0xB3 is the sign for "at least": read as plain text, a threshold would lose its operator.
"""

from __future__ import annotations

# From the encoding tables of the Symbol and Wingdings fonts; what no policy prints is left out.
_SYMBOL = {
    0x2D: "−", 0x40: "≅", 0x61: "α", 0x62: "β", 0x64: "δ", 0x65: "ε", 0x67: "γ", 0x6C: "λ", 0x6D: "μ",
    0x70: "π", 0x73: "σ", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞",
    0xAE: "→", 0xAC: "←", 0xAF: "↓", 0xAD: "↑", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™",
    0xD8: "¬", 0xE2: "®", 0xE3: "©", 0xE4: "™",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢",
    0xDC: "➲", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_ANY = {0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0xA8: "◻", 0x6F: "□", 0xFE: "☑", 0xFD: "☒"}
UNREADABLE = "\ufffd"


def symbolic(font: str | None) -> bool:
    """Whether letters of this font are signs."""
    return font is not None and font.lower().startswith(("symbol", "wingdings", "webdings"))


def sign(code: int, font: str | None) -> str:
    """The sign at a place of a symbol font; the replacement character where it is not known."""
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    name = (font or "").lower()
    if name.startswith("symbol"):
        table = _SYMBOL
    elif name.startswith("wingdings") and not name.startswith(("wingdings 2", "wingdings 3")):
        table = _WINGDINGS
    else:
        table = _ANY
    if place in table:
        return table[place]
    if name.startswith("symbol") and 0x20 <= place < 0x40:  # digits and points are themselves
        return chr(place)
    return " " if place == 0x20 else UNREADABLE


def signs(text: str, font: str | None) -> str:
    """Text in a symbol font as the signs that a page shows."""
    return "".join(sign(ord(c), font) if not c.isspace() else c for c in text)


def private(text: str, font: str | None) -> str:
    """Text whose private-use characters are places of a symbol font."""
    if text.isascii() or not any("\ue000" <= c <= "\uf8ff" for c in text):
        return text
    return "".join(sign(ord(c), font) if "\ue000" <= c <= "\uf8ff" else c for c in text)
