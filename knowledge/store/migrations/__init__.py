"""How older stores are brought up to date: one file a version, run in their order when a store is opened.

A migration is written by hand beside a change of `tables`, and named v0002_what_changes.py. Columns and constraints
change in `op.batch_alter_table`, since SQLite can only make such a table anew. Never change one that was released.
"""
