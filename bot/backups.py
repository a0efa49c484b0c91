"""A backup of what the bot keeps: the store, what feeds brought, and the articles that admins added, in one zip file.

The index is not among it, which is made of the articles, nor are articles of the operator's own, nor settings.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import AwareDatetime, BaseModel, ValidationError

from bot import added, storage
from bot.feeds.folders import folders_of
from bot.settings import Settings
from knowledge.store import copying
from knowledge.store.engines import in_memory, parsed

FORMAT = 1
STORE, FEEDS, ADDED = "dateline.db", "feeds", "added"
_MANIFEST = "manifest.json"
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 64 << 20


class BackupError(Exception):
    """A backup was not made, or is of no use; the text says why, in an operator's words."""


class Manifest(BaseModel):
    """What a backup says of itself: `store` is the store's version, `files` the SHA-256 of each file by its name."""

    format: int
    made: AwareDatetime
    dateline: str
    store: str
    files: dict[str, str]

    def number(self, folder: str) -> int:
        """How many files of `folder`, FEEDS or ADDED, there are."""
        return sum(name.startswith(f"{folder}/") for name in self.files)


def store_file(settings: Settings) -> Path:
    """Return the store's SQLite file; raises BackupError where it has none, StoreError for a URL that is none."""
    where = storage.place(settings)
    if isinstance(where, Path):
        return where
    url = parsed(where)
    if url.get_backend_name() != "sqlite":
        beside = " and ".join(str(path) for path in (folders_of(settings).root, settings.added) if path is not None)
        raise BackupError(
            f"The store is in PostgreSQL: copy it with `pg_dump --format=custom --file=FILE {url.database}`, put it "
            f"back with `pg_restore --clean --if-exists --dbname={url.database} FILE`, and copy {beside} as files."
        )
    if in_memory(url):
        raise BackupError("The store is in memory alone, and gone when the bot stops: set DATELINE_STORE.")
    return Path(url.database or "")


def back_up(settings: Settings, to: Path, *, now: datetime, force: bool = False) -> tuple[Path, Manifest]:
    """Write a backup to the file `to`, or into the folder `to` under a name with the time; the bot may run meanwhile.

    It is there whole or not at all; one that is there already is replaced only with `force`. Returns its path and what
    is in it. Raises BackupError, StoreError.
    """
    store = store_file(settings)
    if not store.is_file():
        raise BackupError(f"There is no store at {store}: run this where the bot runs, or set DATELINE_STATE.")
    target = to / f"dateline-{now:%Y%m%dT%H%M%SZ}.zip" if to.is_dir() else to
    if target.exists() and not force:
        raise BackupError(f"{target} is there already: give another name, or --force.")
    if not target.parent.is_dir():
        raise BackupError(f"{target.parent} is no folder: make it first.")
    with _told(target), _beside(target.parent) as work:
        found = copying.copy(store, work / STORE)
        with (work / "backup.zip").open("xb") as file:
            manifest = _written(file, settings, work / STORE, found, now)
            file.flush()
            os.fsync(file.fileno())
        (work / "backup.zip").chmod(0o600)  # readers' words may be in it
        (work / "backup.zip").replace(target)
        _sync(target.parent)
    return target, manifest


def _written(file: IO[bytes], settings: Settings, store: Path, found: str, now: datetime) -> Manifest:
    digests = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(store, STORE)
        with store.open("rb") as copied:
            digests[STORE] = hashlib.file_digest(copied, "sha256").hexdigest()
        for name, path in _files(settings, store):
            try:
                data = path.read_bytes()
            except FileNotFoundError:  # it has moved on meanwhile, to where it is still to be looked for
                continue
            digests[name] = hashlib.sha256(data).hexdigest()
            archive.writestr(name, data)
        manifest = Manifest(format=FORMAT, made=now, dateline=version("dateline"), store=found, files=digests)
        archive.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _files(settings: Settings, store: Path) -> Iterator[tuple[str, Path]]:
    """The names in a backup, and where the files are.

    A feed's state comes before its articles, as what is too old in it is only read again; held ones before published
    ones, as that is the way they go.
    """
    folders = folders_of(settings)
    for folder in (folders.root, folders.held, folders.published):
        deep = "*" if folder == folders.root else "**/*"
        for path in sorted(folder.glob(deep)):
            if _is_plain(path):
                yield f"{FEEDS}/{path.relative_to(folders.root).as_posix()}", path
    place = added.folder_of(settings)
    if settings.added is not None:
        paths = sorted(settings.added.glob("*"))
    else:  # the operator's own articles are there too, and may be many
        paths = [place / f"{id_}.yaml" for id_ in copying.published_by_admins(store)] if place is not None else []
    for path in paths:
        if _is_plain(path):
            yield f"{ADDED}/{path.name}", path


def _is_plain(path: Path) -> bool:
    """Whether it is a file, and neither a link nor one that is still being written."""
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")


