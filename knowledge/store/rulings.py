"""What admins decided of articles, kept apart from the articles' files."""

from __future__ import annotations

from sqlalchemy import select

from knowledge.rulings import Ruling
from knowledge.store.database import Database
from knowledge.store.tables import rulings


class Rulings:
    """One ruling an article; it stays when the article goes, and holds again when it comes back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, article_id: str, ruling: Ruling) -> None:
        """Keep what is decided of an article, in place of what was; an empty ruling ends it."""
        key = rulings.c.article_id == article_id
        values = {"withheld": ruling.withheld, "correction": ruling.correction, "corrected": ruling.corrected}
        async with self._database.writing() as connection:
            if not ruling:
                await connection.execute(rulings.delete().where(key))
                return
            insert = self._database.insert(rulings).values(article_id=article_id, **values)
            await connection.execute(insert.on_conflict_do_update(index_elements=["article_id"], set_=values))

    async def all(self) -> dict[str, Ruling]:
        """Return everything that is decided, by the article's id."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(rulings).order_by(rulings.c.article_id))
            return {row.article_id: Ruling(row.withheld, row.correction, row.corrected) for row in rows}
