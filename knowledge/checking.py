"""What an editor is warned of: an article that is valid, and yet less sure than it could be."""

from __future__ import annotations

from knowledge.article import Article, SentenceEntry
from knowledge.doubts import article_doubts, doubts
from knowledge.files import Entry, Fault
from knowledge.positions import Place
from knowledge.reading.sentence import Sentence
from knowledge.story import Story


def warnings(entry: Entry, story: Story) -> list[Fault]:
    """Return the warnings on `story`, which was read from `entry`, each with the line of its field or sentence."""
    article = story.article

    def warning(place: Place, field: str, message: str) -> Fault:
        return Fault(str(entry.path), entry.locate(place), field, f"warning: {message}")

    found = [warning((doubt.field,), doubt.field, doubt.message) for doubt in article_doubts(article)]
    entries = section_entries(article)
    for sentence in story.sentences:
        place, written = _place(article, sentence, entries)
        name = ".".join(map(str, place[:-1])) if written else f"sentences.{sentence.index}"
        for doubt in doubts(article, sentence, written.kind if written else None):
            start = " ".join(sentence.text.split()[:6])
            found.append(warning(place, f"{name}.{doubt.field}", f"{doubt.message}: {start} …"))
    return found


def section_entries(article: Article) -> list[tuple[Place, SentenceEntry]]:
    """Return where each sentence of an article's sections is written, in order; nothing where it has only a text."""
    return [
        (("sections", s, "sentences", n, "text"), entry)
        for s, section in enumerate(article.sections or ())
        for n, entry in enumerate(section.sentences)
    ]


def _place(
    article: Article, sentence: Sentence, entries: list[tuple[Place, SentenceEntry]]
) -> tuple[Place, SentenceEntry | None]:
    if entries:
        return entries[sentence.index]
    # Offsets are into the document where there is one, and say nothing of the lines here.
    return ("text",) if article.document else ("text", sentence.start), None
