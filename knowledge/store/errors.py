"""What can go wrong with the store, in an operator's words."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be used, or did not do what it was asked; the text says what to do, and holds no password."""


class TooManyError(Exception):
    """A user follows as much as one may; `limit` says how much that is."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"no more than {limit} can be followed at once")
        self.limit = limit
