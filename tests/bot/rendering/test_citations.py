from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.localization.phrases import ENGLISH, for_language
from bot.markup import utf16_length
from bot.rendering.citations import citation
from knowledge.answering import quote
from tests.articles import story


def test_a_short_quote_is_cited_with_all_that_belongs_to_it():
    told = story(text="The mill burnt down, fire chief Anna Berg said.", url="https://n.example/mill")
    assert citation(quote(told, 0), ENGLISH) == (
        "“The mill burnt down, fire chief Anna Berg said.” — Anna Berg, Fire destroys Harrow's old mill, "
        "Northern Post, 6 March 2024, https://n.example/mill"
    )
    undated = story(text="It burnt down.", published=None)
    assert citation(quote(undated, 0), ENGLISH).endswith("Northern Post, date not known")


def test_a_speaker_that_we_read_is_marked():
    told = story(text="Fire chief Anna Berg came at noon. She said it burnt down.")
    assert "— Anna Berg (our reading), " in citation(quote(told, 1), ENGLISH)


def test_a_long_quote_is_left_out_and_never_cut():
    told = story(text="The mill " + "very " * 40 + "burnt, Anna Berg said.", url="https://n.example/mill")
    assert citation(quote(told, 0), ENGLISH) == (
        "Anna Berg, Fire destroys Harrow's old mill, Northern Post, 6 March 2024, https://n.example/mill"
    )


def test_of_a_long_headline_the_end_gives_way_and_of_a_long_address_all():
    told = story(headline="word " * 60, url="https://n.example/mill")
    cited = citation(quote(told, 0), ENGLISH)
    assert cited.startswith("word word")
    assert cited.endswith("word…, Northern Post, 6 March 2024, https://n.example/mill")
    far = story(url="https://n.example/" + "x" * 300)
    assert citation(quote(far, 0), ENGLISH) == "Fire destroys Harrow's old mill, Northern Post, 6 March 2024"


_ANY = st.characters(exclude_categories=["Cs", "Cn", "Co", "Cc"])


@given(st.text(_ANY, min_size=1, max_size=300), st.text(_ANY, min_size=1, max_size=400), st.booleans())
def test_it_fits_whatever_the_article_and_the_quote_is_whole_or_not_there(text, headline, linked):
    try:
        told = story(text=text, headline=headline, source={"name": headline}, url="https://n.example/" * linked or None)
    except ValidationError:
        return
    for sentence in told.bare:
        if sentence.quotable:
            for say in (ENGLISH, for_language("ar")):
                cited = citation(quote(told, sentence.index), say)
                assert 1 <= utf16_length(cited) <= 256
                said = " ".join(sentence.text.split())
                assert cited.startswith(f"“{said}” — ") or f"“{said[:20]}" not in cited
