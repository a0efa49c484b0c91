"""What is served beside the bot, by the settings."""

from __future__ import annotations

import contextlib

from telegram import Bot

from bot.feeds.folders import folders_of
from bot.services import Services
from bot.serving.health import Health
from bot.serving.site import served, site
from bot.serving.webhook import Webhook
from bot.settings import Settings


def webhook(settings: Settings, shop: Services, bot: Bot) -> Webhook | None:
    """Return the webhook of the settings, None where the bot polls."""
    if settings.webhook_url is None or settings.webhook_secret is None or shop.inbox is None:
        return None
    return Webhook(shop.inbox, bot, settings.webhook_secret.get_secret_value())


def at_work(
    settings: Settings, shop: Services, taking: Webhook | None
) -> contextlib.AbstractAsyncContextManager[int | None]:
    """Serve meanwhile what the settings say; gives the port, None where nothing is served. Raises ServingError."""
    if settings.address is None or shop.contact is None:
        return contextlib.nullcontext()
    health = Health(shop, shop.contact, folders_of(settings), settings.feeds)
    path = settings.webhook_url.path if settings.webhook_url is not None else None
    return served(site(health, taking, path or "/"), *settings.address)
