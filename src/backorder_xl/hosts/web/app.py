"""Which addresses does the server answer, and what happens behind each? docs/web-protocol.md, as FastAPI routes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any

import anyio
from fastapi import Depends, FastAPI, Request, Security
from fastapi.openapi.utils import get_openapi
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.responses import Response

from backorder_xl import __version__
from backorder_xl.hosts.web import jobs, protocol
from backorder_xl.hosts.web.bodies import Held
from backorder_xl.hosts.web.client_files import File, Files
from backorder_xl.hosts.web.guard import Guard
from backorder_xl.hosts.web.refusing import LOG, Refused
from backorder_xl.hosts.web.serving import Limits, Serving
from backorder_xl.hosts.web.tokens import Tokens
from backorder_xl.hosts.web.working import Job, Lane, unless_gone

SENTENCES = {
    404: "There is nothing under this address.",
    405: "This address is asked in another way; see docs/web-protocol.md.",
}
STATUSES = {
    401: "The token is missing or has run out; ask /session for another.",
    403: "Not asked by the add-in's own pages, or under another name.",
    404: "No such verb or function.",
    408: "The body took too long to arrive.",
    409: "Refused, with the sentence for the user.",
    413: "Larger than the server takes.",
    415: "Packed in another way than gzip.",
    422: "Not a request of this version.",
    500: "Unforeseen; the log shows where.",
    503: "Busy; Retry-After says when to come again.",
}
SMALL = Limits(body=1000, held=1000, reading=10)
"""For what anybody may send who has no token yet."""
TOKEN = HTTPBearer(auto_error=False, description="What POST /session gave.")
Chore = Callable[[], Awaitable[None]]


def create_app(serving: Serving, files: Mapping[str, File], chores: tuple[Chore, ...] = ()) -> FastAPI:
    """The server's application; ``chores`` run beside it until it ends."""
    tokens, held = Tokens(serving.secret), Held(serving.limits)
    runs = Lane(serving.workers, serving.limits)
    calls = Lane(max(1, serving.workers // 2), serving.limits)  # apart, so that a cell does not wait for a morning run

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            for chore in (runs.warm, calls.warm, *chores):
                group.start_soon(chore)
            yield
            group.cancel_scope.cancel()

    app = FastAPI(title="Backorder XL", version=__version__, docs_url=None, redoc_url=None, lifespan=living)
    app.router.redirect_slashes = False
    app.router.default = Files(files)
    app.add_middleware(Guard, serving=serving)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _plain)

    def known(bearer: Annotated[HTTPAuthorizationCredentials | None, Security(TOKEN)]) -> None:
        if bearer is None or not tokens.good(bearer.credentials):
            says = "The session has run out; open the add-in again."
            raise Refused(401, says, "no_session", {"WWW-Authenticate": "Bearer"})

    async def done(lane: Lane, job: Job, name: str, request: Request) -> Response:
        async with lane.place():
            with held.body() as body:
                whole = await body.read(request)
                pack = "gzip" in request.headers.get("accept-encoding", "") and serving.public
                out = await unless_gone(request, lane.do(job, name, whole, pack))
        if out is None:
            return Response(status_code=499)  # nobody hears it
        if out.fault:
            LOG.error("%s", out.fault)
        packing = {"Content-Encoding": "gzip"} if out.packed else {}
        return Response(out.body, out.status, packing, "application/json")

    @app.get("/health", operation_id="health")
    async def health() -> dict[str, bool | str]:
        """Whether the server answers, and which version it is."""
        return {"ok": True, "version": __version__}

    @app.post("/session", operation_id="session", responses=_refusals(403, 408, 413, 415, 422), openapi_extra=_body("Nothing"))
    async def session(request: Request) -> dict[str, str]:
        """A token for a page of this origin."""
        with Held(SMALL).body() as body:
            if not _empty(await body.read(request)):
                raise Refused(422, "A session is asked for with an empty object, {}.", "unfit")
        return {"token": tokens.new()}

    @app.post(
        "/run/{verb}",
        operation_id="run",
        response_model=protocol.Answer,
        responses=_refusals(*STATUSES),
        dependencies=[Depends(known)],
        openapi_extra=_body("Request"),
    )
    async def run(verb: str, request: Request) -> Response:
        """A press on a button: the workbook as it stands, and the steps that change it."""
        if verb not in jobs.verbs():
            raise Refused(404, f"There is no such verb; there is {', '.join(jobs.verbs())}.", "not_found")
        return await done(runs, jobs.run, verb, request)

    @app.post(
        "/call/{function}",
        operation_id="call",
        response_model=protocol.Results,
        responses=_refusals(*STATUSES),
        dependencies=[Depends(known)],
        openapi_extra=_body("Calls"),
    )
    async def call(function: str, request: Request) -> Response:
        """Many calls of one worksheet function."""
        if function not in jobs.functions():
            raise Refused(404, "There is no such worksheet function; docs/functions.md has the list.", "not_found")
        return await done(calls, jobs.call, function, request)

    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _empty(body: bytes) -> bool:
    try:
        return len(body) <= 100 and json.loads(body) == {}
    except ValueError:
        return False


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return error.response()


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    says = SENTENCES.get(error.status_code, "The request cannot be answered.")
    return Refused(error.status_code, says, "not_found", error.headers).response()


def _refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": protocol.Refusal, "description": STATUSES[status]} for status in statuses}


def _body(model: str) -> dict[str, Any]:
    """The body in the description; it is read by a worker process, so FastAPI does not see it."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}}
    return {"requestBody": {"required": True, "content": content}}


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The description of all addresses, the bodies that workers read among them."""
    if app.openapi_schema is None:
        described = get_openapi(title=app.title, version=app.version, routes=app.routes)
        read = [(protocol.Request, "validation"), (protocol.Calls, "validation")]
        bodies = models_json_schema(read, ref_template="#/components/schemas/{model}")[1]["$defs"]
        nothing = {"Nothing": {"type": "object", "additionalProperties": False, "maxProperties": 0}}
        described["components"]["schemas"] |= bodies | nothing
        app.openapi_schema = described
    return app.openapi_schema
