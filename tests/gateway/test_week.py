"""All children on one page: what a button does, what a lock says, what is asked of bookings."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.web.client import NotThere, Refusal
from tests.gateway.bookable import (
    MONDAYS,
    REQUEST,
    WEEK,
    draft,
    line,
    may_book,
    opening_evening,
    slot_of_week,
    week,
)
from tests.gateway.conftest import at
from tests.gateway.reading import read
from tests.gateway.recorded import LEO, MIA, Services

PAGE = "/reserver/semaine"


@pytest.fixture
def opening(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    at(monkeypatch, datetime(2026, 4, 3, 17, 4, tzinfo=UTC))
    return opening_evening(services)


def box(child_id: str, slot_type: str, weekday: int) -> str:
    place = {LEO: "la-fontaine", MIA: "tilleuls"}[child_id]
    facility = "la-ruche" if slot_type == "WEDNESDAY" else place
    return f"{child_id}:{facility}:{slot_type}:{WEEK[weekday]}"


def asked(services: Services) -> set[tuple[str, str, int]]:
    (call,) = services.asked("PUT", "/week")
    return {
        (it["child_id"], it["slot_type"], WEEK.index(it["day"]))
        for it in call.asked["json"]["choices"]
    }


def test_both_children_are_on_one_page_with_prices_and_what_is_not_open_yet(
    camille: FlaskClient, opening: Services
) -> None:
    page = read(camille.get(PAGE))

    assert page.title.startswith("Votre semaine type")
    assert "Léo" in page.words and "Mia" in page.words
    assert "Midi 3,80 €, Mia, lundi" in page.words
    assert "jusqu’à l’ouverture, samedi 4 avril à 19 h" in page.words
    assert "Mercredi : à La Ruche." in page.words
    assert "Vendredi soir : pas d’accueil à ce moment-là." in page.words
    assert "Rien de coché pour l’instant" in page.words
    assert not opening.asked("PUT", "/week") and not opening.asked("POST", "/requests")


def test_a_year_that_has_begun_counts_from_the_day_after_today(
    camille: FlaskClient, opening: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime(2026, 11, 27, 9, tzinfo=UTC))

    page = read(camille.get(PAGE))

    assert "Du 28 novembre 2026 au 2 juillet 2027, sauf vacances et jours fériés." in page.words


def test_the_total_counts_days_and_price_without_javascript(
    camille: FlaskClient, opening: Services
) -> None:
    ticks = (MIA, "LUNCH", 0), (MIA, "EVENING", 0), (LEO, "LUNCH", 1)
    opening.answer("bookings", "GET", "/week", week(*ticks, request_id=REQUEST, seen=2))

    words = read(camille.get(PAGE)).words

    assert "10,40 € par semaine 343,20 € sur l’année" in words  # 33 days of each
    assert "Léo : 1 accueil, Mia : 2 accueils" in words


def test_what_is_ticked_goes_on_to_the_summary(camille: FlaskClient, opening: Services) -> None:
    sent = {
        "choix": [box(MIA, "LUNCH", 0), box(LEO, "WEDNESDAY", 2)],
        "faire": "suite",
        "seen": "0",
    }

    answer = camille.post(PAGE, data=sent)

    assert answer.location == f"/reserver/{REQUEST}/recapitulatif"
    assert asked(opening) == {(MIA, "LUNCH", 0), (LEO, "WEDNESDAY", 2)}


def test_one_button_ticks_a_care_on_every_day_and_unticks_it_again(
    camille: FlaskClient, opening: Services
) -> None:
    every = f"tous:{MIA}:LUNCH"
    lunches = [box(MIA, "LUNCH", weekday) for weekday in (0, 1, 3, 4)]

    camille.post(PAGE, data={"choix": lunches[:1], "faire": every})
    assert asked(opening) == {(MIA, "LUNCH", weekday) for weekday in (0, 1, 3, 4)}

    opening.calls.clear()
    answer = camille.post(PAGE, data={"choix": lunches, "faire": every})
    assert asked(opening) == set()
    assert answer.location == f"/reserver/semaine?fait=tous#enfant-{MIA}"


def test_a_child_of_two_homes_has_its_weeks(camille: FlaskClient, opening: Services) -> None:
    told = week((MIA, "LUNCH", 0), request_id=REQUEST, seen=2)
    told["children"][1]["weeks"] = "EVEN_WEEKS"
    opening.answer("bookings", "GET", "/week", told)
    page = read(camille.get(PAGE))
    assert "3,80 € par semaine 60,80 € sur l’année" in page.words  # 16 even Mondays
    assert ("selected", "EVEN_WEEKS") in page.ticked

    weeks = {f"semaines-{MIA}": "ODD_WEEKS", f"semaines-{LEO}": "SOMETIMES"}
    camille.post(PAGE, data={"choix": [box(MIA, "LUNCH", 0)], "faire": "suite", **weeks})

    (call,) = opening.asked("PUT", "/week")
    assert call.asked["json"]["patterns"] == [{"child_id": MIA, "weeks": "ODD_WEEKS"}]


def test_a_week_is_copied_to_a_sibling_where_it_has_the_same_care(
    camille: FlaskClient, opening: Services
) -> None:
    told = week()
    told["children"][1]["slots"] = [
        it for it in told["children"][1]["slots"] if it["slot_type"] != "EVENING"
    ]
    opening.answer("bookings", "GET", "/week", told)
    ticked = [box(LEO, "LUNCH", 0), box(LEO, "EVENING", 0), box(MIA, "LUNCH", 4)]

    camille.post(PAGE, data={"choix": ticked, "faire": f"copier:{LEO}:{MIA}"})

    assert asked(opening) == {(LEO, "LUNCH", 0), (LEO, "EVENING", 0), (MIA, "LUNCH", 0)}


def test_edited_boxes_and_locked_ones_are_not_asked_for(
    camille: FlaskClient, opening: Services
) -> None:
    told = week()
    told["children"][1]["slots"][0]["locked"] = "already_requested"
    opening.answer("bookings", "GET", "/week", told)
    forged = ["", "x:y", f"{REQUEST}:tilleuls:LUNCH:{WEEK[0]}", f"{MIA}:tilleuls:LUNCH:2026-13-41"]

    camille.post(PAGE, data={"choix": [*forged, box(MIA, "LUNCH", 0)], "faire": "copier:a:b:c"})

    assert asked(opening) == set()


def test_a_lock_says_why_and_until_when_it_was_possible(
    camille: FlaskClient, opening: Services
) -> None:
    late = {"locked": "deadline_passed", "until": "2026-04-02T16:00:00Z"}
    mia = may_book(MIA, "MATERNELLE", None, None) | {
        "school_id": "tilleuls",
        "weeks": "EVERY_WEEK",
        "slots": [
            slot_of_week("tilleuls", "LUNCH", 0, **late),
            slot_of_week("tilleuls", "LUNCH", 1, until="2026-04-04T16:00:00Z"),
            slot_of_week("tilleuls", "LUNCH", 3, state="ACCEPTED", locked="already_booked"),
        ],
    }
    told = week(kind="ONE_OFF", children=[mia], next="2026-09-07")
    opening.answer("bookings", "GET", "/week", told)

    page = read(camille.get(PAGE))

    assert (
        "Lundi 31 midi : Trop tard : c’était possible jusqu’à jeudi 2 avril à 18 h." in page.words
    )
    assert "Mardi 1 midi : À demander jusqu’à demain à 18 h." in page.words
    assert "Midi : Réservé" in page.words
    assert page.link("Semaine d’après") == f"{PAGE}?lundi=2026-09-07"


def test_what_is_full_says_so_before_it_is_asked_for(
    camille: FlaskClient, opening: Services
) -> None:
    told = week()
    lunch, wednesday = told["children"][1]["slots"][0], told["children"][1]["slots"][-1]
    lunch.update(full_days=12, places=60)
    wednesday.update(full_days=33, places=4)
    opening.answer("bookings", "GET", "/week", told)

    words = read(camille.get(PAGE)).words

    assert "Lundi midi : complet 12 jours sur 33 (60 places sur 60)." in words
    assert "Mercredi : 4 places sur 4 prises. Vous pouvez demander la liste d’attente." in words


def test_a_week_changed_elsewhere_is_told_and_ticks_stay(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "PUT", "/week", Refusal("changed_elsewhere", {"version": 4}))

    answer = camille.post(PAGE, data={"choix": [box(MIA, "LUNCH", 3)], "faire": "suite"})

    page = read(answer)
    assert answer.status_code == 409 and "dans un autre onglet" in page.words
    assert ("choix", box(MIA, "LUNCH", 3)) in page.ticked


def test_a_family_whose_file_is_not_approved_is_led_to_its_planning(
    camille: FlaskClient, opening: Services
) -> None:
    children = [
        may_book(MIA, "MATERNELLE", "file_under_review", None)
        | {"school_id": "", "weeks": "EVERY_WEEK", "slots": []}
    ]
    opening.answer("bookings", "GET", "/week", week(children=children))
    assert camille.get(PAGE).location == "/planning"

    opening.answer("bookings", "GET", "/week", NotThere("/week"))
    assert camille.get(PAGE).location == "/planning"
    assert camille.post(PAGE, data={}).location == "/planning"


WISHES = f"/requests/{REQUEST}/wishes"


def wishes(**changes: Any) -> dict[str, Any]:
    lunch = {"child_id": MIA, "facility_id": "tilleuls", "slot_type": "LUNCH"}
    return {
        "seen": 3,
        "kind": "STANDING",
        "together": False,
        "fallbacks": [],
        "children": [LEO, MIA],
        "possible": [lunch | {"chosen": [0, 1], "instead": [3, 4]}],
        **changes,
    }


def test_monday_and_tuesday_else_thursday_and_both_or_none(
    camille: FlaskClient, opening: Services
) -> None:
    opening.answer("bookings", "GET", WISHES, wishes())
    opening.answer("bookings", "PUT", WISHES, None)
    page = read(camille.get(f"/reserver/{REQUEST}/souhaits"))
    assert "Les deux enfants ou aucun" in page.words and "Mia, midi (cantine)" in page.words

    sent = {"ensemble": "yes", f"lunch-{MIA}-sinon": ["3", "9"], "seen": "3"}
    answer = camille.post(f"/reserver/{REQUEST}/souhaits", data=sent)

    assert answer.location == f"/reserver/{REQUEST}/recapitulatif"
    (call,) = opening.asked("PUT", WISHES)
    assert call.asked["json"] == {
        "seen": 3,
        "together": True,
        "fallbacks": [
            {
                "child_id": MIA,
                "facility_id": "tilleuls",
                "slot_type": "LUNCH",
                "wanted": [0, 1],
                "instead": [3],
            }
        ],
    }


def test_the_summary_says_the_wishes(camille: FlaskClient, opening: Services) -> None:
    wish = {
        "child_id": MIA,
        "facility_id": "tilleuls",
        "slot_type": "LUNCH",
        "wanted": [0, 1],
        "instead": [3],
    }
    lines = line(MIA, "LUNCH", dates=MONDAYS), line(LEO, "LUNCH", dates=MONDAYS)
    told = draft(*lines, together=True, fallbacks=[wish])
    opening.answer("bookings", "GET", f"/requests/{REQUEST}", told)

    words = read(camille.get(f"/reserver/{REQUEST}/recapitulatif")).words

    assert "Les deux enfants ou aucun, accueil par accueil." in words
    assert "Mia, midi : lundi et mardi, sinon jeudi." in words
