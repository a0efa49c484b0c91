import json

import pytest

from knowledge.reading.documents.manuscript import UnreadableDocumentError
from knowledge.reading.documents.mapping import read_mapping
from knowledge.reading.importing import Refused, read_documents
from tests.articles import MILL, NOW

MAPPING = """headline: title
text: content.body
published: meta.date
authors: writers.name
url: link
id: key
always: {source: Northern Post, language: en}
"""
LINE = {
    "key": 7,
    "title": "Fire destroys the old mill",
    "content": {"body": MILL},
    "meta": {"date": "2024-03-06"},
    "writers": [{"name": "Ada Moss"}, {"name": "Jon Rook"}],
    "link": "https://northern-post.example/mill",
}


def drafted(*lines, mapping=MAPPING):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return list(read_documents(text.encode(), name="x.jsonl", now=NOW, mapping=read_mapping(mapping, "map.yaml")))


def test_a_line_becomes_an_article():
    (draft,) = drafted(LINE)
    found = draft.article
    assert found["headline"] == "Fire destroys the old mill"
    assert (found["published"], found["source"], found["language"]) == ("2024-03-06", {"name": "Northern Post"}, "en")
    assert found["authors"] == ["Ada Moss", "Jon Rook"]
    assert found["sections"][0]["sentences"][0]["text"].startswith("The old mill")
    assert (draft.questions, draft.origin) == ((), "7")


def test_a_body_of_html():
    html = LINE | {"content": {"body": "<p>It burnt, she said.</p><h3>Next</h3><p>It was old.</p>"}}
    (draft,) = drafted(html, mapping=MAPPING.replace("text:", "html:"))
    assert [s.get("heading") for s in draft.article["sections"]] == [None, "Next"]


def test_one_faulty_line_stops_no_other():
    found = drafted("{", LINE, "[1]", LINE | {"content": {}}, LINE | {"title": {"en": "x"}}, "[" * 100_000, LINE)
    assert [one for one in found if isinstance(one, Refused)] == [
        Refused("line 1", "not valid JSON: Expecting property name enclosed in double quotes (column 2)"),
        Refused("line 3", "expected one JSON object a line"),
        Refused("line 4", "content.body: is missing or empty"),
        Refused("line 5", "title: expected text here, found dict"),
        Refused("line 6", "not valid JSON: nested too deep, or a number too long"),
    ]
    assert len(found) == 7


def test_a_date_that_is_none_is_asked_with_what_it_says():
    (draft,) = drafted(LINE | {"meta": {"date": "soon"}})
    assert [q.question for q in draft.questions] == ["date: meta.date says 'soon'"]


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        ("headline: title\nhtlm: body\n", r"map.yaml:2: htlm: unknown field; did you mean `html`\?"),
        ("headline: title\n", "map.yaml:1: text: say where the body is"),
        ("text: a\nhtml: b\n", "say where the body is, either"),
        ("text: body\nheadline: [a]\n", "map.yaml:2: headline: Input should be a valid string"),
        (
            "text: body\nalways:\n  langage: en\n",
            r"map.yaml:3: always.langage: unknown field; did you mean `language`\?",
        ),
        ("text: body\nalways: {language: english words}\n", "map.yaml:2: always.language: "),
        ("", "map.yaml:1: file: the file is empty"),
        ("- a\n", "map.yaml:1: file: expected a mapping"),
        ("text: [a\n", "map.yaml:2: file: not valid YAML"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "map.yaml:2: file: aliases"),
        ("x" * 200_000, "larger than 100 kB"),
    ],
)
def test_a_faulty_mapping_names_line_and_field(mapping, problem):
    with pytest.raises(UnreadableDocumentError, match=problem):
        read_mapping(mapping, "map.yaml")
