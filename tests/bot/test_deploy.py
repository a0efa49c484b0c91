"""The files of deploy/, README and docs say what the code does."""

import re
from datetime import UTC, datetime
from pathlib import Path

from ruamel.yaml import YAML

from bot import heartbeat
from bot.contact import Contact
from bot.feeds.folders import Folders
from bot.inbox import Inbox
from bot.metrics import Metrics
from bot.services import Services
from bot.serving.health import Health
from bot.serving.site import PATHS
from bot.serving.webhook import MAX_BYTES
from bot.settings import Settings
from knowledge.live import LiveLibrary
from knowledge.store import memory_store

ROOT = Path(__file__).parents[2]
FILES = ("deploy/dateline.service", "deploy/Caddyfile", "deploy/compose.yaml")
OF_THE_PROXY = {"DATELINE_DOMAIN", "DATELINE_UPSTREAM"}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_that_is_named_is_one():
    settings = {f"DATELINE_{name.upper()}" for name in Settings.model_fields}
    for name in (*FILES, "README.md", "docs/monitoring.md", "Dockerfile"):
        assert set(re.findall(r"DATELINE_[A-Z0-9_]+", read(name))) <= settings | OF_THE_PROXY, name


def test_every_setting_is_in_the_readme():
    named = set(re.findall(r"DATELINE_[A-Z0-9_]+", read("README.md")))
    assert named >= {f"DATELINE_{name.upper()}" for name in Settings.model_fields}


async def test_every_metric_is_described_and_no_other(tmp_path):
    metrics = Metrics()
    now = lambda: datetime.now(UTC)  # noqa: E731
    shop = Services(LiveLibrary([], now=now()), now, metrics=metrics)
    async with memory_store() as store:
        shop.inbox = Inbox(store, now, metrics)
        Health(shop, Contact(metrics), Folders(tmp_path))
    there = {
        family.name + ("_total" if family.type == "counter" else ""): {
            label for sample in family.samples for label in sample.labels if label != "le"
        }
        for family in metrics.registry.collect()
    }
    rows = re.findall(r"^\| `(dateline_\w+)` \| (?:`(\w+)`)?", read("docs/monitoring.md"), re.MULTILINE)
    told = {name: {label} - {""} for name, label in rows}
    assert told.keys() == there.keys()
    # A label that has no value yet is not seen above; those that are have to be told.
    assert all(labels <= told[name] for name, labels in there.items())


def test_the_proxy_lets_the_webhook_through_and_nothing_else():
    compose = YAML(typ="safe").load(read("deploy/compose.yaml"))
    bot = compose["services"]["bot"]["environment"]
    (path,) = re.findall(r"^\s+path (\S+)$", read("deploy/Caddyfile"), re.MULTILINE)
    assert bot["DATELINE_WEBHOOK_URL"].endswith("}" + path)
    assert path not in PATHS
    assert re.search(r"max_size (\d+)MB", read("deploy/Caddyfile"))[1] == str(MAX_BYTES // 1_000_000)
    assert "ports" not in compose["services"]["bot"]
    assert "ports" not in compose["services"]["postgres"]
    assert compose["services"]["caddy"]["environment"]["DATELINE_UPSTREAM"] == f"bot:{bot['DATELINE_LISTEN'][-4:]}"


def test_the_watchdog_waits_for_several_beats():
    unit = dict(re.findall(r"^(\w+)=(.*)$", read("deploy/dateline.service"), re.MULTILINE))
    assert int(unit["WatchdogSec"]) >= 3 * heartbeat.SECONDS
    assert unit["Type"] == "notify"
    assert unit["ExecStart"].endswith("dateline run")
