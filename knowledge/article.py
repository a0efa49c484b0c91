"""The structured article summary: what one news article is to Dateline.

Frozen models, the same for YAML, JSON and JSON Lines. `Article.model_validate(data, context={"now": now})`
checks everything that can be seen in one article by itself; what needs the disk (a `document`) or the other
articles (duplicate ids) is `knowledge.library`'s.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

MAX_SENTENCE = 1024
"""Longest sentence, in characters, that may be quoted: four fit into one Telegram message."""

MAX_TEXT = 10_000_000
"""Longest body, in characters: far above any article, below what would exhaust a small machine."""

# Embeddings, overrides and isolates reorder what a reader sees (Unicode TR 36, 2.10): never in a quote. The
# invisible marks U+200E, U+200F and U+061C only lean a neighbour and belong to Arabic and Hebrew typing.
# Of the controls (Cc) only tab and newline are text; surrogates cannot be encoded.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


# What Telegram drops from a message or turns into a space (TDLib's clean_input_string): a sentence that has one
# would not be shown as it stands. Composed letters ("å" as U+00E5) are not concerned.
_NOT_SHOWN = frozenset("\t\r\u030a\u0333\u033f\u2028\u2029")


def shown_exactly(text: str) -> bool:
    """Whether `text` reaches a reader character by character."""
    return _NOT_SHOWN.isdisjoint(text)


def _quotable(value: str) -> str:
    if value != value.strip():
        raise ValueError("starts or ends with white space; remove it")
    hidden = next((char for char in value if char in _NOT_SHOWN), None)
    if hidden is not None:
        name = unicodedata.name(hidden, "a control character")
        raise ValueError(f"has U+{ord(hidden):04X} ({name}), which readers would not see; use the composed letter")
    return value


def printable(value: str) -> str:
    """Return `value` unchanged, or raise ValueError at its first control or bidi-override character."""
    found = _UNPRINTABLE.search(value)
    if found:
        name = unicodedata.name(found[0], "control character")
        raise ValueError(f"character {found.start() + 1} is U+{ord(found[0]):04X} ({name}); remove it")
    return value


def _one_line(value: str) -> str:
    if "\n" in value:
        raise ValueError("must be on one line")
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SENTENCE),
    AfterValidator(printable),
    AfterValidator(_one_line),
]
"""One line of text for people: not empty, no control characters."""

Quotable = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_SENTENCE, pattern=r"\S"),
    AfterValidator(printable),
    AfterValidator(_quotable),
]
"""A sentence exactly as its source has it: nothing is stripped."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$", max_length=128)]
"""An article's id: letters, digits and . _ : - only, so that it is safe in a link, a file name and a log."""

Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 tag: `en`, `pt-BR`, `zh-Hans`."""


CLOCK_SKEW = timedelta(hours=14)
"""How far ahead of `now` a date may lie: somewhere on Earth it is already tomorrow."""


def _when(value: Any) -> Any:  # noqa: ANN401 - pydantic gives whatever the file held
    """Read a day or a time and refuse one without a zone, in words of our own: pydantic's are for programmers."""
    if isinstance(value, str):
        try:
            value = (datetime if "T" in value or ":" in value else date).fromisoformat(value.strip())
        except ValueError as error:
            raise ValueError(f"not a date or time that we know ({error}); write 2019-09-26") from error
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a time needs its zone, e.g. 2019-09-26T14:05:00+03:00; or give the day alone")
    if isinstance(value, (int, float)):
        raise ValueError("a number is not a date; write 2019-09-26")
    return value


