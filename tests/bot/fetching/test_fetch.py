"""Fetching over loopback: what is pinned, what each redirect meets, what is cut off, and what an answer holds."""

import asyncio
import contextlib
import gzip
import ssl
import subprocess

import pytest
from aiohttp import web

from bot.fetching import FetchError, Rules, fetch, hops
from tests.bot.web import moved, serving

HERE = Rules(allow=frozenset({"127.0.0.1", "a.example", "b.example"}))


def plain(_):
    return web.Response(body=b"x")


async def loopback(host, port):
    return ("127.0.0.1",)


def answering(seen, answers):
    """A handler that answers by path, and notes each request."""

    async def handler(request):
        seen.append(request)
        answer = answers[request.path]
        return answer(request) if callable(answer) else answer

    return handler


async def refusal(url, **options):
    with pytest.raises(FetchError) as caught:
        await fetch(url, **options)
    return str(caught.value)


async def test_an_answer_has_its_status_headers_and_body():
    seen = []
    body = "Ä".encode()
    answers = {"/": lambda _: web.Response(body=body, headers={"ETag": '"1"', "Content-Type": "text/xml"})}
    async with serving(answering(seen, answers)) as port:
        found = await fetch(f"http://127.0.0.1:{port}/?q=1#part", rules=HERE)
    assert (found.status, found.body, found.moved) == (200, body, None)
    assert found.headers["etag"] == '"1"'
    assert found.url == f"http://127.0.0.1:{port}/?q=1#part"
    assert seen[0].path_qs == "/?q=1"
    assert not {"If-None-Match", "If-Modified-Since", "Cookie"} & set(seen[0].headers)


async def test_a_conditional_request_comes_back_empty():
    seen = []
    async with serving(answering(seen, {"/": lambda _: web.Response(status=304, headers={"ETag": '"1"'})})) as port:
        found = await fetch(
            f"http://127.0.0.1:{port}/", rules=HERE, etag='"1"', last_modified="Wed, 06 Mar 2024 08:10:00 GMT"
        )
    assert (found.status, found.body) == (304, b"")
    assert seen[0].headers["If-None-Match"] == '"1"'
    assert seen[0].headers["If-Modified-Since"] == "Wed, 06 Mar 2024 08:10:00 GMT"


@pytest.mark.parametrize("status", [401, 404, 410, 429, 500, 503])
async def test_an_error_is_an_answer_too_without_its_body(status):
    answers = {"/": lambda _: web.Response(status=status, headers={"Retry-After": "9"}, body=b"x" * 1000)}
    async with serving(answering([], answers)) as port:
        found = await fetch(f"http://127.0.0.1:{port}/", rules=HERE)
    assert (found.status, found.body, found.headers["retry-after"]) == (status, b"", "9")


async def test_the_connection_goes_to_the_address_that_was_checked_whatever_the_name_says_later():
    seen, names = [], []

    async def rebinding(host, port):
        names.append(host)
        return ("127.0.0.1",) if len(names) == 1 else ("10.0.0.1",)

    async with serving(answering(seen, {"/": plain})) as port:
        found = await fetch(f"http://a.example:{port}/", rules=HERE, resolve=rebinding)
        assert seen[0].headers["Host"] == f"a.example:{port}"
    assert (found.status, names) == (200, ["a.example"])


async def test_a_name_that_turns_private_after_its_check_is_not_followed(connections_refused):
    answers = iter([("93.184.216.34",), ("127.0.0.1",)])

    async def rebinding(host, port):
        return next(answers)

    with contextlib.suppress(Exception):  # pytest-socket's, which lets nothing but loopback through
        await fetch("https://news.example/", resolve=rebinding)
    assert set(connections_refused) == {"93.184.216.34"}
    assert next(answers) == ("127.0.0.1",)  # nobody asked again
    connections_refused.clear()  # meant


