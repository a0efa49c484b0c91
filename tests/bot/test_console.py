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
    assert "“January 23” is Wed 23 January 2019" in answer
    assert "Read “Gwaido” as “Guaido”." in answer
    assert "TASS, 26 September 2019" in answer
    assert "World" in refusal


def test_a_number_presses_a_button_and_one_that_is_not_offered_is_a_question(talk):
    _, text = talk("Who declared himself interim president?", "1", "1", "7")
    assert text.count("[1] Context") == 2
    assert "Several countries, including the United States" in text
    assert "[1] Back" in text
    assert "The articles don't answer that." in text


def test_a_follow_up_says_how_it_was_understood_and_a_button_takes_it_back(talk):
    _, text = talk("Who declared himself interim president?", "When was that?", "2")
    follow_up, plain = text.split("[1] Context", 1)[1].split("[2] Not what I meant")
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
