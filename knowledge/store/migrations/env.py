"""What Alembic runs: every migration in one transaction, on the connection that it is given."""

from __future__ import annotations

from alembic import context

from knowledge.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # A migration that fails half way leaves the store as it was: SQLite can undo a CREATE TABLE as well.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
