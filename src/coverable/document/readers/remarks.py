"""What readers notice in a file, as kinds of finding."""

from __future__ import annotations

from coverable.document.findings import Doubt, doubts

_OPEN = "Open the document and look at the place: does it hold text that the policy needs?"

KINDS = {
    "active_content": Doubt(
        "low",
        "the file holds macros, scripts or actions; none was run",
        "Was this file received from the publisher as it is?",
        "Policies are text. Programs inside a document are left alone and named, because they are unusual.",
    ),
    "embedded_content": Doubt(
        "medium",
        "the file holds other files or embedded objects, which were not read",
        "Does one of them hold criteria or codes? Then read it as a document of its own.",
        "A table of codes is sometimes embedded as a spreadsheet; what stands in it is not in this reading.",
    ),
    "outside_content": Doubt(
        "medium",
        "parts of the page would be loaded from other addresses; they were not",
        "Does the part that was not loaded hold criteria or codes? Then save and read that page.",
        "Reading opens no address, so what a page takes from elsewhere is not in this reading.",
    ),
    "comments_not_read": Doubt(
        "low",
        "comments of reviewers stand in the margin",
        "Do the comments say that the text is not final?",
        "Comments are not the policy's text; they often mark a draft.",
    ),
    "picture_not_read": Doubt(
        "low",
        "a picture stands here; words in pictures are not read",
        "Does the picture show criteria, a table of codes or a decision tree?",
        "Some policies print tables as pictures; what they show is not in this reading.",
    ),
    "hidden_text": Doubt(
        "medium",
        "text that a reader of the page does not see was left out",
        "Is the hidden text part of the policy, such as a folded section?",
        "Hidden text can be a folded section, an older version, or words meant to mislead a program.",
    ),
    "struck_out": Doubt(
        "medium",
        "struck-out words were taken as deleted",
        "Is the document a redline, and are the struck-out words no longer in force?",
        "Lines through words are how a redline is printed when changes were not tracked.",
    ),
    "unreadable_sign": Doubt(
        "medium",
        "a sign of a symbol font could not be told",
        "Which sign is printed here? It may be `at least` or `at most` in a threshold.",
        "Symbol fonts store signs as numbers of places in the font; not every place is known.",
    ),
    "mended_encoding": Doubt(
        "low",
        "signs that had been encoded twice were mended",
        "Are the signs at these places right, above all before numbers?",
        "Text that passed through two programs with different encodings shows odd letters for one sign.",
    ),
    "dropped_bullets": Doubt(
        "medium",
        "an empty line stands where a bullet was dropped; it was put back",
        "Do these lines stand in the lists in which they were put?",
        "Bullets of symbol fonts have no letter and are lost in some extractions, and with them their depth.",
    ),
    "guessed_encoding": Doubt(
        "low",
        "the encoding of the file is not stated or not true; it was guessed",
        "Are the letters and signs outside of plain English right?",
        "Bytes stand for different letters in different encodings.",
    ),
    "page_parts_left_out": Doubt(
        "low",
        "menus, forms and banners around the text were left out",
        "Is anything of the policy among them?",
        "A web page frames its text with the same navigation on every page.",
    ),
    "escaped_markup": Doubt(
        "low",
        "markup that was shown as text was read as markup",
        "Are the lists at these places as the publisher meant them?",
        "Some systems escape a text twice, and lists then appear as their tags.",
    ),
    "scanned_page": Doubt(
        "high",
        "the page is a picture without text, so nothing of it was read",
        "What does this page say? Run text recognition (OCR) and read that file.",
        "Scanned pages look like text and hold none; criteria on them would be missed without a trace.",
    ),
    "recognized_text": Doubt(
        "medium",
        "the text of the page was recognized from a picture by another program",
        "Are numbers, codes and signs at this place as the picture shows them?",
        "Text recognition mistakes letters for figures, and loses signs such as `at least`.",
    ),
    "damaged_page": Doubt(
        "high",
        "the page is damaged and could not be read",
        "What does this page say? Get the complete file.",
        "What stands on the page is missing from this reading.",
    ),
    "lost_letters": Doubt(
        "medium",
        "letters were lost in the file, such as ligatures of a careless font; some words were mended",
        "Are the words on this page whole? Look for missing `ff`, `fi` and `fl`.",
        "A word that lost its letters is not found, and may read as another word.",
    ),
    "coloured_words": Doubt(
        "low",
        "words in another colour stand in the middle of lines",
        "Do the colours mark a redline, such as new words in red?",
        "A redline that was printed to PDF keeps its colours and loses its tracked changes.",
    ),
    "cut_off": Doubt(
        "high",
        "the file ends before its text does",
        "Is the end of the document missing? Get the complete file.",
        "A criterion after the cut would be lost without a trace.",
    ),
}
doubts(**KINDS)
SAYS = {name: kind.title for name, kind in KINDS.items()}
