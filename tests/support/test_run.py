"""The test run itself: what was not seen to pass is reported as a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import run
from tests.run import Stage

STAGE = Stage(name="unit", markers="not slow")


@pytest.fixture
def tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own, with a folder for tests in it."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # it starts in half the time
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = slow\n")
    (tmp_path / "tests").mkdir()
    return tmp_path / "tests"


def test_tests_that_pass_are_counted(tests: Path) -> None:
    (tests / "test_it.py").write_text("def test_one(): pass\ndef test_two(): pass\n")

    result = run._run(STAGE)

    assert (result.passed, result.trouble) == (2, "")


@pytest.mark.parametrize(
    "text, trouble",
    (
        ("def test_it(): assert False", "1 failed"),
        ("import pytest\n@pytest.fixture\ndef x(): 1/0\ndef test_it(x): pass", "1 errors"),
        ("import pytest\ndef test_it(): pytest.skip('no server')", "1 skipped"),
        ("import pytest\npytest.importorskip('nothing_like_it')", "no test at all"),
        ("import pytest\n@pytest.mark.slow\ndef test_it(): pass", "no test at all"),
        ("X = 1", "no test at all"),
        ("import nothing_like_it", "pytest ended with 2"),
    ),
)
def test_everything_else_is_a_failure(
    tests: Path, text: str, trouble: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tests / "test_it.py").write_text(text)

    result = run._run(STAGE)

    assert trouble in result.trouble
    assert "test_it" in capsys.readouterr().out or trouble == "no test at all"


def test_every_test_belongs_to_exactly_one_stage() -> None:
    markers = ("servers", "browser", "faults", "whole")
    for mask in range(16):
        marks = {marker: bool(mask >> bit & 1) for bit, marker in enumerate(markers)}

        stages = [stage.name for stage in run.STAGES if eval(stage.markers, {}, marks)]

        assert len(stages) == 1, (marks, stages)
