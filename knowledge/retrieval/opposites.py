"""Words that are each other's opposites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from knowledge.retrieval import words
from knowledge.retrieval.forms import forms

# General English, in pairs: any of the words before the stroke is against any of those after it.
_OPPOSITES = """
accept/reject,refuse,decline agree/disagree allow,permit/ban,forbid,prohibit,bar,prevent always/never
ancient/modern arrive/leave,depart ascend/descend attack/defend,defense,protect attract/repel
before,prior,preceding/after,following front/behind,rear begin,start,launch/end,stop,finish
best/worst better/worse big,large,huge/small,tiny largest,biggest,greatest/smallest,least
larger,bigger,greater/smaller,lesser birth,born/death,died black/white bottom/top
build,construct,establish,create/destroy,demolish,abolish,dismantle buy,purchase,import/sell,export
capture/release cheap/expensive cold,cool/hot,warm common/rare,uncommon complete/incomplete
complex,complicated/simple decrease,decline,fall,drop,reduce,lower,diminish/increase,rise,grow,raise,expand
defeat,loss,lose/victory,win deep/shallow difficult/easy direct/indirect dry/wet
early,earliest,earlier/late,latest,later east,eastern/west,western employ,hire/fire,dismiss enter,join/exit,leave,quit
external,outer,outside/internal,inner,inside failure,fail/success,succeed false/true far/near,close
fast,quick,rapid/slow faster/slower fastest/slowest
female,woman,women,girl,mother,wife,sister,daughter/male,man,men,boy,father,husband,brother,son
few,fewer/many,more finite/infinite first,initial/final foreign,international/domestic
forward/backward full/empty general/specific good/bad guilty/innocent happy/unhappy,sad help,aid/hinder,harm
high/low highest/lowest higher/lower hostile/friendly include/exclude,omit independent/dependent legal/illegal
liberal/conservative local/global,national long/short longest/shortest longer/shorter major/minor majority/minority
maximum/minimum more/less,fewer most/least,fewest multiply/divide natural/artificial
north,northern/south,southern northeast/southwest,southeast,northwest southeast/northwest,southwest,northeast
northwest/southwest often,frequently/seldom,rarely optional/mandatory,compulsory,required
oppose,against/support,favor,favour above/under,below,beneath paid/unpaid peace/war
permanent/temporary positive/negative possible/impossible poor,poverty/rich,wealthy,wealth present/absent
private/public push/pull remember/forget rural/urban safe/dangerous same/different similar/different
separate/unite,combine single/multiple,married solid/liquid soft/hard strong/weak stronger/weaker strongest/weakest
tall/short thick/thin up/down upper/lower useful/useless vertical/horizontal visible/invisible voluntary/involuntary
wide,broad/narrow winter/summer within/outside young,younger,youngest/older,oldest add/remove,subtract
appoint/dismiss approve/reject,disapprove encourage/discourage equal/unequal explicit/implicit friend,ally/enemy
hate/love known/unknown likely/unlikely official/unofficial popular/unpopular prove/disprove regular/irregular
remain,stay/leave save/spend show/hide stable/unstable surrender/resist
"""


@cache
def opposites(language: str) -> Mapping[str, frozenset[str]]:
    """Return the keys of a word's opposites, by its key; English has a list."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for pair in _OPPOSITES.split() if language == "en" else ():
        one, other = (
            {form for word in side.split(",") for form in forms(words.key(word, "en"), "en")}
            for side in pair.split("/")
        )
        for key in one:
            found[key] |= other
        for key in other:
            found[key] |= one
    return {key: frozenset(against - {key}) for key, against in found.items()}
