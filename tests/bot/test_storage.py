import asyncio
import itertools
import subprocess
import sys
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from benchmarks.question_sets import own
from bot import logs, storage
from bot.__main__ import app
from bot.services import Services
from bot.settings import Settings
from knowledge.answering import quote
from knowledge.live import LiveLibrary
from knowledge.store import Quoted, StoreError
from tests.articles import NOW, story, write

PASSWORD = "planted-password"
URL = f"postgresql://dateline:{PASSWORD}@db.example/news"
ROOF = Quoted.of(quote(story(), 1))


@pytest.fixture
def command(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(f"DATELINE_{field.upper()}", raising=False)
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def signs(command, tmp_path):
    """Leave signs in the store of the working directory, each of another reader."""

    users = itertools.count(1)

    async def leave(*questions, keep_texts=True, helpful=True):
        async with await storage.open_for(Settings(keep_texts=keep_texts)) as store:
            for user, question in zip(itertools.islice(users, len(questions)), questions, strict=True):
                await store.feedback.rate(user, ROOF, helpful=helpful, question=question, now=NOW)

    return lambda *questions, **options: asyncio.run(leave(*questions, **options))


def test_the_store_lies_in_the_state_folder_unless_its_url_is_given(tmp_path):
    assert storage.place(Settings(state=tmp_path)) == tmp_path / "dateline.db"
    assert storage.place(Settings(state=tmp_path, store=URL)) == URL


def test_the_stores_password_is_in_no_repr_and_no_log_line(capsys):
    settings = Settings(store=URL)
    assert PASSWORD not in repr(settings)
    formatter = logs.RedactingFormatter(storage.secrets(settings))
    assert PASSWORD not in formatter.redact(f"could not connect to {URL} with {PASSWORD}")
    assert storage.secrets(Settings()) == []


async def test_texts_are_kept_only_where_the_operator_says_so(tmp_path):
    for keep in (False, True):
        async with await storage.open_for(Settings(state=tmp_path / str(keep), keep_texts=keep)) as store:
            assert store.keep_texts is keep


async def test_without_a_lasting_store_everything_works_in_memory(tmp_path):
    write(tmp_path)
    shop = Services(LiveLibrary([tmp_path], now=NOW), lambda: NOW)
    async with shop.store:
        await shop.store.counts.answered(took_ms=1, now=NOW)
        assert len(await shop.store.counts.days(NOW.date(), NOW.date() + timedelta(days=1))) == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "mill.json"]


def test_feedback_becomes_a_file_that_eval_and_calibrate_read(command, signs, tmp_path):
    write(tmp_path)
    signs("Could the roof of the mill be saved?", "could the roof of the mill be SAVED")
    signs("Who knows?", keep_texts=False)
    signs("Who paid for the bridge?", "Who paid for the bridge?", helpful=False)
    result = command("export", "own.jsonl")
    assert result.exit_code == 0, result.output
    assert "own.jsonl: 1 question from " in result.stdout
    gate = tmp_path / "gate.yaml"
    gate.write_text("minimum: {answer@1: 1.0}")
    measured = command("eval", "--articles", "mill.json", "--questions", "own.jsonl", "--gate", gate)
    assert measured.exit_code == 0, measured.output
    assert "The gate holds: answer@1 1" in measured.stdout
    assert (
        "No question must be refused"
        in command("calibrate", "--articles", "mill.json", "--questions", "own.jsonl").stderr
    )


def test_feedback_becomes_rows_to_train_on(command, signs, tmp_path):
    write(tmp_path)
    signs("Could the roof of the mill be saved?", "could the ROOF of the mill be saved?", "Why was the roof lost?")
    assert command("export", "own.jsonl").exit_code == 0
    collection = own([tmp_path / "mill.json"], [tmp_path / "own.jsonl"], now=NOW)
    rows = list(collection.rows(lambda quoted, answers: quoted in answers))
    assert [(row.set, row.group, row.answerable, row.trusted) for row in rows] == [("own", "2026-W48", True, True)] * 2
    assert all(row.right.sum() == 1 for row in rows)
    assert [row.texts[row.right.argmax()] for row in rows] == [ROOF.text] * 2


def test_what_is_left_out_is_said(command, signs):
    signs("Roof?", "Who knows?", keep_texts=False)
    result = command("export", "own.jsonl")
    assert result.exit_code == 1
    assert "There is no question to write, of 2 signs." in result.stdout
    assert "Left out: 2 without the question's text, which is only kept with DATELINE_KEEP_TEXTS=true." in result.stdout


def test_there_is_nothing_to_export_where_no_bot_ever_ran(command, tmp_path):
    result = command("export", "own.jsonl")
    assert result.exit_code == 2
    assert "There is no store at state/dateline.db" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_named(command, signs, tmp_path):
    signs("Could the roof be saved?")
    (tmp_path / "folder").mkdir()
    result = command("export", "folder")
    assert result.exit_code == 2
    assert "folder: cannot be written: Is a directory" in result.stderr


def test_a_store_that_cannot_be_used_is_one_line(command, tmp_path, monkeypatch):
    monkeypatch.setenv("DATELINE_STORE", f"postgresql://dateline:{PASSWORD}@127.0.0.1:1/news")
    result = command("export", "own.jsonl")
    assert result.exit_code == 2
    assert result.stderr.startswith("The store cannot be reached (PostgreSQL at 127.0.0.1, database news)")
    assert len(result.stderr.splitlines()) == 1
    assert PASSWORD not in result.output


def test_a_url_that_is_none_does_not_reach_the_error():
    with pytest.raises(StoreError) as caught:
        storage.secrets(Settings(store=f"postgresql://u:{PASSWORD}@host:port/db"))
    assert PASSWORD not in str(caught.value)


def test_asking_loads_no_database():
    code = "import sys, bot.__main__; print(sorted({'sqlalchemy', 'alembic', 'aiosqlite'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
