"""The desk: drafts that wait for an admin's word, and their way into the library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from bot import added
from bot.added import NotAddedError
from bot.fetching import Rules
from knowledge.article import Article
from knowledge.drafts import DraftReading, read_draft
from knowledge.files import Fault
from knowledge.library import Diff, LiveLibrary
from knowledge.store import KeptDraft
from knowledge.store.drafts import Drafts


@dataclass
class Desk:
    """Drafts in the store; `folder` is where published ones go, None where there is none.

    `rules` say which addresses an admin may have fetched.
    """

    drafts: Drafts
    live: LiveLibrary
    folder: Path | None
    rules: Rules
    clock: Callable[[], datetime]
    reload: Callable[[], Awaitable[Diff]]
    _in_hand: set[int] = field(default_factory=set)

    def read(self, draft: KeptDraft) -> DraftReading:
        """Return how a draft is understood; an id that is taken is a fault. It reads sentences: not on the loop."""
        name = f"draft-{draft.id}.yaml"
        found = read_draft(draft.text, now=self.clock(), name=name)
        article = found.article
        other = self.live.current.stories.get(article.id) if article is not None else None
        if article is None or other is None or self._is_its_own(article, draft, Path(other.path)):
            return found
        taken = Fault(
            name, 0, "id", f"`{article.id}` is an article already; answer with a line like `id: {article.id}-2`"
        )
        return replace(found, faults=(*found.faults, taken))

    def _is_its_own(self, article: Article, draft: KeptDraft, path: Path) -> bool:
        """Whether the article in the library is this very draft, whose publishing was cut short."""
        if self.folder is None or path != self.folder / f"{article.id}.yaml":
            return False
        try:
            return path.read_bytes() == draft.text.encode()
        except OSError:
            return False

    @property
    def why_not(self) -> str:
        """Why nothing can be published, empty where it can."""
        if self.folder is None:
            return "there is no folder for it: set DATELINE_ADDED"
        return "" if added.is_writable(self.folder) else f"the folder {self.folder} cannot be written to"

    def claim(self, draft_id: int) -> bool:
        """Take a draft in hand, before it is looked at; False where somebody has it in hand: it may be published."""
        if draft_id in self._in_hand:
            return False
        self._in_hand.add(draft_id)
        return True

    def release(self, draft_id: int) -> None:
        """Let it out of hand."""
        self._in_hand.discard(draft_id)

    async def publish(self, draft: KeptDraft, reading: DraftReading) -> Article:
        """Write a complete draft as an article's file, load the articles anew, and let the draft go.

        Where the library does not take it, its file goes again and the draft stays. Raises NotAddedError, StoreError.
        """
        article = reading.article
        if article is None or not reading.complete:
            raise NotAddedError("the draft is not complete")
        if self.why_not or self.folder is None:
            raise NotAddedError(self.why_not)
        path = added.write(self.folder, article.id, draft.text)
        diff = await self.reload()
        live = self.live.current.stories.get(article.id)
        if live is None or Path(live.path) != path:
            with suppress(OSError):
                path.unlink()
            wrong = next((str(fault) for fault in diff.refused if Path(fault.path) == path), "")
            raise NotAddedError(wrong or "the articles could not be loaded anew; /reload says why")
        await self.drafts.remove(draft.id)
        return live.article
