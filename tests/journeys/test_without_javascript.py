"""The same pages with JavaScript switched off, from the home page to the receipt."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser

from tests.journeys import family as parent
from tests.journeys import staff
from tests.journeys.family import Family
from tests.journeys.reader import PHONE, Reader
from tests.journeys.test_the_whole_guide import LEO, MIA
from tests.journeys.town import Town, said
from tests.support.portal import Portal

pytestmark = pytest.mark.browser

VIDAL = Family(given_name="Marion", family_name="Vidal", children=(MIA, LEO))
# After the journeys of the whole guide, on the same portal: time only goes forward.
MONDAY = date(2027, 3, 8)


@pytest.mark.parametrize("portal", ["embedded"], indirect=True)
def test_a_family_books_its_year_without_javascript(portal: Portal, browser: Browser) -> None:
    town = Town(portal, MONDAY)
    town.comes_to(0, 9)
    town.announces_its_openings()
    with (
        Reader(browser, portal.url, PHONE, scripts=False) as home,
        Reader(browser, portal.backoffice_url, PHONE, scripts=False) as office,
    ):
        parent.reads_the_home_page(home, opens=f"{said(town.day(1)).capitalize()} à 19 h")
        parent.creates_an_account(home, VIDAL)
        with Reader(browser, portal.url, PHONE, scripts=False) as elsewhere:
            parent.confirms_the_address(home, elsewhere, VIDAL)
        parent.completes_the_file(home, VIDAL)
        parent.sends_the_file(home)
        staff.approves_the_file(office, VIDAL, documents=3)

        parent.waits_for_the_opening(home, town, VIDAL)
        week = parent.books_the_week(home, town, VIDAL, MIA)
        staff.accepts_what_is_left(office, VIDAL, mails=1)
        parent.reads_the_mail(home, VIDAL, f"Réponse à votre demande {week}")
