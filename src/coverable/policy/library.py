"""The library: folders of policies, read when they are asked for.

`policies/PUBLISHER/NUMBER/VERSION/{policy,signoff,citations,cases}.yaml`, `plans/`, `glossary/`;
`examples/` below the root has the same shape and belongs to the library.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from coverable.base.model import read_model
from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.base.yamlfile import read_yaml
from coverable.glossary.codebook import CodeBook, open_codebook
from coverable.glossary.facts import Glossary, load_glossary
from coverable.policy.build import Origin
from coverable.policy.cite import Citations
from coverable.policy.compile import compile_policy
from coverable.policy.executable import Policy, first_day
from coverable.policy.model import PolicyFile
from coverable.policy.names import squash
from coverable.policy.signoff import Encoding, Signoff


def default_root() -> Path:
    """The library beside the source tree, or the one inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    for place in (package.parents[1] / "library", package / "_library"):
        if (place / "policies").is_dir():
            return place
    raise refuse(
        "no library found",
        str(package),
        "neither the source tree nor the package holds one",
        "pass --library DIR",
    )


MAX_STANDING = 200_000
"""How many pairs of a policy and a day are kept with the version in effect."""
UNSIGNED = Signoff(encoding=Encoding(status="draft", by="nobody", on="1900-01-01"))
"""For looking at a version as if nobody had signed it."""


