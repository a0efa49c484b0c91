"""What Alembic runs: every migration on the connection that it is given, in the transaction that is going on there.

So a migration that fails half way leaves the store as it was: SQLite can undo a CREATE TABLE as well.
"""

from __future__ import annotations

from alembic import context

from knowledge.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
