"""The bot in the test's own process: over the same socket, but on a clock that the test moves."""

import contextlib
import time
from datetime import UTC, datetime

from telegram.ext import AIORateLimiter

from bot.application import RETRIES, UPDATES, build
from bot.settings import Settings
from knowledge.library import LiveLibrary


class Clock:
    """The time of day, moved on by the test; Telegram's clock and the bot's are one."""

    def __init__(self):
        self.ahead = 0.0

    def __call__(self):
        return datetime.fromtimestamp(self.seconds(), UTC)

    def seconds(self):
        return time.time() + self.ahead

    def forward(self, seconds):
        self.ahead += seconds


@contextlib.asynccontextmanager
async def answering(server, articles, *, clock=None, **settings):
    """Run the bot against `server`; gives its services. Telegram's limits for groups are left to other tests."""
    clock = clock or Clock()
    server.time = clock.seconds
    told = Settings(_env_file=None, token=server.token, api_url=server.url, articles=(articles,), **settings)
    live = LiveLibrary(told.articles, now=clock())
    limiter = AIORateLimiter(group_max_rate=0, max_retries=RETRIES)
    application = build(told, live, clock=clock, rate_limiter=limiter)
    async with application:
        await application.start()
        await application.updater.start_polling(allowed_updates=UPDATES)
        await server.polled()
        try:
            yield application.bot_data["services"]
        finally:
            await application.updater.stop()
            await application.stop()
