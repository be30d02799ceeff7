"""The same notes in the library `eventsourcing`, as its documentation shows it, in its defaults."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from tests.benchmarks.notes import TEXT


class Notebook(Aggregate):
    @event("Opened")
    def __init__(self, number: int, text: str) -> None:
        self.number = number

    @event("Noted")
    def note(self, number: int, text: str) -> None:
        self.number = number


class Notebooks(Application[UUID]):
    def open(self) -> UUID:
        notebook = Notebook(number=1, text=TEXT)
        self.save(notebook)
        return notebook.id

    def note(self, notebook_id: UUID) -> None:
        notebook: Notebook = self.repository.get(notebook_id)
        notebook.note(number=notebook.number + 1, text=TEXT)
        self.save(notebook)

    def fill(self, notebooks: int, each: int) -> list[UUID]:
        ids = []
        for _ in range(notebooks):
            notebook = Notebook(number=1, text=TEXT)
            for number in range(2, each + 1):
                notebook.note(number=number, text=TEXT)
            self.save(notebook)
            ids.append(notebook.id)
        return ids


class LongSections(Notebooks):
    name = "Notebooks"  # over the same table
    log_section_size = 1_000  # its default is 10


def notebooks_at(url: str, **settings: str) -> Notebooks:
    return Notebooks(env=_environment(url) | settings)


def long_sections_at(url: str) -> Notebooks:
    return LongSections(env=_environment(url))


def _environment(url: str) -> dict[str, str]:
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        return {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(address.database),
        }
    found: dict[str, Any] = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": address.database,
        "POSTGRES_HOST": address.host,
        "POSTGRES_PORT": address.port,
        "POSTGRES_USER": address.username,
        "POSTGRES_PASSWORD": address.password,
    }
    return {name: str(value) for name, value in found.items()}
