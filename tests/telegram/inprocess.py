"""The bot in the test's own process: over the same socket, but on a clock that the test moves."""

import contextlib
import time
from datetime import UTC, datetime

from bot import rulings
from bot.application import build
from bot.feeds.folders import library_paths
from bot.pacing import Pacing
from bot.receiving import UPDATES
from bot.settings import Settings
from knowledge.live import LiveLibrary
from knowledge.store import open_store


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
async def answering(server, articles, *, clock=None, store=None, **settings):
    """Run the bot against `server`; gives its services. Telegram's limits for groups are left to other tests."""
    clock = clock or Clock()
    server.time = clock.seconds
    told = Settings(_env_file=None, token=server.token, api_url=server.url, articles=(articles,), **settings)
    live = LiveLibrary(library_paths(told), now=clock())
    if store is not None:
        await rulings.recall(store, live)
    limiter = Pacing(group_max_rate=0)
    application = build(told, live, clock=clock, rate_limiter=limiter, store=store)
    async with application:
        await application.start()
        await application.updater.start_polling(allowed_updates=UPDATES)
        await server.polled()
        shop = application.bot_data["services"]
        async with shop.at_work():
            try:
                yield shop
            finally:
                await application.updater.stop()
                await application.stop()


@contextlib.asynccontextmanager
async def keeping(server, articles, folder, clock, *, keep_texts=False, **settings):
    """The same with a store, which is in `folder`."""
    async with (
        await open_store(f"sqlite:///{folder / 'kept.db'}", keep_texts=keep_texts) as store,
        answering(server, articles, clock=clock, store=store, **settings) as shop,
    ):
        yield shop
