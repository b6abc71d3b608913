"""XML of a document read without any of the powers of XML: no entities, no DTD, no outside files."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from coverable.base.problem import refuse
from coverable.document.limits import Budget

_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_PLAIN = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_AGAIN = "save the document again from the program that made it, and read that file"


def xml_root(data: bytes, where: str, budget: Budget) -> Any:
    """The root element; a document type, an unusual encoding, deep nesting or broken XML is refused."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
        data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8")
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in _PLAIN:
        raise refuse(
            f"a part is in the encoding {declared[1].decode('ascii')}",
            where,
            "office documents are UTF-8 or UTF-16; another encoding can hide what is in the part",
            _AGAIN,
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise refuse(
            "a part of the document declares a document type or entities",
            where,
            "entities can grow without bound or name outside files; no office document needs them",
            _AGAIN,
        )
    lxml: Any = import_module("lxml.etree")
    parser = lxml.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    budget.time()
    try:
        root = lxml.fromstring(data, parser)
    except lxml.XMLSyntaxError as error:
        raise refuse("a part of the document is not well-formed XML", where, str(error), _AGAIN) from error
    return root


def local(element: Any) -> str:
    """The element's name without its namespace, which transitional and strict files spell differently."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name."""
    found = element.get(name)
    if found is not None:
        return str(found)
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Any, name: str) -> Any:
    """The first child of that local name, or None."""
    if element is None:
        return None
    for found in element:
        if local(found) == name:
            return found
    return None