class Library:
    """Policies by id and version, with the glossary and code systems that they rest on."""

    def __init__(
        self,
        root: Path | None = None,
        book: CodeBook | None = None,
        facts: Mapping[Path, str] | None = None,
    ) -> None:
        """`facts` are files of the glossary as somebody is writing them, in place of what stands there."""
        self.root = (root or default_root()).resolve()
        if not self.root.is_dir():
            raise refuse("no such library", str(self.root), "the folder does not exist", "pass --library DIR")
        self.roots = [self.root, *([self.root / "examples"] if (self.root / "examples").is_dir() else [])]
        self._book, self._facts = book, facts
        self.still = False
        """A server answers from the files as it read them once; elsewhere they are compared each time."""
        self.index: sqlite3.Connection | None = None
        """The search index, open, of a library that stands still."""
        self._origins: dict[str, Origin] = {}
        self._signoffs: dict[str, Signoff] = {}
        self._policies: dict[str, Policy] = {}
        self._dated: dict[tuple[str, tuple[str, ...]], Policy] = {}
        self._versions: dict[str, tuple[Policy, ...]] = {}
        self._standing: dict[tuple[str, date], Policy | None] = {}
        self._drafts: dict[tuple[str, date | None], Policy] = {}

    @cached_property
    def glossary(self) -> Glossary:
        folders = [r / "glossary" for r in self.roots if (r / "glossary").is_dir()]
        return load_glossary(folders, self._facts)

    @cached_property
    def book(self) -> CodeBook:
        return self._book or open_codebook()

    @cached_property
    def folders(self) -> Mapping[str, Path]:
        """`publisher/number@version` of every policy folder, to its path; told by the path alone."""
        out: dict[str, Path] = {}
        for root in self.roots:
            for path in sorted((root / "policies").glob("*/*/*/policy.yaml")):
                publisher, number, version = path.parts[-4:-1]
                key = f"{publisher}/{number}@{version}"
                if key in out:
                    raise refuse(
                        f"{key} is there twice",
                        self.name(path),
                        f"also in {self.name(out[key])}; a version is immutable and exists once",
                        "give the newer text a version of its own",
                    )
                out[key] = path.parent
        return out

    def name(self, path: Path) -> str:
        """A path as messages show it: relative to the library, so that they do not depend on the machine."""
        for known in (path, path.resolve()):  # a library may be made of links
            if known.is_relative_to(self.root.parent):
                return str(known.relative_to(self.root.parent))
        return str(path)

    @cached_property
    def _keys(self) -> Mapping[str, list[str]]:
        out: dict[str, list[str]] = {}
        for key in self.folders:
            out.setdefault(key.partition("@")[0], []).append(key)
        return dict(sorted(out.items()))

    def ids(self) -> list[str]:
        """Every policy id in the library."""
        return list(self._keys)

    def keys_of(self, id: str) -> list[str]:
        """`publisher/number@version` of every version of a policy; none for an unknown one."""
        return self._keys.get(id, [])

    def origin(self, key: str) -> Origin:
        """The file of `publisher/number@version`, read and checked in shape."""
        found = self._origins.get(key)
        if found is None:
            folder = self.folders.get(key)
            if folder is None:
                raise refuse(
                    f"no policy `{key}` in the library",
                    self.name(self.root),
                    "no such folder",
                    did_you_mean(key, self.folders),
                )
            yaml = read_yaml(folder / "policy.yaml", self.name(folder / "policy.yaml"))
            file = read_model(PolicyFile, yaml)
            if f"{file.policy}@{file.version}" != key:
                raise refuse(
                    f"the file says {file.policy}@{file.version}",
                    yaml.where(("policy",)),
                    f"its folder says {key}",
                    "make both the same",
                )
            found = self._origins[key] = Origin(file, yaml, self._passages(folder))
        return found

    def signoff(self, key: str) -> Signoff:
        """The sign-off of a version. Without one nobody stands behind the encoding: refused."""
        found = self._signoffs.get(key)
        if found is None:
            found = self._signoffs[key] = self._read_signoff(key)
        return found

    def _read_signoff(self, key: str) -> Signoff:
        path = self.folders[key] / "signoff.yaml"
        if not path.exists():
            raise refuse(
                f"{key} is not signed",
                self.name(path),
                "an encoding that nobody signed decides nothing",
                "write signoff.yaml with `encoding: {status: draft, by: ..., on: ...}`",
            )
        return read_model(Signoff, read_yaml(path, self.name(path)))

    def first_day(self, key: str) -> date | None:
        """From when a version is in effect, told without building it."""
        return first_day(self.origin(key).file, self.signoff(key))

    def policy(self, key: str, day: date | None = None) -> Policy:
        """The executable version; Refused with every problem when it cannot be built.

        Where it uses criteria of other policies, those in effect on `day` (default: their newest)
        take part: the date of service picks every version.
        """
        found = self._policies.get(key)
        if found is None:
            found = self._policies[key] = self._compile(self.origin(key), self.signoff(key), None)
        if day is None or not found.includes:
            return found
        others = tuple(sorted(self._referred(k.partition("@")[0], "", day) for k in found.includes))
        if set(others) == set(found.includes):
            return found
        dated = self._dated.get((key, others))
        if dated is None:
            dated = self._dated[key, others] = self._compile(self.origin(key), self.signoff(key), day)
        return dated

    def adopt(self, policy: Policy) -> None:
        """Take a version that was made executable elsewhere, out of the same files, unless it is here."""
        if policy.key not in self._policies:
            self._policies[policy.key] = policy
            self._origins.setdefault(policy.key, policy.origin)
            self._signoffs.setdefault(policy.key, policy.signoff)

    def unsigned(self, key: str) -> Policy:
        """The version built as if nobody had signed it, whether or not it has a sign-off: for looking at
        its criteria. It never decides."""
        return self._compile(self.origin(key), UNSIGNED, None)

    def look(self, origin: Origin, signoff: Signoff) -> Policy:
        """A policy that stands in no folder yet, built with the library's glossary and codes: for looking."""
        return self._compile(origin, signoff, None)

    def _compile(self, origin: Origin, signoff: Signoff, day: date | None) -> Policy:
        def refer(policy: str, where: str) -> tuple[Origin, Signoff]:
            other = self._referred(policy, where, day)
            return self.origin(other), self.signoff(other)

        return compile_policy(origin, signoff, self.glossary, self.book, refer, self._lends)

    def _lends(self, policy: str, indication: str) -> bool:
        """Whether any approved version of a policy gives criteria for the indication."""
        return any(
            indication in self.origin(key).file.indications
            for key in self.keys_of(policy)
            if self.signoff(key).encoding.status == "approved"
        )

    def _referred(self, policy: str, where: str, day: date | None) -> str:
        """The version whose criteria are used by reference: approved, and in effect on the day."""
        known = self.keys_of(policy)
        if not known:
            raise refuse(
                f"no policy `{policy}` in the library",
                where,
                "its criteria were to be used here",
                did_you_mean(policy, self.ids()),
            )
        begins: list[tuple[date, str]] = []
        for key in known:
            signed = self.signoff(key)
            begin = first_day(self.origin(key).file, signed)
            if begin is not None and signed.encoding.status == "approved":
                begins.append((begin, key))
        if not begins:
            raise refuse(
                f"no approved version of `{policy}`",
                where,
                "a draft decides nothing, not by reference either",
                "approve its encoding, or write the criteria here",
            )
        begins.sort()
        begun = [key for begin, key in begins if day is None or begin <= day]
        return begun[-1] if begun else begins[0][1]

    def draft(self, folder: Path, day: date | None = None) -> Policy:
        """A policy folder outside the library, built with the library's glossary and codes, for looking at:
        it never decides. Without a sign-off no reading of it is signed."""
        path = str(folder.resolve())
        found = self._drafts.get((path, day))
        if found is None:
            found = self._compile_draft(folder, None) if day is None else self.draft(folder)
            if day is not None and found.includes:
                found = self._compile_draft(folder, day)
            self._drafts[path, day] = found
        return found

    def _compile_draft(self, folder: Path, day: date | None) -> Policy:
        yaml = read_yaml(folder / "policy.yaml", self.name(folder / "policy.yaml"))
        signed = folder / "signoff.yaml"
        signoff = read_model(Signoff, read_yaml(signed, self.name(signed))) if signed.exists() else UNSIGNED
        origin = Origin(read_model(PolicyFile, yaml), yaml, self._passages(folder))
        return self._compile(origin, signoff, day)

    def _passages(self, folder: Path) -> Mapping[str, str]:
        cited = folder / "citations.yaml"
        return read_model(Citations, read_yaml(cited, self.name(cited))).passages if cited.exists() else {}

    def versions(self, id: str) -> tuple[Policy, ...]:
        """All versions of a policy, oldest first; drafts come last."""
        found = self._versions.get(id)
        if found is None:
            built = [self.policy(key) for key in self.keys_of(id)]
            found = tuple(
                sorted(built, key=lambda p: (p.first_day is None, p.first_day or date.max, p.version))
            )
            self._versions[id] = found
        return found

    def version_on(self, id: str, day: date) -> Policy | None:
        """The approved version in effect on the date of service: the latest that began by then and did
        not end. A version ends with its successor's first day, its own last day or a withdrawal."""
        if (id, day) not in self._standing:
            if len(self._standing) > MAX_STANDING:
                self._standing.clear()
            self._standing[id, day] = self._version_on(id, day)
        return self._standing[id, day]

    def _version_on(self, id: str, day: date) -> Policy | None:
        begun = [
            p
            for p in self.versions(id)
            if p.signoff.encoding.status == "approved" and p.first_day and p.first_day <= day
        ]
        latest = begun[-1] if begun else None
        if latest is None or (latest.last_day is not None and latest.last_day < day):
            return None
        return self.policy(latest.key, day)

    def find(self, name: str) -> list[str]:
        """Keys of the versions that a person may mean: id, id@version, number, alias or title.

        Spaces, hyphens, case and accents do not matter, as in a search: `DME32` is DME 32.
        """
        want = name.casefold().strip()
        if name in self.folders:
            return [name]
        by_id = self.keys_of(want)
        if by_id:
            return by_id
        return list(self._called.get(squash(name), ()))

    @cached_property
    def _called(self) -> Mapping[str, tuple[str, ...]]:
        """Every name of a policy without spaces and signs, to the versions that go by it."""
        out: dict[str, dict[str, None]] = {}
        for key in self.folders:
            file = self.origin(key).file
            for said in (
                file.policy,
                file.number,
                file.title,
                *file.also_known_as,
                file.policy.split("/")[1],
            ):
                out.setdefault(squash(said), {})[key] = None
        return {name: tuple(keys) for name, keys in out.items() if name}

    def one(self, name: str, day: date | None = None) -> Policy:
        """The policy version that a person names (the newest one, or the one in effect on `day`)."""
        keys = self.find(name)
        if not keys:
            raise refuse(
                f"no policy `{name}`",
                self.name(self.root),
                "neither an id, a number, a title nor an alias",
                did_you_mean(name, [*self.ids(), *self.folders]),
            )
        ids = {key.partition("@")[0] for key in keys}
        if len(ids) > 1:
            raise refuse(
                f"`{name}` names several policies",
                self.name(self.root),
                "numbers are unique only inside a plan",
                f"use one of {', '.join(sorted(ids))}",
            )
        if "@" in name:
            return self.policy(keys[0])
        id = ids.pop()
        return (self.version_on(id, day) if day else None) or self.versions(id)[-1]

    def all(self) -> list[Policy]:
        """Every version of every policy; Refused with the problems of all that cannot be built."""
        problems: list[Problem] = []
        out: list[Policy] = []
        for key in self.folders:
            try:
                out.append(self.policy(key))
            except Refused as refused:
                problems.extend(refused.problems)
        if problems:
            raise Refused(dict.fromkeys(problems))
        return out
