"""What questions are made of, beyond the most common words of each language; they also tell which language it is."""

from __future__ import annotations

from functools import cache

_WORDS = {
    "en": "am are be been can could did do does doing don gave give given gives had has have having he her "
    "hers him his how i if in is it its just many may me might mr mrs ms much must my of on or our "
    "please she should so such t s some someone something tell than their them there these they this "
    "those through to us was we were what when where which who whom whose why will with would you "
    "your about any anything anyone after before again according against",
    "es": "qué quién quiénes cuál cuáles cuándo cuánto cuánta cuántos cuántas dónde cómo por fue ha han "
    "son era está están hay según sobre tras",
    "de": "wer wen wem wessen was wann wo woher wohin warum wieso weshalb wie welche welcher welches "
    "welchen wurde wurden hat haben ist sind war waren wird werden viel viele laut",
    "fr": "qui que quoi quel quelle quels quelles quand où pourquoi comment combien est sont était étaient "
    "ont été fut selon au aux avec par sur ce cette ces son sa ses leur leurs il elle ils elles "
    "lequel laquelle",
    "it": "chi che cosa quale quali qual quando dove perché come quanto quanta quanti quante è sono era "
    "erano ha hanno stato stata stati fu furono secondo del della dei delle nel nella dal dalla al "
    "alla sul sulla suo sua suoi",
    "pt": "quem que qual quais quando onde porque porquê como quanto quanta quantos quantas é são foi "
    "foram era eram tem têm há segundo sobre do da dos das no na nos nas ao à pelo pela seu sua seus "
    "suas",
    "nl": "wie wat welke welk wanneer waar waarom hoe hoeveel hoelang waarheen waarmee is zijn was waren "
    "heeft hebben had hadden werd werden wordt worden volgens zijn haar hun door bij naar",
    "sv": "vem vilka vilken vilket vad när var varför hur många mycket är har hade blev blir enligt som "
    "för med",
    "da": "hvem hvad hvilken hvilket hvilke hvornår hvor hvorfor hvordan mange meget er har havde blev "
    "bliver ifølge",
    "no": "hvem hva hvilken hvilket hvilke når hvor hvorfor hvordan mange mye er har hadde ble blir ifølge",
    "pl": "kto kogo komu kim co czego czemu kiedy gdzie skąd dokąd dlaczego jak jaki jaka jakie jakiego "
    "jakiej który która które ile ilu jest są był była było były został została zostało według czy",
    "cs": "kdo koho komu kým co čeho čemu kdy kde kam odkud proč jak jaký jaká jaké který která které "
    "kolik je jsou byl byla bylo byli podle",
    "ro": "cine cui ce care când unde de cât câtă câți câte cum este sunt era erau fost au avea potrivit "
    "lui din în la",
    "tr": "kim kimi kime kimin ne neyi neden niçin niye nerede nereye nereden nasıl hangi hangisi kaç "
    "zaman kadar mi mı mu mü oldu idi",
    "fi": "kuka ketkä kenen mikä mitä mitkä milloin koska missä mistä mihin miksi miten kuinka moni paljon "
    "on oli ovat olivat",
    "hu": "ki kik kit kinek mi mit mely melyik mikor hol hova honnan miért hogyan hány mennyi volt van "
    "voltak",
    "id": "siapa apa kapan dimana mana mengapa kenapa bagaimana berapa adalah yang pada telah menurut",
    "vi": "ai gì nào khi đâu sao bao nhiêu mấy là của đã được các những cho trong có và ở tại vì thế",
    "ca": "qui què quin quina quins quines quan on perquè com quant quants quantes és són era va han "
    "segons",
    "ru": "кто кого кому кем чем что чего чему когда где куда откуда почему зачем как какой какая какое "
    "какие каким каком какую каких такой такая такое такие сколько который которая которые был была "
    "было были есть ли является стал стала",
    "uk": "хто кого кому ким чим що чого чому коли де куди звідки навіщо як який яка яке які яким якому "
    "яку скільки був була було були є чи",
    "sr": "ko koga kome šta što kada kad gde kuda odakle zašto kako koji koja koje koliko je su bio bila "
    "bilo ко кога коме шта када где куда одакле зашто како који која које колико је су био била било",
    "el": "ποιος ποια ποιο ποιοι ποιες ποιον ποιαν ποιου ποιας πότε πού πώς τι γιατί πόσο πόση πόσα πόσοι "
    "πόσες πόσους είναι ήταν έχει έχουν είχε σε από",
    "ar": "من متى أين كيف لماذا ماذا ما كم أي أية هل هو هي هم كان كانت كانوا التي الذي الذين اللذان قد لقد "
    "ذلك تلك عند منذ حول بين",
    "fa": "که چه کی چه‌کسی کجا چرا چگونه چند چقدر کدام است بود بودند شد آیا",
    "he": "מי מה מתי איפה היכן לאן מאין למה מדוע איך כיצד כמה איזה איזו אילו האם הוא היא היה הייתה היו של "
    "את על",
    "hi": "कौन किसने किसे किसको किसका किसकी किसके क्या कब कहाँ कहां क्यों कैसे कितना कितने कितनी किस कौनसा "
    "कौनसी है हैं था थी थे हुआ हुई हुए ने को का की के में से पर और",
    "th": "ใคร อะไร ไหน เมื่อ เมื่อไร เมื่อไหร่ เมื่อใด ทำไม อย่างไร เท่าไร เท่าไหร่ เท่าใด กี่ ใด ที่ไหน "
    "คือ เป็น อยู่ ที่ ซึ่ง ของ ใน และ ได้ ให้ กับ มี การ ความ ว่า จาก โดย แล้ว หรือ ไม่ จะ ถูก นี้ "
    "นั้น ก็ ไป มา แห่ง เพื่อ ต่อ",
    "zh": "谁 什么 何时 时候 哪 哪里 哪儿 哪个 哪些 哪年 哪位 何处 为什么 为何 怎么 怎样 如何 多少 几 是 的 了 "
    "在 有 被 和 与 吗 呢 于 由 从 把 对 将 这 那 其 誰 什麼 幾 嗎 為什麼 哪裡 個 个",
    "ja": "誰 だれ 何 いつ どこ なぜ どう どの どれ どんな いくつ いくら 何人 の に は を が で と も か た て "
    "です ます した する れ から へ や",
    "ko": "누가 누구 누구의 무엇 무엇을 무엇이 언제 어디 어디서 어디에 왜 어떻게 얼마나 몇 어떤 어느 그 이 및",
}  # fmt: skip