def _moment(value: Any) -> Any:  # noqa: ANN401 - pydantic gives whatever the file held
    value = _when(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        raise ValueError("a day begins at another hour everywhere; give the time and its zone: 2019-09-26T00:00:00Z")
    return value


When = Annotated[AwareDatetime | date, BeforeValidator(_when)]
"""A moment with its zone, or a plain day where the hour is not known."""

Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
"""A moment with its zone."""


def _past(value: When | None, info: ValidationInfo) -> When | None:
    now = (info.context or {}).get("now")
    if value is not None and now is not None and moment(value) > now + CLOCK_SKEW:
        raise ValueError(f"{value.isoformat()} lies in the future; check the year")
    return value


class Model(BaseModel):
    """Frozen, and an unknown key is a mistake rather than a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=MAX_TEXT)


class Source(Model):
    """Where an article was published."""

    name: Line
    url: HttpUrl | None = None


class Dateline(Model):
    """The line that opens an agency story: "MOSCOW, September 26./TASS/."."""

    place: Line | None = None
    date: Line | None = Field(default=None, description="As the document has it, e.g. `September 26`.")
    agency: Line | None = None


class SentenceKind(StrEnum):
    """Whose words a sentence is: only an editor's summary is never quoted."""

    REPORT = "report"
    STATEMENT = "statement"
    SUMMARY = "summary"


class SentenceEntry(Model):
    """One sentence of a section, as an editor sees it."""

    text: Quotable
    speaker: Line | None = Field(default=None, description="Who says it, where an editor knows better.")
    kind: SentenceKind | None = None


class Section(Model):
    """A run of sentences under an optional sub-heading."""

    heading: Line | None = None
    sentences: Annotated[tuple[SentenceEntry, ...], Field(min_length=1)]


class Person(Model):
    """Somebody whom the article names."""

    name: Line
    role: Line | None = None
    aliases: tuple[Line, ...] = ()


class Document(Model):
    """The file that the article was made from; every sentence must stand in it."""

    path: Line = Field(description="Relative to the article's own file.")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Question(Model):
    """What the document does not say and only an editor can: open while its field is empty."""

    field: Line
    question: Line
    answer: Line | None = Field(default=None, description="The editor's note on what was entered, and why.")


class Correction(Model):
    """What was wrong, in the editor's words; shown with every quote of the article."""

    text: Line
    date: Annotated[When | None, AfterValidator(_past)] = None


class Status(StrEnum):
    """Whether an article may be quoted; `usable` and `corrected` may."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"


ArticleType = Literal[
    "news", "analysis", "opinion", "interview", "feature", "factcheck", "review", "press-release", "obituary"
]


class Article(Model):
    """One structured article summary."""

    id: Identifier
    headline: Line
    source: Source
    published: Annotated[When | None, AfterValidator(_past)] = Field(
        description="null only where it is truly unknown; readers are told so."
    )
    language: Language
    text: Annotated[str, StringConstraints(max_length=MAX_TEXT, pattern=r"\S")] | None = None
    sections: tuple[Section, ...] | None = None

    standfirst: Line | None = None
    url: HttpUrl | None = None
    updated: Annotated[When | None, AfterValidator(_past)] = None
    dateline: Dateline | None = None
    authors: tuple[Line, ...] = ()
    type: ArticleType = "news"
    topics: tuple[Line, ...] = ()
    people: tuple[Person, ...] = ()
    summary: str | None = Field(default=None, description="An editor's summary; never quoted.")
    status: Status = Status.USABLE
    correction: Correction | None = None
    embargoed_until: Moment | None = None
    expires_at: Moment | None = None
    document: Document | None = None
    questions: tuple[Question, ...] = ()

    @field_validator("text", "summary")
    @classmethod
    def _printable(cls, value: str | None) -> str | None:
        return None if value is None else printable(value)

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if (self.text is None) == (self.sections is None):
            raise ValueError("give the body once, either as `text` or as `sections`")
        if self.sections is not None and not self.sections:
            raise ValueError("`sections` is empty")
        if self.status is Status.CORRECTED and self.correction is None:
            raise ValueError("status is `corrected`: say in `correction` what was")
        return self

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Questions whose field an editor has not filled in yet."""
        return tuple(q for q in self.questions if getattr(self, q.field.split(".")[0], None) in (None, ()))

    def quotable(self, now: datetime) -> bool:
        """Whether readers may be shown this article at `now` (aware): its status, embargo and expiry."""
        return (
            self.status in {Status.USABLE, Status.CORRECTED}
            and (self.embargoed_until is None or self.embargoed_until <= now)
            and (self.expires_at is None or now < self.expires_at)
        )


def moment(value: When) -> datetime:
    """A comparable, aware datetime of `value`; a plain day counts from its midnight in UTC."""
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)


def day(value: When) -> date:
    """The calendar day of `value`, in its own zone."""
    return value.date() if isinstance(value, datetime) else value
