"""What holds for every test: bounded property tests, and no connection beyond this machine."""

import logging
import os

import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import SocketConnectBlockedError

from bot.logs import RedactingHandler

# No deadline: two test processes share two cores, and a slow moment is no bug. DATELINE_FUZZ=n digs deeper.
settings.register_profile(
    "dateline",
    max_examples=int(os.environ.get("DATELINE_FUZZ", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("dateline")


@pytest.fixture(autouse=True)
def connections_refused(monkeypatch):
    """Every connection beyond loopback that the test tried: one that it swallowed still fails the test."""
    tried = []
    explain = SocketConnectBlockedError.__init__

    def remember(self, allowed, host, *rest):
        tried.append(host)
        explain(self, allowed, host, *rest)

    monkeypatch.setattr(SocketConnectBlockedError, "__init__", remember)
    yield tried
    assert not tried, f"the test connected to {', '.join(map(str, tried))}"


@pytest.fixture(autouse=True)
def logging_restored():
    """The level of the log ends with the test that sets it: one that was left hid lines from the tests after it."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)
    root.handlers[:] = [handler for handler in root.handlers if not isinstance(handler, RedactingHandler)]
