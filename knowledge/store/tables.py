"""The tables of the store. A change here needs a migration beside it: a test compares the two.

People and chats are Telegram's numeric ids, and no name is kept. The columns `user_id` and `chat_id` say whose a row
is: `forgetting` goes by them, and a test fails where it leaves one out.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

DIGEST = 64
"""The length of a SHA-256 in hexadecimal digits."""


class Moment(TypeDecorator[datetime]):
    """An aware time, kept and given back in UTC; SQLite's own type would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any zone into UTC; a naive time is a bug of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone cannot be kept")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back UTC, whatever zone a server speaks."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """A text from outside: without NUL, which PostgreSQL refuses, and lone surrogates, which are not UTF-8."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Leave out what no database can hold."""
        return None if value is None else cleaned(value)


def cleaned(text: str) -> str:
    """Return `text` as a database can hold it."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ROW_ID = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only in an INTEGER


_NEVER_AGAIN: dict[str, Any] = {"sqlite_autoincrement": True}
"""SQLite gives an erased row's id to the next one; a button or a delivery that still has it would mean another's."""


def _id() -> Column[int]:
    return Column("id", _ROW_ID, primary_key=True)


def _quoted() -> list[Column[Any]]:
    """A quote: the digest that tells it from others, where it stands, and what it says."""
    return [
        Column("quote", String(DIGEST), nullable=False),
        Column("article_id", Words, nullable=False),
        Column("sentence", Integer, nullable=False),
        Column("text", Words, nullable=False),
    ]


ratings = Table(
    "ratings",
    metadata,
    _id(),
    Column("user_id", BigInteger, nullable=False),
    *_quoted(),
    Column("helpful", Boolean, nullable=False),
    Column("question", Words),
    Column("rated", Moment, nullable=False),
    UniqueConstraint("user_id", "quote"),
    **_NEVER_AGAIN,
)

choices = Table(
    "choices",
    metadata,
    _id(),
    Column("user_id", BigInteger, nullable=False, index=True),
    *_quoted(),
    Column("question", Words),
    Column("chosen", Moment, nullable=False),
    **_NEVER_AGAIN,
)

follows = Table(
    "follows",
    metadata,
    _id(),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("thread_id", BigInteger),
    Column("kind", String(16), nullable=False),
    Column("text", Words, nullable=False),
    Column("same", String(DIGEST), nullable=False),
    Column("language", Words),
    Column("created", Moment, nullable=False),
    Column("asked", Moment),
    Column("ended", Moment),
    CheckConstraint("kind IN ('question', 'person', 'topic')", name="kind"),
    UniqueConstraint("user_id", "chat_id", "kind", "same"),
    **_NEVER_AGAIN,
)

notices = Table(
    "notices",
    metadata,
    _id(),
    Column("follow_id", _ROW_ID, ForeignKey("follows.id", ondelete="CASCADE"), nullable=False),
    *_quoted(),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("due", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    CheckConstraint("state IN ('pending', 'sending', 'sent', 'unsure', 'seen')", name="state"),
    UniqueConstraint("follow_id", "quote"),
    Index(None, "state", "due"),
    **_NEVER_AGAIN,
)

preferences = Table(
    "preferences",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", Words),
    Column("quotes", Integer),
    Column("context", Boolean),
    Column("notices", Boolean),
    Column("quiet_from", Integer),
    Column("quiet_until", Integer),
    Column("zone", Words),
)

counts = Table(
    "counts",
    metadata,
    Column("day", Date, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", Words, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("day", "outcome", "reason"),
)

latencies = Table(
    "latencies",
    metadata,
    Column("day", Date, nullable=False),
    Column("bucket", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("day", "bucket"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("same", String(DIGEST), primary_key=True),
    Column("question", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("language", Words),
    Column("number", BigInteger, nullable=False),
    Column("first", Moment, nullable=False),
    Column("latest", Moment, nullable=False),
    Index(None, "number", "latest"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("admin_id", BigInteger, nullable=False),
    Column("action", Words, nullable=False),
    Column("target", Words, nullable=False),
    Column("done", Moment, nullable=False),
    **_NEVER_AGAIN,
)

rulings = Table(
    "rulings",
    metadata,
    Column("article_id", Words, primary_key=True),
    Column("withheld", Boolean, nullable=False),
    Column("correction", Words, nullable=False),
    Column("corrected", Moment),
)

drafts = Table(
    "drafts",
    metadata,
    _id(),
    Column("admin_id", BigInteger, nullable=False, index=True),
    Column("message_id", BigInteger),
    Column("text", Words, nullable=False),
    Column("created", Moment, nullable=False),
    **_NEVER_AGAIN,
)

updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Words),
    Column("taken", Moment, nullable=False),
    Column("sending", Boolean, nullable=False),
    Column("handled", Moment, index=True),
)
"""Of all who write to the bot; the body, which says who, goes as soon as the update is handled."""
