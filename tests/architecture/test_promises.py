"""`docs/promises.md` names a test for each promise: they exist, and all that breaks is named."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def named() -> set[tuple[str, str]]:
    return set(NAMED.findall((ROOT / "docs/promises.md").read_text()))


def sentences_of(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_test_named_by_a_promise_exists() -> None:
    missing = {f"{file}::{test}" for file, test in named() if test not in sentences_of(ROOT / file)}

    assert missing == set()


def test_every_promise_names_a_test() -> None:
    sections = (ROOT / "docs/promises.md").read_text().split("\n## ")[1:]

    without = [it.splitlines()[0] for it in sections if not NAMED.search(it)]

    assert without == ["What is not promised"]


def test_every_fault_belongs_to_a_promise() -> None:
    broken = {
        (str(path.relative_to(ROOT)), test)
        for path in (ROOT / "tests/faults").glob("test_*.py")
        for test in sentences_of(path)
    }

    assert {test for _, test in broken - named()} == {
        "test_nothing_is_lost_when_nothing_breaks_and_forgeries_are_seen"
    }
