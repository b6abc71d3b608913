"""Reading in a process of its own: the same result, and an end where a library would go on for ever."""

from __future__ import annotations

import pickle
import zlib
from time import perf_counter

import pytest

from coverable.base.problem import Refused
from coverable.document.limits import Limits
from coverable.document.readers import guarded
from coverable.document.readers.guarded import read_guarded
from coverable.document.readers.read import read_source
from document.readers.ooxml import deleted, docx, inserted, p, table, tr
from document.readers.pdfs import Drawn, prose


def raw_pdf(content: bytes, form: bytes = b"<<>>") -> bytes:
    """A PDF of one page with this content and this form to draw."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        form,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, made in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + made + b"\nendobj\n"
    table_at = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    return out + b"trailer<</Root 1 0 R/Size 7>>\nstartxref\n%d\n%%%%EOF" % table_at


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<<%s/Length %d/Filter/FlateDecode>>stream\n" % (more, len(packed)) + packed + b"\nendstream"


def test_the_result_is_the_same_as_without_the_guard() -> None:
    page = Drawn()
    page.paragraph(prose(4))
    for data in (
        page.pdf,
        docx(p("a", deleted("b"), inserted("c")), table(tr("d", "e"))),
        b"Policy 7\n\n- one\n",
    ):
        assert read_guarded(data, "widget") == read_source(data, "widget")


def test_a_refusal_comes_through_with_all_that_it_says() -> None:
    with pytest.raises(Refused) as here:
        read_source(b"%PDF-1.7 no", "widget")
    with pytest.raises(Refused) as there:
        read_guarded(b"%PDF-1.7 no", "widget")
    assert here.value.problems == there.value.problems


def test_a_form_that_draws_itself_without_end_is_stopped() -> None:
    form = stream(
        b"/X Do /X Do ", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    )
    start = perf_counter()
    with pytest.raises(Refused, match=r"stopped|took longer than"):
        read_guarded(raw_pdf(stream(b"/X Do " * 1000), form), "widget", Limits(seconds=1))
    assert perf_counter() - start < 120


def test_a_stream_that_unpacks_without_end_is_stopped_or_read_within_the_memory() -> None:
    data = raw_pdf(stream(b" " * (200 * 2**20)))
    try:
        found = read_guarded(data, "widget", Limits(seconds=20, memory=400 * 2**20)).text
    except Refused as error:
        found = "" if "stopped" in str(error) else str(error)
    assert found == ""


def test_more_letters_than_a_page_can_have_are_refused() -> None:
    data = raw_pdf(stream(b"BT /F1 10 Tf 10 10 Td " + b"(a b) Tj " * 3000 + b"ET"))
    with pytest.raises(Refused, match="characters on page 1"):
        read_source(data, "widget", Limits(page=1000))


def test_nothing_but_parts_of_a_document_is_taken_from_the_other_process() -> None:
    bad = pickle.dumps(print)
    unpickler = guarded._Unpickler(__import__("io").BytesIO(bad))
    with pytest.raises(pickle.UnpicklingError, match="no part of a document"):
        unpickler.load()
