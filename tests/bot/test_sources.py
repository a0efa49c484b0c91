"""Documents over loopback, and documents that mean harm: one clear line each, in bounded time and memory."""

import gzip
import json
import resource
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.commands import sources
from tests.articles import MILL
from tests.bot.test_imports import dateline, here, page, rss  # noqa: F401 - fixtures

BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">{more}]>
<rss version="2.0"><channel><title>&z;</title><item><title>&z;</title></item></channel></rss>""".format(
    more="".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghy", "bcdefghyz", strict=True))
)


class _Handler(BaseHTTPRequestHandler):
    pages: dict = {}  # noqa: RUF012 - each test has its own server, and fills it

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == "/loop":
            return self._answer(302, {"Location": "/loop"})
        if path == "/away":
            return self._answer(302, {"Location": "file:///etc/passwd"})
        if path == "/moved":
            return self._answer(302, {"Location": "/mill"})
        if path in {"/endless", "/drip"}:
            return self._endless(path)
        if path not in self.pages:
            return self._answer(404, {})
        headers, body = self.pages[path]
        return self._answer(200, headers, body)

    def _answer(self, code, headers, body=b""):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _endless(self, path):
        """A feed whose entries never end; /drip sends a little now and then."""
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        try:
            self.wfile.write(b"<rss version='2.0'><channel><title>Endless</title>")
            while True:
                self.wfile.write(b"<item><title>More</title></item>" * (1 if path == "/drip" else 2000))
                self.wfile.flush()
                time.sleep(0.02 if path == "/drip" else 0)
        except OSError:
            return

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    handler = type("Handler", (_Handler,), {"pages": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        running.url = f"http://127.0.0.1:{running.server_port}"
        running.pages = handler.pages
        yield running
        running.shutdown()


def test_a_page_by_its_address_with_the_encoding_that_the_server_declares(dateline, here, server):  # noqa: F811
    text = MILL.replace("Anna Berg", "Änna Bérg")
    plain = page(text=text).replace('<meta property="og:url" content="https://northern-post.example/mill">', "")
    server.pages["/mill"] = {"Content-Type": "text/html; charset=iso-8859-1"}, plain.encode("latin-1")
    result = dateline("import", f"{server.url}/moved", "--to", "out")
    assert result.exit_code == 0, result.stderr
    written = (here / "out" / "the-mill-burns.yaml").read_text()
    assert "fire chief Änna Bérg said" in written
    assert f"url: {server.url}/mill" in written
    assert "unchanged" in dateline("import", f"{server.url}/moved", "--to", "out").stderr


def test_a_packed_feed_of_500_entries_by_its_address(dateline, here, server):  # noqa: F811
    headers = {"Content-Type": "application/rss+xml", "Content-Encoding": "gzip"}
    server.pages["/feed"] = headers, gzip.compress(rss(500).encode())
    result = dateline("import", f"{server.url}/feed", "--to", "out")
    assert "written 500." in result.stderr
    assert len(list((here / "out").glob("*.yaml"))) == 500


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/endless", "is larger than 10 MB, or never ends"),
        ("/drip", "took longer than 1 s"),
        ("/loop", "is redirected more than 5 times"),
        ("/away", "leads to an address that is neither http nor https"),
        ("/gone", "the server answered 404"),
        ("/bomb", "is larger than 10 MB, or never ends"),
        ("/br", "the server sent 'br', which was not asked for"),
        ("/damaged", "the server's gzip is damaged"),
        ("/cut", "the server's gzip is cut short"),
        ("/picture", "binary"),
    ],
)
def test_a_server_that_means_harm_is_left_in_bounded_time(dateline, server, monkeypatch, path, problem):  # noqa: F811
    monkeypatch.setattr(sources, "TOTAL_SECONDS", 1.0 if path == "/drip" else 30.0)
    packed = {"Content-Encoding": "gzip"}
    server.pages.update(
        {
            "/bomb": (packed, gzip.compress(bytes(300_000_000), 1)),
            "/br": ({"Content-Encoding": "br"}, b"x"),
            "/damaged": (packed, b"nothing of the kind"),
            "/cut": (packed, gzip.compress(b"It burnt. " * 99)[:30]),
            "/picture": ({"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n\x00"),
        }
    )
    began = time.monotonic()
    result = dateline("import", f"{server.url}{path}", "--to", "out")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0].startswith(f"{server.url}{path}: ")
    assert problem in result.stderr.splitlines()[0]
    assert result.stderr.splitlines()[1:] == ["failed 1."]
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://", "leads to an address that is neither"),
        ("http://[", "cannot be fetched"),
        ("http://127.0.0.1:1/x", "cannot be fetched: ConnectError"),
    ],
)
def test_an_address_that_leads_nowhere_says_so(dateline, address, problem):  # noqa: F811
    result = dateline("import", address, "--to", "out")
    assert result.exit_code == 1
    assert f"{address}: {problem}" in result.stderr


HOSTILE = {
    "line.txt": ((b"word " * 2_000_000)[:10_000_000], "a paragraph is longer than 100,000 characters"),
    "line.html": (b"<html><body><p>" + b"word " * 900_000, "a paragraph is longer than 100,000 characters"),
    "deep.html": (b"<html><body>" + b"<div>" * 10_000 + b"It burnt." + b"</div>" * 10_000, "nested deeper than 256"),
    "deep.xml": (b"<rss><channel><item><title>" + b"<a>" * 10_000 + b"x" + b"</a>" * 10_000, "nested too deep"),
    "laughs.xml": (BOMB.encode(), "line 1: the XML declares entities of its own"),
    "wrong.html": (b"<meta charset=utf-8><p>It burnt.</p>\n<p>caf\xe9 \xff</p>", "line 2: byte 0xE9 is not utf-8"),
    "empty.html": (b"  \n", "the document is empty"),
    "binary.txt": (bytes(range(256)) * 100, "the document is binary"),
    "bomb.txt.gz": (gzip.compress(bytes(500_000_000), 1), "larger than 10 MB"),
    "broken.json": (b'{"version": "https://jsonfeed.org/version/1",\n "items": [', "line 2: not valid JSON"),
    "deep.json": (b"[" * 1_000_000, "not valid JSON: nested too deep"),
    "number.json": (b'{"a": ' + b"9" * 1_000_000 + b"}", "a number is too long"),
    "wide.html": (b"<html><body>" + b"<p>It burnt, she said." * 200_000, "elements, which is no article"),
    "large.txt": (b"It burnt, she said.\n" * 600_000, "larger than 10 MB"),
    "lines.txt": (b"a\n" * 4_000_000, "lines, which is no article"),
    "paragraphs.json": (
        json.dumps({"uri": "x", "headline": "H", "body_text": "It burnt.\n" * 30_000}).encode(),
        "paragraphs, which is no article",
    ),
    "stars.md": (b"# H\n\n" + b"**a" * 1_000_000, "the Markdown is larger than"),
    "xml.xml": (b"<?xml version='1.0'?><nitf/>", "XML of the kind <nitf> is not read"),
    "surrogate.json": (json.dumps({"uri": "x", "headline": "\ud800", "body_text": "\ud800"}).encode(), "no sentence"),
}


def _limited():
    """Bound the memory, and the program's own seconds: its neighbours' do not count."""
    for what, limit in ((resource.RLIMIT_DATA, 700_000_000), (resource.RLIMIT_CPU, 20)):
        resource.setrlimit(what, (limit, limit))


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_file_that_means_harm_gets_one_line_in_bounded_time_and_memory(tmp_path, name):
    (tmp_path / name).write_bytes(HOSTILE[name][0])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", "import", str(tmp_path / name), "--to", str(tmp_path / "out")],
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
        preexec_fn=_limited,
    )
    assert done.returncode == 1, done.stderr
    first, last = done.stderr.splitlines()
    assert first.startswith(f"{tmp_path / name}: ")
    assert HOSTILE[name][1] in first
    assert len(first) < 300 + len(str(tmp_path))
    assert last == "failed 1."


def test_a_mapping_of_aliases_upon_aliases_gets_one_line(dateline, here):  # noqa: F811
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefghi", "bcdefghij", strict=True)]
    (here / "map.yaml").write_text("\n".join(lines))
    (here / "x.jsonl").write_text("{}")
    result = dateline("import", "x.jsonl", "--mapping", "map.yaml", "--to", "out")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == ["map.yaml:2: file: aliases (*name) are not read; write the value out"]
