"""Which language a text is in, by how common its words are in each."""

from __future__ import annotations

from knowledge.retrieval import words

LANGUAGES = ("en", "es", "de", "fr", "ru", "it", "pt", "nl", "pl", "uk", "ar", "tr")
KNOWN_WORDS = 3.0
"""Mean Zipf frequency (0 to 8) of a text's words in its own language; strange words stay far below."""
_SURE = 1.15
_SAMPLE = 5000


def votes(text: str) -> dict[str, float]:
    """Return the mean Zipf frequency of the words at the start of `text` in each language; empty without words."""
    found = [word.surface for word in words.words(text[:_SAMPLE], "en")]
    return {code: sum(words.zipf(word, code) for word in found) / len(found) for code in LANGUAGES} if found else {}


def language_of(text: str) -> str | None:
    """Return the language whose common words `text` is made of, or None where two are close or none fits."""
    found = votes(text)
    if not found:
        return None
    first, second = sorted(found, key=lambda code: -found[code])[:2]
    return first if found[first] > max(KNOWN_WORDS, _SURE * found[second]) else None