_TELLING = {
    "en": "the a an and for by at from as",
    "es": "el la los las un una de del en y que con no a adónde para fueron había eran estaba su sus al "
    "como más se les le lo sin desde hasta entre durante ser sido qu cuyo cuya donde cuando quien "
    "cual",
    "de": "der die das den dem des ein eine einen einem einer und in von zu mit auf für nicht an wieviel "
    "welchem worden hatte hatten sein seine seiner seinen ihr ihre ihrer ihren durch über bei beim "
    "aus nach als am im vom zum zur man sich kann können gibt gab wofür womit woran worin wodurch "
    "wozu wovon",
    "fr": "le la les un une des de du d l et en dans pour sur à ne pas",
    "it": "il lo la i gli le un una uno di in e a da per con non si",
    "pt": "o a os as um uma de em e que com por para não se",
    "nl": "de het een en van in op te voor met niet dat er",
    "sv": "en ett den det de och i på av till att inte",
    "da": "en et den det de og i på af til at ikke",
    "no": "en et den det de og i på av til at ikke",
    "pl": "w z na do i się nie o od za po dla przez",
    "cs": "v z na do a se ne o od za po pro",
    "ro": "un o și de a al ai ale cu pe nu",
    "tr": "bir bu ve ile için da de",
    "ca": "el la els les un una de del en i a amb per",
    "id": "di ke dari yang dan itu ini untuk",
    "ru": "в на с из у к по о об от за и не во для",
    "uk": "в у на з із до по о про від за і й та не для",
    "el": "ο η το οι τα του της των τον την στο στη στην και με για",
    "ar": "في على إلى و أن لا",
}  # fmt: skip
"""More small words that tell the language; where they matter little, how common they are says so already."""


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the words, in lower case, that say nothing of what a question in `language` is about; maybe none."""
    return frozenset(_WORDS.get(language, "").split())


@cache
def telling_words(language: str) -> frozenset[str]:
    """Return the small words, in lower case, that a text in `language` is known by."""
    return function_words(language).union(_TELLING.get(language, "").split())


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have such words."""
    return tuple(_WORDS)
