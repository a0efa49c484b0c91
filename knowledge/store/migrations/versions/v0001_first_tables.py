"""The first tables: feedback, what is followed, preferences, counts, unanswered questions and the audit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def _quoted() -> list[sa.Column[Any]]:
    return [
        sa.Column("quote", sa.String(64), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    ]


def upgrade() -> None:
    """Make the tables."""
    _feedback()
    _follows()
    _figures()
    op.create_table(
        "preferences",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("quotes", sa.Integer()),
        sa.Column("context", sa.Boolean()),
        sa.Column("notices", sa.Boolean()),
        sa.Column("quiet_from", sa.Integer()),
        sa.Column("quiet_until", sa.Integer()),
        sa.Column("zone", sa.Text()),
        sa.PrimaryKeyConstraint("chat_id", name="pk_preferences"),
    )
    op.create_table(
        "audit",
        sa.Column("id", _ID, nullable=False),
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("done", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )


def _feedback() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        *_quoted(),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("question", sa.Text()),
        sa.Column("rated", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
        sa.UniqueConstraint("user_id", "quote", name="uq_ratings_user_id_quote"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "choices",
        sa.Column("id", _ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        *_quoted(),
        sa.Column("question", sa.Text()),
        sa.Column("chosen", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_choices"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_choices_user_id", "choices", ["user_id"])


def _follows() -> None:
    op.create_table(
        "follows",
        sa.Column("id", _ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("same", sa.String(64), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("asked", _TIME),
        sa.Column("ended", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_follows"),
        sa.CheckConstraint("kind IN ('question', 'person', 'topic')", name=op.f("ck_follows_kind")),
        sa.UniqueConstraint("user_id", "chat_id", "kind", "same", name="uq_follows_user_id_chat_id_kind_same"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_follows_user_id", "follows", ["user_id"])
    op.create_index("ix_follows_chat_id", "follows", ["chat_id"])
    op.create_table(
        "notices",
        sa.Column("id", _ID, nullable=False),
        sa.Column("follow_id", _ID, nullable=False),
        *_quoted(),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", _TIME, nullable=False),
        sa.Column("changed", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.ForeignKeyConstraint(["follow_id"], ["follows.id"], name="fk_notices_follow_id", ondelete="CASCADE"),
        sa.CheckConstraint("state IN ('pending', 'sending', 'sent', 'unsure', 'seen')", name=op.f("ck_notices_state")),
        sa.UniqueConstraint("follow_id", "quote", name="uq_notices_follow_id_quote"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_state_due", "notices", ["state", "due"])


def _figures() -> None:
    op.create_table(
        "counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "outcome", "reason", name="pk_counts"),
    )
    op.create_table(
        "latencies",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "bucket", name="pk_latencies"),
    )
    op.create_table(
        "unanswered",
        sa.Column("same", sa.String(64), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("first", _TIME, nullable=False),
        sa.Column("latest", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("same", name="pk_unanswered"),
    )
    op.create_index("ix_unanswered_number_latest", "unanswered", ["number", "latest"])
