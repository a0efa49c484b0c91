"""The settings: DATELINE_* variables and a .env file, each described here and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal, Self

import regex
from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.wording import OLD_AFTER

PREFIX = "DATELINE_"
MESSAGES_PER_SECOND = 30
"""What Telegram takes of one bot."""
_DATABASE = regex.compile(r"(?:sqlite(?:\+aiosqlite)?|postgres(?:ql)?(?:\+asyncpg)?)://.*", regex.DOTALL)
_SEPARATORS = regex.compile(rf"[,{regex.escape(os.pathsep)}]")
_BETWEEN_URLS = regex.compile(r"[\s,]+(?=https?://)|\s+|,+$")
_URL = regex.compile(r"https?://[^\s/?#@,]+(?:[/?#]\S*)?")
_SECRET = regex.compile(r"[A-Za-z0-9_-]{1,256}")
_LISTEN = regex.compile(r"(?:([\w.-]+)|\[([0-9A-Fa-f:.]+)\]):(\d{1,5})")
_LARGEST_PORT = 65_535
_LISTEN_BY_DEFAULT = "127.0.0.1:8080"
_HOST = regex.compile(r"[\w.-]+|[0-9a-f:.]+")


class SettingsError(Exception):
    """The settings cannot be used; the text has one plain line for each that is wrong, and no secret."""


def default_articles() -> Path:
    """Return the articles that Dateline ships with: seeds/ in a checkout, bot/seeds in an installed package."""
    here = Path(__file__).parent
    checkout = here.parent / "seeds"
    return checkout if checkout.is_dir() else here / "seeds"


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: SecretStr | None = Field(None, description="The bot's token, from @BotFather. Only `dateline run` needs it.")
    admins: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="Numeric Telegram ids of the admins, comma separated. Nobody else is one."
    )
    api_url: HttpUrl = Field(
        HttpUrl("https://api.telegram.org"), description="The Bot API server to talk to; Telegram's own by default."
    )
    webhook_url: HttpUrl | None = Field(
        None,
        description="The public https address that Telegram posts updates to, by way of your proxy; by default the bot "
        "polls for them.",
    )
    webhook_secret: SecretStr | None = Field(
        None,
        description="What Telegram says with each of them, 1 to 256 of A-Z, a-z, 0-9, _ and -; the webhook needs it.",
    )
    listen: str | None = Field(
        None,
        description="Where the webhook, /healthz, /readyz and /metrics are served, host:port; with a webhook "
        "127.0.0.1:8080 by default, and without one nowhere.",
    )
    articles: Annotated[tuple[Path, ...], NoDecode] = Field(
        default_factory=lambda: (default_articles(),),
        description="Article files and folders, comma separated; the seed article by default.",
    )
    added: Path | None = Field(
        None,
        description="The folder that articles go to which admins add by /add; by default the first of the articles' "
        "folders. It is loaded with them.",
    )
    threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Confidence from which a question is answered: higher gives fewer false answers and more refusals. "
        "The default was set for a share of false answers that stands beside it in knowledge/retrieval/weights.json; "
        "`dateline calibrate` finds the threshold for your own articles and questions.",
    )
    old_after: int = Field(
        OLD_AFTER, ge=1, description="Days from which an answer says how old its article is; 365 by default."
    )
    semantic_model: Path | None = Field(
        None, description="A folder with a sentence-embedding model (model.onnx, tokenizer.json) to re-rank with."
    )
    semantic_sha256: str | None = Field(
        None,
        pattern="^[0-9a-fA-F]{64}$",
        description="What `cat model.onnx tokenizer.json | sha256sum` says there; no other model is loaded.",
    )
    state: Path = Field(
        Path("state"), description="The folder of what the bot keeps; `state` in the working directory by default."
    )
    processes: int = Field(
        0,
        ge=0,
        le=64,
        description="Processes that answer beside the bot's own, each on a core of its own: for more than some 30 "
        "questions and inline queries a second. With a semantic model there are none.",
    )
    store: SecretStr | None = Field(
        None,
        description="Database URL of what users leave behind, postgresql://… or sqlite:///…, password and all; by "
        "default a SQLite file in the state folder.",
    )
    keep_texts: bool = Field(
        False, description="Whether questions are kept in their askers' words, for /unanswered and `dateline export`."
    )
    follows: int = Field(20, ge=1, description="How much one person may follow at once.")
    questions_per_minute: int = Field(
        10, ge=0, description="Questions and commands that one person may put within a minute; 0 for no limit."
    )
    chat_questions_per_minute: int = Field(
        20,
        ge=0,
        description="The same for a whole group; 0 for no limit. Telegram takes 20 messages a minute into a group: "
        "more would be answered late.",
    )
    queries_per_minute: int = Field(
        120,
        ge=0,
        description="Inline queries and presses of buttons of one person within a minute; 0 for no limit. Typing makes "
        "one every few letters.",
    )
    messages_per_second: int = Field(
        MESSAGES_PER_SECOND,
        ge=0,
        description="Messages a second to all chats together; 0 for no limit. Telegram takes 30; a Bot API server of "
        "your own may take more.",
    )
    feeds: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Feeds to poll (RSS, Atom, JSON Feed, ninjs): URLs, comma separated."
    )
    feeds_publish: Literal["held", "at-once"] = Field(
        "held", description="Whether what feeds bring is held for `dateline feeds --approve`, or published at once."
    )
    feeds_minutes: int = Field(15, ge=1, description="Minutes between two polls of a feed.")
    fetch_allow: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="Hosts that may be fetched from wherever they are, http and private addresses too: your own CMS.",
    )
    fetch_http: bool = Field(False, description="Whether http is fetched beside https, from public addresses.")
    watch: bool = Field(True, description="Whether a changed article file is loaded by itself.")
    stale_after: int | None = Field(
        None, ge=1, description="Hours after which admins are told that the newest article is old; off by default."
    )
    heartbeat: Path | None = Field(
        None, description="A file that is touched every few seconds while the bot lives, for a health check."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What goes into the log.")
    log_format: Literal["text", "json"] = Field(
        "text", description="Whether the log has lines for people, or one JSON object a line."
    )

    @field_validator("admins", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdecimal() and part.isascii() for part in parts):
            raise ValueError("give numeric ids, comma separated, e.g. 12345,67890 (not @names)")
        return frozenset(int(part) for part in parts)

    @field_validator("store")
    @classmethod
    def _database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _DATABASE.fullmatch(value.get_secret_value()):
            raise ValueError("give a URL like postgresql://user:password@host/database or sqlite:////path/to/file.db")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _public(cls, value: HttpUrl | None) -> HttpUrl | None:
        if value is not None and (value.scheme != "https" or value.username or value.query or value.fragment):
            raise ValueError("give an https address with a path of its own, e.g. https://news.example/telegram")
        if value is not None and value.path in {"/healthz", "/readyz", "/metrics"}:
            raise ValueError("the path is taken; give another, e.g. https://news.example/telegram")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("give 1 to 256 of A-Z, a-z, 0-9, _ and -, e.g. what `openssl rand -hex 32` says")
        return value

    @field_validator("listen")
    @classmethod
    def _place(cls, value: str | None) -> str | None:
        found = _LISTEN.fullmatch(value) if value is not None else None
        if value is not None and (found is None or int(found[3]) > _LARGEST_PORT):
            raise ValueError("give a host and a port, e.g. 127.0.0.1:8080 or [::1]:8080")
        return value

    @model_validator(mode="after")
    def _has_a_secret(self) -> Self:
        if self.webhook_url is not None and self.webhook_secret is None:
            raise ValueError("WEBHOOK_URL is set, but not WEBHOOK_SECRET: set it to what `openssl rand -hex 32` says")
        return self

    @property
    def address(self) -> tuple[str, int] | None:
        """The host and the port to serve at; None where nothing is served."""
        found = _LISTEN.fullmatch(self.listen or (_LISTEN_BY_DEFAULT if self.webhook_url is not None else ""))
        return None if found is None else (found[1] or found[2], int(found[3]))

    @property
    def secrets(self) -> list[str]:
        """What no log may show, but for the store's password."""
        return [one.get_secret_value() for one in (self.token, self.webhook_secret) if one is not None]

    @field_validator("feeds", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = tuple(dict.fromkeys(part for part in _BETWEEN_URLS.split(value.strip()) if part))
        if not all(_URL.fullmatch(one) for one in found):
            raise ValueError("give https addresses, comma separated, without a user name or password in them")
        return found

    @field_validator("fetch_allow", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip().lower() for part in value.split(",") if part.strip()]
        if not all(_HOST.fullmatch(part) for part in parts):
            raise ValueError("give names of hosts, comma separated, e.g. cms.example.org (no addresses with https://)")
        return frozenset(parts)

    @field_validator("articles", mode="before")
    @classmethod
    def _paths(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(Path(part.strip()) for part in _SEPARATORS.split(value) if part.strip())


def load_settings() -> Settings:
    """Read the settings; raises SettingsError."""
    try:
        return Settings()
    except ValidationError as error:
        lines = []
        for one in error.errors(include_url=False, include_input=False):
            variable = PREFIX + ".".join(str(step) for step in one["loc"]).upper()
            said = one["msg"].removeprefix("Value error, ")
            lines.append(f"{variable}: {said}" if one["loc"] else f"{PREFIX}{said}")
        raise SettingsError("\n".join(lines)) from None
