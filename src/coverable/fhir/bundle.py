"""The resources of a Bundle, and what their references point to. Nothing outside it is ever fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coverable.base.shape import is_list, is_object

Resource = Mapping[str, Any]
"""A FHIR resource as parsed JSON."""


class Record:
    """The resources of a Bundle, or of a list of resources, entries or Bundles, in order.

    Bundles within are opened. What is no resource is passed over. Two different resources under one name are
    reached by no reference: which of them is meant is not known.
    """

    __slots__ = ("_by_name", "resources", "urls")

    def __init__(self, given: Any) -> None:
        self.resources: list[Resource] = []
        self.urls: list[Any] = []
        """The fullUrl of each, or None."""
        self._by_name: dict[str, Resource | None] | None = None
        self._open(given)

    def _open(self, given: Any) -> None:
        resources, urls = self.resources, self.urls
        if is_object(given):
            given = given.get("entry") if given.get("resourceType") == "Bundle" else [given]
        for one in given if is_list(given) else ():
            if not is_object(one):
                self._open(one)
                continue
            resource, url = one.get("resource"), one.get("fullUrl")
            if resource is None or "resourceType" in one:
                resource, url = one, None
            kind = resource.get("resourceType") if is_object(resource) else None
            if kind == "Bundle":
                self._open(resource)
            elif isinstance(kind, str):
                resources.append(resource)
                urls.append(url)

    def find(self, reference: Any, base: Resource) -> Resource | None:
        """The resource that a Reference of `base` points to: contained, by fullUrl, or by `Type/id`."""
        name = reference.get("reference") if is_object(reference) else None
        if not isinstance(name, str):
            return None
        if name.startswith("#"):
            return next((r for r in base.get("contained") or () if r.get("id") == name[1:]), None)
        if self._by_name is None:
            self._by_name = self._named()
        if name in self._by_name:
            return self._by_name[name]
        return self._by_name.get(unversioned(name))

    def _named(self) -> dict[str, Resource | None]:
        out: dict[str, Resource | None] = {}
        for resource, url in zip(self.resources, self.urls, strict=True):
            for name in (own_name(resource), url):
                if isinstance(name, str):
                    known = out.setdefault(name, resource)
                    if known is not resource and known != resource:
                        out[name] = None
        return out

    def names_of(self, at: int) -> frozenset[str]:
        """Every reference that reaches the resource at this place."""
        names = (own_name(self.resources[at]), self.urls[at])
        return frozenset(name for name in names if isinstance(name, str))


def unversioned(reference: str) -> str:
    """The reference without the version that it names."""
    return reference.partition("/_history/")[0]


def own_name(resource: Resource) -> str | None:
    """`Type/id`, as references within one server name it."""
    id = resource.get("id")
    return f"{resource['resourceType']}/{id}" if isinstance(id, str) else None


def label(resource: Resource, at: int) -> str:
    """How evidence names the resource: `Condition/c1`, or its place in the record where it has no fit id."""
    id = resource.get("id")
    kind: str = resource["resourceType"]
    if isinstance(id, str) and id.isascii() and id.isprintable() and len(id) <= 64:
        return f"{kind}/{id}"
    return f"{kind} at place {at}"
