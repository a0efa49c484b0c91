"""Pins, licences, the release's workflow and the threat model are what they say."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HARMLESS_TO_OURS = re.compile(
    r"MIT|BSD|Apache|ISC|Python|PSF|Zlib|0BSD|CC0|MPL|Mozilla|LGPL-3.0-only$|CNRI|Other/Proprietary"
)


def spelt(name):
    """A package's name as all its spellings have it."""
    return re.sub(r"[-._]+", "-", name.lower())


def names_of(lock):
    found = re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return {spelt(name) for name in found}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash_and_no_host(lock):
    text = lock.read_text(encoding="utf-8")
    pins = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(pins) > 20
    for pin in pins:
        assert re.match(r"[A-Za-z0-9._-]+==\S+", pin), pin
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", pin), pin
    assert "://" not in text


def test_what_is_written_into_pyproject_is_pinned():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {
        "requirements.lock": told["project"]["dependencies"],
        "requirements-audit.lock": told["dependency-groups"]["audit"],
    }
    for name, wanted in groups.items():
        pinned = names_of(ROOT / name)
        assert {spelt(re.match(r"[\w.-]+", one)[0]) for one in wanted} <= pinned


def test_every_package_of_the_image_is_listed_with_its_licence():
    rows = re.findall(r"^\| ([\w.-]+) +\| (.+?) +\|$", (ROOT / "docs" / "licences.md").read_text(), re.MULTILINE)
    listed = {spelt(name): licence for name, licence in rows if name != "Name"}
    elsewhere = {"colorama"}  # on Windows alone
    assert listed.keys() == names_of(ROOT / "requirements.lock") - elsewhere
    for name, licence in listed.items():
        assert HARMLESS_TO_OURS.search(licence), f"{name}: {licence}"


def test_actions_are_pinned_by_commit_and_permissions_are_named():
    assert WORKFLOWS
    for path in WORKFLOWS:
        told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        assert told["permissions"] == {}
        for job in told["jobs"].values():
            assert job["timeout-minutes"]
            assert set(job["permissions"]) <= {"contents", "packages"}
            for step in job["steps"]:
                assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", step.get("uses", "a/b@" + "0" * 40))
                # What a tag's name may hold is no program.
                assert "${{" not in step.get("run", "")


def test_only_who_publishes_may_write_and_publishes_what_was_tried():
    told = YAML(typ="safe").load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    build, publish = told["jobs"]["build"], told["jobs"]["publish"]
    assert build["permissions"] == {"contents": "read"}
    assert publish["needs"] == "build"
    run = [step.get("run", "") for step in build["steps"]]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    made = {name for line in run for name in re.findall(r"^make ([a-z-]+)$", line)}
    assert made == {"audit", "wheel-test", "sbom"}
    assert made <= targets
    assert ".ci/run" in run


@cache
def names_in(name):
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_threat_has_a_control_and_tests_that_are_there():
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20
    for row in rows:
        assert len(row) == 3, row
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[2])
        assert named, row[0]
        for path, name in named:
            assert (ROOT / path).is_file(), path
            assert name in names_in(path), f"{path}::{name}"
