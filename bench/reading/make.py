"""One made-up document from a seed and a number: layout, style, parts, truth, and perhaps damage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from bench.reading.banks import Half, Picker
from bench.reading.forest import Exhausted
from bench.reading.header import Header, make_header
from bench.reading.model import Doc, Format, Para, Style, Truth
from bench.reading.parts import Parts
from bench.reading.statements import Statements, mid
from bench.reading.words import capital

FORMATS: tuple[tuple[Format, int], ...] = (("text", 50), ("html", 22), ("docx", 18), ("pdf", 10))
EMPHASIS: tuple[Literal["upper", "lower", "bold", "title"], ...] = ("upper", "lower", "bold", "title")
PLURALS = ("s",)


def make_document(seed: int, number: int, half: Half, format: Format | None = None) -> Doc:
    """Document `number` of a half, always the same; without damage."""
    for attempt in range(20):
        rng = Random(f"{seed}/{half}/{number}/{attempt}")
        try:
            return outline_numbers(_made(rng, half, number, format))
        except Exhausted:
            continue
    raise Exhausted(f"document {number}")


def outline_numbers(doc: Doc) -> Doc:
    """Markers such as 2.1.3 name the items above as well."""
    if "1.1" not in doc.style.markers:
        return doc
    path: list[int] = []
    paras: list[Para] = []
    for p in doc.paras:
        if p.kind == "item" and p.marker and p.part in ("criteria", "documentation"):
            path = [*path[: p.depth], *([0] * (p.depth - len(path))), p.number]
            marker = f"{p.number + 1}." if p.depth == 0 else ".".join(str(n + 1) for n in path)
            paras.append(replace(p, marker=marker))
        else:
            paras.append(p)
    return replace(doc, paras=tuple(paras))


def _made(rng: Random, half: Half, number: int, format: Format | None) -> Doc:
    pick = Picker(rng, half, {})
    kinds, weights = zip(*FORMATS, strict=True)
    chosen: Format = format or rng.choices(kinds, weights)[0]
    style = _style(pick)
    return _Assembly(pick, style).document(f"{half}-{number}", chosen)


def _style(pick: Picker) -> Style:
    layout = pick.one("layouts")
    fits = "drug" if layout.get("family") == "pharmacy" else ""
    topic = pick.maybe("topics/topics", lambda v: not fits or v.get("kind") == fits) or pick.one(
        "topics/topics"
    )
    payer = pick.one("topics/publishers")
    return Style(
        layout=layout,
        markers=tuple(pick.one("meta/markers").many("list")),
        emphasis=pick.rng.choice(EMPHASIS),
        who=pick.one("topics/who").text,
        topic=topic,
        subject=topic.text if pick.chance(0.5) else capital(mid(topic.text)),
        plural=topic.text.endswith(PLURALS) and topic.text != "Applied Behavior Analysis",
        plan=payer.get("name") if pick.chance(0.6) else payer.get("short"),
        furniture=tuple(pick.one("meta/furniture").many("list")),
        connector=pick.maybe("words/connectors", lambda v: v.get("place") == "line") if fits else None,
    )


@dataclass
class _Assembly:
    """Puts the parts into the order of the layout."""

    pick: Picker
    style: Style

    def document(self, name: str, format: Format) -> Doc:
        pick, style = self.pick, self.style
        title = style.topic.text
        order = style.layout.many("order")
        stated = "header" in order or "sidebar" in order
        header = make_header(pick, style, title) if stated else Header((), None, (), (), None, "none", {})
        said = Statements(pick, style)
        parts = Parts(pick, style)
        if "grid" in order:
            said.grid(50)
        elif style.layout.get("family") == "change bulletin":
            self._bulletin(said)
        elif "criteria" in order:
            said.policy()
        paras: list[Para] = []
        for part in order:
            paras += self._part(part, header, said, parts, title)
        shown = title if "title" in order else None
        foot = header.form == "footer" and header.number is not None
        if foot and format == "html":  # a web page has no foot
            foot, header = False, replace(header, number=None)
        truth = Truth(
            statements=tuple(said.true),
            number=header.number,
            title=shown,
            dates=header.dates,
            lines=header.lines,
            version=header.version,
            codes=tuple(parts.codes),
            history=parts.history,
            references=parts.references,
            keywords=parts.keywords,
            definitions=parts.definitions,
        )
        extension = {"text": "txt"}.get(format, format)
        date = header.shown.get("effective", "")
        lines = (f if date or "{date}" not in f else "Page {p} of {of}" for f in style.furniture)
        furniture = tuple(
            f.format(pub=style.plan, num=header.number or "", t=title, date=date, p="{p}", of="{of}")
            for f in lines
        )
        return Doc(
            name=f"{name}.{extension}",
            half=pick.half,
            format=format,
            style=replace(style, furniture=furniture, foot=foot),
            paras=tuple(paras),
            truth=truth,
            used=tuple(pick.used),
        )

    def _part(self, part: str, header: Header, said: Statements, parts: Parts, title: str) -> list[Para]:
        """The paragraphs of one part below its heading."""
        pick = self.pick
        made: list[Para]
        match part:
            case "sidebar":
                return []
            case "title":
                number = header.number or ""
                form = pick.one("meta/titles", lambda v: bool(number) or "{num}" not in v.text)
                prints = header.form not in ("footer", "prose") and number
                text = form.text.format(t=title, num=number) if prints or "{num}" not in form.text else title
                return [Para("title", text, "title")]
            case "header":
                return list(header.paras)
            case "contents":
                names = self.style.layout.more.get("names", {})
                made = [
                    Para("item", str(n), "contents", marker="•") for k, n in names.items() if k != "contents"
                ]
            case "criteria":
                if "sidebar" in self.style.layout.many("order"):
                    said.aside(header.paras)
                made = list(said.paras)
            case "grid":
                return list(said.paras)
            case "codes":
                made = parts.code_groups()
            case "history":
                made = parts.history_events()
            case "references":
                made = parts.reference_list()
            case "definitions":
                made = parts.definition_list()
            case "keywords":
                made = parts.keyword_line()
            case "description":
                made = parts.prose("description", 2) + (parts.documentation() if pick.chance(0.25) else [])
            case _:
                made = parts.prose(part, 2)
        heading = str(self.style.layout.more.get("names", {}).get(part, ""))
        mark = pick.word(["", "", ":"]) if heading and not heading.isupper() else ""
        return [Para("heading", heading + mark, part, depth=1), *made] if heading else made

    def _bulletin(self, said: Statements) -> None:
        """Several policies in one document."""
        topics = self.pick.some("topics/topics")
        self.pick.rng.shuffle(topics)
        for topic in topics[: self.pick.rng.choice((2, 3))]:
            plural = topic.text.endswith(PLURALS)
            said.style = replace(self.style, subject=topic.text, plural=plural)
            said.words.style = said.style
            said.heading(topic.text)
            said.positive(topic.text)
            if self.pick.chance(0.5):
                said.negative(topic.text, "investigational", False)
        said.style = said.words.style = self.style
