"""Supporting documents: a photo or a PDF, and a refusal that keeps the page."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.web.client import Refusal
from tests.gateway.reading import read
from tests.gateway.recorded import (
    PROOF,
    Downloaded,
    Services,
    household,
    proof_of_address,
)


def file(content: bytes = b"%PDF-1.7") -> dict[str, Any]:
    return {"document_id": PROOF, "file": (io.BytesIO(content), "facture.pdf")}


def missing(services: Services) -> None:
    services.answer(
        "households", "GET", "/household", household(documents=[proof_of_address("MISSING")])
    )


def test_the_page_says_what_is_asked_for(camille: FlaskClient, services: Services) -> None:
    missing(services)

    answer = camille.get("/dossier/documents/home")

    assert "Justificatif de domicile À fournir Moins de 3 mois." in read(answer).words
    assert 'accept="application/pdf,image/*"' in answer.text


def test_a_document_is_sent_under_the_id_of_the_form(
    camille: FlaskClient, services: Services
) -> None:
    missing(services)

    answer = camille.post("/dossier/documents/home", data=file())

    assert answer.location == "/dossier"
    asked = services.asked("POST", "/household/documents")[0].asked
    assert asked["data"] == {"document_id": PROOF, "requirement": "home"}
    assert asked["files"]["file"] == ("facture.pdf", b"%PDF-1.7", "application/pdf")


def test_no_file_is_an_error_at_the_file(camille: FlaskClient, services: Services) -> None:
    missing(services)

    answer = camille.post("/dossier/documents/home", data={"document_id": PROOF})

    assert answer.status_code == 422
    assert read(answer).link("Choisissez un fichier") == "#file"


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (Refusal("file_too_big", {"max_bytes": 10 * 1024 * 1024}), "trop lourd : 10 Mo au plus"),
        (Refusal("file_wrong_type", {}), "ni un PDF ni une photo"),
        (Refusal("file_empty", {}), "Ce fichier est vide"),
    ],
)
def test_a_file_that_is_refused_says_why_at_the_file(
    camille: FlaskClient, services: Services, refusal: Refusal, sentence: str
) -> None:
    missing(services)
    services.answer("households", "POST", "/household/documents", refusal)

    answer = camille.post("/dossier/documents/home", data=file())
    page = read(answer)

    assert answer.status_code == 422
    assert page.link(sentence) == "#file"
    assert page.hidden["document_id"] != PROOF  # the next try is another document


def test_a_file_too_heavy_to_be_read_comes_back_to_its_page(
    camille: FlaskClient, services: Services
) -> None:
    missing(services)

    answer = camille.post(
        "/dossier/documents/home", data=file(b"0" * (13 * 1024 * 1024)), follow_redirects=True
    )

    assert read(answer).title.startswith("Erreur :")
    assert "Ce fichier est trop lourd : 10 Mo au plus" in read(answer).words


def test_a_document_that_came_back_says_why(camille: FlaskClient) -> None:
    page = read(camille.get("/dossier/documents/home"))

    assert "À renvoyer. La photo est floue" in page.words


def test_what_was_sent_can_be_looked_at_and_does_nothing(
    camille: FlaskClient, services: Services
) -> None:
    path = f"/household/documents/{PROOF}/content"
    services.answer("households", "GET", path, Downloaded(b"\xff\xd8photo"))

    answer = camille.get("/dossier/documents/home/fichier")

    assert answer.data == b"\xff\xd8photo"
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Content-Disposition"] == "inline; filename=facture.jpg"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_document_nobody_asked_for_is_not_there(camille: FlaskClient) -> None:
    assert camille.get("/dossier/documents/passeport").status_code == 404
