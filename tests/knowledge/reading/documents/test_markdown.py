import pytest

from knowledge.reading.importing import UnreadableDocumentError, read_document
from tests.articles import MILL, NOW


def drafted(text, name="mill.md", **given):
    return read_document(text.encode(), name=name, now=NOW, given=given)


MARKDOWN = f"""# Fire destroys the *old* mill

By Ada Moss

6 March 2024

**HARROW (AP)** — {MILL}

## What comes next

The [owner](https://n.example/owner) will `rebuild` it, he said.
It will take a year.

- The roof comes first.
- The wheel comes last.
"""


def test_headline_byline_date_dateline_headings_and_lists():
    found = drafted(MARKDOWN).article
    assert found["headline"] == "Fire destroys the old mill"
    assert (found["authors"], found["published"]) == (["Ada Moss"], "2024-03-06")
    assert found["dateline"] == {"place": "HARROW", "agency": "AP"}
    assert found["sections"][0]["sentences"][0]["text"].startswith("The old mill in Harrow")
    assert found["sections"][1]["heading"] == "What comes next"
    assert [one["text"] for one in found["sections"][1]["sentences"]] == [
        "The owner will rebuild it, he said.",
        "It will take a year.",
        "The roof comes first.",
        "The wheel comes last.",
    ]


def test_front_matter_says_what_it_says():
    front = "---\ntitle: The mill burns\ndate: 2024-03-06T08:00:00Z\nauthors: [Ada Moss]\ntags: [fire]\nlang: en\n---\n"
    found = drafted(front + MILL).article
    assert found["headline"] == "The mill burns"
    assert found["published"] == "2024-03-06T08:00:00+00:00"
    assert (found["authors"], found["topics"]) == (["Ada Moss"], ["fire"])


def test_a_date_in_front_matter_that_is_none_is_asked():
    draft = drafted(f"---\ntitle: The mill burns\ndate: soon\n---\n{MILL}")
    assert ("published", "date: the front matter says 'soon'") in {(q.field, q.question) for q in draft.questions}


def test_front_matter_that_is_no_yaml_names_its_line():
    with pytest.raises(UnreadableDocumentError, match="line 3: front matter: not valid YAML"):
        drafted("---\ntitle: The mill\nauthors: [Ada\n---\n" + MILL)


def test_aliases_in_front_matter_are_refused():
    with pytest.raises(UnreadableDocumentError, match="aliases"):
        drafted("---\na: &a [x, x]\nb: [*a, *a]\n---\n" + MILL)


def test_markdown_is_known_by_its_heading_too():
    assert drafted(MARKDOWN, name="mill.txt").article["headline"] == "Fire destroys the old mill"


def test_deep_nesting_is_bounded():
    draft = drafted("# Mill\n\n" + ">" * 10_000 + " It burnt down on Tuesday.\n\nIt was old, she said.\n")
    assert "It was old, she said." in str(draft.article["sections"])
