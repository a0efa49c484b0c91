"""What a monitor may know: counts and times, with no user, no chat and no text in them.

Each bot has a registry of its own, so that two in one process, as in the tests, do not share their counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from knowledge.feeds.state import FeedState
from knowledge.live import Diff
from knowledge.store import Refusal

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds in seconds: the library takes tens of milliseconds, Telegram's limits can take many seconds."""


@dataclass
class Metrics:
    """The figures of one bot."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        here = self.registry
        self.questions = Counter("dateline_questions", "Questions that were put.", registry=here)
        self.answered = Counter("dateline_answered", "Questions that were answered.", registry=here)
        self._refused = Counter("dateline_refused", "Questions that were refused.", ["reason"], registry=here)
        self._turned_away = Counter(
            "dateline_turned_away", "What was not looked at: too late, or over a limit.", ["reason"], registry=here
        )
        self._seconds = Histogram(
            "dateline_answer_seconds", "From a question's begin to its reply.", registry=here, buckets=BUCKETS
        )
        self.updates = Counter("dateline_updates", "Updates that were taken.", registry=here)
        self.twice = Counter("dateline_updates_twice", "Updates that came again and were let be.", registry=here)
        self.given_up = Counter(
            "dateline_updates_given_up", "Updates left by a bot that died, and not handled any more.", registry=here
        )
        self._reloads = Counter("dateline_reloads", "Reloads of the library.", ["outcome"], registry=here)
        self._telegram = Counter("dateline_telegram_errors", "Requests that failed.", ["kind"], registry=here)
        self._feed_up = Gauge("dateline_feed_up", "Whether a feed's last poll worked.", ["feed"], registry=here)
        self._feed_success = Gauge(
            "dateline_feed_last_success_timestamp_seconds", "When a feed last worked.", ["feed"], registry=here
        )
        # What is not there until it happens cannot be asked for a rate.
        for refusal in Refusal:
            self._refused.labels(refusal.name.lower())
        for reason in ("late", "limit"):
            self._turned_away.labels(reason)
        for outcome in ("changed", "same", "kept"):
            self._reloads.labels(outcome)

    def watch(self, name: str, what: str, value: Callable[[], float]) -> None:
        """Give a figure that is asked for whenever the metrics are."""
        Gauge(name, what, registry=self.registry).set_function(value)

    def asked(self, refusal: Refusal | None, seconds: float) -> None:
        """Count a question; `refusal` says why it was refused, None where it was answered."""
        self.questions.inc()
        if refusal is None:
            self.answered.inc()
        else:
            self._refused.labels(refusal.name.lower()).inc()
        self._seconds.observe(seconds)

    def turned_away(self, reason: str) -> None:
        """Count what was not looked at: `late`, or over a `limit`."""
        self._turned_away.labels(reason).inc()

    def reloaded(self, diff: Diff) -> None:
        """Count a reload."""
        changed = diff.added or diff.changed or diff.removed
        self._reloads.labels("kept" if diff.kept else "changed" if changed else "same").inc()

    def telegram_failed(self, kind: str) -> None:
        """Count a request that Telegram refused, or that never reached it."""
        self._telegram.labels(kind).inc()

    def feeds(self, states: Iterable[tuple[str, FeedState]]) -> None:
        """Say how feeds are, by name."""
        for name, state in states:
            self._feed_up.labels(name).set(not (state.failures or state.dead))
            if state.last_success is not None:
                self._feed_success.labels(name).set(state.last_success.timestamp())

    def text(self) -> bytes:
        """Return everything in Prometheus's text format."""
        return generate_latest(self.registry)
