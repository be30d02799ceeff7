"""Rule sets compared on the real requests, one published; who waits; what an answer rests on."""

from copy import deepcopy
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from shared.eventstore import clock
from shared.web.client import Refusal
from tests.backoffice.allocated import (
    ALLOCATION,
    DIGEST,
    PATH,
    PUBLISHED,
    recorded_allocations,
)
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import OF_MARTIN, Services


@pytest.fixture(autouse=True)
def may(monkeypatch):
    at = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def prepared(services: Services) -> Services:
    for method, path, answer in recorded_allocations():
        services.answer("bookings", method, path, answer)
    return services


def test_an_allocation_is_prepared_with_the_end_of_regular_bookings_as_its_date(
    nadia: FlaskClient, prepared: Services
) -> None:
    page = nadia.get("/attributions").text
    assert 'value="2026-05-01"' in page and 'value="00:00"' in page

    answer = nadia.post(
        "/attributions",
        data={"nom": "Rentrée", "site": ["tilleuls"], "jour": "2026-05-01", "heure": "00:00"},
    )

    assert answer.status_code == 302
    (asked,) = prepared.asked("POST", "/allocations")
    assert asked.json["school_year"] == "2026-2027"
    assert asked.json["window_ends_at"] == "2026-05-01T00:00:00+02:00"
    assert asked.json["facility_ids"] == ["tilleuls"]


def test_what_is_missing_is_said_at_its_field(nadia: FlaskClient, prepared: Services) -> None:
    answer = nadia.post("/attributions", data={"nom": "", "jour": "hier"})

    assert answer.status_code == 422
    page = words_of(answer)
    assert "Donnez un nom à cette attribution" in page
    assert "Cochez au moins un établissement" in page
    assert prepared.asked("POST", "/allocations") == []


def test_rule_sets_stand_side_by_side_with_one_of_ones_own(
    nadia: FlaskClient, prepared: Services
) -> None:
    page = words_of(
        nadia.get(
            f"/attributions/{ALLOCATION}?mode=PRIORITIES&critere1=LEVEL&critere2=SIBLING"
            "&niveau=ELEMENTAIRE"
        )
    )

    (asked,) = prepared.asked("POST", f"{PATH}/simulation")
    modes = [(it["mode"], it["criteria"]) for it in asked.json["rule_sets"]]
    assert modes == [
        ("FIRST_COME", []),
        ("PRIORITIES", ["SIBLING"]),
        ("PRIORITIES", []),
        ("PRIORITIES", ["LEVEL", "SIBLING"]),
    ]
    assert asked.json["rule_sets"][3]["levels"] == ["ELEMENTAIRE", "MATERNELLE"]
    assert "Niveau, frère ou sœur déjà accueilli, puis tirage au sort" in page
    assert "Rien n’est encore décidé" in page


def test_a_criterion_nobody_offers_is_left_out(nadia: FlaskClient, prepared: Services) -> None:
    nadia.get(f"/attributions/{ALLOCATION}?mode=PRIORITIES&critere1=WEALTH&critere2=SIBLING")

    (asked,) = prepared.asked("POST", f"{PATH}/simulation")
    assert {it for each in asked.json["rule_sets"] for it in each["criteria"]} == {"SIBLING"}


def test_the_seed_is_announced_with_the_public_draw_it_comes_from(
    nadia: FlaskClient, prepared: Services
) -> None:
    empty = nadia.post(f"/attributions/{ALLOCATION}/graine", data={"graine": "", "source": ""})
    data = {"graine": "7 12 23 31 45 / 8", "source": "Loto du samedi 2 mai 2026"}
    sent = nadia.post(f"/attributions/{ALLOCATION}/graine", data=data)

    assert empty.status_code == 422
    assert sent.status_code == 302
    (asked,) = prepared.asked("POST", f"{PATH}/seed")
    assert asked.json == {"seed": data["graine"], "source": data["source"]}


def test_who_gets_what_is_read_before_it_is_published(
    nadia: FlaskClient, prepared: Services
) -> None:
    page = nadia.get(f"/attributions/{ALLOCATION}/resultat?mode=FIRST_COME")

    said = words_of(page)
    assert "Léo Martin" in said and "Noé Petit" in said
    assert "Complet, Repas : 60 sur 60 le 7 septembre 2026" in said
    assert f'name="empreinte" value="{DIGEST}"' in page.text


def test_without_its_seed_a_lottery_cannot_be_published(
    nadia: FlaskClient, prepared: Services
) -> None:
    page = nadia.get(f"/attributions/{ALLOCATION}/resultat?mode=PRIORITIES")

    assert "Publier et prévenir" not in page.text
    assert "Tirage d’essai" in words_of(page)


def test_what_was_read_is_published_and_a_result_that_changed_is_read_again(
    nadia: FlaskClient, prepared: Services
) -> None:
    data = {"mode": "FIRST_COME", "empreinte": DIGEST, "attente": "oui"}

    sent = nadia.post(f"/attributions/{ALLOCATION}/publication", data=data)
    prepared.answer("bookings", "POST", f"{PATH}/publication", Refusal("changed_elsewhere", {}))
    again = nadia.post(f"/attributions/{ALLOCATION}/publication", data=data)

    assert sent.status_code == 302
    asked = prepared.asked("POST", f"{PATH}/publication")[0]
    assert asked.json["digest"] == DIGEST
    assert asked.json["rule_set"]["mode"] == "FIRST_COME"
    assert again.status_code == 409
    assert "Cela a changé pendant que vous lisiez" in words_of(again)


def test_a_published_allocation_is_shown_and_worked_out_again(
    nadia: FlaskClient, prepared: Services
) -> None:
    prepared.answer("bookings", "GET", PATH, deepcopy(PUBLISHED))

    shown = words_of(nadia.get(f"/attributions/{ALLOCATION}"))
    replayed = words_of(nadia.post(f"/attributions/{ALLOCATION}/verification"))

    assert "7 12 23 31 45 / 8 (Loto du samedi 2 mai 2026)" in shown
    assert prepared.asked("POST", f"{PATH}/simulation") == []
    assert "Le résultat est le même." in replayed
    assert "Les 6 lignes ont été recalculées" in replayed


def test_who_waits_is_listed_by_rank_with_the_offers_that_wait(
    nadia: FlaskClient, prepared: Services
) -> None:

    page = words_of(nadia.get("/demandes/attente"))

    assert "Noé Petit" in page and "Lundi midi" in page
    assert "gardée jusqu’au 6 mai 2026, 10 h 00" in page


def test_what_an_answer_rests_on_is_shown_as_it_was_kept(
    nadia: FlaskClient, prepared: Services
) -> None:

    page = words_of(nadia.get(f"/demandes/{OF_MARTIN}/lignes/1"))

    assert "4 mai 2026, 10 h 00 min 00 s" in page
    assert "Repas : 60 sur 60, lundi 7 septembre 2026" in page
    assert "vous (Grandir Ensemble)" in page
    assert "214 sur 312" in page and "D-2026-4127/1" in page
    assert "Ne compte pas à la cantine" in page
