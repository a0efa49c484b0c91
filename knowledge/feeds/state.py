"""What is remembered of a feed between two polls, and as which JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Item(_Model):
    """One item of a feed, as it was read last."""

    digest: str = Field(description="Of all that the feed says of it; another one is another version.")
    seen: AwareDatetime = Field(description="When it last stood in the feed.")
    article: str | None = Field(None, description="The id of its article, None where none could be made.")
    fields: dict[str, str] = Field(
        default_factory=dict, description="Digests of the article's fields; what differs on disk is the editor's."
    )
    teaser: bool = False
    refused: str | None = Field(None, description="Why no article could be made of it.")


class FeedState(_Model):
    """One feed: what to ask with, when, and how it has been."""

    version: Literal[1] = 1
    url: str
    moved: str | None = Field(None, description="Where it has moved for good.")
    etag: str | None = None
    last_modified: str | None = None
    last_try: AwareDatetime | None = None
    last_success: AwareDatetime | None = None
    next_poll: AwareDatetime | None = Field(None, description="None for at once, or never where it is dead.")
    failures: int = Field(0, description="In a row, since the last success.")
    error: str | None = Field(None, description="Of the last try, None where it went well.")
    dead: bool = Field(False, description="The server said 410 Gone: never asked again, until the operator says so.")
    told: bool = Field(False, description="Admins were told that it fails, and not yet that it works again.")
    items: dict[str, Item] = Field(default_factory=dict, description="The newest, by the feed's name for each.")

    @property
    def address(self) -> str:
        """Where to ask."""
        return self.moved or self.url

    def due(self, now: datetime) -> bool:
        """Whether it is to be asked at `now` (aware)."""
        return not self.dead and (self.next_poll is None or self.next_poll <= now)

    def with_items(self, items: Mapping[str, Item]) -> FeedState:
        """Return it with `items` as they were read now."""
        return self.model_copy(update={"items": {**self.items, **items}})

    def revived(self) -> FeedState:
        """Return it as it is asked again, at once, though it was dead."""
        return self.model_copy(update={"dead": False, "next_poll": None, "etag": None, "last_modified": None})
