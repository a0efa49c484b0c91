import io

import pytest
from rich.console import Console

from bot import console
from bot.settings import Settings
from bot.terminal import terminal_text
from tests.articles import NOW, SEEDS, write


@pytest.fixture
def talk(tmp_path, monkeypatch):
    """Put lines to the bot through a pipe; what it printed, and the exit code."""
    monkeypatch.chdir(tmp_path)

    def talk(*lines, articles=SEEDS):
        out = io.StringIO()
        settings = Settings(articles=(articles,))
        code = console.run(settings, stdin=io.StringIO("\n".join(lines)), stdout=out, clock=lambda: NOW)
        return code, out.getvalue()

    return talk


def test_a_question_with_a_typo_is_answered_and_another_is_refused(talk):
    code, text = talk("When did Gwaido declare himself interim presidnet?", "Who won the World Cup?")
    answer, refusal = text.split("The articles don't answer that.")
    assert code == 0
    assert "│ On January 23, Juan Guaido, Venezuelan opposition leader" in answer
    assert "“January 23” = Wed, 23 Jan 2019" in answer
    assert "Read “Gwaido” as “Guaido”." in answer
    assert "TASS, 26 September 2019" in answer
    assert "World" in refusal


QUOTES = "[1] Article  [2] Share  [3] Copy citation\n[4] 👍 Helpful  [5] 👎 Not helpful\n\n"


def test_a_number_presses_a_button_and_one_that_is_not_offered_is_a_question(talk):
    _, text = talk("Who declared himself interim president?", "1", "3", "7")
    answer, article_and_back, other = text.split(QUOTES)
    article, back = article_and_back.split("[1] ‹ Page 1  [2] Page 3 ›\n[3] Back to the quote\n\n")
    assert "Dialogue between Maduro and opposition\nThe Venezuelan leadership" in article
    assert article.endswith("Page 2 of 3\n")
    assert back == answer
    assert "The articles don't answer that." in other


def test_a_button_that_telegram_sees_to_itself_prints_what_it_does(talk):
    _, text = talk("Who declared himself interim president?", "2", "3", "4", "4")
    _, shared, copied, rated, again, _ = text.split(QUOTES)
    assert shared.startswith("@dateline_bot quote:13.")
    assert copied.endswith("Kremlin, TASS, 26 September 2019\n")
    assert (rated, again) == ("Noted as helpful. Thank you.\n", "You said so already. Thank you.\n")


def test_a_follow_up_says_how_it_was_understood_and_a_button_takes_it_back(talk):
    _, text = talk("Who declared himself interim president?", "When was that?", "6")
    follow_up, plain = text.split("👎 Not helpful", 1)[1].split("[6] Not what I meant")
    assert "Understood as: When was it that someone declared himself interim president?" in follow_up
    assert "│ On January 23, Juan Guaido, Venezuelan opposition leader" in follow_up
    assert "The articles don't answer that." in plain


def test_commands_work_and_a_stranger_is_no_admin(talk):
    _, text = talk("/latest", "/about", "/help", "/reload", "/nonsense")
    assert "Latest articles" in text
    assert "1 article." in text
    assert text.count("I don't know that command.") == 2


@pytest.mark.parametrize("word", ["exit", "quit", "EXIT"])
def test_a_word_leaves(talk, word):
    assert talk(word, "Who is Peskov?") == (0, "")


def test_without_a_usable_article_it_says_so(talk, tmp_path, capsys):
    write(tmp_path, headline=None)
    assert talk("hello", articles=tmp_path) == (2, "")
    error = capsys.readouterr().err
    assert "mill.json:1: headline: is missing" in error
    assert "No usable article" in error


def test_html_becomes_text_with_quotations_behind_a_bar():
    text = terminal_text('<b>A &amp; B</b>\n<blockquote>one\ntwo</blockquote>\n<a href="x">link</a> &lt;i&gt;')
    assert text.plain == "A & B\n│ one\n│ two\nlink <i>"
    out = io.StringIO()
    Console(file=out, force_terminal=True, color_system="standard").print(text)
    assert "\x1b[1mA & B" in out.getvalue()
