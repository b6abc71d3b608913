"""A page and its JSON twin are one function: what it returns is shown at `/x` and given at `/api/x`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from coverable.web import answers
from coverable.web.site import Site

View: TypeAlias = Callable[..., Mapping[str, Any]]


class Screens:
    """Collects the routes of all screens over one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pages, self.api = APIRouter(include_in_schema=False), APIRouter(prefix="/api")

    def get(
        self,
        path: str,
        template: str,
        summary: str,
        piece: str | None = None,
        heavy: bool = False,
        context: Callable[[Any], Mapping[str, Any]] | None = None,
    ) -> Callable[[View], View]:
        """Register a view (keyword parameters are the query and the path) as a page and as its twin.

        `piece`: the template that htmx gets, in place of the whole page. `heavy`: worked out beside the other
        requests, one at a time. `context`: what the template needs beside the data.
        """

        def add(view: View) -> View:
            twin = path.rstrip("/") or "/need"
            made = self._twin(view, heavy)
            self.api.add_api_route(twin, made, methods=["GET"], summary=summary, tags=["look up"])
            self.api.add_api_route(twin, made, methods=["HEAD"], include_in_schema=False)
            page = self._page(view, template, piece, heavy, context)
            self.pages.add_api_route(path, page, methods=["GET", "HEAD"])
            return view

        return add

    def _twin(self, view: View, heavy: bool) -> Any:
        @wraps(view)
        async def twin(*_: Any, **given: Any) -> Response:
            return answers.json(await self._made(view, given, heavy))

        twin.__annotations__["return"] = Response
        return _signed(twin, view, request=False)

    def _page(self, view: View, template: str, piece: str | None, heavy: bool, context: Any) -> Any:
        @wraps(view)
        async def page(*_: Any, **given: Any) -> Response:
            request: Request = given.pop("request")
            made = await self._made(view, given, heavy)
            name = piece if piece and "hx-request" in request.headers else template
            more: Mapping[str, Any] = context(made) if context else {}
            return self.page(request, name, made, 200, True, **more)

        return _signed(page, view, request=True)

    async def _made(self, view: View, given: dict[str, Any], heavy: bool) -> Mapping[str, Any]:
        self.site.look()
        return await self.site.alone(lambda: view(**given)) if heavy else view(**given)

    def page(
        self,
        request: Request,
        template: str,
        view: Mapping[str, Any],
        status: int = 200,
        twin: bool = True,
        /,
        **more: Any,
    ) -> Response:
        """A page in the site's frame. The link to its twin is its own address below `/api`."""
        query = f"?{request.url.query}" if request.url.query else ""
        path = request.url.path.rstrip("/") or "/need"
        return answers.html(
            template,
            status,
            view=view,
            settings=self.site.settings,
            plans=self.site.plan_names(),
            here=request.url.path,
            twin=f"/api{path}{query}" if twin and request.method == "GET" else None,
            query=request.query_params.get("q", ""),
            today=self.site.today.isoformat(),
            **more,
        )


def _signed(made: Any, view: View, request: bool) -> Any:
    """`made` with the parameters of `view`, so that the framework reads and documents them."""
    hints = inspect.get_annotations(view, eval_str=True)
    own = [
        one.replace(annotation=hints.get(name, Any), kind=inspect.Parameter.KEYWORD_ONLY)
        for name, one in inspect.signature(view).parameters.items()
    ]
    more = (
        [inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)] if request else []
    )
    made.__signature__ = inspect.Signature([*more, *own], return_annotation=Response)
    return made
