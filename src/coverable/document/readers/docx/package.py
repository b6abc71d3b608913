"""A DOCX as what it is: a zipped package of parts with relations between them, opened within bounds."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from coverable.base.problem import refuse
from coverable.document.limits import Budget
from coverable.document.readers.docx.xml import attribute, local, xml_root

_AGAIN = "get the file again, or open it in a word processor, save it as DOCX and read that file"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points to; the kind is the last word of the relation's type."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a zipped document. Nothing is unpacked to disk."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.budget = budget
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OverflowError) as error:
            raise refuse(
                "the file begins like a zipped document, but its table of contents is missing or damaged",
                budget.where,
                f"it was cut off or changed on its way ({error})",
                _AGAIN,
            ) from error
        self._check(members)
        self._members = {m.filename.lstrip("/"): m for m in members}

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        limits = self.budget.limits
        if len(members) > limits.members:
            raise self.budget.too_much("files in it", f"{len(members):,}", f"{limits.members:,}")
        whole = sum(m.file_size for m in members)
        if whole > limits.unzipped:
            raise self.budget.too_much("bytes when unzipped", f"{whole:,}", f"{limits.unzipped:,}")
        for m in members:
            times = m.file_size // max(1, m.compress_size)
            if m.file_size > 2**20 and times > limits.ratio:
                raise refuse(
                    f"{m.filename[:80]} in it would unzip to {times:,} times its size",
                    self.budget.where,
                    f"more than {limits.ratio} times is how zip bombs are made; no text shrinks so far",
                    _AGAIN,
                )

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._members)

    def read(self, name: str) -> bytes:
        """The bytes of a part, never more than the bound, whatever the table of contents says."""
        member = self._members.get(name)
        if member is None:
            return b""
        bound = self.budget.limits.part
        where = f"{self.budget.where}: {name}"
        if member.flag_bits & 0x1:
            raise refuse(
                "the zipped document is protected with a password",
                where,
                "its parts are encrypted",
                "remove the password in the program that set it, and read that file",
            )
        try:
            with self._zip.open(member) as part:
                data = part.read(bound + 1)
        except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, ValueError, OSError) as error:
            raise refuse("a part of the document is damaged", where, str(error), _AGAIN) from error
        if len(data) > bound:
            raise self.budget.too_much(f"bytes in {name}", f"more than {bound:,}", f"{bound:,}")
        self.budget.time()
        return data

    def xml(self, name: str) -> Any:
        """The root of an XML part, or None where there is no such part."""
        data = self.read(name)
        return xml_root(data, f"{self.budget.where}: {name}", self.budget) if data else None

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their id; '' is the package itself."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        out: dict[str, Relation] = {}
        for element in root if root is not None else ():
            if local(element) != "Relationship":
                continue
            target = attribute(element, "Target") or ""
            external = attribute(element, "TargetMode") == "External"
            if not external:
                target = (
                    target.lstrip("/")
                    if target.startswith("/")
                    else posixpath.normpath(posixpath.join(folder, target))
                )
            kind = (attribute(element, "Type") or "").rpartition("/")[2]
            out[attribute(element, "Id") or ""] = Relation(kind, target, external)
        return out
