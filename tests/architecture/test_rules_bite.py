"""Every rule of the architecture is seen to bite: a violation planted in a copy makes it fail.

A contract that nothing can break holds nothing. The copy is made once; each test plants its
violation, looks, and takes it out again.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
PARTS = ("services", "shared", "deploy")


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A violation: words added to a file, which is made if it is not there."""

    rule: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text.splitlines()[0]} in {self.where}"


CONTRACTS = (
    # Services know each other only through contracts.
    Planted(
        rule="independent",
        where="services/billing/policies.py",
        text="from services.bookings import publications",
    ),
    Planted(
        rule="independent",
        where="services/gateway/clients/planted.py",
        text="import services.accounts.domain",
    ),
    # shared is below the services, and deploy above them.
    Planted(
        rule="shared-below",
        where="shared/web/planted.py",
        text="from services.bookings import publications",
    ),
    Planted(
        rule="shared-below",
        where="services/bookings/settings.py",
        text="import deploy.cli",
    ),
    # The floors of a service.
    Planted(rule="shape", where="services/bookings/utils.py", text="X = 1"),
    Planted(rule="shape", where="services/accounts/helpers/__init__.py", text="X = 1"),
    Planted(
        rule="shape",
        where="services/bookings/projections/planted.py",
        text="import services.bookings.api",
    ),
    Planted(
        rule="shape",
        where="services/bookings/handlers.py",
        text="import services.bookings.api",
    ),
    # The domain.
    *(
        Planted(rule="pure-domain", where="services/bookings/domain/planted.py", text=text)
        for text in (
            "import flask",
            "import sqlalchemy",
            "import kombu",
            "import pika",
            "import marshmallow",
            "import structlog",
            "import requests",
            "import msgspec",
            "from shared.contracts import bookings",
            "from shared.eventstore import store",
            "from shared.eventstore import clock",
            "import services.bookings.projections.planted_too",
        )
    ),
    Planted(rule="bare-words", where="shared/eventstore/decider.py", text="import sqlalchemy"),
    Planted(rule="bare-words", where="shared/eventstore/personal.py", text="import msgspec"),
    # The rooms of shared.
    *(
        Planted(rule="contracts-are-words", where="shared/contracts/planted.py", text=text)
        for text in (
            "import kombu",
            "import sqlalchemy",
            "import flask",
            "from shared.eventstore import store",
        )
    ),
    Planted(
        rule="shared-rooms",
        where="shared/eventstore/planted.py",
        text="from shared.messaging import relay",
    ),
    Planted(rule="shared-rooms", where="shared/web/planted.py", text="import shared.messaging"),
    Planted(rule="shared-rooms", where="shared/helpers.py", text="X = 1"),
    # SQL.
    *(
        Planted(rule="sql-in-two-places", where=f"services/bookings/{where}", text=text)
        for where, text in (
            ("api/planted.py", "import sqlalchemy"),
            ("policies.py", "from sqlalchemy import select"),
            ("publications.py", "import sqlalchemy"),
            ("handlers.py", "from sqlalchemy import Engine"),
            ("subscriptions.py", "from sqlalchemy.engine import Connection"),
        )
    ),
    Planted(
        rule="sql-in-two-places",
        where="services/gateway/web/planted.py",
        text="import sqlalchemy",
    ),
)

# For the one that reaches the database by a detour.
DETOUR = Planted(
    rule="pure-domain",
    where="services/bookings/projections/planted_too.py",
    text="import sqlalchemy",
)

