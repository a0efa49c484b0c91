"""The house rules that no linter knows."""

import ast
import contextlib
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[1]


def _imports(path):
    """The top-level names of all modules that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def _importers(name):
    return {
        path.relative_to(ROOT).parts[0]
        for folder in ("bot", "knowledge", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if name in _imports(path)
    }


def test_only_bot_imports_telegram():
    assert _importers("telegram") == {"bot"}


def test_knowledge_does_not_import_bot():
    assert "knowledge" not in _importers("bot")


def test_answering_does_not_load_telegram_in_a_fresh_interpreter():
    script = "import sys, knowledge.answering; print([m for m in sys.modules if m.split('.')[0] == 'telegram'])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


# 192.0.2.0/24 is set aside for documentation (RFC 5737): nobody ever answers there.
def _plain_socket():
    with socket.socket() as connection:
        connection.settimeout(1)
        connection.connect(("192.0.2.1", 443))


def _library():
    httpx.get("http://192.0.2.1/", timeout=1)


@pytest.mark.parametrize("connect", [_plain_socket, _library])
def test_no_connection_leaves_the_machine(connect, connections_refused):
    with pytest.raises(Exception, match=r'connect\(\) with host "192\.0\.2\.1"'):
        connect()
    assert connections_refused == ["192.0.2.1"]
    connections_refused.clear()  # this one was meant


async def test_no_connection_leaves_the_event_loop(connections_refused):
    async with httpx.AsyncClient(timeout=1) as client:
        with contextlib.suppress(Exception):  # an exception group, in anyio's words
            await client.get("http://192.0.2.1/")
    assert connections_refused == ["192.0.2.1"]
    connections_refused.clear()


def test_a_swallowed_connection_fails_its_test(tmp_path):
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(
        "import contextlib, socket\n"
        "def test_it():\n"
        "    with contextlib.suppress(Exception), socket.socket() as connection:\n"
        "        connection.connect(('192.0.2.1', 443))\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml"]
    done = subprocess.run(
        [*command, "--rootdir", tmp_path, tmp_path], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 1, done.stdout
    assert "the test connected to 192.0.2.1" in done.stdout


def test_loopback_is_allowed():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        socket.create_connection(listening.getsockname(), timeout=1).close()


def test_no_model_runtime_is_loaded_where_no_model_is_set():
    script = (
        "import sys, datetime, bot.application, bot.commands.asking; from bot.settings import Settings\n"
        "from bot.services import load_reranker; assert load_reranker(Settings(_env_file=None)) is None\n"
        "print([m for m in sys.modules if m.split('.')[0] in {'onnxruntime', 'tokenizers', 'huggingface_hub'}])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_the_base_install_has_no_model_runtime():
    base = {line.partition("==")[0] for line in (ROOT / "requirements.lock").read_text().splitlines()}
    extra = {line.partition("==")[0] for line in (ROOT / "requirements-semantic.lock").read_text().splitlines()}
    assert not base & {"onnxruntime", "tokenizers"}
    assert extra >= {"onnxruntime", "tokenizers"}
