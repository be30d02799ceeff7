"""Requests: in order of arrival, seen in numbers before they are decided, decided once."""

import re

import pytest
from flask.testing import FlaskClient

from shared.web.client import Refusal
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import (
    MARTIN,
    NOE,
    OF_KLEIN,
    OF_MARTIN,
    OF_PETIT,
    Services,
    line,
    request_of_the_martins,
    requests,
)

ALL = [OF_MARTIN, OF_PETIT, OF_KLEIN]


def preselected(page: str) -> dict[str, str]:
    """What each line of the preview is set to."""
    return dict(
        re.findall(r'name="(ligne:[^"]+)".*?<option value="(\w+)" selected>', page, re.DOTALL)
    )


def test_the_queue_is_in_the_order_of_arrival_with_rank_and_time(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/demandes"))

    assert "Demandes à décider 3" in page
    assert "213 20 novembre 2026, 19 h 06 min 12 s" in page
    assert "Léo : Lundi midi, mardi soir" in page
    assert "2 acceptés, 1 complet" in page
    assert page.index("213 20 nov") < page.index("214 20 nov") < page.index("215 20 nov")


def test_places_left_stand_beside_the_queue(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/demandes?site=tilleuls"))

    assert "Places restantes, Maternelle Les Tilleuls" in page
    assert "Mardi soir 54 / 56 · 2 places libres" in page
    assert "Jeudi soir 56 / 56 · Complet" in page
    assert "La Ruche" not in page.split("Places restantes")[1].split("Par ordre")[0]


def test_the_filters_are_those_of_the_service(nadia: FlaskClient, services: Services) -> None:
    nadia.get("/demandes?site=tilleuls&accueil=EVENING")

    wanted = {"facility_id": "tilleuls", "slot_type": "EVENING"}
    assert wanted in [call.asked["params"] for call in services.asked("GET", "/decisions")]


def test_every_request_is_ticked_until_one_unticks_them(nadia: FlaskClient) -> None:
    assert nadia.get("/demandes").text.count('name="demande"') == 3
    assert len(re.findall(r'name="demande"[^>]* checked', nadia.get("/demandes").text)) == 3
    assert " checked" not in nadia.get("/demandes?choix=aucun").text


def test_the_preview_serves_the_ranks_in_order(nadia: FlaskClient, services: Services) -> None:
    answer = nadia.post("/demandes/apercu", data={"demande": ALL})

    page = words_of(answer)
    assert "Aperçu pour 3 demandes" in page
    assert "3 Accueils acceptés 2 Accueils refusés" in page
    assert "Mardi soir : complet, le rang 215 n’a plus de place." in page
    assert "Décider et envoyer 3 e-mails" in page
    assert preselected(answer.text)[f"ligne:{OF_KLEIN}:1"] == "slot_full"
    assert services.asked("POST", "/decisions") == []


def test_only_the_chosen_requests_take_places(nadia: FlaskClient) -> None:
    answer = nadia.post("/demandes/apercu", data={"demande": [OF_PETIT, OF_KLEIN]})

    assert set(preselected(answer.text).values()) == {"ACCEPT"}


def test_the_preview_counts_again_what_was_changed(nadia: FlaskClient) -> None:
    """Noé waits, so the last place on Tuesday evening goes to Sacha."""
    waiting = {f"ligne:{OF_PETIT}:1": "WAIT", f"ligne:{OF_KLEIN}:1": "ACCEPT"}

    answer = nadia.post("/demandes/apercu", data={"demande": ALL, **waiting})

    page = words_of(answer)
    assert "3 Accueils acceptés 1 Accueil refusé 1 Laissé en attente" in page
    assert "Décider et envoyer 2 e-mails" in page


def test_accepting_beyond_the_places_is_told_before_it_is_sent(nadia: FlaskClient) -> None:
    all_the_same = {f"ligne:{OF_PETIT}:1": "ACCEPT", f"ligne:{OF_KLEIN}:1": "ACCEPT"}

    answer = nadia.post("/demandes/apercu", data={"demande": ALL, **all_the_same})

    page = words_of(answer)
    assert "3 Accueils acceptés 1 Accueil refusé 1 Laissé en attente" in page
    assert "Décider et envoyer 2 e-mails" in page
    assert "Vous acceptez une ligne qui n’a plus de place" in page


def test_a_preview_of_nothing_asks_for_a_choice(nadia: FlaskClient) -> None:
    answer = nadia.post("/demandes/apercu", data={"site": "tilleuls"}, follow_redirects=True)

    assert "Aucune demande n’était choisie." in words_of(answer)


def test_a_decision_sends_the_lines_as_they_were_shown(
    nadia: FlaskClient, services: Services
) -> None:
    choices = {
        f"ligne:{OF_MARTIN}:1": "ACCEPT",
        f"ligne:{OF_MARTIN}:2": "WAIT",
        f"ligne:{OF_MARTIN}:3": "slot_full",
    }

    answer = nadia.post("/demandes/decisions", data={"demande": OF_MARTIN, **choices})

    (call,) = services.asked("POST", "/decisions")
    assert call.json == {
        "lines": [
            {"request_id": OF_MARTIN, "line_id": "1", "decision": "ACCEPT"},
            {
                "request_id": OF_MARTIN,
                "line_id": "3",
                "decision": "REFUSE",
                "reason": "slot_full",
                "message": "",
            },
        ]
    }
    assert answer.status_code == 302
    assert "4 Accueils acceptés 1 Accueil refusé" in words_of(nadia.get(answer.location))


def test_refreshing_the_result_decides_nothing(nadia: FlaskClient, services: Services) -> None:
    choices = {"demande": OF_MARTIN, f"ligne:{OF_MARTIN}:1": "ACCEPT"}
    result = nadia.post("/demandes/decisions", data=choices).location

    nadia.get(result)
    nadia.get(result)

    assert len(services.asked("POST", "/decisions")) == 1


@pytest.mark.parametrize("choice", ["PAYED", "", "accept"])
def test_a_choice_nobody_offered_decides_nothing(
    nadia: FlaskClient, services: Services, choice: str
) -> None:
    nadia.post("/demandes/decisions", data={"demande": ALL, f"ligne:{OF_MARTIN}:1": choice})

    assert services.asked("POST", "/decisions") == []


def test_lines_that_no_longer_fit_are_told_and_stay(nadia: FlaskClient, services: Services) -> None:
    left = [
        {"request_id": it, "line_id": "1", "code": "slot_full", "full_on": "2026-11-24"}
        for it in (OF_PETIT, OF_KLEIN)
    ]
    services.answer("bookings", "POST", "/decisions", {"accepted": 1, "refused": 0, "left": left})
    full = [
        requests()[1] | {"lines": [line("1", NOE, "EVENING", 1, places_left=0, fits=False)]},
    ]
    choices = {f"ligne:{it}:1": "ACCEPT" for it in ALL}

    services.answer("bookings", "GET", "/decisions", {"pending": 1, "requests": full})
    answer = nadia.post("/demandes/decisions", data={"demande": ALL, **choices})

    assert answer.location == "/demandes/resultat?acceptes=1&refuses=0&complet=2&rangs=214"
    page = words_of(nadia.get(answer.location))
    assert "2 lignes n’ont pas pu être acceptées : complet" in page
    assert "Rien n’a été réservé ni refusé pour ces lignes" in page
    assert "Rang 214, Famille Petit Noé, Mardi soir, Maternelle Les Tilleuls : complet" in page


def test_170_lines_left_still_fit_in_an_address(nadia: FlaskClient, services: Services) -> None:
    ids = [f"5eed0000-0000-4000-9000-{n:012d}" for n in range(200)]
    queue = [requests()[1] | {"request_id": it, "rank": 31 + n} for n, it in enumerate(ids)]
    left = [{"request_id": it, "line_id": "1", "code": "slot_full"} for it in ids[30:]]
    services.answer("bookings", "GET", "/decisions", {"pending": 200, "requests": queue})
    services.answer("bookings", "POST", "/decisions", {"accepted": 30, "refused": 0, "left": left})

    choices = {f"ligne:{it}:1": "ACCEPT" for it in ids}
    answer = nadia.post("/demandes/decisions", data={"demande": ids, **choices})

    assert answer.location == "/demandes/resultat?acceptes=30&refuses=0&complet=170&rangs=61-230"


def test_a_refusal_as_full_is_not_made_while_there_are_places(
    nadia: FlaskClient, services: Services
) -> None:
    left = [{"request_id": OF_MARTIN, "line_id": "1", "code": "not_full"}]
    services.answer("bookings", "POST", "/decisions", {"accepted": 0, "refused": 0, "left": left})

    choices = {"demande": OF_MARTIN, f"ligne:{OF_MARTIN}:1": "slot_full"}
    answer = nadia.post("/demandes/decisions", data=choices, follow_redirects=True)

    assert "Une ligne n’a pas été refusée comme complète" in words_of(answer)


def test_one_request_shows_each_line_with_its_places(nadia: FlaskClient) -> None:
    page = words_of(nadia.get(f"/demandes/{OF_MARTIN}"))

    assert "Demande D-2026-0213" in page
    assert "Famille Martin, rang 213, reçue le 20 novembre 2026, 19 h 06 min 12 s" in page
    assert "Léo Martin, lundi midi" in page
    assert "Mia Martin, jeudi soir Maternelle Les Tilleuls · 28 jours Complet" in page


def test_one_request_is_answered_line_by_line(nadia: FlaskClient, services: Services) -> None:
    form = {
        f"ligne:{OF_MARTIN}:1": "ACCEPT",
        f"ligne:{OF_MARTIN}:2": "other",
        "message-2": "L’accueil du mardi ferme en janvier.",
        f"ligne:{OF_MARTIN}:3": "WAIT",
    }
    services.answer("bookings", "POST", "/decisions", {"accepted": 1, "refused": 1, "left": []})

    answer = nadia.post(f"/demandes/{OF_MARTIN}", data=form)

    (call,) = services.asked("POST", "/decisions")
    assert [(it["line_id"], it["decision"]) for it in call.json["lines"]] == [
        ("1", "ACCEPT"),
        ("2", "REFUSE"),
    ]
    assert call.json["lines"][1]["message"] == "L’accueil du mardi ferme en janvier."
    assert "2 lignes sont décidées." in words_of(nadia.get(answer.location))


def test_another_reason_must_be_written(nadia: FlaskClient, services: Services) -> None:
    answer = nadia.post(f"/demandes/{OF_MARTIN}", data={f"ligne:{OF_MARTIN}:2": "other"})

    assert answer.status_code == 422
    assert 'href="#message-2"' in answer.text
    assert services.asked("POST", "/decisions") == []


def test_a_line_of_another_request_is_not_decided_here(
    nadia: FlaskClient, services: Services
) -> None:
    answer = nadia.post(f"/demandes/{OF_MARTIN}", data={f"ligne:{OF_PETIT}:1": "ACCEPT"})

    assert answer.status_code == 422
    assert services.asked("POST", "/decisions") == []


def test_a_decided_request_says_what_was_answered(nadia: FlaskClient, services: Services) -> None:
    refused = line("1", NOE, "EVENING", 1) | {
        "state": "REFUSED",
        "reason": "slot_full",
        "message": None,
        "capacity": 56,
        "taken": 56,
        "full_on": "2026-11-24",
        "decided_at": "2026-11-21T09:12:00Z",
        "decided_by_name": "Grandir Ensemble",
        "dates": ["2026-11-24", "2026-12-01"],
    }
    decided = request_of_the_martins(status="DECIDED", lines=[refused])
    services.answer("bookings", "GET", f"/requests/{OF_MARTIN}", decided)
    services.answer("bookings", "GET", "/decisions", {"pending": 0, "requests": []})

    answer = nadia.get(f"/demandes/{OF_MARTIN}")

    page = words_of(answer)
    assert "Complet : 56 places sur 56 le 24 novembre 2026" in page
    assert "Décidé le 21 novembre 2026, 10 h 12 par Grandir Ensemble" in page
    assert "btn-primary" not in answer.text


def test_an_answer_that_comes_too_late_is_told(nadia: FlaskClient, services: Services) -> None:
    left = [{"request_id": OF_MARTIN, "line_id": "2", "code": "already_decided"}]
    services.answer("bookings", "POST", "/decisions", {"accepted": 0, "refused": 0, "left": left})

    form = {f"ligne:{OF_MARTIN}:2": "ACCEPT"}
    answer = nadia.post(f"/demandes/{OF_MARTIN}", data=form, follow_redirects=True)

    assert "Une ligne était déjà décidée autrement : la première réponse reste." in words_of(answer)


def test_a_busy_service_is_told_and_the_answers_kept(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "POST", "/decisions", Refusal("busy", {}))

    answer = nadia.post(f"/demandes/{OF_MARTIN}", data={f"ligne:{OF_MARTIN}:2": "no_staff"})

    assert answer.status_code == 409
    assert "rien n’a été enregistré" in words_of(answer)
    assert 'value="no_staff" selected' in answer.text


def test_names_are_asked_once_a_page(nadia: FlaskClient, services: Services) -> None:
    nadia.get("/demandes")

    (call,) = services.asked("POST", "/names")
    assert MARTIN in call.json["households"]


def test_the_queue_of_a_day_stays_that_of_the_day(nadia: FlaskClient, services: Services) -> None:
    page = nadia.get("/demandes?jour=2026-11-30").text
    nadia.get("/demandes?jour=demain")

    asked = [call.asked["params"] for call in services.asked("GET", "/decisions")]
    assert {"day": "2026-11-30"} in asked
    assert 'value="2026-11-30"' in page and "/demandes/apercu?jour=2026-11-30" in page
