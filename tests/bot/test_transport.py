"""Requests over real connections, to servers that fail in each way; none of their errors may have the token."""

import asyncio
import contextlib
import socket
import struct

import aiohttp
import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot import transport
from bot.contact import may_have_arrived
from bot.transport import AiohttpRequest, never_sent

TOKEN = "123456789:AAtokenoftestsAAtokenoftestsAAtokens"
BODY = b'{"ok":true,"result":true}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)


@contextlib.asynccontextmanager
async def served(behave):
    """A server whose connections `behave`; gives the URL of a method, and the requests that came."""
    came, ended, handlers = [], asyncio.Event(), set()

    async def serve(reader, writer):
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                fields = [line.lower().partition(b":") for line in head.split(b"\r\n")]
                length = next((int(value) for name, _, value in fields if name == b"content-length"), 0)
                came.append(head + await reader.readexactly(length))
                if not await behave(writer):
                    break

    async def connected(reader, writer):
        handlers.add(asyncio.current_task())
        tasks = [asyncio.create_task(serve(reader, writer)), asyncio.create_task(ended.wait())]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        writer.close()

    async with await asyncio.start_server(connected, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage", came
        ended.set()
        await asyncio.gather(*handlers)
        await asyncio.sleep(0)  # their connections close


@contextlib.asynccontextmanager
async def request(pool=8):
    made = AiohttpRequest(pool)
    await made.initialize()
    try:
        yield made
    finally:
        await made.shutdown()


def form(**values):
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def fails(behave, **timeouts):
    """The error of a request to a server that behaves so."""
    async with served(behave) as (url, _), request() as made:
        with pytest.raises(NetworkError) as caught:
            await made.do_request(url, "POST", form(text="hello"), **timeouts)
    return caught.value


async def answers(writer):
    writer.write(ANSWER)
    return True


async def says_nothing(writer):
    return False


async def cut_in_the_head(writer):
    writer.write(ANSWER[:20])
    await writer.drain()
    return False


async def cut_in_the_body(writer):
    writer.write(ANSWER[:-5])
    await writer.drain()
    return False


async def resets(writer):
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


async def no_http(writer):
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    await writer.drain()
    return False


async def hangs(writer):
    await asyncio.sleep(30)
    return False


async def test_what_is_sent_comes_as_a_form_and_what_is_answered_comes_back():
    async with served(answers) as (url, came), request() as made:
        assert await made.do_request(url, "POST", form(text="Füße & <b>", chat_id=7, silent=True)) == (200, BODY)
        assert await made.do_request(url, "GET") == (200, BODY)
    first, second = came
    assert first.startswith(f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\n".encode())
    assert first.endswith(b"\r\n\r\ntext=F%C3%BC%C3%9Fe+%26+%3Cb%3E&chat_id=7&silent=true")
    assert b"content-type: application/x-www-form-urlencoded\r\n" in first.lower()
    assert second.startswith(b"GET ")
    assert b"content-type" not in second.lower()


@pytest.mark.parametrize(
    ("behave", "sent"),
    [(says_nothing, False), (cut_in_the_head, True), (cut_in_the_body, True), (resets, True), (no_http, True)],
)
async def test_it_is_known_whether_what_failed_may_have_arrived(behave, sent):
    error = await fails(behave)
    assert not isinstance(error, TimedOut)
    assert never_sent(error.__cause__) is not sent
    assert TOKEN not in str(error)


async def test_what_waited_before_the_connection_was_closed_without_a_word_may_have_arrived(monkeypatch):
    monkeypatch.setattr(transport, "SOON", 0.01)

    async def waits_and_says_nothing(writer):
        await asyncio.sleep(0.03)
        return False

    error = await fails(waits_and_says_nothing)
    assert not isinstance(error, TimedOut)
    assert not never_sent(error.__cause__)
    assert may_have_arrived(error)


async def test_an_answer_that_does_not_come_is_waited_for_as_long_as_it_is_said():
    error = await fails(hangs, read_timeout=0.05)
    assert isinstance(error, TimedOut)
    assert not never_sent(error.__cause__)


async def test_where_nobody_is_there_nothing_was_sent():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/bot{TOKEN}/getMe"
        async with request() as made:
            with pytest.raises(NetworkError) as caught:
                await made.do_request(url, "POST")
    assert never_sent(caught.value.__cause__)
    assert TOKEN not in str(caught.value)


async def test_who_waits_in_vain_for_a_connection_has_sent_nothing():
    arrived = asyncio.Event()

    async def arrives(writer):
        arrived.set()
        return await hangs(writer)

    async with served(arrives) as (url, came), request(pool=1) as made:
        first = asyncio.create_task(made.do_request(url, "POST", read_timeout=20))
        await arrived.wait()
        with pytest.raises(TimedOut) as caught:
            await made.do_request(url, "POST", pool_timeout=0.05, connect_timeout=0.05)
        assert never_sent(caught.value.__cause__)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
    assert len(came) == 1


async def test_a_connection_is_used_again_and_one_that_was_closed_meanwhile_is_not():
    connections = []

    async def closes_after_the_second(writer):
        connections.append(writer.get_extra_info("peername"))
        writer.write(ANSWER)
        return len(connections) < 2

    async with served(closes_after_the_second) as (url, _), request() as made:
        for _ in range(3):
            assert (await made.do_request(url, "POST"))[0] == 200
            await asyncio.sleep(0.02)  # the loop hears of a connection that is closed
    assert connections[0] == connections[1] != connections[2]


async def test_a_redirect_is_not_followed():
    async def elsewhere(writer):
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
        return True

    async with served(elsewhere) as (url, came), request() as made:
        assert await made.do_request(url, "POST") == (302, b"")
    assert len(came) == 1


async def test_a_proxy_of_the_environment_is_used_but_where_none_is_to_be(monkeypatch):
    async with served(answers) as (url, came), request() as made:
        monkeypatch.setenv("http_proxy", url.partition("/bot")[0])
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert await made.do_request("http://telegram.invalid/bot/getMe", "POST", form(text="hi")) == (200, BODY)
        assert await made.do_request(url, "POST") == (200, BODY)
    lines = [one.split(b" ")[1].decode() for one in came]
    assert lines == ["http://telegram.invalid/bot/getMe", f"/bot{TOKEN}/sendMessage"]


async def test_a_password_of_netrc_is_not_sent(monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("default login reader password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    async with served(answers) as (url, came), request() as made:
        assert await made.do_request(url, "POST") == (200, BODY)
    assert b"authorization" not in came[0].lower()


async def test_it_opens_once_and_closes_once_and_not_otherwise():
    made = AiohttpRequest(1)
    with pytest.raises(RuntimeError):
        await made.do_request("http://127.0.0.1:1/", "POST")
    await made.initialize()
    await made.initialize()
    await made.shutdown()
    await made.shutdown()
    assert made.read_timeout == 5.0


def test_what_was_not_written_whole_was_not_sent():
    unwritten = aiohttp.ClientOSError(None, f"Can not write request body for https://api.telegram.org/bot{TOKEN}/x")
    assert never_sent(unwritten)
    assert not never_sent(aiohttp.ClientOSError(104, "Connection reset by peer"))
