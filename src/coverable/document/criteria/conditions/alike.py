"""Parts of a sentence that are not alike in grammar: somebody is asked whether they are cut in the right place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coverable.document.criteria.text.alike import unlike
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.passage import Passage
from coverable.document.reading import Node

if TYPE_CHECKING:
    from coverable.document.criteria.text.page import Page

_SAYS = "Its parts are not alike: does a “not”, a noun or a verb of one of them belong to the others?"


def asked_if_unlike(made: Node, cut: Passage, page: Page) -> Node:
    """A node of the parts of a sentence, with a finding where one part may go on with the words of another."""
    if made.notes or not unlike([c.text for c in made.children], VERB):
        return made
    note = page.doubt("inline_list", cut, _SAYS)
    return replace(made, confidence=0.5, notes=(note,))