def restore(settings: Settings, source: Path, *, force: bool = False) -> Manifest:
    """Put a backup in the place of what the bot keeps, which must not run, and return what was in it.

    Looked at whole before anything is touched. What is there already is replaced only with `force`; articles added
    since stay. Raises BackupError, StoreError.
    """
    store, folder, feeds = store_file(settings), added.folder_of(settings), folders_of(settings).root
    with _told(settings.state):
        settings.state.mkdir(parents=True, exist_ok=True)
        store.parent.mkdir(parents=True, exist_ok=True)
    with _told(store.parent), _beside(store.parent) as work, _not_running(settings):
        manifest = _unpacked(source, work)
        new = sorted((work / ADDED).glob("*")) if (work / ADDED).is_dir() else []
        if new and folder is None:
            raise BackupError("There is no folder for the articles that admins added: set DATELINE_ADDED.")
        targets = {path: (folder or store.parent) / path.name for path in new}
        there = [store, *([feeds] if any(path.is_file() for path in feeds.rglob("*")) else [])]
        there += [path for one, path in targets.items() if path.exists() and path.read_bytes() != one.read_bytes()]
        there = [path for path in there if path.exists()]
        if there and not force:
            raise BackupError(
                f"{there[0]} is there already: `dateline backup` copies it, and --force puts this one in its place."
            )
        _make_room(store)
        for path, place in targets.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            _put(path, place, 0o644)
        _put_folder(work / FEEDS, feeds, work)
        # Last, so that where it was cut off before, the store is still the old one.
        _put(work / STORE, store, 0o600)
    return manifest


def _make_room(store: Path) -> None:
    """Bring the present store into one file; what cannot be read is not to be read with the new one."""
    if store.exists() and not copying.settle(store):
        for more in ("-wal", "-shm", "-journal"):
            Path(f"{store}{more}").unlink(missing_ok=True)


def _put(new: Path, place: Path, mode: int) -> None:
    """Put a file in the place of another, on whatever disk, in one step."""
    handle, part = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file, new.open("rb") as old:
            shutil.copyfileobj(old, file, _CHUNK)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(mode)
        Path(part).replace(place)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    _sync(place.parent)


def _put_folder(new: Path, place: Path, work: Path) -> None:
    """Put a folder in the place of another; without a new one there is none."""
    if place.exists():
        shutil.move(place, work / "old-feeds")
    if new.is_dir():
        shutil.move(new, place)
    _sync(place.parent)


def _unpacked(source: Path, folder: Path) -> Manifest:
    """Take a backup apart in `folder`, after looking at all of it."""
    if not source.is_file():
        raise BackupError(f"{source} is not there, or no file.")
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive, source)
            names = [name for name in archive.namelist() if name != _MANIFEST]
            if sorted(names) != sorted(manifest.files) or STORE not in names:
                raise BackupError(f"{source} is damaged: it does not hold the files that it should.")
            for name in names:
                place = folder / _safe(name, source)
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as packed, place.open("xb") as file:
                    shutil.copyfileobj(packed, file, _CHUNK)
                with place.open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != manifest.files[name]:
                        raise BackupError(f"{source} is damaged: {name} is not what it was.")
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise BackupError(f"{source} is damaged, or no backup: {error}.") from None
    found = copying.examine(folder / STORE, shown=source)
    if found != manifest.store:
        raise BackupError(f"{source} is damaged: its store is not of the version that it should be.")
    return manifest


def _manifest(archive: zipfile.ZipFile, source: Path) -> Manifest:
    try:
        if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
            raise KeyError(_MANIFEST)
        found = Manifest.model_validate_json(archive.read(_MANIFEST))
    except (KeyError, ValidationError):
        raise BackupError(f"{source} is no backup of Dateline's.") from None
    if found.format > FORMAT:
        raise BackupError(f"{source} was made by a newer version of Dateline ({found.dateline}): install that one.")
    return found


def _safe(name: str, source: Path) -> PurePosixPath:
    """A name that stays inside the folder."""
    path = PurePosixPath(name)
    plain = path.as_posix() == name and not path.is_absolute() and ".." not in path.parts and "\\" not in name
    ours = name == STORE or (len(path.parts) > 1 and path.parts[0] in {FEEDS, ADDED})
    if not plain or not ours or (path.parts[0] == ADDED and len(path.parts) != 2):
        raise BackupError(f"{source} has a file that no backup has: {name!r}.")
    return path


@contextmanager
def _not_running(settings: Settings) -> Iterator[None]:
    """While nobody else has the state folder; raises BackupError where the bot runs."""
    from bot.archives import archive_for  # noqa: PLC0415 - the index's libraries are loaded only by what needs them
    from knowledge.archive import ArchiveInUseError  # noqa: PLC0415 - as above

    try:
        archive = archive_for(settings)
    except ArchiveInUseError:
        raise BackupError(f"The bot runs with {settings.state}: stop it first.") from None
    try:
        yield
    finally:
        archive.close()


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder for the while that only we can read, on the same disk."""
    work = Path(tempfile.mkdtemp(dir=folder, prefix=".dateline-"))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _told(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{error.filename or where}: {error.strerror}.") from None


def _sync(folder: Path) -> None:
    """Have a renaming in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
