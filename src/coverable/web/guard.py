"""What stands before every page: headers that forbid, no writing from other sites, no body that is too large.

There is no cookie and no session, so nothing of a visitor can be borrowed by another site; what could be
abused is that a browser reaches this machine. So a request that changes or decides something must come from
our own pages (or from no browser at all), and the name in its `Host` header must be ours.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Awaitable, Callable, MutableMapping
from hashlib import sha256
from traceback import extract_tb
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from coverable.base.problem import Problem
from coverable.web.answers import problem_answer

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy of our pages: scripts and styles are files of ours, nothing is inline. Pico
draws its signs as data."""
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
"""`no-store`: an answer may hold what somebody stated of a patient."""
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LOG: Final = logging.getLogger("coverable.web")


def self_contained(html: str) -> str:
    """The policy for a page that brings its own style: exactly that one, known by its hash, and no script."""
    _, _, rest = html.partition("<style>")
    style, _, _ = rest.partition("</style>")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"


def with_styles_of(word: str) -> str:
    """The policy of our pages for one whose scripts write styles: those that carry this word, made for one
    answer only."""
    return POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{word}'")


class Guard:
    """ASGI middleware around the whole application.

    `most`: bytes of a body. `hosts`: names that the server answers to; None: any (public reading).
    """

    def __init__(self, app: App, most: int, hosts: frozenset[str] | None = None) -> None:
        self.app, self.most, self.hosts = app, most, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        given = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}

        begun = False

        async def headed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                have = {name.lower() for name, _ in message["headers"]}
                more = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in have]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        try:
            stopped = self._stopped(scope, given)
        except ValueError:  # an Origin that is no address
            why = "one of its headers cannot be read"
            stopped = 400, Problem("the request cannot be taken", "its headers", why, "correct it")
        if stopped is not None:
            status, problem = stopped
            answer = problem_answer([problem], status, scope["path"], given)
            return await answer(scope, receive, headed)
        try:
            await self.app(scope, _counted(receive, self.most), headed)
        except Exception as error:
            _log(error)
            if begun:
                raise
            await problem_answer([fault(error)], 500, scope["path"], given)(scope, receive, headed)

    def _stopped(self, scope: Scope, given: dict[str, str]) -> tuple[int, Problem] | None:
        host = _name(given.get("host", ""))
        if self.hosts is not None and host not in self.hosts:
            why = "another site may have led the browser here"
            return 421, Problem(
                "this server has another name", "the Host header", why, "use the address printed"
            )
        length = given.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > self.most:
            return 413, too_large(self.most)
        _, named, charset = given.get("content-type", "").lower().partition("charset=")
        if named and charset.strip(' "').partition(";")[0].strip(' "') not in ("utf-8", "utf8"):
            return 415, Problem(
                "the request cannot be taken", "its content type", "text is read as UTF-8", "send UTF-8"
            )
        if scope["method"] not in READS and not _from_here(given):
            why = "a page of another site sent it, and only pages of this server may"
            return 403, Problem(
                "the request was not taken", "its origin", why, "open the page here and send again"
            )
        return None


def too_large(most: int) -> Problem:
    """A body or an upload over the limit."""
    return Problem(
        "what was sent is too large",
        "the request",
        f"at most {most // 1_000_000} MB are taken at once",
        "send less, or use the command line",
    )


def fault(error: Exception) -> Problem:
    """A fault of ours; its message stays here, as it may hold what somebody stated of a patient."""
    why = f"a fault of ours ({type(error).__name__}); nothing was decided"
    return Problem("sorry, that failed", "the server", why, "try again, or tell us")


def _log(error: Exception) -> None:
    """Where it failed, for us: kinds and places, never a value."""
    places = " < ".join(
        f"{one.name} ({one.filename}:{one.lineno})" for one in extract_tb(error.__traceback__)[::-1]
    )
    LOG.error("%s in %s", type(error).__name__, places)


class TooLarge(Exception):
    """A body without a stated length went over the limit while it came in."""


def _counted(receive: Receive, most: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge
        return message

    return counted


def _from_here(given: dict[str, str]) -> bool:
    """Whether one of our own pages sent it, or no browser at all (browsers name where a form comes from)."""
    site = given.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = given.get("origin")
    return origin is None or urlsplit(origin).netloc == given.get("host")


def _name(host: str) -> str:
    """The name in a Host header, without the port."""
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host
