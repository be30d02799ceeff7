"""Messages that services could not hear, for who works at a terminal."""

import textwrap
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from shared.web.client import ServiceClient
from shared.web.settings import Settings

Say = Callable[[str], None]


def list_all(services: Iterable[str], say: Say) -> None:
    """Raises OSError when a service is away."""
    total = 0
    for service in services:
        answer = _client(service).get("/parked", scope="operator")
        total += answer["count"]
        for it in answer["messages"]:
            say(
                f"{service} {it['id']} {it['stream']} {it['type']} "
                f"tried {it['attempts']} times: {_short(it['error'])}"
            )
        if (left := answer["count"] - len(answer["messages"])) > 0:
            say(f"{service}: and {left} more")
    if not total:
        say("nothing is parked")


def show(service: str, message_id: str, say: Say) -> None:
    it = _client(service).get(f"/parked/{message_id}", scope="operator")
    for name in ("id", "source", "stream", "type", "parked_at", "attempts", "error"):
        say(f"{name:<10} {it[name]}")
    say(_pretty(it["message"]))


def retry(service: str, message_id: str, say: Say) -> bool:
    """Whether the message went through."""
    answer = _client(service).post(f"/parked/{message_id}/retry", scope="operator")
    say(f"{answer['heard']} of its stream went through")
    if answer["still_parked"]:
        say(f"it failed again: see `portail parked show {service} {message_id}`")
    return not answer["still_parked"]


def skip(service: str, message_id: str, say: Say) -> None:
    answer = _client(service).post(f"/parked/{message_id}/skip", scope="operator")
    say(f"given up; {answer['heard']} that waited behind it went through")


def _client(service: str) -> ServiceClient:
    return ServiceClient(Settings.read("portail"), service)


def _short(error: str) -> str:
    return textwrap.shorten(error, 120, placeholder="…")


def _pretty(message: Any) -> str:
    try:
        return str(msgspec.json.format(message, indent=2))
    except msgspec.DecodeError:  # it is parked because nobody can read it
        return str(message)
