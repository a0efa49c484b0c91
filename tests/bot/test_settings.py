from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, default_articles, load_settings

TOKEN = "123456789:AAF-planted-token-0123456789abcdefg"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch, tmp_path):
    """No .env and no variable of the developer's."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(f"DATELINE_{field.upper()}", raising=False)


def test_without_any_setting_the_seeds_are_answered_from():
    found = load_settings()
    assert found.articles == (default_articles(),)
    assert list(default_articles().glob("*.yaml"))
    assert (found.token, found.admins, found.threshold) == (None, frozenset(), None)
    assert (found.state, found.store, found.keep_texts) == (Path("state"), None, False)


def test_an_article_is_old_after_a_year_or_as_set(monkeypatch):
    assert load_settings().old_after == 365
    monkeypatch.setenv("DATELINE_OLD_AFTER", "30")
    assert load_settings().old_after == 30


def test_variables_and_a_dotenv_file_are_read(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text(f"DATELINE_TOKEN={TOKEN}\nDATELINE_ADMINS=\nDATELINE_THRESHOLD=0.7\n")
    monkeypatch.setenv("DATELINE_ADMINS", "12, 34,")
    monkeypatch.setenv("DATELINE_ARTICLES", "one,two:three")
    found = load_settings()
    assert found.token.get_secret_value() == TOKEN
    assert found.admins == {12, 34}
    assert found.articles == (Path("one"), Path("two"), Path("three"))
    assert found.threshold == 0.7
    assert TOKEN not in repr(found)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("ADMINS", "@anna", "numeric ids"),
        ("ADMINS", "1;2", "numeric ids"),
        ("THRESHOLD", "1.5", "less than or equal to 1"),
        ("OLD_AFTER", "0", "greater than or equal to 1"),
        ("API_URL", "telegram", "URL"),
        ("QUESTIONS_PER_MINUTE", "-1", "greater than or equal to 0"),
        ("SEMANTIC_SHA256", "1234", "pattern"),
        ("LOG_LEVEL", "loud", "'debug'"),
        ("STORE", "mysql://dateline:planted-password@localhost/news", "postgresql://user:password@host"),
        ("KEEP_TEXTS", "perhaps", "boolean"),
        ("WEBHOOK_URL", "http://news.example/telegram", "https"),
        ("WEBHOOK_URL", "https://me:planted-password@news.example/telegram", "https"),
        ("WEBHOOK_URL", "https://news.example/metrics", "taken"),
        ("WEBHOOK_SECRET", "planted-password!", "openssl"),
        ("WEBHOOK_SECRET", "x" * 257, "openssl"),
        ("WEBHOOK_URL", "https://news.example/telegram", "is set, but not WEBHOOK_SECRET"),
        ("LISTEN", "8080", "127.0.0.1:8080"),
        ("LISTEN", "localhost:65536", "127.0.0.1:8080"),
        ("LOG_FORMAT", "xml", "'text' or 'json'"),
    ],
)
def test_a_bad_setting_is_named_on_one_line(monkeypatch, name, value, problem):
    monkeypatch.setenv("DATELINE_TOKEN", TOKEN)
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith((f"DATELINE_{name}: ", f"DATELINE_{name} is set"))
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert "planted-password" not in str(caught.value)


def test_every_setting_is_described():
    assert all(field.description for field in Settings.model_fields.values())


def test_feeds_are_addresses_and_hosts_are_names(monkeypatch):
    found = load_settings()
    assert (found.feeds, found.feeds_publish, found.feeds_minutes) == ((), "held", 15)
    assert (found.fetch_allow, found.fetch_http, found.watch, found.stale_after) == (frozenset(), False, True, None)
    monkeypatch.setenv("DATELINE_FEEDS", "https://a.example/f?x=1,2, https://b.example/,https://a.example/f?x=1,2\n")
    monkeypatch.setenv("DATELINE_FETCH_ALLOW", "CMS.example, 10.0.0.1,::1")
    monkeypatch.setenv("DATELINE_FEEDS_PUBLISH", "at-once")
    monkeypatch.setenv("DATELINE_STALE_AFTER", "24")
    found = load_settings()
    assert found.feeds == ("https://a.example/f?x=1,2", "https://b.example/")
    assert found.fetch_allow == {"cms.example", "10.0.0.1", "::1"}
    assert (found.feeds_publish, found.stale_after) == ("at-once", 24)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FEEDS", "news.example/feed"),
        ("FEEDS", "https://me:secret@news.example/feed"),
        ("FEEDS", "file:///etc/passwd"),
        ("FEEDS", "https:///feed"),
        ("FEEDS_PUBLISH", "maybe"),
        ("FEEDS_MINUTES", "0"),
        ("FETCH_ALLOW", "https://cms.example/"),
        ("STALE_AFTER", "0"),
    ],
)
def test_what_is_no_feed_host_or_time_is_refused(monkeypatch, variable, value):
    monkeypatch.setenv(f"DATELINE_{variable}", value)
    with pytest.raises(SettingsError, match=f"DATELINE_{variable}: ") as refused:
        load_settings()
    assert "secret" not in str(refused.value)


def test_what_is_served_and_where(monkeypatch):
    assert load_settings().address is None
    monkeypatch.setenv("DATELINE_LISTEN", "[::1]:9000")
    assert load_settings().address == ("::1", 9000)
    monkeypatch.delenv("DATELINE_LISTEN")
    monkeypatch.setenv("DATELINE_WEBHOOK_URL", "https://news.example/telegram")
    monkeypatch.setenv("DATELINE_WEBHOOK_SECRET", "planted-Secret_1")
    found = load_settings()
    assert found.address == ("127.0.0.1", 8080)
    assert found.secrets == ["planted-Secret_1"]
    assert "planted" not in repr(found)
