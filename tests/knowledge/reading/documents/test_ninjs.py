import json

import pytest

from knowledge.article import Article
from knowledge.reading.importing import Refused, UnreadableDocumentError, read_documents
from tests.articles import NOW

ONE = {
    "uri": "https://agency.example/mill",
    "type": "text",
    "versioncreated": "2024-03-06T12:00:00Z",
    "firstcreated": "2024-03-06T08:10:00Z",
    "language": "en",
    "headline": "Fire destroys the old mill",
    "byline": "By Ada Moss and Jon Rook",
    "description_text": "Nobody was hurt",
    "body_xhtml": "<p>The mill burnt down on Tuesday, she said.</p><h2>Next</h2><p>It will be rebuilt.</p>",
    "body_text": "Not this one.",
    "subject": [{"name": "fire"}],
    "person": [{"name": "Anna Berg"}],
    "infosource": [{"name": "Northern Agency"}],
}
TWO = {
    "uri": "https://agency.example/mill",
    "standard": {"name": "ninjs", "version": "2.0"},
    "type": "text",
    "firstcreated": "2024-03-06T08:10:00Z",
    "versioncreated": "2024-03-06T12:00:00Z",
    "language": "en",
    "by": "Ada Moss and Jon Rook",
    "headlines": [{"role": "short", "value": "Mill"}, {"role": "main", "value": "Fire destroys the old mill"}],
    "descriptions": [{"value": "Nobody was hurt"}],
    "bodies": [
        {"contenttype": "text/plain", "value": "Not this one."},
        {"contenttype": "text/html", "value": ONE["body_xhtml"]},
    ],
    "subjects": [{"name": "fire"}],
    "people": [{"name": "Anna Berg"}],
    "infosources": [{"name": "Northern Agency"}],
}
_CAMEL = {"firstcreated": "firstCreated", "versioncreated": "versionCreated", "infosources": "infoSources"}
THREE = {
    **{_CAMEL.get(name, name): value for name, value in TWO.items()},
    "standard": {"name": "ninjs", "version": "3.0"},
    "bodies": [{"contentType": "text/html", "value": ONE["body_xhtml"]}],
}


def drafted(data):
    return list(read_documents(json.dumps(data).encode(), name="item.json", now=NOW))


@pytest.mark.parametrize("item", [ONE, TWO, THREE], ids=["1.x", "2.x", "3.x"])
def test_each_generation_is_read(item):
    (draft,) = drafted(item)
    found = draft.article
    assert found["headline"] == "Fire destroys the old mill"
    assert found["standfirst"] == "Nobody was hurt"
    assert (found["published"], found["updated"]) == ("2024-03-06T08:10:00+00:00", "2024-03-06T12:00:00+00:00")
    assert (found["authors"], found["topics"]) == (["Ada Moss", "Jon Rook"], ["fire"])
    assert found["people"] == [{"name": "Anna Berg"}]
    assert found["source"] == {"name": "Northern Agency"}
    assert [s.get("heading") for s in found["sections"]] == [None, "Next"]
    assert (draft.questions, draft.origin) == ((), "https://agency.example/mill")
    Article.model_validate({**found, "document": None}, context={"now": NOW})


def test_status_embargo_and_expiry_are_kept():
    times = {"embargoed": "2024-03-07T06:00:00Z", "expires": "2025-03-07T06:00:00Z"}
    (draft,) = drafted(ONE | {"pubstatus": "canceled"} | times)
    assert draft.article["status"] == "cancelled"
    assert draft.article["embargoed_until"] == "2024-03-07T06:00:00+00:00"
    assert draft.article["expires_at"] == "2025-03-07T06:00:00+00:00"


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"embargoed": "soon"}, "embargoed: 'soon' is no time"),
        ({"pubstatus": "perhaps"}, "pubstatus: 'perhaps' is none of"),
        ({"type": "picture"}, "type: 'picture' is no text"),
        ({"body_xhtml": "", "body_text": ""}, "no body"),
    ],
)
def test_what_must_not_be_overlooked_is_refused(changed, problem):
    with pytest.raises(UnreadableDocumentError, match=problem):
        drafted(ONE | changed)
    first, second = drafted([ONE | changed, TWO])
    assert isinstance(first, Refused)
    assert second.article["headline"]


def test_a_later_version_without_its_first_date_is_asked():
    (draft,) = drafted({**ONE, "firstcreated": None, "version": "3"})
    assert draft.article["published"] is None
    assert "it is version 3" in draft.questions[0].question


def test_an_item_of_several_without_a_uri_is_named_and_takes_none_along():
    nameless = {name: value for name, value in ONE.items() if name != "uri"}
    first, second, third = read_documents(json.dumps([ONE, nameless, TWO]).encode(), name="wire.json", now=NOW)
    assert isinstance(second, Refused)
    assert (second.where, second.reason) == ("entry 2", "uri: is missing; it says which item this is")
    assert not isinstance(first, Refused)
    assert not isinstance(third, Refused)


@pytest.mark.parametrize(
    "value", [5, True, "x", {}, {"a": 1}, [5], [[]], [None], ["x"], None, [{"value": 5, "role": []}]]
)
@pytest.mark.parametrize("name", sorted(ONE.keys() | TWO.keys()))
def test_a_field_of_another_kind_is_passed_over_or_refused(name, value):
    for one in (ONE, TWO):
        try:
            found = list(read_documents(json.dumps([one, one | {name: value}]).encode(), name="wire.json", now=NOW))
        except UnreadableDocumentError:
            continue
        assert len(found) == 2