async def test_without_permission_loopback_is_refused_before_anything_is_sent():
    seen = []
    async with serving(answering(seen, {})) as port:
        assert "without https" in await refusal(f"http://127.0.0.1:{port}/")
        assert "not public" in await refusal(f"https://127.0.0.1:{port}/")
        assert "not public" in await refusal(f"http://127.0.0.1:{port}/", rules=Rules(http=True))
        assert "not public" in await refusal(f"https://localhost:{port}/")
        assert "not public" in await refusal(f"https://news.example:{port}/", resolve=loopback)
    assert seen == []


async def test_the_next_address_is_tried_where_one_takes_no_connection():
    async def two(host, port):
        return ("::1", "127.0.0.1")

    async with serving(answering([], {"/": plain})) as port:
        assert (await fetch(f"http://a.example:{port}/", rules=HERE, resolve=two)).status == 200


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("file:///etc/passwd", "neither http nor https"),
        ("http://c.example/", "without https"),
        ("https://c.example/", "not public"),
        ("https://169.254.169.254/latest/meta-data/", "not public"),
        ("https://[::ffff:7f00:1]/", "not public"),
        ("https://me:secret@b.example/", "user name or password"),
        ("http://[", "without https"),
        ("mailto:me@b.example", "cannot be fetched"),
        ("//b.example:99999/", "port 99999, which there is not"),
        ("/loop", "is redirected more than 5 times"),
    ],
)
async def test_each_redirect_is_checked_again(location, problem):
    seen = []
    answers = {"/": lambda _: moved(302, location), "/loop": lambda _: moved(302, "/")}
    async with serving(answering(seen, answers)) as port:

        async def resolve(host, port):
            return (host,) if host[0].isdecimal() or ":" in host else ("127.0.0.1",)

        assert problem in await refusal(f"http://a.example:{port}/", rules=HERE, resolve=resolve)
    assert len(seen) <= 6


async def test_a_redirect_goes_to_the_other_host_with_its_own_name():
    seen = []
    answers = {"/": lambda _: moved(307, f"http://b.example:{port}/feed"), "/feed": plain}
    async with serving(answering(seen, answers)) as port:
        found = await fetch(f"http://a.example:{port}/", rules=HERE, resolve=loopback)
    assert [request.headers["Host"].partition(":")[0] for request in seen] == ["a.example", "b.example"]
    assert (found.url, found.moved) == (f"http://b.example:{port}/feed", None)


@pytest.mark.parametrize(
    ("statuses", "stays"), [((301,), "/1"), ((308, 301), "/2"), ((301, 302, 301), "/1"), ((302, 301), None)]
)
async def test_what_has_moved_for_good_is_known_up_to_the_first_that_has_not(statuses, stays):
    async def handler(request):
        step = int(request.path[1:])
        return plain(request) if step == len(statuses) else moved(statuses[step], f"/{step + 1}")

    async with serving(handler) as port:
        found = await fetch(f"http://127.0.0.1:{port}/0", rules=HERE)
    assert found.moved == (stays and f"http://127.0.0.1:{port}{stays}")


async def _drip(request):
    response = web.StreamResponse()
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.02)
    return response


