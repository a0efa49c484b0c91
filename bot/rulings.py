"""What admins decided of articles, kept in the store and held against every library that is loaded."""

from __future__ import annotations

import logging

from knowledge.library import LiveLibrary
from knowledge.rulings import Ruling
from knowledge.store import Store, StoreError

_log = logging.getLogger(__name__)


async def recall(store: Store, live: LiveLibrary) -> None:
    """Let hold again what was decided before a restart: before anybody is answered. Raises StoreError."""
    live.rule(await store.rulings.all())


async def decide(store: Store, live: LiveLibrary, article_id: str, ruling: Ruling) -> bool:
    """Let a ruling hold at once, and last; an empty one ends what was decided. Returns whether it could be kept.

    It holds first: where the store fails, an article that must go is gone until the next start at least.
    """
    live.rule({article_id: ruling})
    try:
        await store.rulings.put(article_id, ruling)
    except StoreError as error:
        _log.error("what was decided of %s could not be kept: %s", article_id, error)
        return False
    return True
