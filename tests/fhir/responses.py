"""Where tests put what the server answered, for the official validator (`make conformance`)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def keep(resource: Any, test: str, profiles: Iterable[str] = (), below: str = "") -> None:
    """Put a resource into the folder COVERABLE_RESPONSES, if there is one: `{test, profiles, resource}`.

    It is judged against the profiles that it names itself (meta.profile) and those given here. `below`: a
    folder of its own, for what is judged with other packages.
    """
    folder = os.environ.get("COVERABLE_RESPONSES")
    if not folder or not isinstance(resource, dict) or "resourceType" not in resource:
        return
    listed = list(profiles)
    text = json.dumps({"test": test, "profiles": listed, "resource": resource}, ensure_ascii=False, indent=1)
    content = json.dumps([listed, resource], sort_keys=True)
    name = f"{resource['resourceType']}-{hashlib.sha256(content.encode()).hexdigest()[:16]}.json"
    path = Path(folder) / below / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
