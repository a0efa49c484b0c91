"""The model that re-ranks, from the settings to the answers."""

import io

import pytest

from bot import application, console, logs
from bot.services import Services, load_reranker
from bot.settings import Settings
from knowledge.live import LiveLibrary
from knowledge.retrieval.semantic import FEATURE
from knowledge.sentence_model import ModelError
from tests.articles import NOW, SEEDS
from tests.knowledge.tiny_model import write

QUESTION = "Who declared himself interim president?"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(f"DATELINE_{field.upper()}", raising=False)


def settings(folder, pinned, **more):
    return Settings(articles=(SEEDS,), semantic_model=folder, semantic_sha256=pinned, **more)


async def test_services_ask_with_the_model_that_is_set(tmp_path):
    live = LiveLibrary((SEEDS,), now=NOW)
    plain = await Services(live, lambda: NOW).ask(QUESTION)
    reranker = load_reranker(settings(tmp_path, write(tmp_path)))
    found = await Services(live, lambda: NOW, reranker=reranker).ask(QUESTION)
    assert FEATURE not in plain.trace.ranked[0].features
    assert FEATURE in found.trace.ranked[0].features
    assert found.confidence == plain.confidence


def test_a_conversation_with_a_model(tmp_path, monkeypatch):
    asked = []
    services = Services.reply

    async def reply(self, asking):
        asked.append(self.reranker)
        return await services(self, asking)

    monkeypatch.setattr(Services, "reply", reply)
    out = io.StringIO()
    chosen = settings(tmp_path, write(tmp_path))
    assert console.run(chosen, stdin=io.StringIO(QUESTION), stdout=out, clock=lambda: NOW) == 0
    assert "declared himself interim president" in out.getvalue()
    assert asked[0] is not None


@pytest.mark.parametrize(
    ("folder", "pinned", "problem"),
    [
        ("model", None, "not DATELINE_SEMANTIC_SHA256"),
        (None, "0" * 64, "not DATELINE_SEMANTIC_MODEL"),
        ("model", "0" * 64, "model.onnx: cannot be read"),
    ],
)
def test_a_model_that_cannot_be_used_stops_the_start_before_the_articles(
    tmp_path, monkeypatch, capsys, folder, pinned, problem
):
    monkeypatch.setattr(logs, "configure", lambda *_, **__: None)  # it changes the process's logging
    monkeypatch.setattr(application, "LiveLibrary", None)
    monkeypatch.setattr(console, "LiveLibrary", None)
    chosen = settings(folder and tmp_path / folder, pinned, token="1:planted-token")
    with pytest.raises(ModelError, match=problem):
        load_reranker(chosen)
    assert application.run(chosen) == 2
    assert console.run(chosen, stdin=io.StringIO(QUESTION), stdout=io.StringIO(), clock=lambda: NOW) == 2
    captured = capsys.readouterr()
    assert [problem in line for line in captured.err.splitlines()] == [True, True]
    assert captured.out == ""
