"""The bot in the test's own process, with a store: over the same socket, but on a clock that the test moves."""

import contextlib
from datetime import UTC, datetime

from bot.application import build
from bot.settings import Settings
from knowledge.library import LiveLibrary
from knowledge.store import open_store


class Clock:
    """The time of day, moved on by the test."""

    def __init__(self):
        self.now = datetime.now(UTC)

    def __call__(self):
        return self.now


@contextlib.asynccontextmanager
async def keeping(server, articles, folder, clock, **settings):
    """Run the bot against `server`, with its store in `folder`; gives its services."""
    told = Settings(_env_file=None, token=server.token, api_url=server.url, articles=(articles,), **settings)
    async with await open_store(f"sqlite:///{folder / 'kept.db'}", keep_texts=told.keep_texts) as store:
        application = build(told, LiveLibrary(told.articles, now=clock()), clock=clock, store=store)
        async with application:
            await application.start()
            await application.updater.start_polling()
            await server.polled()
            shop = application.bot_data["services"]
            async with shop.keeping.at_work():
                try:
                    yield shop
                finally:
                    await application.updater.stop()
                    await application.stop()
