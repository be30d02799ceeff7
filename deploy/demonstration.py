"""The demonstration operator and its families, so that a newcomer can book at once."""

from collections.abc import Callable
from pathlib import Path

from deploy.loading import load
from shared.web.client import NotThere, ServiceClient
from shared.web.settings import Settings

FOLDER = Path(__file__).parent / "demo"

Say = Callable[[str], None]


def load_if_empty(settings: Settings, say: Say) -> None:
    """An operator of one's own is never touched; a demonstration cut short is completed."""
    marker, begun = settings.var / "demonstration", settings.var / "demonstration.begun"
    if marker.exists() or (_has_operator(settings) and not begun.exists()):
        return
    begun.touch()
    say("loading the demonstration operator and its families…")
    load(settings, [FOLDER / "operator.yaml", FOLDER / "families.yaml"], say)
    begun.rename(marker)


def tell(settings: Settings, say: Say) -> None:
    say(f"  families     {settings.public_url}")
    say(f"  back office  {settings.backoffice_url}")
    if settings.shows_mails:
        say(f"  mails        {settings.public_url}/mails")
    if (settings.var / "demonstration").exists():
        say("  sign in as   camille@exemple.fr / demonstration (a family that can book)")
        say("  staff        nadia@grandir-ensemble.exemple.fr / demonstration")


def _has_operator(settings: Settings) -> bool:
    try:
        ServiceClient(settings, "bookings").get("/operator", scope="public")
    except NotThere:
        return False
    return True
