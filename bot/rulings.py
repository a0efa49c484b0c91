"""What admins decided of articles, kept in the store and held against every library that is loaded."""

from __future__ import annotations

from knowledge.library import LiveLibrary
from knowledge.rulings import Ruling
from knowledge.store import Store


async def recall(store: Store, live: LiveLibrary) -> None:
    """Let hold again what was decided before a restart: before anybody is answered. Raises StoreError."""
    live.rule(await store.rulings.all())


async def decide(store: Store, live: LiveLibrary, article_id: str, ruling: Ruling) -> None:
    """Let a ruling hold at once, and last; an empty one ends what was decided. Raises StoreError.

    It holds first: should the store fail, an article that must go is gone until the next start at least.
    """
    live.rule({article_id: ruling})
    await store.rulings.put(article_id, ruling)
