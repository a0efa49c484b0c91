"""Irregular forms of English verbs, which no stemmer brings together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from knowledge.retrieval import words

_IRREGULAR = """
arise/arose/arisen awake/awoke beat/beaten become/became begin/began/begun bend/bent bite/bit/bitten bleed/bled
blow/blew/blown break/broke/broken breed/bred bring/brought build/built burn/burnt buy/bought catch/caught
choose/chose/chosen cling/clung come/came creep/crept deal/dealt dig/dug draw/drew/drawn dream/dreamt
drink/drank/drunk drive/drove/driven eat/ate/eaten fall/fell/fallen feed/fed feel/felt fight/fought find/found
flee/fled fling/flung fly/flew/flown forbid/forbade/forbidden forget/forgot/forgotten forgive/forgave/forgiven
freeze/froze/frozen get/got/gotten give/gave/given go/went/gone grind/ground grow/grew/grown hang/hung hear/heard
hide/hid/hidden hold/held keep/kept kneel/knelt know/knew/known lay/laid lead/led leap/leapt learn/learnt leave/left
lend/lent lose/lost make/made mean/meant meet/met pay/paid plead/pled prove/proven ride/rode/ridden ring/rang/rung
rise/rose/risen run/ran say/said see/saw/seen seek/sought sell/sold send/sent shake/shook/shaken shine/shone
shoot/shot show/shown shrink/shrank/shrunk sing/sang/sung sink/sank/sunk sit/sat sleep/slept slide/slid
speak/spoke/spoken speed/sped spend/spent spin/spun spring/sprang/sprung stand/stood steal/stole/stolen stick/stuck
sting/stung strike/struck/stricken swear/swore/sworn sweep/swept swim/swam/swum swing/swung take/took/taken
teach/taught tear/tore/torn tell/told think/thought throw/threw/thrown understand/understood
undergo/underwent/undergone wake/woke/woken wear/wore/worn weave/wove/woven weep/wept win/won
withdraw/withdrew/withdrawn withhold/withheld write/wrote/written overcome/overcame overthrow/overthrew
undertake/undertook rebuild/rebuilt oversee/oversaw foresee/foresaw mistake/mistook
"""


@cache
def _by_key() -> Mapping[str, frozenset[str]]:
    groups = [frozenset(words.key(word, "en") for word in entry.split("/")) for entry in _IRREGULAR.split()]
    return {key: group for group in groups for key in group}


def forms(key: str, language: str) -> frozenset[str]:
    """Return `key` and the keys of the same verb's other forms; English has a list."""
    return (_by_key().get(key, frozenset()) if language == "en" else frozenset()) | {key}
