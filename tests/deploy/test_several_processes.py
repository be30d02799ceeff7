"""Several processes behind one port count together."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.support.portal import get, wait_for
from tests.support.servers import free_base_port

pytestmark = pytest.mark.servers

ASKED = 20


def test_metrics_of_several_processes_are_those_of_all(tmp_path: Path) -> None:
    base = free_base_port()
    url = f"http://127.0.0.1:{base + 106}"
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith("PORTAIL_")},
        "PORTAIL_PORT": str(base),
        "PORTAIL_VAR": str(tmp_path),
        "PORTAIL_LOG_LEVEL": "WARNING",
    }
    words = [sys.executable, "-m", "deploy.cli", "serve", "integrations", "--processes", "2"]
    process = subprocess.Popen(words, env=env, start_new_session=True)
    try:
        wait_for(lambda: _answers(url), 60, "integrations answers")
        before = _counted(url)
        for _each in range(ASKED):
            get(f"{url}/nowhere")
        after = [_counted(url) for _each in range(4)]
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)

    assert {count - before for count in after} == {ASKED}


def _answers(url: str) -> bool:
    try:
        return get(f"{url}/health/live").ok
    except requests.RequestException:
        return False


def _counted(url: str) -> int:
    told = get(f"{url}/metrics").text
    found = re.search(r'http_requests_total\{route="none",.*status="404"\} ([0-9.]+)', told)
    return int(float(found[1])) if found else 0
