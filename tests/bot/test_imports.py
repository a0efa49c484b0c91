import json

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from knowledge.files import read
from tests.articles import MILL

PAGE = """<!doctype html><html lang=en><head><meta property="og:site_name" content="Northern Post">
<meta property="og:url" content="https://northern-post.example/mill"><meta property="og:title" content="{headline}">
{date}</head><body><article>{body}</article></body></html>"""
DATED = '<meta property="article:published_time" content="2024-03-06T08:10:00+01:00">'


def page(headline="The mill burns", text=MILL, date=DATED):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    return PAGE.format(headline=headline, date=date, body=body)


def rss(count, body="<p>The mill number {n} burnt down on Tuesday, she said.</p>", link="https://n.example/{n}"):
    items = "".join(
        f"<item><title>Mill number {n} burns</title><guid>{link.format(n=n)}</guid><link>{link.format(n=n)}</link>"
        f"<pubDate>Wed, 06 Mar 2024 08:10:00 GMT</pubDate>"
        f"<description><![CDATA[{body.format(n=n)}]]></description></item>"
        for n in range(count)
    )
    return f"<rss version='2.0'><channel><title>Northern Post</title><language>en</language>{items}</channel></rss>"


@pytest.fixture
def here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_ARTICLES", raising=False)
    return tmp_path


@pytest.fixture
def dateline(here):
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments])


def state(folder):
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def only(folder):
    (path,) = folder.glob("*.yaml")
    (entry,) = read(path)
    return path, entry.data


def test_many_kinds_at_once_and_a_folder_and_what_fails_stops_nothing(dateline, here):
    folder = here / "in"
    (folder / "deeper").mkdir(parents=True)
    (folder / "mill.html").write_text(page())
    (folder / "deeper" / "bridge.md").write_text("# The bridge opens\n\nThe bridge opened on Tuesday, she said.\n")
    (folder / "broken.html").write_text("<html><body></body></html>")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text("Nothing of this. It is hidden.")
    (here / "feed.xml").write_text(rss(3))
    result = dateline("import", "in", "feed.xml", "gone.txt", "ftp://x.example/a", "--to", "out")
    assert result.exit_code == 1
    assert len(list((here / "out").glob("*.yaml"))) == 5
    assert "in/broken.html: the page has no article text" in result.stderr
    assert "gone.txt: cannot be read: No such file" in result.stderr
    assert "ftp://x.example/a: only http and https addresses are fetched" in result.stderr
    assert "written 5" in result.stderr
    assert "failed 3" in result.stderr
    assert "the-bridge-opens.yaml: source: which outlet published this?" in result.stderr
    assert "picture" not in result.stderr


def test_what_was_imported_is_asked_like_any_article(dateline, here):
    (here / "mill.html").write_text(page())
    assert dateline("import", "mill.html", "--to", "out").exit_code == 0
    assert dateline("check", "out").exit_code == 0
    found = dateline("ask", "--json", "--articles", "out", "Who said nobody had been hurt in the mill?")
    assert "She said nobody had been hurt" in json.loads(found.stdout)["quotes"][0]["text"]


def test_a_feed_of_500_entries_in_one_command_and_again_changes_nothing(dateline, here):
    (here / "feed.xml").write_text(rss(500))
    result = dateline("import", "feed.xml", "--to", "out")
    assert result.exit_code == 0
    assert "written 500." in result.stderr
    assert len(list((here / "out").glob("*.yaml"))) == 500
    before = state(here / "out")
    again = dateline("import", "feed.xml", "--to", "out")
    assert "unchanged 500." in again.stderr
    assert state(here / "out") == before


@pytest.mark.parametrize("name", ["mill.html", "mill.txt", "mill.md"])
def test_the_same_document_twice_changes_nothing_on_disk(dateline, here, name):
    text = page() if name == "mill.html" else f"# The mill burns\n\n{MILL}" if name == "mill.md" else MILL
    (here / name).write_text(text)
    dateline("import", name, "--to", "out", "--source", "Northern Post")
    before = state(here / "out")
    result = dateline("import", name, "--to", "out", "--source", "Northern Post")
    assert "unchanged" in result.stderr
    assert state(here / "out") == before


