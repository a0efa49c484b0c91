"""The same Telegram as in tests/telegram."""

from tests.telegram.conftest import articles, clock, server

__all__ = ["articles", "clock", "server"]
