"""Where feeds lie in the state folder: published articles, which the library loads, held ones, and each feed's state.

feeds/published/NAME/*.json    feeds/held/NAME/*.yaml    feeds/NAME.json
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import regex
from pydantic import ValidationError

from bot import added
from bot.settings import Settings
from bot.writing import replace_file
from knowledge.feeds.state import FeedState

_log = logging.getLogger(__name__)

_ODD = regex.compile(r"[^a-z0-9.]+")
_LONGEST = 60


def name_of(url: str) -> str:
    """Return a feed's name: its host and path as a folder may be called, and what tells it from its like."""
    parts = urlsplit(url)
    plain = _ODD.sub("-", f"{parts.hostname or ''}{parts.path}".lower()).strip("-.")[:_LONGEST].strip("-.")
    return f"{plain or 'feed'}-{hashlib.sha256(url.encode()).hexdigest()[:6]}"


def shown(url: str) -> str:
    """Return a feed's address as it may be shown and logged: without its query, which may hold a key."""
    return url.partition("?")[0].partition("#")[0]


@dataclass(frozen=True, slots=True)
class Folders:
    """The folder `feeds` in the state folder."""

    root: Path

    @property
    def published(self) -> Path:
        """What the library loads."""
        return self.root / "published"

    @property
    def held(self) -> Path:
        """What waits for an editor."""
        return self.root / "held"

    def make(self, names: list[str]) -> None:
        """Make the folders of these feeds; raises OSError."""
        for folder in (self.published, self.held):
            for name in names:
                (folder / name).mkdir(parents=True, exist_ok=True)

    def state(self, url: str) -> FeedState:
        """Return what is remembered of a feed; where that cannot be read, its items are read again."""
        path = self.root / f"{name_of(url)}.json"
        try:
            found = FeedState.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return FeedState(url=url)
        except (OSError, ValidationError):
            _log.warning("%s cannot be read; the feed is read anew", path)
            return FeedState(url=url)
        return found if found.url == url else FeedState(url=url)

    def save(self, state: FeedState) -> None:
        """Remember a feed's state, in one step; raises OSError."""
        data = state.model_dump_json(indent=1, exclude_defaults=True).encode()
        replace_file(self.root / f"{name_of(state.url)}.json", data)

    def ask_again(self, url: str) -> None:
        """Leave word for the running bot that a dead feed is to be asked again; raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        self._word(url).touch()

    def asked_again(self, url: str) -> bool:
        """Whether that word was left; it is taken away."""
        try:
            self._word(url).unlink()
        except OSError:
            return False
        return True

    def _word(self, url: str) -> Path:
        return self.root / f"{name_of(url)}.again"


def folders_of(settings: Settings) -> Folders:
    """Return where feeds lie by the settings."""
    return Folders(settings.state / "feeds")


def library_paths(settings: Settings) -> tuple[Path, ...]:
    """Return what the library loads: the operator's articles, what admins added, and what was published from feeds."""
    published, paths = folders_of(settings).published, added.paths_of(settings)
    return (*paths, published) if published.is_dir() else paths
