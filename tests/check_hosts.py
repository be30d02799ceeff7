"""No address of a package registry and no path of somebody's machine lies in the tree.

A lock or a Dockerfile that names one works for its author and for nobody else. The words are put
together from pieces so that this file does not find itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent

_REGISTRIES = (
    *("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"),
    *("yarn" + "pkg.com", "deb" + ".debian.org", "archive" + ".ubuntu.com", "cran" + ".r-project"),
    *("proxy." + "golang.org", "static." + "crates.io", "index." + "crates.io"),
)
_PATHS = ("/wo" + "rk/", "/op" + "t/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/")
_FORBIDDEN = re.compile(
    "|".join(
        [
            *map(re.escape, _REGISTRIES),
            # A path is absolute when nothing that could belong to one stands before it.
            rf"(?<![\w.~}})\]*-])(?:{'|'.join(map(re.escape, _PATHS))})[\w.]",
            # Someone's own mirror or package server.
            r"https?://[^\s\"'/]*(?:py" + r"pi|artifactory|nexus)[^\s\"']*",
            r"file:" + r"///\w",
            r"--(?:extra-)?index-url[ =]\S|--find-links[ =]\S",
        ]
    )
)


def findings(root: Path = ROOT) -> Iterator[str]:
    """Each place that names one, as `file:line: what`."""
    for path in _files(root):
        try:
            text = path.read_text()
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if found := _FORBIDDEN.search(line):
                yield f"{path.relative_to(root)}:{number}: {found[0]}"


def _files(root: Path) -> list[Path]:
    """What is committed or about to be: what `.gitignore` names does not leave this machine."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout
    names = sorted(name for name in listed.decode().split("\0") if name)
    return [path for path in map(root.joinpath, names) if path.is_file()]


def main() -> int:
    """Name every finding; the answer is the exit code."""
    found = list(findings())
    for finding in found:
        print(finding)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
