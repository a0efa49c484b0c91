"""What admins decide of articles, and the drafts that wait for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rulings",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("corrected", _TIME),
        sa.PrimaryKeyConstraint("article_id", name="pk_rulings"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_admin_id", "drafts", ["admin_id"])
