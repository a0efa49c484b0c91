"""What an index needs to know of a story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from knowledge.article import Article, Status
from knowledge.reading.sentence import Sentence


class Indexed(Protocol):
    """What the index needs of a story."""

    @property
    def article(self) -> Article:
        """The article."""

    @property
    def bare(self) -> Sequence[Sentence]:
        """Its sentences as split, in order."""


def is_ever_shown(article: Article) -> bool:
    """Whether readers may ever be shown an article, by its status."""
    return article.status in {Status.USABLE, Status.CORRECTED}
