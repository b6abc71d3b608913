"""Everything in a document except its criteria, ready for the Reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverable.document.codes.codecheck import checked, day_of
from coverable.document.codes.codes import codes
from coverable.document.codes.codesleft import ask_unread
from coverable.document.codes.codesofservices import of_services
from coverable.document.completeness import completeness
from coverable.document.findings import Findings
from coverable.document.header.metadata import metadata
from coverable.document.layout.furniture import Cleaned
from coverable.document.parts.crossrefs import cross_references
from coverable.document.parts.definitions import definitions
from coverable.document.parts.evidence import evidence, quality, reviews
from coverable.document.parts.footnotes import footnotes
from coverable.document.parts.history import history
from coverable.document.parts.keywords import keyword_names, keywords
from coverable.document.parts.known import Lookup
from coverable.document.parts.notes import notes
from coverable.document.parts.references import references, source_kinds
from coverable.document.parts.studies import studies
from coverable.document.reading import Section, Stated, Statement
from coverable.document.source import Source
from coverable.glossary.codebook import CodeBook


def facts(
    source: Source,
    cleaned: Cleaned,
    sections: Sequence[Section],
    findings: Findings,
    lookup: Lookup | None = None,
    book: CodeBook | None = None,
    statements: Sequence[Statement] = (),
) -> dict[str, Any]:
    """The fields of `Reading` that this package fills beside statements, sections and findings.

    `source` is the document before `clean`. `lookup` says whether the library has a policy, `book` checks
    codes; without them other policies are `missing` and codes `not_checked`. What the `statements` decide is
    held against the policies that the document sends its reader to. Raises no error: what cannot
    be read is absent, and what is doubtful is a finding.
    """
    text = cleaned.source
    told = metadata(cleaned, sections, keyword_names(text, sections), findings)
    listed, groups = codes(text, sections, findings)
    listed = (*listed, *of_services(text, statements, listed))
    ask_unread(text, sections, listed, findings)
    dates = several(told, "dates")
    own = [v for name in ("number", "title") for v in [told.get(name)] if isinstance(v, Stated)]
    cited = references(text, sections)
    state = completeness(source, cleaned, sections, findings, headed=bool(dates or own))
    document: dict[str, Any] = {
        "sha256": source.sha256,
        "kind": source.kind,
        "pages": source.pages,
        "completeness": state.state,
        "missing": list(state.missing),
        "pages_seen": list(state.pages_seen),
        "pages_total": state.pages_total,
        "sections": [s.anchor for s in sections if s.depth == 0],
        "furniture": [{"kind": f.kind, "text": f.text, "span": f.span.view()} for f in cleaned.furniture],
        "repeated": [{"how": f.how, "read": f.kept.view(), "again": f.again.view()} for f in cleaned.folds],
    }
    return {
        "document": document,
        "metadata": told,
        "codes": checked(listed, book, day_of(dates), findings),
        "code_groups": groups,
        "history": history(text, sections),
        "references": cited,
        "source_kinds": source_kinds(text, sections),
        "keywords": keywords(text, sections),
        "definitions": definitions(text, sections),
        "evidence": evidence(text, sections),
        "studies": studies(text, sections, cited, findings, reviews(text, sections)),
        "cross_references": cross_references(
            text, sections, [*own, *several(told, "aliases")], findings, lookup, statements
        ),
        "notes": (*notes(text, sections), *footnotes(text, findings), *quality(text, sections)),
    }


def several(told: dict[str, Stated | tuple[Stated, ...]], name: str) -> tuple[Stated, ...]:
    """A list of the metadata; empty where the document states none."""
    value = told.get(name, ())
    return value if isinstance(value, tuple) else (value,)
