"""Telegram's updates until they are handled, and the numbers of those that were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("body", sa.Text()),
        sa.Column("taken", _TIME, nullable=False),
        sa.Column("sending", sa.Boolean(), nullable=False),
        sa.Column("handled", _TIME),
        sa.PrimaryKeyConstraint("update_id", name="pk_updates"),
    )
    op.create_index("ix_updates_handled", "updates", ["handled"])
