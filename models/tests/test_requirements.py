# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The pinned requirements are those that pyproject.toml asks for, each with its hashes."""

import re
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
ASKED = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
FILES = {
    "requirements.txt": ASKED["project"]["dependencies"] + ASKED["dependency-groups"]["test"],
    "requirements-dev.txt": ASKED["dependency-groups"]["dev"],
}


def pinned(name):
    """[(requirement, number of its hashes)]"""
    blocks = re.split(r"\n(?=[a-z])", "\n" + re.sub(r"^ *#.*\n", "", (HERE / name).read_text(encoding="utf-8"), flags=re.MULTILINE))
    return [(block.split()[0], block.count("--hash=sha256:")) for block in blocks if block.strip()]


@pytest.mark.parametrize("name", FILES)
def test_what_is_asked_for_is_pinned_in_the_same_version(name):
    assert set(FILES[name]) <= {requirement for requirement, _ in pinned(name)}


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_has_one_version_and_a_hash(name):
    assert [requirement for requirement, hashes in pinned(name) if "==" not in requirement or not hashes] == []


@pytest.mark.parametrize("name", FILES)
def test_no_requirement_names_an_index(name):
    assert not re.search(r"https?:|--(extra-)?index|--find-links", (HERE / name).read_text(encoding="utf-8"))


def test_both_files_agree():
    served, checking = (dict(requirement.split("==") for requirement, _ in pinned(name)) for name in FILES)

    assert {package: served[package] for package in served.keys() & checking.keys()} == {
        package: checking[package] for package in served.keys() & checking.keys()
    }