def test_a_changed_document_is_a_new_version_and_the_editors_entries_stay(dateline, here):
    (here / "mill.html").write_text(page(date=""))
    dateline("import", "mill.html", "--to", "out")
    path, data = only(here / "out")
    assert data["published"] is None
    edited = (
        path.read_text()
        .replace("published: null", "published: 2024-03-06")
        .replace("name: Northern Post", "name: The Northern Post")
        .replace("- field: published", "- answer: by telephone\n    field: published")
        .replace(
            "text: She said nobody had been hurt.", "text: She said nobody had been hurt.\n        speaker: A. Berg"
        )
    )
    path.write_text(edited + "topics: [fire]\n")
    assert dateline("check", "out").exit_code == 0
    # The page changes: a paragraph more, another headline.
    (here / "mill.html").write_text(page("The old mill burns", f"{MILL}\n\nIt rained at last, she said.", date=""))
    result = dateline("import", "mill.html", "--to", "out")
    assert f"{path.relative_to(here)}: updated" in result.stderr
    _, data = only(here / "out")
    assert data["headline"] == "The old mill burns"
    assert data["sections"][-1]["sentences"][-1]["text"] == "It rained at last, she said."
    assert data["updated"]
    assert (data["published"], data["source"]["name"], data["topics"]) == ("2024-03-06", "The Northern Post", ["fire"])
    assert data["questions"][0]["answer"] == "by telephone"
    assert "A. Berg" in str(data["sections"])
    assert "For the editor" not in result.stderr
    assert dateline("check", "out").exit_code == 0
    before = state(here / "out")
    assert "unchanged" in dateline("import", "mill.html", "--to", "out").stderr
    assert state(here / "out") == before


def test_a_changed_text_file_is_a_new_version_too(dateline, here):
    (here / "mill.txt").write_text(f"The mill burns\n\n{MILL}")
    dateline("import", "mill.txt", "--to", "out", "--published", "2024-03-06", "--source", "Northern Post")
    (here / "mill.txt").write_text(f"The mill burns\n\n{MILL} It rained.")
    result = dateline("import", "mill.txt", "--to", "out")
    assert "updated" in result.stderr
    _, data = only(here / "out")
    assert (data["published"], data["source"]["name"]) == ("2024-03-06", "Northern Post")
    assert (here / "out" / "mill.txt").read_text() == (here / "mill.txt").read_text()
    assert dateline("check", "out").exit_code == 0


def test_what_the_editor_says_later_is_entered_without_a_new_version(dateline, here):
    (here / "mill.txt").write_text(f"The mill burns\n\n{MILL}")
    dateline("import", "mill.txt", "--to", "out")
    dateline("import", "mill.txt", "--to", "out", "--published", "2024-03-06", "--source", "Northern Post")
    _, data = only(here / "out")
    assert (data["published"], data["source"], "updated" in data) == ("2024-03-06", {"name": "Northern Post"}, False)


def test_where_both_changed_a_field_the_editors_stays_and_it_is_said(dateline, here):
    (here / "mill.html").write_text(page())
    dateline("import", "mill.html", "--to", "out")
    path, _ = only(here / "out")
    path.write_text(path.read_text().replace("headline: The mill burns", "headline: Mill burns in Harrow"))
    (here / "mill.html").write_text(page("Mill burns down"))
    result = dateline("import", "mill.html", "--to", "out")
    assert only(here / "out")[1]["headline"] == "Mill burns in Harrow"
    assert "headline: the document has changed here too; the editor's entry was kept" in result.stderr


def test_a_cancelled_item_is_cancelled_whatever_an_editor_entered(dateline, here):
    item = {
        "uri": "https://agency.example/1",
        "versioncreated": "2024-03-06T08:00:00Z",
        "headline": "The mill burns",
        "body_text": MILL,
        "copyrightholder": "Agency",
        "language": "en",
    }
    (here / "item.json").write_text(json.dumps(item))
    assert dateline("import", "item.json", "--to", "out").exit_code == 0
    path, _ = only(here / "out")
    path.write_text(path.read_text() + "status: usable\n")
    (here / "item.json").write_text(json.dumps(item | {"pubstatus": "canceled"}))
    dateline("import", "item.json", "--to", "out")
    assert only(here / "out")[1]["status"] == "cancelled"


def test_an_article_that_an_editor_broke_is_not_overwritten(dateline, here):
    (here / "mill.html").write_text(page())
    dateline("import", "mill.html", "--to", "out")
    path, _ = only(here / "out")
    path.write_text("headline: [\n")
    (here / "mill.html").write_text(page("Mill burns down"))
    result = dateline("import", "mill.html", "--to", "out")
    assert result.exit_code == 1
    assert "mend it first" in result.stderr
    assert path.read_text() == "headline: [\n"


