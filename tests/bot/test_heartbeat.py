import asyncio
import socket

import pytest

from bot import heartbeat


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    """What systemd hears."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(2)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield heard


async def test_the_loop_beats_for_systemd_and_the_file(systemd, tmp_path, monkeypatch):
    monkeypatch.setattr(heartbeat, "SECONDS", 0.05)
    task = asyncio.create_task(heartbeat.beat(tmp_path / "alive"))
    for _ in range(2):
        assert await asyncio.to_thread(systemd.recv, 100) == b"WATCHDOG=1"
    task.cancel()
    assert (tmp_path / "alive").exists()


def test_without_systemd_nothing_is_said_and_one_that_is_gone_does_no_harm(tmp_path, monkeypatch, caplog):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    heartbeat.tell_systemd(heartbeat.READY)
    assert not caplog.records
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    heartbeat.tell_systemd(heartbeat.READY)
    assert "systemd cannot be told READY=1" in caplog.text
