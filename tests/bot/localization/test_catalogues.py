"""Every message of the code is in every catalogue, as it should be."""

import logging
import shutil
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.frontend import CommandLineInterface
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from bot import introduction
from bot.localization import catalogues
from bot.localization.phrases import ENGLISH, for_language

ROOT = Path(__file__).parents[3]
TRANSLATED = [language for language in catalogues.languages() if language != catalogues.SOURCE]
LIMITS = {  # characters that Telegram takes
    introduction.describe(ENGLISH): 420,
    introduction.describe_briefly(ENGLISH): 120,
    **dict.fromkeys([*introduction.PUBLIC.values(), *introduction.FOR_ADMINS.values()], 256),
}


def key(message):
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def strings(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def read(language, folder=catalogues.FOLDER):
    with (folder / language / "LC_MESSAGES" / "dateline.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    """What `make messages` finds in the code."""
    pot = tmp_path_factory.mktemp("messages") / "dateline.pot"
    command = ["pybabel", "-q", "extract", "-F", str(ROOT / "pyproject.toml"), "-o", str(pot), str(ROOT / "bot")]
    CommandLineInterface().run(command)
    with pot.open("rb") as file:
        return {key(one): one for one in read_po(file) if one.id}


def test_the_seven_languages_are_there():
    assert {"en", "ru", "es", "de", "fr", "ar", "zh"} <= set(catalogues.languages())


def test_messages_are_found_with_their_contexts_and_plurals(messages):
    assert (None, "Nothing here about {words}.") in messages
    assert ("button", "Older") in messages
    assert messages[None, "{count} article."].id == ("{count} article.", "{count} articles.")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_nothing_else_is(language, messages):
    catalogue = read(language)
    there = {key(one): one for one in catalogue if one.id}
    assert there.keys() == messages.keys(), "run `make messages`, then translate"
    assert not catalogue.obsolete
    assert [one.id for one in there.values() if one.fuzzy] == []
    assert [one.id for one in there.values() if not all(strings(one))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_has_its_messages_placeholders_and_no_others(language):
    assert [(one.id, bad) for one in read(language) if one.id and (bad := catalogues.misformatted(one))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_the_forms_of_their_language(language):
    catalogue = read(language)
    assert catalogue.num_plurals == get_plural(Locale.parse(language)).num_plurals
    for one in catalogue:
        if one.id and one.pluralizable:
            assert len(strings(one)) == catalogue.num_plurals, one.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_begin_and_end_as_the_message_does(language):
    """Spaces and line breaks at the ends are easily lost, and never meant."""
    for one in read(language):
        assert all(string == string.strip() for string in strings(one) if one.id), one.id


@pytest.mark.parametrize("language", catalogues.languages())
def test_telegram_takes_commands_and_descriptions(language):
    say = for_language(language)
    for message, limit in LIMITS.items():
        assert 0 < len(say.gettext(message)) <= limit


def test_the_nearest_language_serves():
    tags = ["ru", "zh-hans-cn", "zh_TW", "pt-br", "de-AT", "EN-us", "", "x" * 99, None]
    assert [catalogues.nearest(tag) for tag in tags] == ["ru", "zh", "zh", "en", "de", "en", "en", "en", "en"]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder of catalogues of the test's own: one language, German, with what `write` puts into it."""
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    path = tmp_path / "de" / "LC_MESSAGES" / "dateline.po"
    path.parent.mkdir(parents=True)

    def write(entries):
        path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + entries, encoding="utf-8")
        return catalogues.load.__wrapped__("de")

    return write


def test_what_is_missing_fuzzy_or_misformatted_stays_english(elsewhere):
    found = elsewhere(
        'msgid "Older"\nmsgstr "Ältere"\n\n'
        '#, fuzzy\nmsgid "Newer"\nmsgstr "Neuere"\n\n'
        'msgid "Nothing here about {words}."\nmsgstr "Nichts über {wörter}."\n\n'
        'msgid "{name}, {role}"\nmsgstr "{name}"\n\n'
        'msgid "{count} day"\nmsgid_plural "{count} days"\nmsgstr[0] "ein Tag"\nmsgstr[1] "{count} Tage"\n'
    )
    said = ["Older", "Newer", "Nothing here about {words}.", "{name}, {role}", "Nowhere"]
    assert [found.gettext(one) for one in said] == ["Ältere", *said[1:]]
    assert [found.ngettext("{count} day", "{count} days", n) for n in (1, 2)] == ["ein Tag", "{count} Tage"]


def test_a_broken_catalogue_is_logged_and_english_remains(elsewhere, caplog):
    with caplog.at_level(logging.WARNING):  # a bot of another test may have said otherwise
        assert elsewhere('msgid "Older"\nmsgstr "Ältere"\nnonsense\n').gettext("Older") == "Older"
    assert "the messages in 'de' cannot be read" in caplog.text


def test_a_language_is_added_by_its_folder_alone(tmp_path, monkeypatch):
    shutil.copytree(catalogues.FOLDER / "de", tmp_path / "pt_BR")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.languages.cache_clear()
    try:
        assert catalogues.languages() == ("en", "pt_BR")
        assert [catalogues.nearest(tag) for tag in ("pt-br", "pt-pt", "pt", "de")] == ["pt_BR"] * 3 + ["en"]
    finally:
        catalogues.languages.cache_clear()
