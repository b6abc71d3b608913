"""The case sheet as a DOCX file that a reviewer can edit: headings, tables with header rows, no fields."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any


def sheet_docx(views: Sequence[Mapping[str, Any]]) -> bytes:
    """All sheets, each on a page of its own."""
    from docx import Document

    doc: Any = Document()
    doc.core_properties.title = "Case sheet, not signed"
    doc.core_properties.author = "Coverable"
    doc.core_properties.language = "en"
    for i, view in enumerate(views):
        if i:
            doc.add_page_break()
        _sheet(doc, view)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _sheet(doc: Any, view: Mapping[str, Any]) -> None:
    _heading(doc, "Case sheet (not signed)", 1)
    _para(doc, f"Request: {view['request'] or 'without a name'}")
    if view["refused"]:
        _heading(doc, "The request could not be read", 2)
        for one in view["refused"]:
            _para(doc, f"{one['what']}. Where: {one['where']}. Why: {one['why']}. Next: {one['next']}.")
        return
    _bullets(doc, view["statements"])
    for name, option in view["what_if"].items():
        _para(doc, f"A what-if, not the signed reading: {name} read as {option}.")
    _table(doc, ["Who and when", "Stated"], view["head"])
    for line in view["lines"]:
        _heading(doc, f"Service line {line['number']}", 2)
        _table(doc, ["Service", "Stated"], line["head"])
        _table(doc, ["Diagnosis", "Name in ICD-10-CM"], line["diagnoses"])
        for cover in line["coverages"]:
            _coverage(doc, cover)
        _heading(doc, f"Facts as stated, line {line['number']}", 2)
        rows = [
            [
                f["label"],
                f["value"] + (" (contradicts another)" if f["contradictory"] else ""),
                f["kind"],
                f["source"],
                f["date"],
                f["place"],
            ]
            for f in line["facts"]
        ]
        _table(doc, ["Fact", "Value", "Evidence", "Source", "Date", "Place"], rows)
    _heading(doc, "For the reviewer", 2)
    _table(doc, ["To be filled and signed by the reviewer", ""], [(box, "\n") for box in view["boxes"]])
    _para(doc, " · ".join(view["pins"]))


def _coverage(doc: Any, cover: Mapping[str, Any]) -> None:
    _heading(doc, cover["plan"], 2)
    _para(
        doc,
        f"Coverage as the request names it: {cover['asked']}. Prior authorization: {cover['authorization']}.",
    )
    if cover["silent"]:
        _para(doc, "No result is shown: this plan asks for no suggestion.", bold=True)
    else:
        _para(doc, f"Computed result on the criteria, for the reviewer: {cover['outcome']}", bold=True)
        _para(doc, f"Next: {cover['next_step']}")
        for label, key in (("Contract clause", "clause"), ("What an approval would grant", "approval")):
            if cover[key]:
                _para(doc, f"{label}: {cover[key]}")
    if cover["policy"]:
        _para(doc, f"{cover['policy']['title']} ({cover['policy']['key']})")
        _bullets(doc, cover["policy"]["basis"])
    if cover["review_reasons"]:
        _heading(doc, "Why a person must look", 3)
        _bullets(doc, cover["review_reasons"])
    if cover["needs"]:
        _heading(doc, "Still needed, to be asked in one pass", 3)
        for one in cover["needs"]:
            _para(doc, f"{'' if one['group'] else '☐ '}{one['says']}", indent=one["depth"])
    if cover["criteria"]:
        _heading(doc, "Criteria", 3)
        heads = (
            ["Criterion", "Documented", "Place"]
            if cover["silent"]
            else ["Value", "Criterion", "Documented", "Place"]
        )
        _table(doc, heads, [_criterion(one, cover["silent"]) for one in cover["criteria"]])
    for one in cover["exclusions"]:
        _heading(doc, f"{one['says']} ({one['cite']}); position of the text: {one['position']}", 3)
        _table(doc, ["Condition", "Intervention", "Concludes", "Quality", "Place"], one["evidence"])
    if cover["rationale"]:
        _heading(doc, "Rationale text, for the reviewer to edit", 3)
        for one in cover["rationale"]:
            _para(doc, one)
    _titled(doc, "Things to know beside the result", ["What", "For"], cover["flags"])
    readings = [
        [
            f"{r['id']} ({r['cite']}) {r['question']}",
            f"{r['chosen']}\n{r['signed']}".strip(),
            "; ".join(r["others"]) or "no change",
        ]
        for r in cover["interpretations"]
    ]
    heads = ["Question", "Read as", "Otherwise"]
    if cover["silent"]:
        heads, readings = heads[:2], [row[:2] for row in readings]
    _titled(doc, "How the text was read", heads, readings)
    if cover["without_effect"]:
        _para(doc, f"Without effect here: {', '.join(cover['without_effect'])}.")
    _titled(doc, "Only jointly", ["Readings", "Result"], cover["jointly"])
    _titled(doc, "Order of precedence", ["Level", "Found", "Search on record"], cover["precedence"])
    _titled(doc, "Policies looked at", ["Policy", "Version", "Level", "Result", "Why"], cover["considered"])
    if cover["no_policy"]:
        _para(doc, f"No policy was looked at: {cover['no_policy']}")
    _titled(doc, "Schedule hints, never criteria", ["What", "Stated", "Place"], cover["schedule"])
    _titled(
        doc, "Definitions of this document", ["Term", "Meaning, in our words", "Place"], cover["definitions"]
    )


def _criterion(one: Mapping[str, Any], silent: bool) -> list[str]:
    badge = f"[{one['badge']}] " if one["badge"] else ""
    notes = "".join(f"\n{note}" for note in (one["reading"], one["silent"]) if note)
    says = "\u2003" * one["depth"] + badge + one["says"] + notes
    documented = "\n".join([one["stated"] or "", *one["evidence"]]).strip()
    row = [says, documented, one["cite"]]
    return row if silent else [f"{one['mark']} {one['value']}", *row]


def _titled(doc: Any, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        _heading(doc, title, 3)
        _table(doc, heads, rows)


def _heading(doc: Any, text: str, level: int) -> None:
    doc.add_heading(_clean(text), level)


def _para(doc: Any, text: str, bold: bool = False, indent: int = 0) -> None:
    from docx.shared import Cm

    made = doc.add_paragraph()
    made.add_run(_clean(text)).bold = bold
    if indent:
        made.paragraph_format.left_indent = Cm(0.6 * indent)


def _bullets(doc: Any, rows: Sequence[str]) -> None:
    for one in rows:
        doc.add_paragraph(_clean(one), style="List Bullet")


def _table(doc: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    from docx import oxml
    from docx.shared import Pt

    make: Any = oxml

    table = doc.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
    # the first row is said again on every page, and told to screen readers as the header
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(make.OxmlElement("w:tblHeader"))
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = _clean(str(text))
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(9)
    doc.add_paragraph()


def _clean(text: str) -> str:
    """Only characters that XML can hold."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)
