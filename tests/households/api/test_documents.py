from pathlib import Path
from uuid import UUID

import pytest

from shared.contracts.households import DocumentUploaded
from shared.web.uploads import MAX_BYTES, clean_name
from tests.households.api.martins import (
    HEIC,
    INSURANCE,
    JPEG,
    LEO,
    LEO_IDENTITY,
    PDF,
    PNG,
    PROOF,
    SECOND_PROOF,
    STRANGER,
    WEBP,
    Martins,
    codes,
    refused,
)


def test_a_document_waits_to_be_verified(martins: Martins) -> None:
    answer = martins.upload(PROOF, "proof_of_address", filename="Taxe foncière.PDF")

    assert answer.status_code == 201
    (document,) = martins.file()["documents"]
    assert document | {"uploaded_at": None} == {
        "document_id": str(PROOF),
        "requirement": "proof_of_address",
        "label": "Justificatif de domicile",
        "help": "Moins de 3 mois.",
        "child_id": None,
        "status": "PENDING",
        "reason": None,
        "message": None,
        "uploaded_at": None,
        "filename": "Taxe foncière.pdf",
        "content_type": "application/pdf",
        "size": len(PDF),
    }
    (told,) = martins.service.published(DocumentUploaded)
    assert (told.document_id, told.requirement, told.child_id) == (PROOF, "proof_of_address", None)


@pytest.mark.parametrize(
    ("content", "content_type", "disposition"),
    [
        (PDF, "application/pdf", "inline"),
        (JPEG, "image/jpeg", "inline"),
        (PNG, "image/png", "inline"),
        (WEBP, "image/webp", "inline"),
        (HEIC, "image/heic", "attachment"),
    ],
)
def test_a_document_comes_back_as_it_was_sent(
    martins: Martins, content: bytes, content_type: str, disposition: str
) -> None:
    martins.upload(PROOF, "proof_of_address", content=content, filename="domicile.bin")

    answer = martins.family.get(f"/household/documents/{PROOF}/content")

    assert answer.data == content
    assert answer.content_type == content_type
    assert answer.headers["Content-Disposition"].startswith(f"{disposition}; filename=domicile.")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"GIF89a\x01\x00\x01\x00",
        b"PK\x03\x04\x14\x00\x06\x00",
        b"just some words",
    ],
)
def test_a_file_is_what_its_content_says_not_its_name(martins: Martins, content: bytes) -> None:
    answer = martins.upload(PROOF, "proof_of_address", content=content, filename="scan.pdf")

    assert refused(answer) == "file_wrong_type"
    assert martins.file()["documents"][0]["status"] == "MISSING"


def test_an_empty_file_is_refused(martins: Martins) -> None:
    assert refused(martins.upload(PROOF, "proof_of_address", content=b"")) == "file_empty"


def test_ten_megabytes_are_accepted(martins: Martins) -> None:
    content = PDF + bytes(MAX_BYTES - len(PDF))

    assert martins.upload(PROOF, "proof_of_address", content=content).status_code == 201


@pytest.mark.parametrize("beyond", [1, 200_000, 2 * MAX_BYTES])
def test_a_file_over_ten_megabytes_is_refused_in_the_same_words(
    martins: Martins, beyond: int
) -> None:
    """One byte too many is seen by us, much too many by the server in front of the form."""
    content = PDF + bytes(MAX_BYTES - len(PDF) + beyond)

    answer = martins.upload(PROOF, "proof_of_address", content=content)

    assert refused(answer) == "file_too_big"
    assert answer.json["facts"] == {"max_bytes": MAX_BYTES}


def test_a_form_without_a_file_is_told(martins: Martins) -> None:
    form = {"document_id": str(PROOF), "requirement": "proof_of_address"}

    assert codes(martins.family.post("/household/documents", data=form)) == {"file": "required"}


def test_a_form_without_anything_is_told(martins: Martins) -> None:
    assert codes(martins.family.post("/household/documents", data={})) == {
        "document_id": "required",
        "requirement": "required",
    }


