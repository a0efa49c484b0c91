"""Questions as nobody means them: of every length, script and shape that a stranger may send.

Each shape is a function of a random generator, so that one shape asked many times is no case for a cache. A message
has up to 4,096 UTF-16 units; most are as long, and some are longer, since not every door is Telegram's.
"""

import random
from collections.abc import Callable
from itertools import cycle, islice

LONGEST = 4_096
"""Characters of the longest message."""
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_SCRIPTS = (
    "абвгдежзиклмнопрстуфхцчшщыьэюя αβγδεζηθικλμν אבגדהוזחטיכלמנ عبتثجحخدذرزسش กขคงจฉชซญดตถ "
    "北京大桥重新开放 ひらがなカタカナ 가나다라마"
)
_MARKS = [chr(code) for code in range(0x300, 0x36F)]
_LOOKALIKES = str.maketrans("aceiopxyABCEHKMOPTX", "асеіорхуАВСЕНКМОРТХ")  # Cyrillic
_MONTHS = "January February March April May June July August September October November December".split()
_PARTS = [*_MONTHS, *"the of in 1 31 2019 - to next".split()]
_ASKING = "what which who whom when how many of the is did".split()
_STATES = "US UK Russian German Venezuela EU China Taiwan".split()
_OVERRIDES = "\u202e\u202d\u202b\u2067\u202c\u200f"
_CONTROLS = [chr(code) for code in (*range(32), *range(0x7F, 0xA0))]
_EMOJI = "👩 👨 👧 👦 ❤️ 🏽 🏳️ 🌈 🧑 🚀 🇩 🇪 🇷 🇺 ☠ #️⃣".split()
_SENTENCE = "What did the mayor say about the bridge over the Tarn on Friday, and why?"


def _words(rng: random.Random, letters: str = _LATIN, shortest: int = 2, longest: int = 12) -> str:
    return "".join(rng.choices(letters, k=rng.randint(shortest, longest)))


def _filled(make: Callable[[], str], between: str = " ", length: int = LONGEST) -> str:
    parts, total = [], 0
    while total < length:
        parts.append(make())
        total += len(parts[-1]) + len(between)
    return between.join(parts)[:length]


def _nested(rng: random.Random) -> str:
    opening, closing = rng.choice(
        [("“", "”"), ('"', '"'), ("«", "»"), ("(", ")"), ("‘", "’"), ("[", "]"), ("<b>", "</b>")]
    )
    depth = LONGEST // (len(opening) + len(closing)) - 2
    return opening * depth + "Who?" + closing * depth


def _date(rng: random.Random) -> str:
    month, day, year = rng.randrange(12), rng.randint(1, 31), rng.randint(1, 2999)
    forms = (
        f"{_MONTHS[month]} {day}",
        f"{day}.{month + 1}.{year}",
        f"{year}-{month + 1:02}-{day:02}",
        f"last {_MONTHS[month]}",
        f"{day} {_MONTHS[month]} {year}",
        f"since {year}",
        f"the {year // 10}0s",
        f"between {year} and {year + day}",
    )
    return rng.choice(forms)


def _zalgo(rng: random.Random) -> str:
    return _filled(lambda: rng.choice(_SENTENCE) + "".join(rng.choices(_MARKS, k=rng.randint(0, 40))), "")


SHAPES: dict[str, Callable[[random.Random], str]] = {
    "one letter": lambda rng: rng.choice(_LATIN) * LONGEST,
    "one letter of another script": lambda rng: rng.choice(_SCRIPTS.replace(" ", "")) * LONGEST,
    "letters apart": lambda rng: _filled(lambda: rng.choice(_LATIN)),
    "4,000 words": lambda rng: " ".join(_words(rng) for _ in range(4_000)),
    "words of all scripts": lambda rng: _filled(lambda: _words(rng, rng.choice(_SCRIPTS.split()))),
    "names": lambda rng: _filled(lambda: _words(rng).title()),
    "near misses": lambda rng: _filled(lambda: _mistyped(rng, rng.choice(_SENTENCE.split()))),
    "one word of 4,096": lambda rng: _words(rng, shortest=LONGEST, longest=LONGEST),
    "one Chinese word": lambda rng: _words(rng, "北京大桥重新开放市长说为什么", LONGEST, LONGEST),
    "one Thai word": lambda rng: _words(rng, "กขคงจฉชซญดตถะาิีุูเแโ", LONGEST, LONGEST),
    "a question again and again": lambda _: "".join(islice(cycle(_SENTENCE + " "), LONGEST)),
    "question words": lambda rng: _filled(lambda: rng.choice(_ASKING)),
    "names of a state": lambda rng: _filled(lambda: rng.choice(_STATES)),
    "combining marks": lambda rng: rng.choice(_LATIN) + "".join(rng.choices(_MARKS, k=LONGEST - 1)),
    "only combining marks": lambda rng: rng.choice(_MARKS) * LONGEST,
    "Zalgo": _zalgo,
    "right-to-left overrides": lambda rng: _filled(lambda: rng.choice(_OVERRIDES) + rng.choice(_LATIN), ""),
    "lone surrogates": lambda rng: _filled(lambda: chr(rng.randint(0xD800, 0xDFFF)) + rng.choice([" ", "a"]), ""),
    "a number of 1,000 digits": lambda rng: f"How many are {_words(rng, '0123456789', 1_000, 1_000)}?",
    "digits of all scripts": lambda rng: _filled(lambda: _words(rng, "٠١٢٣٤५६७८९௧௨௩四五六½²Ⅻ0123456789")),
    "numbers with signs": lambda rng: _filled(lambda: _words(rng, "0123456789.,:/-–%€$", 1, 30)),
    "nested quotes": _nested,
    "unclosed quotes": lambda rng: _filled(lambda: rng.choice("“\"«‘'(") + _words(rng)),
    "dates": lambda rng: _filled(lambda: _date(rng)),
    "parts of dates": lambda rng: _filled(lambda: rng.choice(_PARTS)),
    "only punctuation": lambda rng: _filled(lambda: rng.choice(".,;:!?…-–—'\"()[]{}<>/\\|@#$%^&*_+=~`"), ""),
    "only spaces": lambda rng: _filled(lambda: rng.choice(" \t\n\r\x0b\x0c\x85\u00a0\u2028\u2003\u200b\ufeff"), ""),
    "apostrophes and hyphens": lambda rng: _filled(lambda: rng.choice(_LATIN) + rng.choice("'’-‐·."), ""),
    "emoji": lambda rng: _filled(lambda: rng.choice(_EMOJI), "\u200d"),
    "look-alikes": lambda rng: _filled(lambda: _partly(rng, _SENTENCE)),
    "control characters": lambda rng: _filled(lambda: rng.choice(_CONTROLS) + rng.choice(_LATIN), ""),
    "anything": lambda rng: _filled(lambda: chr(rng.randrange(0x110000)), ""),
    "a million letters": lambda rng: rng.choice(_LATIN) * 1_000_000,
    "a hundred thousand words": lambda rng: f"{_words(rng)} " * 100_000,
}  # fmt: skip
"""By name."""


def _mistyped(rng: random.Random, word: str) -> str:
    place = rng.randrange(len(word) + 1)
    return word[:place] + rng.choice(_LATIN) + word[place + rng.randint(0, 1) :]


def _partly(rng: random.Random, text: str) -> str:
    return "".join(char.translate(_LOOKALIKES) if rng.random() < 0.5 else char for char in text)
