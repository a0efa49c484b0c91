from bot.exchanges import CHATS, PER_CHAT, Exchange, Exchanges
from knowledge.conversation.turn import Turn


def exchange(question, *answers, text="q"):
    return Exchange(question, answers, Turn(text))


def test_what_stood_before_a_question_is_the_last_one_asked_earlier():
    kept = Exchanges()
    for one in (exchange(5, 6, text="second"), exchange(1, 2, 3, text="first"), exchange(9, 10, text="third")):
        kept.note(7, one)
    assert kept.before(7, 11).turn.question == "third"
    assert kept.before(7, 9).turn.question == "second"
    assert kept.before(7, 1) is None
    assert kept.before(8, 11) is None


def test_an_answer_leads_to_its_question_in_its_own_chat():
    kept = Exchanges()
    kept.note(7, exchange(1, 2, 3))
    assert kept.of_answer(7, 3).question == 1
    assert kept.of_answer(8, 3) is None
    assert kept.answers(7, 1) == (2, 3)
    assert kept.answers(7, 2) == kept.answers(8, 1) == ()


def test_an_edited_question_replaces_its_exchange():
    kept = Exchanges()
    kept.note(7, exchange(1, 2, text="old"))
    kept.note(7, exchange(1, 2, text="new"))
    assert kept.before(7, 3).turn.question == "new"


def test_the_oldest_is_forgotten_in_a_chat_and_among_chats():
    kept = Exchanges()
    for number in range(PER_CHAT + 1):
        kept.note(7, exchange(number, 1000 + number))
    assert kept.answers(7, 0) == ()
    assert kept.answers(7, 1) == (1001,)
    for chat in range(100, 100 + CHATS - 1):
        kept.note(chat, exchange(1, 2))
    assert kept.answers(7, 1) == (1001,)
    kept.note(5, exchange(1, 2))
    assert kept.answers(7, 1) == ()
    assert kept.answers(5, 1) == (2,)


def test_a_question_or_a_chat_is_forgotten_for_good():
    kept = Exchanges()
    for chat in (7, 8):
        kept.note(chat, exchange(1, 2, text="asked"))
        kept.note(chat, exchange(3, 4))
    assert kept.of_question(7, 1).asked == "asked"
    kept.forget(7, 1)
    assert kept.of_question(7, 1) is kept.of_answer(7, 2) is None
    assert kept.answers(7, 3) == (4,)
    kept.forget_chat(7)
    kept.forget_chat(9)
    kept.forget(9, 1)
    assert kept.before(7, 99) is None
    assert kept.answers(8, 1) == (2,)


def test_what_was_asked_is_what_was_written():
    assert Exchange(1, (2,), Turn("When did Rome fall?"), "When was that?").asked == "When was that?"
