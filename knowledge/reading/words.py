"""What kind of word a word is, as far as finding a speaker needs it: closed classes, and who has a role."""

from __future__ import annotations

from functools import lru_cache

from knowledge.reading.verbs import BASE_FORMS, CALL_FORMS, SAY_FORMS, SAYING_FORMS

ROLES = frozenset(
    """
spokesman spokeswoman spokesperson president premier minister secretary chancellor senator congressman congresswoman
representative governor mayor judge justice chief director head leader chair chairman chairwoman chairperson speaker
ambassador envoy commissioner commander general colonel captain lieutenant sergeant officer detective sheriff
prosecutor attorney lawyer professor doctor analyst economist scientist researcher author coach manager owner founder
co-founder executive ceo official diplomat politician lawmaker activist candidate king queen prince princess pope
bishop archbishop imam rabbi aide adviser advisor deputy counselor host editor journalist reporter actor actress
singer director-general secretary-general treasurer strategist nominee billionaire businessman businesswoman
front-runner frontrunner contender hopeful pollster veteran historian critic columnist commentator pundit anchor
moderator correspondent biographer consultant operative delegate donor defendant victim witness survivor resident
supporter voter student teacher principal superintendent nurse physician pastor priest cardinal rapper musician
comedian filmmaker producer star player striker goalkeeper quarterback champion developer investor banker trader
partner associate fellow expert scholar lecturer curator artist designer architect engineer astronaut biologist
physicist epidemiologist meteorologist climatologist astronomer psychologist psychiatrist sociologist farmer fisherman
pilot driver neighbour neighbor mother father son daughter brother sister wife husband widow uncle aunt cousin friend
colleague councillor councilman councilwoman alderman legislator parliamentarian dissident rebel soldier marine
admiral brigadier major marshal trooper investigator inspector constable ranger firefighter paramedic magistrate
solicitor barrister counsel whistleblower blogger influencer entrepreneur shopkeeper trainer boss worker employee
staffer insider source bystander participant protester organizer organiser volunteer man woman person opponent rival
ally backer surrogate incumbent writer novelist poet screenwriter playwright photographer illustrator guest caller
panelist member constituent whip confidant patron lobbyist fundraiser socialist conservative liberal libertarian
believer theologian philosopher ethicist demographer geographer linguist anthropologist archaeologist geologist
ecologist chemist oncologist surgeon pediatrician specialist technician mechanic electrician carpenter butcher baker
chef waiter waitress bartender retiree pensioner parent grandmother grandfather girl boy teenager child nephew niece
passenger commuter motorist cyclist tourist traveller traveler visitor customer shopper client patient inmate
prisoner guard warden juror suspect gunman attacker hostage refugee migrant immigrant settler villager islander
townsman native local liaison negotiator mediator monitor observer arbiter referee umpire skipper midfielder defender
forward batsman bowler pitcher sprinter runner swimmer skier jockey boxer wrestler contestant newcomer mogul magnate
tycoon financier heir heiress publisher broadcaster presenter newsreader personality celebrity model dancer
choreographer conductor composer guitarist drummer frontman songwriter namesake
master guru successor predecessor counterpart mentor
""".split()
)
"""Words for what a person is."""

GROUPS = frozenset(
    """
group statement report company agency ministry department police campaign newspaper magazine outlet committee
government administration authority union party firm bank organization organisation association foundation charity
hospital university school church museum court panel commission council board team network website site blog channel
paper journal study survey poll institute center centre coalition alliance camp office embassy military army navy
force forces officials authorities prosecutors lawyers experts analysts researchers scientists critics supporters
opponents residents witnesses voters staff people men women lawmakers leaders aides sources ad advert headline column
editorial article story post tweet account email memo letter document filing complaint lawsuit indictment transcript
summary press release book film documentary show program programme
""".split()
)
"""Words for who or what speaks without being one person."""

TITLES = frozenset(
    """
mr mrs ms miss mx dr sir dame lord lady sen sens rep reps gov gen col lt sgt capt cpl pvt maj adm cmdr prof rev fr hon
st mayor president
""".split()
)
QUALIFIERS = frozenset(
    "former ex acting deputy vice prime foreign defense defence interior finance justice health first chief senior "
    "attorney assistant associate under junior retired late interim outgoing incoming".split()
)
PARTICLES = frozenset("de da do dos del della di van von der den bin ibn al el la le ter ten du des zu af".split())

