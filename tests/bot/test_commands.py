import io
import json
import os
import subprocess
import sys

import pytest
from rich.console import Console
from rich.text import Text
from typer.testing import CliRunner

from bot.__main__ import app, spread
from bot.commands import showing
from bot.commands.output import utc_now
from knowledge.files import read
from knowledge.loading import read_stories
from tests.articles import MILL, SEEDS, write

DOCUMENT = SEEDS / "000_5ec877e224ca7762.txt"
OURS = SEEDS.parent / "tests" / "questions" / "seed.jsonl"


@pytest.fixture
def dateline(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("DATELINE_ARTICLES", "DATELINE_THRESHOLD"):
        monkeypatch.delenv(name, raising=False)
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, spread([str(argument) for argument in arguments]))


def test_ask_answers_as_the_contract_says(dateline):
    result = dateline("ask", "--json", "Who declared himself interim president?")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert list(found) == ["question", "answered", "confidence", "quotes", "nearest", "took_ms"]
    assert (found["answered"], found["nearest"]) == (True, [])
    quote = found["quotes"][0]
    assert list(quote) == "text article_id headline source url published speaker dates before after".split()
    assert quote["text"].startswith("On January 23, Juan Guaido")
    assert (quote["source"], quote["published"], quote["speaker"], quote["url"]) == ("TASS", "2019-09-26", None, None)
    assert quote["dates"] == [{"text": "January 23", "start": "2019-01-23", "end": "2019-01-23"}]
    document = DOCUMENT.read_text(encoding="utf-8")
    assert all(quote[part] in document for part in ("text", "before", "after"))
    assert 0 <= found["confidence"] <= 1


def test_ask_refuses_with_3_and_the_nearest_headlines(dateline):
    result = dateline("ask", "--json", "What did Peskov say about loans to Cuba?")
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert (found["answered"], found["quotes"]) == (False, [])
    assert [list(one) for one in found["nearest"]] == [["article_id", "headline", "published"]]


def test_ask_prints_plain_text_where_it_is_piped_and_takes_several_words(dateline):
    result = dateline("ask", "Who", "declared", "himself", "interim", "president?")
    assert result.exit_code == 0
    assert "\x1b[" not in result.stdout
    assert "│ On January 23, Juan Guaido" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["ask", "  "], "empty"),
        (["ask", "--articles", "gone", "Who?"], "gone:0: file: is not there"),
        (["check", "gone"], "gone: is not there"),
        (["import", "x.txt"], "--to"),
        (["eval", "--articles", "a", "--questions", "gone.jsonl", "--out", "o"], "cannot be read"),
    ],
)
def test_bad_input_ends_with_2_and_a_plain_sentence(dateline, arguments, problem):
    result = dateline(*arguments)
    assert result.exit_code == 2
    assert problem in result.stderr
    assert "Traceback" not in result.output


def test_a_faulty_file_does_not_stop_the_rest(dateline, tmp_path):
    write(tmp_path, "a.json")
    write(tmp_path, "b.json", id="b", headline=None)
    result = dateline("ask", "--articles", tmp_path, "Who said nobody had been hurt in the mill?")
    assert result.exit_code == 0
    assert "b.json:1: headline: is missing" in result.stderr


def test_check_names_each_fault_on_a_line(dateline, tmp_path):
    write(tmp_path, "a.json", published="2031-01-01")
    write(tmp_path, "b.json", id="b", headlin="x")
    result = dateline("check", tmp_path)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"{tmp_path}/a.json:1: published: ")
    assert "did you mean `headline`?" in lines[1]
    assert dateline("check", SEEDS).exit_code == 0


DOUBTFUL = """id: a
headline: A fair
source: {name: Northern Post}
published: 2024-03-06
language: en
sections:
  - sentences:
      - text: The fair opened on Monday.
      - text: It was.
  - heading: Visitors
    sentences:
      - text: "“We came all the way here from Tarn,” it was heard."
      - text: The next one is planned for Christmas.
      - {text: "“We came all the way here from Tarn” is what was heard.", kind: summary}
"""


