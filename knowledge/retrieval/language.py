"""Which of the library's languages a question is asked in."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.retrieval import words


def question_language(question: str, languages: Sequence[str]) -> str:
    """Return the language code of `languages` (most frequent first) in which the words of `question` are commonest.

    A tie, or words that no language knows, goes to the library's most frequent language; "en" where there is none.
    """
    if not languages:
        return "en"
    if len(languages) == 1:
        return languages[0]
    found = words.words(question, languages[0])
    votes = {code: sum(words.zipf(word.surface, code) for word in found) for code in languages}
    return max(languages, key=lambda code: (votes[code], -languages.index(code)))
