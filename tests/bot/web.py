"""A web server of the tests on loopback, in the test's own loop: each path is a function of the request."""

import contextlib

from aiohttp import web


@contextlib.asynccontextmanager
async def serving(handler, *, ssl_context=None):
    """Serve what `handler` (an aiohttp handler) answers; gives the port."""
    runner = web.ServerRunner(web.Server(handler, handler_cancellation=True), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=ssl_context)
    await site.start()
    try:
        yield site._server.sockets[0].getsockname()[1]
    finally:
        await runner.cleanup()


def moved(status, location):
    return web.Response(status=status, headers={"Location": location})
