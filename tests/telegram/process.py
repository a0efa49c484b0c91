"""The bot as its operator runs it: `python -m bot run` in a process of its own, all its output kept."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from pathlib import Path

from tests.telegram import planted
from tests.telegram.strictness import Refusal

ROOT = Path(__file__).parents[2]
SECRET = "planted-Secret_of-the-webhook"


def by_webhook(server, path="/telegram"):
    """The settings of a bot that Telegram posts to, through a proxy that ends TLS."""
    port = free_port()
    public = f"https://news.example{path}"
    server.updates.proxies[public] = f"http://127.0.0.1:{port}{path}"
    return {
        "DATELINE_WEBHOOK_URL": public,
        "DATELINE_WEBHOOK_SECRET": SECRET,
        "DATELINE_LISTEN": f"127.0.0.1:{port}",
    }


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


class BotProcess:
    """One run of the bot against a server; use it as `async with`."""

    def __init__(self, server, articles, folder, *, admins=(), program=("-m", "bot"), **environment):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
        self._environment = clean | {
            "DATELINE_TOKEN": server.token,
            "DATELINE_API_URL": server.url,
            "DATELINE_ADMINS": ",".join(map(str, admins)),
            "DATELINE_ARTICLES": str(articles),
            "DATELINE_WATCH": "false",  # most tests say themselves when articles are loaded anew
            "HOME": str(folder),  # nothing of the developer's own settings comes in
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self._folder, self._program = folder, program
        self._server = server
        self.polls = "DATELINE_WEBHOOK_URL" not in environment
        self.url = f"http://{environment.get('DATELINE_LISTEN')}"
        self._process = None
        self._reading = None
        self.stdout, self.stderr = [], []

    async def start(self):
        self._set_before = len(self._server.called("setWebhook"))
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, *self._program, "run"),
            cwd=self._folder,  # where no .env lies
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self._reading = asyncio.gather(
            self._keep(self._process.stdout, self.stdout), self._keep(self._process.stderr, self.stderr)
        )

    @staticmethod
    async def _keep(stream, lines):
        async for line in stream:
            lines.append(line.decode(errors="replace"))

    async def ready(self, within=60.0):
        """Wait until the bot waits for updates; fail with its output where it ends before that."""
        polled = asyncio.ensure_future(self._heard(within))
        ended = asyncio.ensure_future(self._process.wait())
        await asyncio.wait({polled, ended}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            polled.cancel()
            await asyncio.gather(polled, self._reading, return_exceptions=True)
            raise AssertionError(f"the bot ended with {self._process.returncode}:\n{self.output}")
        ended.cancel()
        try:
            await polled
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.output}") from None

    async def _heard(self, within):
        if self.polls:
            await self._server.polled(within)
        else:
            now = lambda: len(self._server.called("setWebhook")) > self._set_before or None  # noqa: E731
            await self._server.until(now, within, "a setWebhook")

    async def awake(self, within=60.0):
        """Wait until the bot is ready and has made what it makes for its first question."""
        await self.ready(within)
        await self._server.user(id=99).says("/search bridge", within=within)

    @property
    def pid(self):
        return self._process.pid

    @property
    def running(self):
        return self._process.returncode is None

    async def ends(self, within=10.0):
        """The exit status, once the bot has ended by itself."""
        async with asyncio.timeout(within):
            await self._process.wait()
            await self._reading
        return self._process.returncode

    async def terminate(self, within=10.0):
        """Stop it as an operator's system does; the exit status."""
        self._process.send_signal(signal.SIGTERM)
        return await self.ends(within)

    async def kill(self):
        """End it as a power cut does."""
        self._process.kill()
        await self._process.wait()
        self._hung_up()

    def _hung_up(self):
        self._server.updates.end_poll(Refusal("terminated: nobody waits any more", 409))

    @property
    def output(self):
        """Everything it wrote so far."""
        return "".join(self.stdout + self.stderr)

    async def __aenter__(self):
        await self.start()
        return self

    async def __aexit__(self, *failure):
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()
        self._hung_up()
        await self._reading
        # The connection of a bot that is gone waits on, and would pass for the next one's.
        self._server.updates.end_poll(Refusal("terminated: the bot is gone", 409))
        for secret, what in ((self._server.token, "token"), (SECRET, "webhook's secret")):
            assert not planted.found(secret, self.output), f"the {what} stands in the bot's output"
            assert not planted.in_folder(secret, self._folder), f"the {what} stands in the bot's files"
