"""`make bench`: the backbone beside its peers. `--quick` sees in seconds that it still runs."""

import argparse
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from tests.benchmarks import bus_rows, history_rows, register_rows, report, store_rows
from tests.benchmarks.measuring import Row
from tests.support.servers import Postgres, RabbitMQ, postgres_programs

INTRODUCTION = """
{surroundings}

Events are of 256 bytes, as in event-store-benchmark; with its envelope a message has about 700.
The peer of the store is the library `eventsourcing`, as its documentation shows it and in its
default mode, on the same servers. "Ours" is the code that the services run, with its outbox rows.
`var/bench/backbone.json` has the same figures for a program.
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.backbone", description=__doc__
    )
    parser.add_argument("--quick", action="store_true", help="a few of everything; writes no page")
    parser.add_argument("--only", nargs="*", help="names of parts, to look at one")
    parser.add_argument("--json", type=Path, help="folder for backbone.json")
    asked = parser.parse_args()
    rows = measure(quick=asked.quick, only=asked.only)
    print(report.as_json("backbone", rows, *([asked.json] if asked.json else [])))
    return 0


def measure(*, quick: bool = False, only: list[str] | None = None) -> list[Row]:
    """Every row; each is printed as it comes, and written down unless it is quick or a part."""
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    begun = report.surroundings("make bench", _postgres_version(), "RabbitMQ " + _rabbit_version())
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="portail-bench-") as folder, Postgres() as postgres:
        for name, part in _parts(postgres, Path(folder), quick=quick).items():
            if only and name not in only:
                continue
            started = time.monotonic()
            found = part()
            rows += found
            print(report.table(found), flush=True)
            print(f"\n{name}: {time.monotonic() - started:.0f} s\n", flush=True)
            if not quick and not only:
                text = INTRODUCTION.format(surroundings=begun).strip()
                report.write_section("The backbone", f"{text}\n\n{report.table(rows)}")
    return rows


def _parts(postgres: Postgres, folder: Path, *, quick: bool) -> dict[str, Callable[[], list[Row]]]:
    few = 1 if quick else 7
    ours, theirs, caching = store_rows.stores_at(postgres.url)
    lite_ours, lite_theirs, _ = store_rows.stores_at(f"sqlite:///{folder}/bench")
    sizes = [1_000] if quick else [10_000, 100_000, 1_000_000]

    def relay() -> list[Row]:
        with RabbitMQ() as rabbit:
            store = store_rows.store_of(postgres.url, "relay")
            count, rounds = (500, 1) if quick else (20_000, 5)
            return bus_rows.relay(store, rabbit.url, messages=count, rounds=rounds)

    def latency() -> list[Row]:
        with RabbitMQ() as rabbit:
            seconds = 1 if quick else 30
            return bus_rows.latency(postgres.url, rabbit.url, folder, seconds=seconds)

    return {
        "append": lambda: store_rows.append(ours, theirs, seconds=0.1 if quick else 1, rounds=few),
        "decide": lambda: store_rows.decide(
            ours, theirs, caching, streams=1 if quick else 2, rounds=1 if quick else 7
        ),
        "replay": lambda: [
            *store_rows.replay("PostgreSQL", ours, theirs, each=1_000, rounds=few),
            *store_rows.replay("SQLite", lite_ours, lite_theirs, each=1_000, rounds=few),
        ],
        "feed": lambda: store_rows.feed(
            *store_rows.feed_stores(postgres.url),
            events=1_000 if quick else 50_000,
            rounds=few,
        ),
        "register": lambda: register_rows.long_register(
            f"sqlite:///{folder}/register.sqlite",
            events=200 if quick else 12_000,
            rounds=5 if quick else 50,
        ),
        "workers": lambda: store_rows.sweep(
            *store_rows.sweep_urls(postgres.url),
            workers=[1] if quick else [1, 2, 4, 8],
            seconds=0.5 if quick else 2,
            rounds=1 if quick else 2,
        ),
        "relay": relay,
        "latency": latency,
        "history": lambda: history_rows.histories(
            {"PostgreSQL": f"{postgres.url}_history", "SQLite": f"sqlite:///{folder}/history"},
            sizes,
            rounds=1 if quick else 3,
        ),
    }


def _postgres_version() -> str:
    programs = postgres_programs()
    assert programs is not None
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True)
    return "PostgreSQL " + said.stdout.split()[2]


def _rabbit_version() -> str:
    said = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", "rabbitmq-server"], capture_output=True, text=True
    )
    return said.stdout or "of this machine"


if __name__ == "__main__":
    sys.exit(main())
