"""The user guide from its first page to its last, as a new family and the staff walk it."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser

from tests.journeys import family as parent
from tests.journeys import staff
from tests.journeys.family import Child, Family
from tests.journeys.reader import DESK, PHONE, Reader
from tests.journeys.town import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Town, said
from tests.support.portal import Portal

pytestmark = pytest.mark.browser

MIA = Child(
    given_name="Mia",
    born=date(2022, 2, 3),
    school="Maternelle Les Tilleuls",
    class_name="Moyenne section",
)
LEO = Child(
    given_name="Léo",
    born=date(2019, 5, 14),
    school="École Jean-de-La-Fontaine",
    class_name="CE1",
)
LENOIR = Family(given_name="Claire", family_name="Lenoir", children=(MIA, LEO))
DUVAL = Family(given_name="Sophie", family_name="Duval", children=(MIA, LEO))
# Accueil du matin, cantine, accueil du mercredi, with a quotient of 820.
MORNING, LUNCH, WHOLE_WEDNESDAY = 150, 380, 1250


# Both shapes give the same pages: each is walked in one window, and its pages are seen in both.
@pytest.mark.parametrize(
    ("portal", "window", "also", "family"),
    [
        pytest.param("embedded", PHONE, DESK, LENOIR, id="embedded-phone"),
        pytest.param("servers", DESK, PHONE, DUVAL, id="servers-desk"),
    ],
    indirect=["portal"],
)
def test_a_family_walks_the_whole_guide(
    portal: Portal,
    browser: Browser,
    window: tuple[int, int],
    also: tuple[int, int],
    family: Family,
) -> None:
    monday = date(2026, 11, 23)
    town = Town(portal, monday)
    town.comes_to(0, 9)
    town.announces_its_openings()
    with (
        Reader(browser, portal.url, window, pictures=True, also=(also,)) as home,
        Reader(browser, portal.backoffice_url, window, pictures=True, also=(also,)) as office,
    ):
        parent.reads_the_home_page(home, opens=f"{said(town.day(1)).capitalize()} à 19 h")
        parent.creates_an_account(home, family)
        with Reader(browser, portal.url, window) as elsewhere:
            parent.confirms_the_address(home, elsewhere, family)
        parent.completes_the_file(home, family)
        parent.sends_the_file(home)

        staff.sends_the_file_back(office, family, LEO)
        parent.corrects_the_file(home, family, LEO)
        staff.reads_the_health_record(office, family, MIA)
        staff.approves_the_file(office, family)
        parent.is_welcome(home, family)

        parent.waits_for_the_opening(home, town, family)
        week = parent.books_the_week(home, town, family, MIA)
        parent.books_wednesdays(home, town, family)

        town.comes_to(3, 9)
        staff.answers_a_request(office, family, week, MIA)
        staff.accepts_what_is_left(office, family, mails=2)
        parent.reads_the_answer(home, town, family, week)

        parent.changes_single_days(home, town, family, MIA)
        staff.accepts_what_is_left(office, family, mails=1)

        month = town.day(24).replace(day=1)
        town.comes_to((date(2027, month.month % 12 + 1, 4) - monday).days, 9)
        staff.issues_the_month(office, month, family)
        parent.pays_the_invoice(home, town, family, month_cents(town, month))


def month_cents(town: Town, month: date) -> int:
    """Everything that was accepted, less the Thursday given back, with the Friday asked for."""

    def days(weekday: int, facility: str) -> int:
        found = town.open_days(weekday, facility, after=town.day(3), month=f"{month:%Y-%m}")
        return len(found)

    assert days(FRIDAY, "tilleuls")
    return (
        days(MONDAY, "tilleuls") * (MORNING + LUNCH)
        + (days(TUESDAY, "tilleuls") + days(THURSDAY, "tilleuls") - 1 + 1) * LUNCH
        + 2 * days(WEDNESDAY, "la-ruche") * WHOLE_WEDNESDAY
    )
