"""What users leave behind: feedback, what they follow, preferences, counts, unanswered questions, and the audit.

Beside it, what admins decided of articles, the drafts that wait for them, and the updates that wait for the bot.

The one part of `knowledge` that waits: it is kept in SQLite or PostgreSQL. The clock is passed in as `now`, an aware
time; what comes out are frozen dataclasses. Every failure of the database is a StoreError.
"""

from knowledge.store.audit import Deed
from knowledge.store.counts import Day, Refusal, refusal
from knowledge.store.drafts import KeptDraft
from knowledge.store.errors import StoreError, TooManyError
from knowledge.store.exporting import Export, export
from knowledge.store.feedback import Mark, Sign
from knowledge.store.follows import Follow, Kind
from knowledge.store.forgetting import Kept
from knowledge.store.notices import Delivery, State
from knowledge.store.opening import Store, memory_store, open_store
from knowledge.store.preferences import Changes, Preferences
from knowledge.store.quoted import Quoted
from knowledge.store.unanswered import UnansweredQuestion
from knowledge.store.updates import LeftOver

__all__ = [
    "Changes",
    "Day",
    "Deed",
    "Delivery",
    "Export",
    "Follow",
    "Kept",
    "KeptDraft",
    "Kind",
    "LeftOver",
    "Mark",
    "Preferences",
    "Quoted",
    "Refusal",
    "Sign",
    "State",
    "Store",
    "StoreError",
    "TooManyError",
    "UnansweredQuestion",
    "export",
    "memory_store",
    "open_store",
    "refusal",
]