def test_a_teaser_never_takes_the_place_of_the_article(dateline, here):
    (here / "mill.html").write_text(page())
    dateline("import", "mill.html", "--to", "out")
    before = only(here / "out")
    (here / "feed.xml").write_text(rss(1, body="A mill burnt.", link="https://northern-post.example/mill"))
    result = dateline("import", "feed.xml", "--to", "out")
    assert "only a summary of what is here in full" in result.stderr
    assert only(here / "out") == before


def test_two_documents_that_call_themselves_the_same_stay_two(dateline, here):
    (here / "a.html").write_text(page("The mill burns"))
    (here / "b.html").write_text(page("The bridge opens", "The bridge opened on Tuesday, she said. It is long."))
    for outcome in ("written 2", "unchanged 2"):
        assert outcome in dateline("import", "a.html", "b.html", "--to", "out").stderr
    assert len(list((here / "out").glob("*.yaml"))) == 2


def test_entries_of_a_feed_with_the_same_link_stay_apart(dateline, here):
    (here / "feed.xml").write_text(rss(2, link="https://northern-post.example/live"))
    for outcome in ("written 2", "unchanged 2"):
        assert outcome in dateline("import", "feed.xml", "--to", "out").stderr


def test_json_lines_through_a_mapping(dateline, here):
    lines = [{"t": f"Mill {n} burns", "b": MILL, "d": "2024-03-06"} for n in range(3)]
    (here / "x.jsonl").write_text("\n".join(map(json.dumps, [*lines, {"t": "Nothing"}])))
    (here / "map.yaml").write_text(
        "headline: t\ntext: b\npublished: d\nalways: {source: Northern Post, language: en}\n"
    )
    result = dateline("import", "x.jsonl", "--mapping", "map.yaml", "--to", "out")
    assert result.exit_code == 1
    assert "x.jsonl: line 4: b: is missing or empty" in result.stderr
    assert len(list((here / "out").glob("*.yaml"))) == 3
    assert dateline("check", "out").exit_code == 0
    without = dateline("import", "x.jsonl", "--to", "out")
    assert "say with --mapping FILE" in without.stderr


def test_a_faulty_mapping_stops_the_command_with_its_line(dateline, here):
    (here / "x.jsonl").write_text("{}")
    (here / "map.yaml").write_text("headline: t\ntxt: b\n")
    result = dateline("import", "x.jsonl", "--mapping", "map.yaml", "--to", "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("map.yaml:2: txt: unknown field; did you mean `text`?")


def test_json_prints_articles_that_need_no_document(dateline, here):
    (here / "feed.xml").write_text(rss(2))
    found = [json.loads(line) for line in dateline("import", "--json", "feed.xml").stdout.splitlines()]
    assert [one["headline"] for one in found] == ["Mill number 0 burns", "Mill number 1 burns"]
    (here / "all.jsonl").write_text("\n".join(map(json.dumps, found)))
    assert dateline("check", "all.jsonl").exit_code == 0


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("--id", "../../etc/x", "id: "),
        ("--published", "2024-13-45", "published: "),
        ("--published", "2031-01-01", "lies in the future"),
        ("--language", "the English one", "language: "),
        ("--url", "not an address", "url: "),
    ],
)
def test_what_an_editor_says_is_checked_too(dateline, here, option, value, problem):
    (here / "mill.txt").write_text(f"The mill burns\n\n{MILL}")
    result = dateline("import", "mill.txt", "--to", "out", option, value)
    assert result.exit_code == 1
    assert problem in result.stderr
    assert not list((here / "out").glob("*.yaml"))


def test_what_holds_for_one_article_is_refused_for_many(dateline, here):
    (here / "mill.txt").write_text(MILL)
    result = dateline("import", "mill.txt", "other.txt", "--id", "x", "--to", "out")
    assert result.exit_code == 2
    assert "--id: holds for one document" in result.stderr


def test_a_question_that_many_have_is_named_a_few_times(dateline, here):
    (here / "feed.xml").write_text(rss(20).replace("<pubDate>Wed, 06 Mar 2024 08:10:00 GMT</pubDate>", ""))
    result = dateline("import", "feed.xml", "--to", "out")
    assert "… and 15 more: published: date: the document gives none" in result.stderr
