"""Articles that the tests write for themselves, and ways to make libraries of them."""

import json
from datetime import UTC, datetime
from pathlib import Path

from knowledge.article import Article
from knowledge.library import Library
from knowledge.reading import split, stored_text
from knowledge.story import Story

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SEEDS = Path(__file__).parents[1] / "seeds"

MILL = """The old mill in Harrow burnt down on Tuesday night, fire chief Anna Berg said.

"We could not save the roof. The wind was too strong," Berg told reporters. She said nobody had been hurt.

The mill, built in 1871, was sold to the Tarn company for 3.4 million crowns in May. But its new owner had not \
insured it.

"We will rebuild it," said Tarn director Olof Lind. According to Lind, the work will begin on Friday."""


def fields(**changed):
    """A valid article's fields; a key that is given as None stays away, unless it is `published`."""
    base = {
        "id": "harrow-mill",
        "headline": "Fire destroys Harrow's old mill",
        "source": {"name": "Northern Post"},
        "published": "2024-03-06",
        "language": "en",
        "text": MILL,
    }
    merged = base | changed
    return {key: value for key, value in merged.items() if value is not None or key == "published"}


def article(**changed):
    return Article.model_validate(fields(**changed), context={"now": NOW})


def story(**changed):
    found = article(**changed)
    text = stored_text(found, None)
    return Story(found, text, split(found, text))


def library(*stories):
    return Library.of(stories or [story()], now=NOW)


def write(folder, name="mill.json", **changed):
    path = folder / name
    path.write_text(json.dumps(fields(**changed), ensure_ascii=False), encoding="utf-8")
    return path