def test_check_warns_of_what_is_uncertain_on_its_line_without_calling_it_a_fault(dateline, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(DOUBTFUL, encoding="utf-8")
    result = dateline("check", path)
    assert result.exit_code == 0
    found = [line.removeprefix(f"{path}:").split(": ", 3)[:3] for line in result.stdout.splitlines()[:-1]]
    assert found == [
        ["9", "sections.0.sentences.1.text", "warning"],
        ["12", "sections.1.sentences.0.speaker", "warning"],
        ["13", "sections.1.sentences.1.dates", "warning"],
    ]
    assert result.stdout.splitlines()[-1] == "3 warnings: 1 article, 5 sentences."
    assert dateline("check", "--strict", path).exit_code == 1
    assert dateline("check", "--strict", SEEDS).exit_code == 0


def test_a_warning_names_the_line_inside_a_text_block(dateline, tmp_path):
    path = tmp_path / "a.yaml"
    head = DOUBTFUL.partition("published")[0] + "published: null\nlanguage: en\n"
    path.write_text(head + "text: |\n  The fair opened.\n\n  It closes on Friday.\n", encoding="utf-8")
    lines = dateline("check", path).stdout.splitlines()
    assert lines[0].startswith(f"{path}:4: published: warning: year missing")
    assert lines[1].startswith(f"{path}:9: sentences.1.dates: warning: “Friday”: year missing")


def test_faults_come_before_warnings_and_alone_decide_the_exit_code(dateline, tmp_path):
    (tmp_path / "a.yaml").write_text(DOUBTFUL, encoding="utf-8")
    write(tmp_path, "b.json", id="b", headline=None)
    result = dateline("check", tmp_path)
    assert result.exit_code == 1
    assert "b.json:1: headline: is missing" in result.stdout.splitlines()[0]
    assert "All is well" not in result.stdout


def test_eval_writes_a_line_a_question(dateline, tmp_path):
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": "a", "question": "Who is Peskov?"}\n\n{"id": 2, "question": ""}\n', encoding="utf-8")
    write(tmp_path)
    result = dateline(
        "eval", "--articles", SEEDS, tmp_path / "mill.json", "--questions", questions, "--out", "out.jsonl"
    )
    assert result.exit_code == 0
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [list(row) for row in rows] == [["id", "answered", "confidence", "ranked", "took_ms"]] * 2
    assert [row["id"] for row in rows] == ["a", 2]
    assert list(rows[0]["ranked"][0]) == ["article_id", "text", "score"]
    assert rows[1] | {"took_ms": 0} == {"id": 2, "answered": False, "confidence": 0.0, "ranked": [], "took_ms": 0}


def test_eval_asks_each_question_on_its_own_day(dateline, tmp_path):
    rows = [
        {"id": day, "question": "What happened to the old mill this week?", "asked": day}
        for day in ("2024-03-08", "2025-03-08")
    ]
    questions = tmp_path / "q.jsonl"
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    write(tmp_path)
    dateline("eval", "--articles", tmp_path / "mill.json", "--questions", questions, "--out", "out.jsonl")
    then, later = [json.loads(line)["confidence"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert later < then / 2


def test_eval_names_a_bad_question_and_asks_nothing(dateline, tmp_path):
    (tmp_path / "q.jsonl").write_text('{"id": "a", "question": "x"}\n{"question": "y"}\n', encoding="utf-8")
    result = dateline("eval", "--articles", SEEDS, "--questions", "q.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 2
    assert "q.jsonl:2: question: " in result.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_our_own_questions_hold_their_gate(dateline):
    """What the shipped weights must reach on questions that nothing was fitted to."""
    result = dateline("eval", "--articles", SEEDS, "--questions", OURS, "--gate", OURS.with_name("gate.yaml"))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("The gate holds: answer@1 0.")
    assert len(OURS.read_text(encoding="utf-8").splitlines()) >= 36


def test_a_gate_that_falls_ends_with_1_and_a_line_a_figure(dateline, tmp_path):
    (tmp_path / "gate.json").write_text('{"minimum": {"coverage": 1, "answer@3": 0.5}, "maximum": {"p50_ms": 0}}')
    result = dateline(
        "eval", "--articles", SEEDS, "--questions", OURS, "--gate", "gate.json", "--out", tmp_path / "out.jsonl"
    )
    assert result.exit_code == 1
    coverage, time = result.stdout.splitlines()
    assert coverage.startswith("coverage: 0.")
    assert coverage.endswith(" is below 1")
    assert time.startswith("p50_ms: ")
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == len(OURS.read_text().splitlines())


@pytest.mark.parametrize(
    ("gate", "question", "problem"),
    [
        (
            "minimum: {coverag: 1}",
            '{"id": 1, "question": "q", "answers": null}',
            "gate.yaml:1: minimum.coverag: no such",
        ),
        ("[3]", '{"id": 1, "question": "q", "answers": null}', "gate.yaml:1: file: expected a mapping with `minimum`"),
        ("", '{"id": 1, "question": "q", "answers": null}', "gate.yaml:1: file: the file is empty"),
        (None, '{"id": 1, "question": "q", "answers": null}', "q.jsonl: a gate is a .yaml or .json file"),
        ("minimum: {coverage: 1}", '{"id": 1, "question": "q"}', "q.jsonl:1: answers: is missing"),
        ("minimum: {coverage: 1}", "", "The files have no question."),
        (None, '{"id": 1, "question": "q"}', "--out FILE"),
    ],
)
def test_a_bad_gate_or_question_ends_with_2(dateline, tmp_path, gate, question, problem):
    (tmp_path / "q.jsonl").write_text(question)
    (tmp_path / "gate.yaml").write_text(gate or "")
    chosen = ["--gate", "gate.yaml"] if gate is not None else ["--gate", "q.jsonl"] if "gate" in problem else []
    result = dateline("eval", "--articles", SEEDS, "--questions", "q.jsonl", *chosen)
    assert result.exit_code == 2
    assert problem in result.stderr
    assert "Traceback" not in result.output


def test_calibrate_prints_the_line_to_set_and_sets_nothing(dateline, tmp_path):
    result = dateline("calibrate", "--articles", SEEDS, "--questions", OURS, "--false-answers", "0.1")
    assert result.exit_code == 0
    assert "24 questions with an answer, 15 that must be refused." in result.stdout
    *_, last = result.stdout.splitlines()
    name, value = last.split("=")
    assert name == "DATELINE_THRESHOLD"
    assert "the true share may be more than twice" in result.stdout
    assert list(tmp_path.iterdir()) == []
    found = json.loads(
        dateline("calibrate", "--json", "--articles", SEEDS, "--questions", OURS, "--false-answers", "0.1").stdout
    )
    assert found["proposed"]["threshold"] == float(value)
    assert found["in_use"]["false_answers"]["total"] == 15
    assert 0 < found["proposed"]["false_answers"]["value"] <= 0.1


def test_calibrate_says_when_there_are_too_few_probes(dateline, tmp_path):
    result = dateline("calibrate", "--articles", SEEDS, "--questions", OURS)
    assert result.exit_code == 1
    assert "at most 5 % false answers: 19 are needed" in result.stdout
    assert "DATELINE_THRESHOLD" not in result.stdout
    (tmp_path / "q.jsonl").write_text('{"id": 1, "question": "Who is Peskov?", "answers": ["Peskov"]}')
    none = dateline("calibrate", "--articles", SEEDS, "--questions", "q.jsonl")
    assert none.exit_code == 2
    assert "No question must be refused" in none.stderr


def test_the_threshold_is_one_setting(dateline, monkeypatch):
    question = "Who declared himself interim president?"
    monkeypatch.setenv("DATELINE_THRESHOLD", "0.999")
    assert dateline("ask", question).exit_code == 3
    assert dateline("explain", question).stdout.startswith("Refused: confidence 0.")
    assert "Threshold 0.999, in use\n" in dateline("calibrate", "--articles", SEEDS, "--questions", OURS).stdout
    monkeypatch.setenv("DATELINE_THRESHOLD", "high")
    assert dateline("ask", question).exit_code == 2


def test_explain_says_how_a_question_was_understood_and_why(dateline):
    result = dateline("explain", "When did Gwaido declare", "himself interim president?")
    assert result.exit_code == 0
    assert "\x1b[" not in result.stdout
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Answered: confidence 0.")
    assert lines[1] == "Asked for: time; language: en"
    assert any(line.startswith("  Gwaido ") and "name; the library lacks it, read as guaido" in line for line in lines)
    assert "1. Score " in result.stdout
    assert " before any evidence" in result.stdout
    assert dateline("explain", " ").exit_code == 2


def test_explain_gives_every_share_as_json(dateline):
    found = json.loads(dateline("explain", "--json", "Did Brazil recognise Guaido?").stdout)
    assert list(found) == [
        *("question", "answered", "reason", "confidence", "threshold", "asked_for", "language", "words", "start"),
        *("decision", "candidates"),
    ]
    assert (found["answered"], found["words"][0]["word"], found["words"][0]["known"]) == (False, "Brazil", False)
    first = found["candidates"][0]
    assert first["lacks"] == ["Brazil"]
    assert first["score"] == pytest.approx(sum(one["share"] for one in first["shares"]), abs=0.01)
    assert list(first["shares"][0]) == ["name", "label", "value", "share"]


def test_explain_is_coloured_on_a_terminal(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    environment = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "bot", "explain", "Did Brazil recognise Guaido?"]
    run = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment | {"PYTHONPATH": str(SEEDS.parent)}
    )
    assert run.stdout.startswith("\x1b[1;31mRefused: confidence 0.")


def test_options_that_take_several_paths_are_spread():
    given = ["eval", "--articles", "a", "b", "--questions", "c", "d", "e", "--out", "f"]
    expected = "eval --articles a --articles b --questions c --questions d --questions e --out f".split()
    assert spread(given) == expected
    assert spread(["calibrate", "--questions", "c", "d"]) == ["calibrate", "--questions", "c", "--questions", "d"]
    assert spread(["ask", "--articles", "a", "Who?"]) == ["ask", "--articles", "a", "Who?"]
    assert spread([]) == []


def test_import_writes_a_draft_with_its_question_and_twice_changes_nothing(dateline, tmp_path):
    target = tmp_path / "articles"
    result = dateline("import", DOCUMENT, "--to", target)
    assert result.exit_code == 0
    assert "published: year: Thursday 26 September fits 2013, 2019, 2024" in result.stderr
    (path,) = target.glob("*.yaml")
    assert (target / DOCUMENT.name).read_bytes() == DOCUMENT.read_bytes()
    checked = dateline("check", target)
    assert checked.exit_code == 1
    assert f"{path}:5: published: open question: year:" in checked.stdout
    # An editor fills it in, and it is an article; importing again takes nothing back.
    path.write_text(path.read_text().replace("published: null", "published: 2019-09-26"))
    again = dateline("import", DOCUMENT, "--to", target)
    assert "unchanged" in again.stderr
    assert "For the editor" not in again.stderr
    assert dateline("check", target).exit_code == 0


def test_import_of_another_document_with_the_same_names_overwrites_nothing(dateline, tmp_path):
    first, second = tmp_path / "1" / "a.txt", tmp_path / "2" / "a.txt"
    for path, last in ((first, ""), (second, " It rained.")):
        path.parent.mkdir()
        path.write_text(f"The mill burnt down\n\n{MILL}{last}", encoding="utf-8")
    dateline("import", first, second, "--to", "out", "--published", "2024-03-06", "--source", "Northern Post")
    assert len(list((tmp_path / "out").glob("*.yaml"))) == 2
    assert len(list((tmp_path / "out").glob("*.txt"))) == 2
    assert dateline("check", tmp_path / "out").exit_code == 0


def test_import_goes_on_after_a_source_that_fails(dateline, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    result = dateline("import", "bad.txt", "gone.txt", DOCUMENT, "--to", "out")
    assert result.exit_code == 1
    assert "bad.txt: the document is binary" in result.stderr
    assert "gone.txt: cannot be read" in result.stderr
    assert list((tmp_path / "out").glob("*.yaml"))


def test_import_prints_json(dateline):
    found = json.loads(dateline("import", "--json", DOCUMENT, "--published", "2019-09-26").stdout)
    (entry,) = read(next(SEEDS.glob("*.yaml")))
    assert found["sections"] == entry.data["sections"]
    assert found["published"] == "2019-09-26"
    assert "questions" not in found


def test_show_prints_articles_as_the_bot_understands_them(dateline):
    found = json.loads(dateline("show", "--json").stdout)
    sentence = found["sentences"][6]
    assert list(sentence) == "text start end speaker speaker_confidence dates leans_on".split()
    assert (sentence["speaker"], sentence["leans_on"]) == ("Dmitry Peskov", 4)
    plain = dateline("show", SEEDS).stdout
    assert "speaker: TASS, in its own words" in plain
    assert "speaker: Dmitry Peskov, Kremlin Spokesman (resolved, from “He”, 0.80)" in plain
    assert "date: Thursday = 2019-09-26" in plain
    assert "\x1b[" not in plain


def test_show_says_what_is_uncertain_and_what_may_not_be_shown(dateline, tmp_path):
    path = tmp_path / "a.yaml"
    life = "status: withheld\nexpires_at: 2030-01-01T00:00:00Z\ncorrection: {text: It was Sunday.}\n"
    path.write_text(DOUBTFUL + life, encoding="utf-8")
    plain = dateline("show", path).stdout
    for part in (
        "status: withheld",
        "expires 1 January 2030, 00:00 UTC",
        "correction: It was Sunday.",
        "uncertain: no question can reach this sentence",
        "uncertain: a quotation whose speaker was not found",
        "uncertain: “Christmas” was not read as a date",
        "never quoted: an editor's summary",
    ):
        assert part in plain


def test_show_is_in_colour_and_fits_the_width_in_a_terminal(monkeypatch):
    out = io.StringIO()
    screen = Console(file=out, force_terminal=True, color_system="standard", width=60, highlight=False)
    showing._print(screen, next(iter(read_stories([SEEDS], now=utc_now())[0].values())))
    assert "\x1b[32mDmitry Peskov" in out.getvalue()
    body = Text.from_ansi(out.getvalue()).plain.split("\n\n", 1)[1]
    assert max(len(line) for line in body.splitlines()) <= 60
    assert "\n      " in body


def test_show_takes_files_and_folders_and_prints_a_json_line_an_article(dateline, tmp_path):
    folder = tmp_path / "more"
    folder.mkdir()
    write(folder, "b.json", id="b")
    result = dateline("show", "--json", write(tmp_path), folder)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["harrow-mill", "b"]


def test_the_readme_has_what_show_prints_of_the_seed(dateline):
    readme = (SEEDS.parent / "README.md").read_text(encoding="utf-8")
    _, _, after = readme.partition("$ dateline show seeds\n")
    assert after.partition("```")[0].rstrip("\n") == dateline("show", SEEDS).stdout.rstrip("\n")


def test_show_says_who_is_unsure_and_whom_readers_are_not_told_of(dateline, tmp_path):
    text = f'It fell, Anna Berg said. {"It rained. " * 5}She said it was over. "It was a very old mill indeed."'
    path = write(tmp_path, text=text)
    plain = dateline("show", path).stdout
    assert "uncertain: Anna Berg? (resolved, 0.40 sure), not shown to readers" in plain
    assert "uncertain: a quotation whose speaker was not found" in plain


def test_schema_is_json_schema(dateline):
    found = json.loads(dateline("schema").stdout)
    assert set(found["required"]) == {"id", "headline", "source", "published", "language"}


def test_asking_needs_no_telegram_and_runs_as_a_module():
    code = "import sys, bot.__main__; sys.exit(any(name.split('.')[0] == 'telegram' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    run = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "Who won the World Cup?"], check=False, capture_output=True, text=True
    )
    assert run.returncode == 3
    assert "The articles don't answer that." in run.stdout
