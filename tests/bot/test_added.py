import pytest

from bot import added
from bot.added import NotAddedError
from bot.settings import Settings


def settings(**given):
    return Settings(_env_file=None, **given)


def test_the_folder_is_the_one_that_is_set_or_the_first_of_the_articles(tmp_path):
    file = tmp_path / "a.yaml"
    file.touch()
    folder = tmp_path / "articles"
    folder.mkdir()
    assert added.folder_of(settings(articles=(file, folder))) == folder
    assert added.folder_of(settings(articles=(file,))) is None
    assert added.folder_of(settings(articles=(folder,), added=tmp_path / "own")) == tmp_path / "own"


def test_a_folder_of_its_own_is_made_and_loaded_with_the_others_once(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    own = tmp_path / "own"
    assert added.paths_of(settings(articles=(folder,), added=own)) == (folder, own)
    assert own.is_dir()
    inside = folder / "added"
    assert added.paths_of(settings(articles=(folder,), added=inside)) == (folder,)
    assert added.paths_of(settings(articles=(folder,))) == (folder,)
    taken = tmp_path / "file"
    taken.touch()
    assert added.paths_of(settings(articles=(folder,), added=taken / "x")) == (folder,)


def test_a_folder_inside_the_articles_is_made_too(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    added.paths_of(settings(articles=(folder,), added=folder / "added"))
    assert added.is_writable(folder / "added")


def test_a_file_is_there_whole_or_not_at_all_and_none_is_overwritten(tmp_path, monkeypatch):
    path = added.write(tmp_path, "mill", "id: mill\n")
    assert path.read_text(encoding="utf-8") == "id: mill\n"
    assert added.write(tmp_path, "mill", "id: mill\n") == path
    with pytest.raises(NotAddedError, match="is there already"):
        added.write(tmp_path, "mill", "id: other\n")
    assert path.read_text(encoding="utf-8") == "id: mill\n"

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(added.os, "fsync", full)
    with pytest.raises(NotAddedError, match="No space left"):
        added.write(tmp_path, "ferry", "id: ferry\n")
    assert [one.name for one in tmp_path.iterdir()] == ["mill.yaml"]


def test_a_folder_that_is_gone_is_said(tmp_path):
    with pytest.raises(NotAddedError, match="cannot be written to"):
        added.write(tmp_path / "gone", "mill", "")
    assert not added.is_writable(tmp_path / "gone")