BANNED = (
    "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
    "import datetime\n\nNOW = datetime.datetime.now(datetime.UTC)\n",
    "from datetime import date\n\nTODAY = date.today()\n",
    "import time\n\nNOW = time.time()\n",
    "from uuid import uuid4\n\nID = uuid4()\n",
    "import random\n\nDICE = random.random()\n",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code without what is not code; a service that has no files yet gets a folder."""
    folder = tmp_path_factory.mktemp("copy")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=_only_python)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _only_python(folder: str, names: list[str]) -> list[str]:
    return [
        name
        for name in names
        if name == "__pycache__" or not (name.endswith(".py") or (Path(folder) / name).is_dir())
    ]


@contextmanager
def planted(copy: Path, *violations: Planted) -> Iterator[None]:
    """Add the words, and put everything back as it was."""
    before = {}
    for violation in violations:
        path = copy / violation.where
        before[path] = path.read_text() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{before[path] or ''}\n{violation.text}\n")
    try:
        yield
    finally:
        for path, text in before.items():
            if text is None:
                path.unlink()
            else:
                path.write_text(text)


def lint(copy: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """import-linter on the copy, which must come before the installed project on the path."""
    return subprocess.run(
        [str(BIN / "lint-imports"), "--no-cache", *options],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
    )


def test_the_code_as_it_is_keeps_every_contract(copy: Path) -> None:
    done = lint(copy)

    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("violation", CONTRACTS, ids=str)
def test_a_contract_bites(copy: Path, violation: Planted) -> None:
    detour = (DETOUR,) if "planted_too" in violation.text else ()

    with planted(copy, violation, *detour):
        done = lint(copy, "--contract", violation.rule)

    assert done.returncode == 1, done.stdout[-3000:] + done.stderr[-1000:]
    assert "Contracts: 0 kept, 1 broken." in done.stdout


def test_no_contract_is_left_untried(copy: Path) -> None:
    config = (copy / "pyproject.toml").read_text()

    named = {line.split('"')[1] for line in config.splitlines() if line.startswith("id = ")}
    assert named == {violation.rule for violation in CONTRACTS}


def test_a_new_service_is_held_by_the_rules_from_its_first_file(copy: Path) -> None:
    root = Planted(rule="shape", where="services/planted/__init__.py", text="")

    for rule, where, text in (
        ("shape", "services/planted/utils.py", "X = 1"),
        ("independent", "services/planted/app.py", "import services.bookings.domain"),
    ):
        with planted(copy, root, Planted(rule=rule, where=where, text=text)):
            assert lint(copy, "--contract", rule).returncode == 1


def test_every_folder_of_code_is_a_package() -> None:
    # import-linter does not see a folder without __init__.py: no rule would hold there.
    folders = {file.parent for part in PARTS for file in (ROOT / part).rglob("*.py")}

    assert [str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").exists()] == []


def _ruff(copy: Path, where: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / "ruff"), "check", "--no-cache", "--select=TID251", where],
        cwd=copy,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("text", BANNED, ids=lambda text: text.splitlines()[-1])
@pytest.mark.parametrize("where", ("services/bookings/domain", "shared/messaging", "deploy"))
def test_clock_and_chance_are_banned(copy: Path, where: str, text: str) -> None:
    file = f"{where}/planted.py"

    with planted(copy, Planted(rule="TID251", where=file, text=text)):
        done = _ruff(copy, file)

    assert done.returncode == 1
    assert "TID251" in done.stdout
    assert "shared.eventstore.clock" in done.stdout


@pytest.mark.parametrize("text", BANNED, ids=lambda text: text.splitlines()[-1])
def test_the_clock_itself_may_look_at_the_time(copy: Path, text: str) -> None:
    clock = "shared/eventstore/clock.py"

    with planted(copy, Planted(rule="TID251", where=clock, text=text)):
        assert _ruff(copy, clock).returncode == 0


def test_a_new_event_or_command_nobody_thought_of_is_found_by_the_types(copy: Path) -> None:
    deciders = {
        str(path.relative_to(copy)): path.read_text()
        for path in sorted(copy.glob("services/*/domain/*.py"))
        if re.search(r"^def evolve\b", path.read_text(), re.M)
    }
    # A service that publishes nothing at all has nothing to sort.
    publications = [
        str(path.relative_to(copy))
        for path in copy.glob("services/*/publications.py")
        if "shared.contracts" in path.read_text()
    ]
    assert deciders

    for name, text in deciders.items():
        (copy / name).write_text(
            re.sub(r"^(Event|Command) = ", r"class New\1: ...\n\n\n\1 = New\1 | ", text, flags=re.M)
        )
    try:
        done = subprocess.run(
            [str(BIN / "mypy"), f"--cache-dir={copy}/mypy", *deciders, *publications],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": "", "MYPYPATH": str(copy)},
            capture_output=True,
            text=True,
        )
    finally:
        for name, text in deciders.items():
            (copy / name).write_text(text)

    unseen = re.compile(r"^([^:]+):\d+: error: .*\bNew(Event|Command)\b", re.M)
    found = set(unseen.findall(done.stdout))
    forgotten = {
        (name, kind)
        for name, text in deciders.items()
        for kind in ("Event", "Command")
        if re.search(rf"^{kind} = ", text, re.M)
    } | {(name, "Event") for name in publications}
    assert found == forgotten, done.stdout[-3000:]
