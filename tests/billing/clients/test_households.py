"""The one thing billing asks: answered here by the real neighbour, over HTTP."""

from uuid import UUID

import pytest

from services.billing.clients.households import Households, Payer
from shared.web.client import Unavailable
from shared.web.settings import Settings
from tests.bank.passers_by import Served
from tests.households.api.martins import LEO, Martins
from tests.support.service import ServiceUnderTest

NOBODY = UUID(int=404)


@pytest.fixture
def martins(tmp_path):
    family = Martins(ServiceUnderTest("households", tmp_path))
    family.configure()
    family.tell_everything()
    return family


@pytest.fixture
def asking(tmp_path, martins, monkeypatch):
    """Billing's client, with billing's own key, in the same portal."""
    with Served(martins.service.app) as served:
        monkeypatch.setenv("PORTAIL_VAR", str(tmp_path))
        monkeypatch.setenv("PORTAIL_HOUSEHOLDS_URL", served.url)
        yield Households(Settings.read("billing"))


def test_payers_come_with_their_address_and_strangers_are_left_out(asking, martins):
    household_id = UUID(martins.household_id)

    assert asking.payers([household_id, NOBODY]) == {
        household_id: Payer(name="Camille Martin", address=("12 rue des Lilas", "67000 Strasbourg"))
    }


def test_children_come_by_their_given_name_in_each_home(asking, martins):
    own = UUID(martins.household_id), LEO

    assert asking.given_names([LEO, NOBODY]) == {own: "Léo"}


def test_more_than_one_may_ask_at_once_is_asked_in_batches(asking, martins):
    own = UUID(martins.household_id), LEO

    assert asking.given_names([LEO, *(UUID(int=1000 + n) for n in range(450))]) == {own: "Léo"}


def test_nobody_to_ask_about_is_not_asked(asking):
    assert asking.payers([]) == {}


def test_a_neighbour_that_is_away_is_told(asking, monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAIL_HOUSEHOLDS_URL", "http://127.0.0.1:9")
    lonely = Households(Settings.read("billing"))

    with pytest.raises(Unavailable):
        lonely.payers([NOBODY])
