"""Integrations repeats what others say, and says nothing itself."""

from services.integrations.domain import api_key


def publication(_event: api_key.Event) -> None:
    return None
