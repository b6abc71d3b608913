"""Small DOCX files made part by part, for what no word processor library writes: tracked changes above all."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
WHO = 'w:id="1" w:author="A. Editor" w:date="2026-02-03T10:00:00Z"'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; plain words become a run."""
    inner = "".join(r if r.startswith("<") else run(r) for r in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    made = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{made}<w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str) -> str:
    return f"<w:ins {WHO}>{run(text)}</w:ins>"


def deleted(text: str) -> str:
    return f'<w:del {WHO}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def item(text: str, number: int = 1, rank: int = 0, mark: str = "") -> str:
    return p(text, properties=listed(number, rank) + mark)


def listed(number: int = 1, rank: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{rank}"/><w:numId w:val="{number}"/></w:numPr>'


def level(rank: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{rank}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="{720 * (rank + 1)}"/></w:pPr></w:lvl>'
    )


def abstract(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: int, of: int, *overrides: str) -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{"".join(overrides)}</w:num>'


OUTLINE = abstract(
    1, level(0, "upperLetter", "%1."), level(1, "decimal", "%2."), level(2, "lowerRoman", "%3)")
)


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    made = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{made}{''.join(c if c.startswith('<w:tc>') else tc(c) for c in cells)}</w:tr>"


def tc(*paragraphs: str, properties: str = "") -> str:
    made = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{made}{''.join(x if x.startswith('<') else p(x) for x in paragraphs)}</w:tc>"


def docx(
    *body: str,
    numbering: str = OUTLINE + num(1, 1),
    styles: str = "",
    parts: dict[str, tuple[str, str]] | None = None,
    links: dict[str, str] | None = None,
    more: dict[str, bytes] | None = None,
) -> bytes:
    """The bytes of a DOCX. `parts`: name -> (relation kind, xml); `links`: id -> outside address."""
    parts = {"numbering": ("numbering", f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>")} | (
        parts or {}
    )
    parts["styles"] = ("styles", f"<w:styles {NAMESPACES}>{styles}</w:styles>")
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{R}/{kind}" Target="{name}.xml"/>'
        for i, (name, (kind, _)) in enumerate(parts.items(), 1)
    )
    relations += "".join(
        f'<Relationship Id="{name}" Type="{R}/hyperlink" Target="{to}" TargetMode="External"/>'
        for name, to in (links or {}).items()
    )
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{REL}"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{REL}">{relations}</Relationships>',
    }
    files |= {f"word/{name}.xml": xml for name, (_, xml) in parts.items()}
    return zipped({name: xml.encode() for name, xml in files.items()} | (more or {}))


def part(tag: str, *content: str) -> str:
    """A part such as `ftr` or `footnotes` with its namespaces."""
    return f"<w:{tag} {NAMESPACES}>{''.join(content)}</w:{tag}>"


def style(name: str, shown: str, properties: str = "", based: str = "", look: str = "") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>{on}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()
