"""The resources of a Bundle, and what their references point to. Nothing outside it is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

Resource = Mapping[str, Any]
"""A FHIR resource as parsed JSON."""
_FEW: Final = 8
"""So many references are looked up by going through the record; for more an index is made."""
_fits: Final = re.compile(r"[A-Za-z0-9\-.]{1,64}").fullmatch


def is_fit(text: str) -> bool:
    """Whether a text can be the id of a resource."""
    return (text.isalnum() and text.isascii() and len(text) <= 64) or _fits(text) is not None


class Record:
    """The resources of a Bundle, or of a list of resources, entries or Bundles, in order.

    Bundles within are opened. What is no resource is passed over. Two different resources under one name are
    reached by no reference: which of them is meant is not known.
    """

    __slots__ = ("_beside", "_by_name", "_lookups", "patients", "resources", "urls")

    def __init__(self, given: Any) -> None:
        self.resources: list[Resource] = []
        self.urls: list[Any] = []
        """The fullUrl of each, or None."""
        self.patients: list[int] = []
        """Where the Patients stand."""
        self._lookups = 0
        self._by_name: dict[str, Resource | None] | None = None
        self._beside: Record | None = None
        self._open(given)

    def led_by(self, first: Resource) -> Record:
        """The record with one more resource before all others, which are not opened or indexed anew."""
        out = Record(())
        out.resources, out.urls = [first, *self.resources], [None, *self.urls]
        out.patients = [at + 1 for at in self.patients]
        out._beside = self
        return out

    def _open(self, given: Any) -> None:
        resources, urls = self.resources, self.urls
        if given.__class__ is dict:
            given = given.get("entry") if given.get("resourceType") == "Bundle" else [given]
        for one in given if given.__class__ is list else ():
            if one.__class__ is not dict:
                self._open(one)
                continue
            resource = one.get("resource")
            if resource is None or "resourceType" in one:
                resource, url = one, None
            else:
                url = one.get("fullUrl")
            kind = resource.get("resourceType") if resource.__class__ is dict else None
            if kind.__class__ is not str:
                continue
            if kind == "Bundle":
                self._open(resource)
                continue
            if kind == "Patient":
                self.patients.append(len(resources))
            resources.append(resource)
            urls.append(url)

    def find(self, reference: Any, base: Resource) -> Resource | None:
        """The resource that a Reference of `base` points to: contained, by fullUrl, or by `Type/id`."""
        name: Any = reference.get("reference") if reference.__class__ is dict else None
        if not isinstance(name, str):
            return None
        if name.startswith("#"):
            return next((r for r in base.get("contained") or () if r.get("id") == name[1:]), None)
        found = self._named(name)
        return found if found is not None or "/_history/" not in name else self._named(unversioned(name))

    def _named(self, name: str) -> Resource | None:
        if self._beside is not None and name != own_name(self.resources[0]):
            return self._beside._named(name)
        self._lookups += 1
        if self._lookups <= _FEW:
            kind, _, id = name.rpartition("/")
            out = None
            for i, one in enumerate(self.resources):
                if self.urls[i] == name or (one.get("id") == id and one["resourceType"] == kind):
                    if out is not None and out != one:
                        return None
                    out = one
            return out
        if self._by_name is None:
            self._by_name = self._index()
        return self._by_name.get(name)

    def _index(self) -> dict[str, Resource | None]:
        out: dict[str, Resource | None] = {}
        for resource, url in zip(self.resources, self.urls, strict=True):
            for name in (own_name(resource), url):
                if isinstance(name, str):
                    known = out.setdefault(name, resource)
                    if known is not resource and known != resource:
                        out[name] = None
        return out

    def names_of(self, at: int) -> list[str]:
        """Every reference that reaches the resource at this place."""
        name, url = own_name(self.resources[at]), self.urls[at]
        names = [] if name is None else [name]
        return [*names, url] if isinstance(url, str) else names


def unversioned(reference: str) -> str:
    """The reference without the version that it names."""
    return reference.partition("/_history/")[0]


def own_name(resource: Resource) -> str | None:
    """`Type/id`, as references within one server name it."""
    id = resource.get("id")
    return f"{resource['resourceType']}/{id}" if isinstance(id, str) else None


def label(resource: Resource, at: int) -> str:
    """How evidence names the resource: `Condition/c1`, or its place in the record where it has no fit id."""
    id: Any = resource.get("id")
    if id.__class__ is str and is_fit(id):
        return f"{resource['resourceType']}/{id}"
    return f"{resource['resourceType']} at place {at}"