def test_a_document_that_nobody_asked_for_is_refused(martins: Martins) -> None:
    martins.register(LEO, LEO_IDENTITY)

    assert refused(martins.upload(PROOF, "passport")) == "document_not_asked_for"
    assert refused(martins.upload(PROOF, "insurance")) == "document_not_asked_for"
    assert refused(martins.upload(PROOF, "proof_of_address", LEO)) == "document_not_asked_for"


def test_a_document_for_the_child_of_another_family_is_refused(martins: Martins) -> None:
    martins.register(LEO, LEO_IDENTITY)
    stranger = Martins(martins.service, STRANGER)

    assert stranger.upload(INSURANCE, "insurance", LEO).status_code == 404


def test_the_document_of_another_family_is_not_there(martins: Martins) -> None:
    martins.upload(PROOF, "proof_of_address")
    stranger = Martins(martins.service, STRANGER)

    assert stranger.family.get(f"/household/documents/{PROOF}/content").status_code == 404
    assert refused(stranger.upload(PROOF, "proof_of_address")) == "document_sent_elsewhere"


def test_a_double_click_sends_one_document(martins: Martins) -> None:
    martins.upload(PROOF, "proof_of_address")

    assert martins.upload(PROOF, "proof_of_address").status_code == 201
    assert len(martins.service.published(DocumentUploaded)) == 1


def test_a_known_document_is_never_written_over(martins: Martins) -> None:
    martins.upload(PROOF, "proof_of_address", content=PDF)
    martins.verify(PROOF)

    martins.upload(PROOF, "proof_of_address", content=JPEG)

    assert martins.family.get(f"/household/documents/{PROOF}/content").data == PDF
    assert martins.file()["documents"][0]["content_type"] == "application/pdf"


def test_a_new_document_replaces_the_earlier_one_which_stays_in_history(martins: Martins) -> None:
    martins.upload(PROOF, "proof_of_address", content=PDF)
    martins.verify(PROOF)

    martins.upload(SECOND_PROOF, "proof_of_address", content=JPEG)

    (document,) = martins.file()["documents"]
    assert (document["document_id"], document["status"]) == (str(SECOND_PROOF), "PENDING")
    assert martins.family.get(f"/household/documents/{PROOF}/content").data == PDF
    assert [each["what"] for each in martins.staff_file()["history"]][:3] == [
        "document_uploaded",
        "document_verified",
        "document_uploaded",
    ]


def test_a_file_lies_encrypted_on_disk(martins: Martins) -> None:
    martins.upload(PROOF, "proof_of_address", content=PDF)

    kept = martins.service.settings.files / martins.household_id / str(PROOF)
    assert kept.stat().st_size > len(PDF)
    assert b"PDF" not in kept.read_bytes()


def test_a_refused_file_leaves_nothing_on_disk(martins: Martins) -> None:
    martins.upload(PROOF, "passport")

    folder: Path = martins.service.settings.files
    assert [each for each in folder.rglob("*") if each.is_file()] == []


def test_a_document_is_not_there_before_it_was_sent(martins: Martins) -> None:
    assert martins.family.get(f"/household/documents/{PROOF}/content").status_code == 404
    assert martins.family.get("/household/documents/nonsense/content").status_code == 404


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("scan.pdf", "scan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Camille\\Photos\\été 2026.JPG", "été 2026.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ('a"b\r\nSet-Cookie: x=1.pdf', "abSet-Cookie x=1.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_the_name_of_a_file_is_made_harmless(name: str, cleaned: str) -> None:
    assert clean_name(name, "pdf") == cleaned


def test_nobody_needs_an_id_that_is_none(martins: Martins) -> None:
    form = {"document_id": "x", "requirement": "proof_of_address", "child_id": "y"}

    assert codes(martins.family.post("/household/documents", data=form)) == {
        "document_id": "not_an_id",
        "child_id": "not_an_id",
    }
    assert UUID(martins.household_id)
