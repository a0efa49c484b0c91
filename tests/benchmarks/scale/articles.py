"""Three articles about nothing real."""

import json
from datetime import UTC, datetime

NOW = datetime(2024, 1, 1, tzinfo=UTC)


def _article(id_, headline, text):
    return {"id": id_, "headline": headline, "source": {"name": "The Counter"}, "published": "2023-05-04",
            "language": "en", "text": text}  # fmt: skip


ARTICLES = [
    _article(
        "harbour",
        "Novak counts ships",
        "The harbour master told Alma Novak that on January 14, 2021, there were 412 ships.\n\n"
        "On Monday the town of Tessaly sent Novak 7 more. The report by Novak has the number 007.",
    ),
    _article(
        "orchard",
        "Apples",
        "The orchard of Petra Lindt lies in Oskelby, and she sold 90 tons. On Monday it was seen by Igor Balla.",
    ),
    _article(
        "bridge",
        "A bridge",
        "The bridge that Otto Marek drew for Veldrosa opened in 1998. The mayor met with Juna Corey of Mirabel. "
        "It was opened by Sen. Lucas Novello, who came with Sen. Tobin of Veldrosa.",
    ),
]


def write(path):
    path.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    return path
