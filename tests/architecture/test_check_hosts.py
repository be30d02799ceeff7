"""The search for registry hosts and machine paths finds them, and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.check_hosts import findings


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("var/\n")
    return tmp_path


@pytest.mark.parametrize(
    "line",
    (
        "RUN pip install --index-" + "url=somewhere flask",
        '"resolved": "https://registry.npm' + 'js.org/left-pad"',
        "https://files.python" + "hosted.org/packages/six.whl",
        "https://py" + "pi.town.example/simple",
        'path = "/wo' + 'rk/main/var"',
        "source /ro" + "ot/.profile",
        "cd /ho" + "me/camille/portail",
        "find-links = file:" + "///srv/wheels",
    ),
)
def test_an_address_or_a_path_of_ones_own_is_found(tree: Path, line: str) -> None:
    (tree / "Dockerfile").write_text(f"FROM debian\n{line}\n")

    (found,) = findings(tree)

    assert found.startswith("Dockerfile:2: ")


@pytest.mark.parametrize(
    "line",
    (
        "from services.bookings.work import x",
        "GET /accounts/work/hours",
        "the package is on PyPI",
        "http://127.0.0.1:8000/",
        "${HOME}/wo" + "rk/notes",
        "deploy/" + "ro" + "ot/x",
    ),
)
def test_what_only_looks_like_one_is_not(tree: Path, line: str) -> None:
    (tree / "page.md").write_text(line)

    assert list(findings(tree)) == []


def test_what_is_not_committed_may_say_what_it_likes(tree: Path) -> None:
    (tree / "var").mkdir()
    (tree / "var" / "log").write_text("/ro" + "ot/.cache")

    assert list(findings(tree)) == []
