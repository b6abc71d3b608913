"""An item that begins with “either” whose “or” is the next item: “- Either A / - OR B”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.text import connectors
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.inline import unpaired


def answered(entry: Entry, behind: Sequence[Entry]) -> Entry:
    """The item without an “either” that the connector before the next item (`behind`, if any) answers."""
    if entry.under or not behind:
        return entry
    begins = behind[0].before or connectors.at_start(behind[0].passage, item=True)[1]
    connector = begins or connectors.at_end(entry.passage)[1]
    return replace(entry, passage=unpaired(entry.passage, connector))
