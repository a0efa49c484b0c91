"""`dateline backup` and `dateline restore`: everything comes back, or nothing is touched."""

import asyncio
import contextlib
import errno
import itertools
import json
import os
import sqlite3
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import backups, storage
from bot.__main__ import app
from bot.settings import Settings
from knowledge.answering import quote
from knowledge.store import Quoted, StoreError, copying
from knowledge.store.tables import audit
from tests.articles import NOW, story

PASSWORD = "planted-password"
ROOF = Quoted.of(quote(story(), 1))


@pytest.fixture
def dateline(monkeypatch, tmp_path):
    """The command, in a folder without settings of the developer's."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(f"DATELINE_{field.upper()}", raising=False)
    (tmp_path / "articles").mkdir()
    monkeypatch.setenv("DATELINE_ARTICLES", "articles")
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def leave(state="state", users=(1, 2)):
    """What readers, admins and feeds leave behind."""
    asyncio.run(keep(state, users))
    feeds = Path(state) / "feeds"
    for name in ("one.json", "published/one/a.json", "held/one/b.yaml", "held/one/.b.part"):
        (feeds / name).parent.mkdir(parents=True, exist_ok=True)
        (feeds / name).write_text(f"{name} of {state}")
    for name in ("articles/added-by-admin.yaml", "articles/of-the-operator.yaml"):
        Path(name).write_text(f"id: {name}")


async def keep(state, users):
    async with await storage.open_for(Settings(_env_file=None, state=state, keep_texts=True)) as store:
        for user in users:
            await store.feedback.rate(user, ROOF, helpful=True, question="Whose roof?", now=NOW)
        await store.drafts.add(1001, "id: a-draft", now=NOW)
        await store.audit.note(1001, "publish", "added-by-admin", now=NOW)
        await store.audit.note(1001, "publish", "removed-since", now=NOW)


def rows(path="state/dateline.db"):
    """Everything in a store, by table."""
    with contextlib.closing(sqlite3.connect(path)) as store:
        names = sorted(name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return {name: sorted(store.execute(f"SELECT * FROM {name}"), key=str) for name in names}


def files(*folders):
    """All files, but for the lock and what SQLite makes while it is read."""
    paths = [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in paths if path.name != "lock" and path.suffix != ".db-shm"}


def test_everything_comes_back(dateline):
    leave()
    before, kept = rows("state/dateline.db"), files("state/feeds", "articles")
    assert len(before["ratings"]) == 2
    made = dateline("backup", "--to", "copy.zip")
    assert made.exit_code == 0, made.output
    assert made.stdout == "copy.zip: the store (version 0003), 3 files of feeds, 1 added article.\n"
    assert Path("copy.zip").stat().st_mode & 0o777 == 0o600
    for path in (*Path("state").rglob("*"), *Path("articles").rglob("added*")):
        if path.is_file():
            path.unlink()
    restored = dateline("restore", "copy.zip")
    assert restored.exit_code == 0, restored.output
    assert restored.stdout.endswith("UTC: the store (version 0003), 3 files of feeds, 1 added article.\n")
    assert rows("state/dateline.db") == before
    assert files("state/feeds", "articles") == {name: data for name, data in kept.items() if ".part" not in name}
    assert not list(Path().rglob(".dateline-*"))


def test_of_the_folder_for_added_articles_everything_is_kept(dateline, monkeypatch):
    leave()
    monkeypatch.setenv("DATELINE_ADDED", "added")
    Path("added").mkdir()
    Path("added", "by-hand.yaml").write_text("id: by-hand")
    assert "1 added article." in dateline("backup", "--to", "copy.zip").stdout
    Path("added", "by-hand.yaml").unlink()
    Path("added", "since.yaml").write_text("id: since")
    assert dateline("restore", "copy.zip", "--force").exit_code == 0
    assert files("added") == {"added/by-hand.yaml": b"id: by-hand", "added/since.yaml": b"id: since"}


def test_into_a_folder_it_is_named_by_the_time(dateline):
    leave()
    Path("copies").mkdir()
    assert dateline("backup", "--to", "copies").exit_code == 0
    (made,) = Path("copies").iterdir()
    when = datetime.strptime(made.name, "dateline-%Y%m%dT%H%M%SZ.zip").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - when).total_seconds()) < 600


async def test_while_somebody_writes_each_copy_is_of_one_moment_and_nobody_waits(tmp_path):
    """Two rows are written in each transaction: a copy has both or neither, and all that was written before it."""
    settings = Settings(_env_file=None, state=tmp_path / "state", articles=(tmp_path,))
    async with await storage.open_for(settings) as store:
        written, ended = 0, asyncio.Event()

        async def write():
            nonlocal written
            for number in itertools.count(1):
                if ended.is_set():
                    return
                async with store.database.writing() as connection:
                    for part in (1, 2):
                        one = {"admin_id": number, "action": f"part {part}", "target": "x" * 2000, "done": NOW}
                        await connection.execute(audit.insert().values(**one))
                written = number

        writer = asyncio.create_task(write())
        counts = []
        for number in range(6):
            while written < 20 * (number + 1):  # noqa: ASYNC110 - it is asked for
                await asyncio.sleep(0.01)
            before = written
            path, _ = await asyncio.to_thread(backups.back_up, settings, tmp_path / f"{number}.zip", now=NOW)
            with zipfile.ZipFile(path) as archive:
                archive.extract("dateline.db", tmp_path / str(number))
            found = rows(tmp_path / str(number) / "dateline.db")["audit"]
            numbers = sorted(row[1] for row in found)
            assert numbers == [one for one in range(1, len(found) // 2 + 1) for _ in (1, 2)]
            assert len(found) // 2 >= before
            counts.append(len(found))
        ended.set()
        await writer
        assert counts == sorted(set(counts))  # it was written to all the while


def test_what_is_there_is_not_written_over_unless_one_says_so(dateline):
    leave()
    assert dateline("backup", "--to", "copy.zip").exit_code == 0
    first = Path("copy.zip").read_bytes()
    refused = dateline("backup", "--to", "copy.zip")
    assert (refused.exit_code, "--force" in refused.stderr) == (2, True)
    assert Path("copy.zip").read_bytes() == first
    leave(users=(3,))
    later, since = rows("state/dateline.db"), files("state")
    refused = dateline("restore", "copy.zip")
    assert refused.exit_code == 2
    assert "state/dateline.db is there already" in refused.stderr
    assert rows("state/dateline.db") == later
    assert dateline("restore", "copy.zip", "--force").exit_code == 0
    assert len(rows("state/dateline.db")["ratings"]) == 2
    assert files("state/feeds").keys() < since.keys()
    assert dateline("backup", "--to", "copy.zip", "--force").exit_code == 0


def test_an_article_that_differs_is_not_written_over_either(dateline):
    leave()
    assert dateline("backup", "--to", "copy.zip").exit_code == 0
    for path in (Path("state/dateline.db"), *Path("state/feeds").rglob("*.*")):
        if path.is_file():
            path.unlink()
    Path("articles/added-by-admin.yaml").write_text("id: changed-by-hand")
    refused = dateline("restore", "copy.zip")
    assert (refused.exit_code, "articles/added-by-admin.yaml is there" in refused.stderr) == (2, True)
    assert Path("articles/added-by-admin.yaml").read_text() == "id: changed-by-hand"
    assert not Path("state/dateline.db").exists()


def repacked(change):
    """The backup with its members changed; `change` gets and gives them by name."""
    with zipfile.ZipFile("copy.zip") as old:
        members = {name: old.read(name) for name in old.namelist()}
    members = change(members) or members
    with zipfile.ZipFile("copy.zip", "w") as new:
        for name, data in members.items():
            new.writestr(name, data)


def manifest(**values):
    def change(members):
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | values).encode()

    return lambda: repacked(change)


def listed(name):
    """A file more, which the manifest names too."""

    def change(members):
        told = json.loads(members["manifest.json"])
        told["files"][name] = "0" * 64
        members |= {name: b"evil", "manifest.json": json.dumps(told).encode()}

    return lambda: repacked(change)


def cut(share):
    def change():
        data = Path("copy.zip").read_bytes()
        Path("copy.zip").write_bytes(data[: int(len(data) * share)])

    return change


def flipped(share):
    def change():
        data = bytearray(Path("copy.zip").read_bytes())
        data[int(len(data) * share)] ^= 0xFF
        Path("copy.zip").write_bytes(data)

    return change


def with_store(statement):
    """A store in it that is changed, with the manifest that goes with it."""

    def change(members):
        Path("changed.db").write_bytes(members["dateline.db"])
        with contextlib.closing(sqlite3.connect("changed.db")) as store:
            store.executescript(statement)
        members["dateline.db"] = Path("changed.db").read_bytes()
        told = json.loads(members["manifest.json"])
        told["files"]["dateline.db"] = backups.hashlib.sha256(members["dateline.db"]).hexdigest()
        members["manifest.json"] = json.dumps(told).encode()

    return lambda: repacked(change)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda: Path("copy.zip").unlink(), "is not there"),
        (lambda: Path("copy.zip").write_bytes(b""), "is damaged, or no backup"),
        (lambda: Path("copy.zip").write_text("no zip at all"), "is damaged, or no backup"),
        (lambda: repacked(lambda members: {"x": b"y"}), "is no backup of Dateline's"),
        (lambda: repacked(lambda members: members.pop("feeds/one.json") and None), "is damaged"),
        (lambda: repacked(lambda members: members | {"feeds/more": b""}), "is damaged"),
        (
            lambda: repacked(lambda members: members | {"feeds/one.json": b"changed"}),
            "one.json is not what",
        ),
        (cut(0.5), "is damaged, or no backup"),
        (flipped(0.2), "is damaged"),
        (flipped(0.6), "is damaged"),
        (manifest(format=2, dateline="9.0"), "a newer version of Dateline (9.0)"),
        (manifest(store="0002"), "is not of the version"),
        (listed("../evil"), "no backup has: '../evil'"),
        (listed("/tmp/evil"), "no backup has"),
        (listed("feeds/../../evil"), "no backup has"),
        (listed("added/../evil"), "no backup has"),
        (listed("added/deep/evil"), "no backup has"),
        (listed("feeds/..\\evil"), "no backup has"),
        (listed("evil"), "no backup has"),
        (with_store("UPDATE alembic_version SET version_num = '9999'"), "a newer version of Dateline (9999)"),
        (with_store("DROP TABLE alembic_version"), "is no store of Dateline's"),
        (with_store("DELETE FROM alembic_version"), "is no store of Dateline's"),
    ],
)
def test_of_a_backup_that_is_of_no_use_nothing_is_taken(dateline, damage, told):
    leave()
    assert dateline("backup", "--to", "copy.zip").exit_code == 0
    before = rows("state/dateline.db"), files("state/feeds", "articles")
    damage()
    refused = dateline("restore", "copy.zip", "--force")
    assert refused.exit_code == 2, refused.output
    assert told in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert (rows("state/dateline.db"), files("state/feeds", "articles")) == before
    assert not list(Path().parent.rglob("*evil*"))
    assert not list(Path().rglob(".dateline-*"))


def test_a_damaged_store_is_not_copied(dateline):
    leave()
    with Path("state/dateline.db").open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(4096 * 3))
    refused = dateline("backup", "--to", "copy.zip")
    assert refused.exit_code == 2
    assert "The store state/dateline.db is damaged" in refused.stderr
    assert not Path("copy.zip").exists()


def test_a_damaged_store_is_replaced_with_what_it_had_not_written_yet(dateline):
    leave()
    assert dateline("backup", "--to", "copy.zip").exit_code == 0
    before = rows("state/dateline.db")
    Path("state/dateline.db").write_bytes(b"no database" * 1000)
    Path("state/dateline.db-wal").write_bytes(b"of the old one" * 1000)
    assert dateline("restore", "copy.zip", "--force").exit_code == 0
    assert rows("state/dateline.db") == before


async def test_a_store_that_is_open_elsewhere_is_not_replaced(dateline):
    await asyncio.to_thread(leave)
    assert (await asyncio.to_thread(dateline, "backup", "--to", "copy.zip")).exit_code == 0
    async with await storage.open_for(Settings(_env_file=None)) as store:
        assert await store.updates.waiting() == 0
        refused = await asyncio.to_thread(dateline, "restore", "copy.zip", "--force")
        assert refused.exit_code == 2
        assert "state/dateline.db is held by another program" in refused.stderr
        assert len([sign async for sign in store.feedback.signs()]) == 2


@pytest.mark.parametrize("failing", range(1, 5))
def test_where_restoring_is_cut_short_the_store_is_the_old_one_and_it_can_be_done_again(dateline, monkeypatch, failing):
    leave()
    assert dateline("backup", "--to", "copy.zip").exit_code == 0
    leave(users=(3,))
    old = rows("state/dateline.db")
    calls = itertools.count(1)
    reals = {name: getattr(backups, name) for name in ("_put", "_put_folder", "_make_room")}
    for name, real in reals.items():

        def step(*given, real=real):
            if next(calls) == failing:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*given)

        monkeypatch.setattr(backups, name, step)
    refused = dateline("restore", "copy.zip", "--force")
    assert refused.exit_code == 2
    assert "No space left on device" in refused.stderr
    assert rows("state/dateline.db") == old
    for name, real in reals.items():
        monkeypatch.setattr(backups, name, real)
    assert dateline("restore", "copy.zip", "--force").exit_code == 0
    assert len(rows("state/dateline.db")["ratings"]) == 2
    assert "state/feeds/one.json" in files("state")


def test_where_the_disk_is_full_nothing_is_left_behind(dateline, monkeypatch):
    leave()

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backups.os, "fsync", full)
    refused = dateline("backup", "--to", "copy.zip")
    assert (refused.exit_code, refused.stderr) == (2, "copy.zip: No space left on device.\n")
    assert not Path("copy.zip").exists()
    assert not list(Path().rglob(".dateline-*"))


def test_where_there_is_nothing_to_copy_or_no_place_for_it(dateline, monkeypatch):
    nothing = dateline("backup", "--to", "copy.zip")
    assert (nothing.exit_code, "There is no store at state/dateline.db" in nothing.stderr) == (2, True)
    leave()
    nowhere = dateline("backup", "--to", "no/folder/copy.zip")
    assert (nowhere.exit_code, "no/folder is no folder" in nowhere.stderr) == (2, True)
    monkeypatch.setenv("DATELINE_STORE", "sqlite://")
    memory = dateline("backup", "--to", "copy.zip")
    assert (memory.exit_code, "in memory alone" in memory.stderr) == (2, True)


@pytest.mark.parametrize("command", [("backup", "--to", "copy.zip"), ("restore", "copy.zip")])
def test_for_postgresql_its_own_programs_are_named(dateline, monkeypatch, command):
    monkeypatch.setenv("DATELINE_STORE", f"postgresql://dateline:{PASSWORD}@db.example/news")
    refused = dateline(*command)
    assert refused.exit_code == 2
    assert "`pg_dump --format=custom --file=FILE news`" in refused.stderr
    assert "copy state/feeds as files" in refused.stderr
    assert PASSWORD not in refused.output


def test_a_store_elsewhere_is_copied_and_put_back_there(dateline, monkeypatch):
    leave("other")
    monkeypatch.setenv("DATELINE_STORE", f"sqlite:///{Path.cwd()}/other/dateline.db")
    before = rows("other/dateline.db")
    assert dateline("backup", "--to", "copy.zip").exit_code == 0
    assert dateline("restore", "copy.zip", "--force").exit_code == 0
    assert rows("other/dateline.db") == before


def test_a_copy_is_one_file_and_needs_no_other(dateline, tmp_path):
    leave()
    copying.copy(tmp_path / "state" / "dateline.db", tmp_path / "copy.db")
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
    (tmp_path / "odd.db").write_bytes(b"odd" * 2000)
    with pytest.raises(StoreError, match="is damaged or no store"):
        copying.examine(tmp_path / "odd.db")
