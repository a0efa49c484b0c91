"""What is served, and the server: in the bot's own loop, on one port, plain HTTP; TLS is a proxy's before it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.serving.health import Health
from bot.serving.webhook import Webhook

MOST_AT_ONCE = 500
"""Connections; more get a 503. Telegram is told to keep to 40."""
GRACE_SECONDS = 3
"""For requests that are being answered when the bot stops."""
PATHS = ("/healthz", "/readyz", "/metrics")

_log = logging.getLogger(__name__)


class ServingError(Exception):
    """Nothing can be served; the text says what to do."""


def site(health: Health, webhook: Webhook | None = None, path: str = "/") -> Starlette:
    """Return the application: a monitor's three addresses, and the webhook's `path` where there is one."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")  # said by the bot's own loop, which lives if it says anything

    async def readyz(_: Request) -> Response:
        found = await health.ready()
        return JSONResponse(found, status_code=200 if all(found.values()) else 503)

    async def metrics(_: Request) -> Response:
        return Response(await health.metrics(), media_type=CONTENT_TYPE_LATEST)

    routes = [Route(where, what) for where, what in zip(PATHS, (healthz, readyz, metrics), strict=True)]
    if webhook is not None:
        routes.append(Route(path, webhook.take, methods=["POST"]))
    return Starlette(routes=routes)


class _Server(uvicorn.Server):
    """One that leaves signals to the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def served(application: Starlette, host: str, port: int) -> AsyncIterator[int]:
    """Serve meanwhile; gives the port. Raises ServingError."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise ServingError(f"Nothing can be served at {host}:{port}: {error.strerror}; set DATELINE_LISTEN.") from None
    config = uvicorn.Config(
        application,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        there = listener.getsockname()[1]
        _log.info("serving at %s:%d", host, there)
        yield there
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
        listener.close()
