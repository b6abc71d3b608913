"""Damage."""
from bench.reading.model import Doc
def perhaps_damaged(doc: Doc, seed: int) -> Doc:
    return doc