async def _endless_header(request):
    """A gzip header whose file name never ends: nothing ever comes of it."""
    response = web.StreamResponse(headers={"Content-Encoding": "gzip"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        await response.write(b"\x1f\x8b\x08\x08\0\0\0\0\0\0")
        while True:
            await response.write(b"n" * 10_000)
    return response


def packed(body, packing="gzip"):
    return lambda _: web.Response(body=body, headers={"Content-Encoding": packing})


async def test_what_is_too_large_or_too_slow_or_damaged_is_cut_off():
    bomb = gzip.compress(bytes(20_000_000))
    answers = {
        "/large": lambda _: web.Response(body=bytes(1_000_001)),
        "/bomb": packed(bomb),
        "/br": packed(b"x", "br"),
        "/two": packed(b"x", "gzip, gzip"),
        "/damaged": packed(b"nothing of the kind"),
        "/cut": packed(gzip.compress(b"It burnt. " * 99)[:30]),
    }

    async def handler(request):
        slow = {"/drip": _drip, "/header": _endless_header}.get(request.path)
        return await (slow(request) if slow else answering([], answers)(request))

    async with serving(handler) as port:
        said = {
            path: await refusal(f"http://127.0.0.1:{port}/{path}", rules=HERE, limit=1_000_000, seconds=0.5)
            for path in ("large", "bomb", "br", "two", "damaged", "cut", "header", "drip")
        }
    for path in ("large", "bomb", "header"):
        assert said[path] == "is larger than 1 MB, or never ends"
    assert "'br', which was not asked for" in said["br"]
    assert "'gzip, gzip', which was not asked for" in said["two"]
    assert "damaged" in said["damaged"]
    assert "cut short" in said["cut"]
    assert said["drip"] == "took longer than 0.5 s"


async def test_the_seconds_hold_for_all_hops_together():
    async def slow(request):
        await asyncio.sleep(0.15)
        return moved(302, "/")

    async with serving(slow) as port:
        assert "took longer" in await refusal(f"http://127.0.0.1:{port}/", rules=HERE, seconds=0.4)


async def test_a_body_that_ends_before_its_length_is_no_body():
    async def cut(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        writer.close()

    server = await asyncio.start_server(cut, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await refusal(f"http://127.0.0.1:{port}/", rules=HERE) == "cannot be fetched: RemoteProtocolError"


async def test_a_host_is_waited_for_at_each_hop_and_the_wait_takes_none_of_the_time():
    turns = []

    @contextlib.asynccontextmanager
    async def turn(host):
        await asyncio.sleep(0.3)
        turns.append(host)
        yield
        turns.append(f"done {host}")

    async with serving(answering([], {"/": lambda r: moved(302, f"http://b.example:{port}/x"), "/x": plain})) as port:
        await fetch(f"http://a.example:{port}/", rules=HERE, resolve=loopback, turn=turn, seconds=0.5)
    assert turns == ["a.example", "done a.example", "b.example", "done b.example"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=a.example", "-addext", "subjectAltName=DNS:a.example", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, cert


async def test_the_certificate_is_checked_against_the_name_and_not_the_address(certificate, monkeypatch):
    key, cert = certificate
    serves = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serves.load_cert_chain(cert, key)
    names = []
    serves.sni_callback = lambda _, name, __: names.append(name)
    trusted = ssl.create_default_context(cafile=str(cert))
    monkeypatch.setattr(hops, "trusted", lambda: trusted)
    async with serving(answering([], {"/": plain}), ssl_context=serves) as port:
        found = await fetch(f"https://a.example:{port}/", rules=HERE, resolve=loopback)
        assert found.body == b"x"
        assert "ConnectError" in await refusal(f"https://b.example:{port}/", rules=HERE, resolve=loopback)
    assert names == ["a.example", "b.example"]


async def test_a_certificate_that_nobody_vouches_for_is_refused(certificate):
    key, cert = certificate
    serves = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serves.load_cert_chain(cert, key)
    async with serving(answering([], {}), ssl_context=serves) as port:
        assert "ConnectError" in await refusal(f"https://a.example:{port}/", rules=HERE, resolve=loopback)


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "https://", "https://[", "https://\x00/", "https://a b/", "https://127.0.0.1:99999/", "https://h:abc/",
        "https://" + "a" * 300 + ".example/", "https://xn--a/", "https://[fe80::1%25eth0]/", "https://é.é./",
        "https://h/" + "x" * 200_000, "https://\ud800/", "https://..../", "https://a..b/", "https://127.0.0.1:0/",
    ],
)  # fmt: skip
async def test_whatever_stands_there_for_an_address_is_refused_in_words(url):
    async def unknown(host, port):
        host.encode("idna")
        raise OSError("not known")

    assert await refusal(url, rules=HERE, resolve=unknown)
