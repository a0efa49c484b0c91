"""A running library beside a plain dictionary, in memory and on disk: files come, change, break and go; admins rule.

Whatever the order, it holds what was right at the last reload, as the rulings leave it, and quotes nothing else.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from knowledge.answering import Answer, ask
from knowledge.archive import Archive
from knowledge.article import Status
from knowledge.live import LiveLibrary
from knowledge.rulings import Ruling, as_corrected
from tests.articles import NOW
from tests.knowledge.archive.test_archive import DEEDS, PEOPLE, PLACES, put

NUMBERS = st.integers(0, 4)
TEXTS = st.builds(
    lambda who, deed, place: f"{who} {deed} in {place}. She said it had been agreed.",
    st.sampled_from(PEOPLE),
    st.sampled_from(DEEDS),
    st.sampled_from(PLACES),
)


class LibraryMachine(RuleBasedStateMachine):
    """`files` is what lies in the folder (None for a file that is no article), `loaded` what the last reload made."""

    @initialize(on_disk=st.booleans(), text=TEXTS)
    def begin(self, on_disk, text):
        self.folder = Path(tempfile.mkdtemp(prefix="library"))
        self.articles = self.folder / "articles"
        self.now, self.rulings = NOW, {}
        put(self.articles, 0, text)
        self.files = {"a00": text}
        self.archive = Archive(self.folder / "state", [self.articles]) if on_disk else None
        self.live = LiveLibrary([self.articles], now=self.now, kept=self.archive)
        self.loaded = dict(self.files)
        self.before = []

    def teardown(self):
        if not hasattr(self, "live"):
            return
        try:
            self.look()
        finally:
            if self.archive is not None:
                self.archive.close()
            shutil.rmtree(self.folder)

    @rule(number=NUMBERS, text=TEXTS)
    def write(self, number, text):
        put(self.articles, number, text)
        self.files[f"a{number:02}"] = text

    @rule(number=NUMBERS)
    def remove(self, number):
        (self.articles / f"a{number:02}.json").unlink(missing_ok=True)
        self.files.pop(f"a{number:02}", None)

    @rule(number=NUMBERS, what=st.sampled_from(["", "{", "[]", '{"id": "x"}', "\x00"]))
    def spoil(self, number, what):
        (self.articles / f"a{number:02}.json").write_text(what, encoding="utf-8")
        self.files[f"a{number:02}"] = None

    @rule()
    def reload(self):
        self.before.append((self.live.current, dict(self.loaded)))
        diff = self.live.reload(self.now)
        usable = {id_: text for id_, text in self.files.items() if text is not None}
        if self.archive is None:  # one on disk reads, and tells of, what has changed
            assert len({fault.path for fault in diff.refused}) >= sum(text is None for text in self.files.values())
        assert diff.kept is (not usable and bool(self.loaded))
        if diff.kept:
            return
        both = usable.keys() & self.loaded.keys()
        assert set(diff.added) == usable.keys() - self.loaded.keys()
        assert set(diff.removed) == self.loaded.keys() - usable.keys()
        assert set(diff.changed) == {id_ for id_ in both if usable[id_] != self.loaded[id_]}
        self.loaded = usable

    @rule(number=NUMBERS, withheld=st.booleans(), words=st.sampled_from(["", "It was Tuesday."]))
    def rule_on(self, number, withheld, words):
        said = as_corrected(words, self.now) if words else Ruling()
        self.rulings[f"a{number:02}"] = Ruling(withheld, said.correction, said.corrected)
        self.live.rule({f"a{number:02}": self.rulings[f"a{number:02}"]})

    @rule()
    def start_again(self):
        """A new process: what was loaded is what the files are now, and rulings are told anew, as from the store."""
        usable = {id_: text for id_, text in self.files.items() if text is not None}
        if self.archive is not None:
            self.archive.close()
            self.archive = Archive(self.folder / "state", [self.articles])
        self.before = []
        self.live = LiveLibrary([self.articles], now=self.now, kept=self.archive)
        self.live.rule(self.rulings)
        if usable or self.archive is None:  # one on disk keeps what it had rather than nothing
            self.loaded = usable

    @rule(days=st.integers(0, 3))
    def time_goes_on(self, days):
        self.now += timedelta(days=days)

    @rule()
    def look(self):
        self.holds(self.live.current, self.loaded, self.rulings)

    @rule(who=st.sampled_from(PEOPLE), deed=st.sampled_from(DEEDS), place=st.sampled_from(PLACES))
    def ask(self, who, deed, place):
        found = ask(f"Who {deed} in {place}, was it {who}?", self.live.current, now=self.now, threshold=0.0)
        for one in found.quotes if isinstance(found, Answer) else ():
            assert one.sentence.text in self.loaded[one.article.id]
            assert not self.rulings.get(one.article.id, Ruling()).withheld
        if not isinstance(found, Answer):
            assert all(not self.rulings.get(one.id, Ruling()).withheld for one in found.nearest)

    @rule()
    def look_at_an_old_snapshot(self):
        """Who still holds a library from before a reload has it whole."""
        if self.before and self.archive is None:
            library, loaded = self.before[-1]
            assert {id_: story.text for id_, story in library.stories.items()} == loaded

    def holds(self, library, loaded, rulings):
        assert {id_: story.text for id_, story in library.stories.items()} == loaded
        for id_, story in library.stories.items():
            ruling = rulings.get(id_, Ruling())
            assert (story.article.status is Status.WITHHELD) is ruling.withheld
            shown = story.article.correction.text if story.article.correction else ""
            assert ruling.withheld or shown == ruling.correction
        newest = [one.id for one in library.newest_first(self.now)]
        assert sorted(newest) == sorted(id_ for id_ in loaded if not rulings.get(id_, Ruling()).withheld)


TestLibrary = LibraryMachine.TestCase
TestLibrary.settings = settings(max_examples=max(1, settings().max_examples // 10), stateful_step_count=15)
