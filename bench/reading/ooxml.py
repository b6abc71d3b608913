"""The fixed parts of a word processor file, and its lists as real numbering."""

from __future__ import annotations

from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FORMATS = {"A": "upperLetter", "a": "lowerLetter", "1": "decimal", "I": "upperRoman", "i": "lowerRoman"}

TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override \
PartName="/word/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override \
PartName="/word/numbering.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override \
PartName="/word/footer1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"""

RELS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" \
Target="word/document.xml"/></Relationships>"""

DOCUMENT_RELS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/styles" \
Target="styles.xml"/><Relationship Id="rId2" Type="{R}/numbering" Target="numbering.xml"/><Relationship \
Id="rId3" Type="{R}/footer" Target="footer1.xml"/></Relationships>"""

_STYLE = (
    '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>'
    '<w:basedOn w:val="Normal"/>{more}</w:style>'
)
_HEADS = "".join(
    _STYLE.format(
        id=f"Heading{n}", name=f"heading {n}", more=f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr>'
    )
    for n in (1, 2, 3)
)
STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name \
w:val="Normal"/></w:style>{_HEADS}{_STYLE.format(id="Title", name="Title", more="")}\
{_STYLE.format(id="ListParagraph", name="List Paragraph", more="")}</w:styles>"""


def numbering(schemes: list[tuple[str, ...]], starts: list[dict[int, int]]) -> str:
    """numbering.xml: for each entry a list, the markers of its levels and where each level starts."""
    levels = ["".join(_level(i, s) for i, s in enumerate(scheme)) for scheme in schemes]
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{level}</w:abstractNum>' for n, level in enumerate(levels)
    )
    lists = "".join(
        f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/>{_overrides(start)}</w:num>'
        for n, start in enumerate(starts)
    )
    return f'{XML}<w:numbering xmlns:w="{W}">{abstract}{lists}</w:numbering>'


def _overrides(starts: dict[int, int]) -> str:
    return "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level, start in sorted(starts.items())
    )


def _level(level: int, scheme: str) -> str:
    letter = next((c for c in reversed(scheme) if c in "Aa1Ii"), None)
    if "1.1" in scheme:
        form, text = "decimal", ".".join(f"%{n + 1}" for n in range(level + 1))
    elif letter is None or scheme == "o":
        form, text = "bullet", scheme
    else:
        at = scheme.rindex(letter)
        form, text = FORMATS[letter], f"{scheme[:at]}%{level + 1}{scheme[at + 1 :]}"
    left = 720 + 360 * level
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{escape(text)}"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
    )
