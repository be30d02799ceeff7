"""Certificates of absences: looked at, accepted, refused with a reason."""

from flask.testing import FlaskClient

from shared.web.client import Refusal
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import ABSENCE, CERTIFICATE, LEO, MARTIN, Services

DECISION = f"/certificates/{ABSENCE}/decision"


def test_the_queue_says_whose_certificate_it_is_and_home_leads_to_it(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/absences"))

    assert "Léo Martin" in page and "Mardi 10 novembre 2026" in page and "Midi" in page
    assert "1 certificat d’absence à regarder" in words_of(nadia.get("/"))


def test_a_certificate_is_accepted_as_it_was_seen(nadia: FlaskClient, services: Services) -> None:
    services.answer("bookings", "POST", DECISION, {})

    answer = nadia.post(
        f"/absences/{ABSENCE}", data={"decision": "accepter", "certificat": CERTIFICATE}
    )

    assert answer.status_code == 302
    (call,) = services.asked("POST", DECISION)
    assert call.json == {"document_id": CERTIFICATE, "accept": True, "reason": None}


def test_a_refusal_needs_a_reason_and_says_when_there_is_a_newer_one(
    nadia: FlaskClient, services: Services
) -> None:
    form = {"decision": "refuser", "certificat": CERTIFICATE}
    unexplained = nadia.post(f"/absences/{ABSENCE}", data=form)
    services.answer("bookings", "POST", DECISION, Refusal("certificate_replaced", {}))
    replaced = nadia.post(f"/absences/{ABSENCE}", data=form | {"motif": "OTHER_DAY"})

    assert unexplained.status_code == 422 and "Choisissez un motif" in words_of(unexplained)
    assert "un autre certificat entre-temps" in words_of(replaced)


def test_the_register_names_who_is_absent(nadia: FlaskClient, services: Services) -> None:
    page = words_of(nadia.get("/jours/2026-11-12/tilleuls"))

    assert "Absence signalée Léo Martin" in page
    assert "Soir de 16 h 15 à 18 h 30 1 enfant" in page.replace("\u00a0", " ")


OF_FAMILY = f"/familles/{MARTIN}/absences"
TOLD = {"enfant": LEO, "jour": "2026-11-12", "source": "PHONE"}


def test_staff_note_what_a_family_tells_by_phone(nadia: FlaskClient, services: Services) -> None:
    services.answer("bookings", "POST", f"/households/{MARTIN}/absences", {})

    page = words_of(nadia.get(OF_FAMILY))
    answer = nadia.post(OF_FAMILY, data=TOLD)

    assert "Léo · mardi 10 novembre 2026 Midi" in page
    assert "Par téléphone" in page
    assert answer.location == f"{OF_FAMILY}?fait=1"
    (call,) = services.asked("POST", f"/households/{MARTIN}/absences")
    assert call.json == {"child_id": LEO, "day": "2026-11-12", "told_by": "PHONE"}


def test_what_is_missing_is_said_at_its_field(nadia: FlaskClient, services: Services) -> None:
    answer = nadia.post(OF_FAMILY, data={"jour": "demain"})

    page = words_of(answer)
    assert answer.status_code == 422
    for missing in ("Choisissez un enfant", "Indiquez un jour", "Choisissez comment"):
        assert missing in page
    assert services.asked("POST", f"/households/{MARTIN}/absences") == []


def test_a_day_without_a_booking_is_refused_in_words(
    nadia: FlaskClient, services: Services
) -> None:
    services.answer("bookings", "POST", f"/households/{MARTIN}/absences", Refusal("not_booked", {}))

    answer = nadia.post(OF_FAMILY, data=TOLD)

    assert "Rien n’est réservé pour cet enfant ce jour-là." in words_of(answer)


def test_a_paper_certificate_is_seen_and_an_absence_withdrawn(
    nadia: FlaskClient, services: Services
) -> None:
    paper, withdrawal = (f"/certificates/{ABSENCE}/{it}" for it in ("paper", "withdrawal"))
    services.answer("bookings", "POST", paper, {})
    services.answer("bookings", "POST", withdrawal, {})

    nadia.post(f"{OF_FAMILY}/{ABSENCE}", data={"action": "papier"})
    nadia.post(f"{OF_FAMILY}/{ABSENCE}", data={"action": "retirer"})

    assert len(services.asked("POST", paper)) == len(services.asked("POST", withdrawal)) == 1
