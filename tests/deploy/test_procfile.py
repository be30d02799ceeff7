"""The Procfile starts what `portail up` starts."""

from pathlib import Path

from deploy import portal
from deploy.processes import Processes

PROCFILE = Path(__file__).parents[2] / "deploy" / "Procfile"


def test_the_procfile_has_every_process() -> None:
    lines = [line for line in PROCFILE.read_text().splitlines() if not line.startswith("#")]
    written = dict(line.split(": portail ") for line in lines)

    started = {child.name: " ".join(child.command[3:]) for child in Processes().children}

    assert written == started
    assert len(started) == len(portal.SERVED) + len(portal.WORKING)