PRONOUNS = frozenset("he she".split())
OTHER_PRONOUNS = frozenset("they it i we you everyone everybody someone somebody nobody none".split())
INDEFINITE = frozenset("a an one another some many several both two three four five few other most".split())
DEFINITE = frozenset("the his her its their my our your this these those".split())
PREPOSITIONS = frozenset(
    "of for from in at with to on against about over under after before like than near behind between toward towards "
    "through via into onto without within during among amid despite until beyond below above across around off "
    "out up upon regarding concerning including".split()
)
JOINS = frozenset("as and or nor yet so though although because if when whether where why how what".split())
CONTRASTS = frozenset("but while whereas".split())
RELATIVES = frozenset("who whom whose which".split())
BE = frozenset("is are was were be been being am get gets got getting isn't wasn't aren't weren't".split())
REFLEXIVES = frozenset("himself herself itself themselves myself ourselves".split())
ADVERBS = frozenset(
    "also then since only later earlier once again even just still now soon first often always never too "
    "however meanwhile instead today yesterday tonight tomorrow here there perhaps maybe has have had "
    "having would could should will can may might must did does do shall "
    "didn't doesn't don't won't wouldn't couldn't can't hasn't haven't hadn't".split()
)
MODALS = frozenset("could would will should can may might must did does do didn't couldn't".split())
TO_SAY = (["on", "to"], ["this", "to"])
TWO_WORD_VERBS = frozenset(
    tuple(pair.split("_"))
    for pair in "pointed_out points_out put_it puts_it fired_back shot_back hit_back chimed_in weighed_in went_on "
    "goes_on has_it had_it spoke_of speaks_of".split()
)
NOUNS_TOO = frozenset(
    "state report claim note comment answer reply post joke remark counter pledge promise question charge share label "
    "brand signal hint offer term demand laugh echo text email message blog broadcast sum lecture object venture "
    "mention quote sob toast welcome wail murmur whisper shout scream yell blast order counsel reason reflect".split()
)
AFTER_NOUN = frozenset("close familiar involved present aware able knowledgeable loyal alike".split())
"""Adjectives that follow their noun: "a person close to the family"."""
BASES = {word: code for code, verbs in (("v", BASE_FORMS[1]), ("s", BASE_FORMS[0])) for word in verbs}
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
FINITE = frozenset(
    "used died tied "
    "went took gave made came left met ran saw sent set spent spoke stood won lost drew fought sought struck found let "
    "cut hit broke chose drove fell felt flew grew knew rose sat threw wore laid led paid held kept became brought "
    "built bought caught fled got heard hung meant lay sold shook showed slept swore taught thought understood put "
    "has had is was".split()
)
NO_NAMES = frozenset(
    "no yes hence thus moreover nevertheless indeed more which that there asked given according last next all each "
    "every any such only".split()
)


@lru_cache(maxsize=20_000)
def is_role(word: str) -> bool:
    """Whether `word` (any case) is a role that a person has."""
    low = word.lower()
    return low in ROLES or low.removesuffix("elect").rstrip("-") in ROLES or low.rsplit("-", 1)[-1] in ROLES


@lru_cache(maxsize=20_000)
def is_people(word: str) -> bool:
    """Whether `word` means several people, or a body that speaks."""
    low = word.lower()
    single = low.removesuffix("s")
    return low in GROUPS or single in GROUPS or (low.endswith("s") and single in ROLES) or low.endswith("men")


@lru_cache(maxsize=50_000)
def code_of(word: str) -> str:
    """Return the one-letter class of a lower-case word; see knowledge.reading.mentions for the letters."""
    for code, members in _CLASSES:
        if word in members:
            return code
    if word.endswith("ly") and len(word) > 4:
        return "a"
    if word in FINITE or (word.endswith("ed") and len(word) > 4):
        return "o"
    return "w"


_CLASSES: tuple[tuple[str, frozenset[str]], ...] = (
    ("!", frozenset({"not"})),
    ("h", PRONOUNS),
    ("i", OTHER_PRONOUNS),
    ("D", DEFINITE),
    ("I", INDEFINITE),
    ("t", frozenset({"that"})),
    ("y", frozenset({"by"})),
    ("u", frozenset({"with"})),
    ("p", PREPOSITIONS),
    ("f", REFLEXIVES),
    ("k", CONTRASTS),
    ("j", JOINS),
    ("r", RELATIVES),
    ("b", BE),
    ("a", ADVERBS),
    ("T", frozenset("told tells tell assured assures informed informs reminded reminds".split())),
    ("s", SAY_FORMS),
    ("v", CALL_FORMS),
    ("g", SAYING_FORMS - {"reading", "beginning", "signalling", "signaling"}),
)
