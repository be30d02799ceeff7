"""Files: verified one document at a time, then approved or returned."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.web.client import Invalid, Refusal
from tests.backoffice.reading import words_of
from tests.backoffice.recorded import (
    ADDRESS,
    INSURANCE,
    LEO,
    MARTIN,
    MIAS_INSURANCE,
    PETIT,
    PIXEL,
    Downloaded,
    Services,
    document,
    file_of_the_martins,
)

FILE = f"/dossiers/{MARTIN}"
DECISION = f"{FILE}/pieces/{INSURANCE}"
VERIFICATION = f"/files/{MARTIN}/documents/{INSURANCE}/verification"
OUT_OF_DATE = (
    "Bonjour, la pièce «\xa0Assurance scolaire\xa0» ne couvre pas toute l’année scolaire demandée. "
    "Merci d’envoyer le document à jour."
)


def rejection(**changes: str) -> dict[str, str]:
    """The form as the page fills it in."""
    return {
        "decision": "REJECTED",
        "reason": "OUT_OF_DATE",
        "message": OUT_OF_DATE,
        "message_for": "OUT_OF_DATE",
        "label": "Assurance scolaire",
    } | changes


def decided(status: str, **more: Any) -> dict[str, Any]:
    return file_of_the_martins(
        documents=[
            document(ADDRESS, status="VERIFIED", label="Justificatif de domicile"),
            document(INSURANCE, child_id=LEO, status=status, **more),
        ]
    )


def test_the_queue_shows_who_waits_since_when(nadia: FlaskClient) -> None:
    page = words_of(nadia.get("/dossiers"))

    assert "À vérifier 2 À corriger par la famille 1 En préparation 4 Validé 0" in page
    assert "Famille Martin Léo, Mia · envoyé le 10 novembre 2026, 19 h 12" in page
    assert "3 pièces à vérifier" in page
    assert page.index("Famille Martin") < page.index("Famille Petit")


def test_an_empty_queue_says_what_will_come(nadia: FlaskClient) -> None:
    assert "Aucun dossier dans cet état" in words_of(nadia.get("/dossiers?etat=APPROVED"))
    assert nadia.get("/dossiers?etat=inventé").status_code == 200


def test_a_document_stands_beside_what_it_must_say(nadia: FlaskClient) -> None:
    answer = nadia.get(f"{FILE}?piece={INSURANCE}")

    page = words_of(answer)
    assert "Assurance scolaire de Léo Photo, déposée le lundi 9 novembre 2026" in page
    assert "À comparer avec le dossier Enfant Léo Martin Date de naissance 14 mai 2019" in page
    assert f'<img src="{FILE}/pieces/{INSURANCE}/contenu"' in answer.text
    assert 'href="/dossiers/' in answer.text


def test_a_pdf_is_shown_in_a_frame_of_our_own(nadia: FlaskClient) -> None:
    answer = nadia.get(f"{FILE}?piece={ADDRESS}")

    assert f'<iframe class="doc-pdf" src="{FILE}/pieces/{ADDRESS}/contenu' in answer.text
    assert "Adresse 12 rue des Lilas, 67000 Strasbourg" in words_of(answer)


def test_the_content_may_show_itself_and_do_nothing_else(nadia: FlaskClient) -> None:
    shown = nadia.get(f"{DECISION}/contenu")
    saved = nadia.get(f"{DECISION}/contenu?telecharger=1")

    assert shown.data == PIXEL
    assert shown.headers["Content-Disposition"] == "inline"
    assert "script-src" not in shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "image/heic", ""])
def test_what_a_browser_should_not_open_is_downloaded(
    nadia: FlaskClient, services: Services, kind: str
) -> None:
    path = f"/files/{MARTIN}/documents/{INSURANCE}/content"
    services.answer("households", "GET", path, Downloaded(b"<b>", {"Content-Type": kind}))

    assert nadia.get(f"{DECISION}/contenu").headers["Content-Disposition"] == "attachment"


def test_an_accepted_document_leads_to_the_next_one(nadia: FlaskClient, services: Services) -> None:
    form = {"decision": "VERIFIED", "reason": "OTHER", "message": "", "seen": "14"}
    answer = nadia.post(DECISION, data=form)

    assert answer.location == f"{FILE}?piece={MIAS_INSURANCE}#piece"
    (call,) = services.asked("POST", VERIFICATION)
    assert call.json == {"decision": "VERIFIED", "seen": 14}


def test_after_the_last_document_comes_the_file(nadia: FlaskClient, services: Services) -> None:
    services.answer("households", "GET", f"/files/{MARTIN}", decided("VERIFIED"))

    answer = nadia.post(DECISION, data={"decision": "VERIFIED"})

    assert answer.location == f"{FILE}#suite"
    page = words_of(nadia.get(FILE))
    assert "Toutes les pièces sont vérifiées" in page
    assert "Valider le dossier" in page


def test_a_correction_sends_the_message_that_was_read(
    nadia: FlaskClient, services: Services
) -> None:
    nadia.post(DECISION, data=rejection(message="L’attestation s’arrête le 31 août 2026."))

    (call,) = services.asked("POST", VERIFICATION)
    assert call.json == {
        "decision": "REJECTED",
        "reason": "OUT_OF_DATE",
        "message": "L’attestation s’arrête le 31 août 2026.",
    }


def test_a_message_prepared_for_another_reason_is_never_sent_unread(
    nadia: FlaskClient, services: Services
) -> None:
    """Without a script, changing the reason leaves the message of the one before."""
    answer = nadia.post(DECISION, data=rejection(reason="UNREADABLE"))

    assert services.asked("POST", VERIFICATION) == []
    page = words_of(answer)
    assert "Rien n’est encore envoyé." in page
    assert "n’est pas lisible en entier" in page
    assert 'name="message_for" value="UNREADABLE"' in answer.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choisissez d’accepter la pièce ou de demander une correction"),
        (rejection(reason="BECAUSE"), "Choisissez un motif"),
        (rejection(message="  "), "Écrivez à la famille ce qu’il faut corriger"),
    ],
)
def test_half_an_answer_is_sent_back_with_what_is_missing(
    nadia: FlaskClient, services: Services, form: dict[str, str], said: str
) -> None:
    answer = nadia.post(DECISION, data=form)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert services.asked("POST", VERIFICATION) == []


def test_a_document_replaced_meanwhile_is_told(nadia: FlaskClient, services: Services) -> None:
    services.answer("households", "POST", VERIFICATION, Refusal("document_replaced", {}))

    answer = nadia.post(DECISION, data={"decision": "VERIFIED"})

    assert answer.status_code == 409
    assert "La famille vient d’envoyer une autre pièce" in words_of(answer)


def test_what_the_service_finds_wrong_is_shown_at_its_field(
    nadia: FlaskClient, services: Services
) -> None:
    wrong = Invalid([{"field": "message", "code": "too_long"}])
    services.answer("households", "POST", VERIFICATION, wrong)

    answer = nadia.post(DECISION, data=rejection(message="long"))

    assert answer.status_code == 422
    assert 'href="#message"' in answer.text
    assert "C’est trop long" in words_of(answer)


def test_a_decision_can_be_changed_while_the_file_is_with_the_staff(
    nadia: FlaskClient, services: Services
) -> None:
    rejected = decided("REJECTED", reason="UNREADABLE", message="La photo est floue.")
    services.answer("households", "GET", f"/files/{MARTIN}", rejected)

    page = nadia.get(f"{FILE}?piece={INSURANCE}")
    assert "Illisible ou coupée « La photo est floue. » Changer cette décision" in words_of(page)
    assert "Enregistrer la décision" not in words_of(page)
    changing = nadia.get(f"{FILE}?piece={INSURANCE}&changer=1")
    assert "Enregistrer la décision" in words_of(changing)


def test_a_file_with_a_rejected_document_can_only_be_returned(
    nadia: FlaskClient, services: Services
) -> None:
    rejected = decided("REJECTED", reason="UNREADABLE", message="La photo est floue.")
    services.answer("households", "GET", f"/files/{MARTIN}", rejected)

    page = words_of(nadia.get(FILE))
    assert "Une pièce est à corriger : renvoyez le dossier" in page
    assert "Valider le dossier" not in page
    writing = words_of(nadia.get(f"{FILE}/renvoi"))
    assert "Assurance scolaire de Léo : Illisible ou coupée. La photo est floue." in writing


def test_an_approved_file_leads_to_the_next_of_the_queue(
    nadia: FlaskClient, services: Services
) -> None:
    answer = nadia.post(f"{FILE}/validation")
    services.answer("households", "GET", f"/files/{MARTIN}", file_of_the_martins(status="APPROVED"))

    page = nadia.get(answer.location)
    assert "Le dossier est validé" in words_of(page)
    assert "Dossier suivant : Famille Petit" in words_of(page)
    assert f'href="/dossiers/{PETIT}"' in page.text


def test_a_file_that_cannot_be_approved_yet_says_why(
    nadia: FlaskClient, services: Services
) -> None:
    refusal = Refusal("documents_pending", {"pending": 2})
    services.answer("households", "POST", f"/files/{MARTIN}/approval", refusal)

    answer = nadia.post(f"{FILE}/validation")

    assert answer.status_code == 409
    assert "Il reste 2 pièces qui ne sont pas acceptées" in words_of(answer)


def test_staff_decide_on_the_version_that_they_read(nadia: FlaskClient, services: Services) -> None:
    """What the family changes meanwhile is told, not decided on: neither without a version."""
    assert nadia.get(FILE).text.count('name="seen" value="14"') == 1
    services.answer(
        "households", "POST", f"/files/{MARTIN}/approval", Refusal("changed_elsewhere", {})
    )

    told = nadia.post(f"{FILE}/validation", data={"seen": "14"})
    nadia.post(f"{FILE}/validation")

    assert [call.json for call in services.asked("POST", f"/files/{MARTIN}/approval")] == [
        {"seen": 14},
        {"seen": 0},
    ]
    assert told.status_code == 409
    assert "Cela a changé pendant que vous lisiez" in words_of(told)


def test_a_return_needs_words_for_the_family(nadia: FlaskClient, services: Services) -> None:
    empty = nadia.post(f"{FILE}/renvoi", data={"reason": "OTHER", "message": " "})
    assert empty.status_code == 422
    assert services.asked("POST", f"/files/{MARTIN}/return") == []

    sent = nadia.post(f"{FILE}/renvoi", data={"reason": "INFORMATION", "message": "Il manque…"})
    assert sent.location == f"{FILE}/decide"
    (call,) = services.asked("POST", f"/files/{MARTIN}/return")
    assert call.json == {"reason": "INFORMATION", "message": "Il manque…"}


def test_a_health_record_is_read_only_when_it_is_opened(
    nadia: FlaskClient, services: Services
) -> None:
    record = f"/files/{MARTIN}/children/{LEO}/health"
    file = words_of(nadia.get(FILE))
    assert "Lire la fiche sanitaire (lecture enregistrée)" in file
    assert services.asked("GET", record) == []

    page = words_of(nadia.get(f"{FILE}/enfants/{LEO}/fiche-sanitaire"))
    assert len(services.asked("GET", record)) == 1
    assert "Cette lecture est enregistrée au nom de Nadia Keller" in page
    assert "Repas Sans porc Médecin Dr Weiss Téléphone du médecin 03 88 00 00 00" in page


def test_the_history_says_who_did_what(nadia: FlaskClient) -> None:
    page = words_of(nadia.get(FILE))

    assert "Dossier envoyé par la famille · la famille 10 novembre 2026, 19 h 12" in page
    assert "Pièce refusée : Assurance scolaire de Léo : illisible ou coupée · Nadia Keller" in page


def test_names_are_asked_once_a_page(nadia: FlaskClient, services: Services) -> None:
    nadia.get(FILE)

    assert len(services.asked("POST", "/names")) == 1
