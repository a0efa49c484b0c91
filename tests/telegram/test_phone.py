from tests.telegram import judge, phone


def test_entities_nest_and_every_word_is_shown_once():
    parsed = judge.check(
        "🙂 <b>He <i>said</i></b> <blockquote expandable>a &lt; b</blockquote> <a href='https://x.example/'>x</a>"
    )
    shown = phone.body(parsed.text, parsed.entities)
    assert "<b>He </b><b><i>said</i></b>" in shown
    assert '<blockquote class="expandable" dir="auto">a &lt; b</blockquote>' in shown
    assert shown.endswith("<a>x</a>")
    assert shown.startswith("🙂 ")
