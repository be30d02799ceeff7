"""What the Martins and the staff do, over HTTP, as the sites do it."""

import io
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from tests.support.service import ServiceUnderTest

CAMILLE, NADIA, STRANGER = UUID(int=2), UUID(int=5), UUID(int=6)
LEO, MIA = UUID(int=3), UUID(int=4)
PROOF, INSURANCE, SECOND_PROOF = UUID(int=11), UUID(int=12), UUID(int=13)

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 \x18\x00\x00\x00"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1"

CONFIGURATION = {
    "schools": [
        {"school_id": "tilleuls", "name": "École Les Tilleuls", "levels": ["MATERNELLE"]},
        {"school_id": "la-fontaine", "name": "École La Fontaine", "levels": ["ELEMENTAIRE"]},
    ],
    "requirements": [
        {
            "code": "proof_of_address",
            "label": "Justificatif de domicile",
            "per_child": False,
            "help": "Moins de 3 mois.",
        },
        {"code": "insurance", "label": "Assurance scolaire", "per_child": True, "help": ""},
        {
            "code": "quotient",
            "label": "Attestation de quotient familial",
            "per_child": False,
            "help": "",
            "needed": "QUOTIENT_DECLARED",
        },
    ],
}
ME = {
    "given_name": "Camille",
    "family_name": "Martin",
    "relationship": "MOTHER",
    "mobile": "06 12 34 56 78",
    "sms": True,
}
WORK = {"situation": "EMPLOYED", "employer": "Mairie de Strasbourg", "work_phone": "0388112200"}
OTHER_GUARDIAN = {
    "alone": False,
    "given_name": "Alex",
    "family_name": "Berger",
    "relationship": "FATHER",
    "mobile": "+49 1512 3456789",
    "email": "alex.berger@exemple.fr",
}
ADDRESS = {"line1": "12 rue des Lilas", "line2": "", "postcode": "67000", "town": "Strasbourg"}
COMPLEMENTARY = {"quotient_choice": "NOT_DECLARED", "quotient": None, "caf_number": ""}
LEO_IDENTITY = {
    "given_name": "Léo",
    "family_name": "Martin",
    "birth_date": "2019-05-14",
    "school_id": "la-fontaine",
    "class_name": "CE1",
}
MIA_IDENTITY = LEO_IDENTITY | {
    "given_name": "Mia",
    "birth_date": "2022-02-03",
    "school_id": "tilleuls",
    "class_name": "MS",
}
HEALTH = {
    "diet": "NO_PORK",
    "doctor_name": "Dr Weber",
    "doctor_phone": "03 88 11 22 33",
    "care_plan": True,
    "care_notes": "Allergie aux arachides.\nStylo dans le sac.",
}
CONTACTS = {
    "emergency_name": "Odile Martin",
    "emergency_phone": "03 88 44 55 66",
    "pickups": [{"name": "Jean Roth", "phone": ""}],
}
CONSENTS = {"outings": "YES", "photos": "NO"}
HOUSEHOLD = {
    "me": ME,
    "work": WORK,
    "other_guardian": OTHER_GUARDIAN,
    "address": ADDRESS,
    "complementary": COMPLEMENTARY,
}


def refused(answer: TestResponse) -> str:
    """The code of the refusal."""
    assert answer.status_code == 409, answer.text
    code: str = answer.json["code"]
    return code


def codes(answer: TestResponse) -> dict[str, str]:
    """The code of what is wrong, by field."""
    assert answer.status_code == 422, answer.text
    return {each["field"]: each["code"] for each in answer.json["errors"]}


class Martins:
    def __init__(self, service: ServiceUnderTest, account_id: UUID = CAMILLE) -> None:
        self.service = service
        self.family = service.client(scope="family", account_id=account_id)
        self.staff = service.client(
            scope="staff", account_id=NADIA, claims={"name": "Nadia", "roles": ["files"]}
        )
        self.inside = service.client(scope="internal")

    def configure(self, **changes: Any) -> None:
        operator = self.service.client(scope="operator")
        assert operator.put("/configuration", json=CONFIGURATION | changes).status_code == 204

    def file(self) -> Any:
        answer = self.family.get("/household")
        assert answer.status_code == 200, answer.text
        return answer.json

    @property
    def household_id(self) -> str:
        return str(self.file()["household_id"])

    def staff_file(self) -> Any:
        return self.staff.get(f"/files/{self.household_id}").json

    def fill(self, section: str, answers: dict[str, Any], seen: int | None = None) -> Any:
        seen = self.file()["version"] if seen is None else seen
        return self.family.put(f"/household/sections/{section}", json={"seen": seen, **answers})

    def register(self, child_id: UUID, identity: dict[str, Any]) -> Any:
        return self.family.post("/household/children", json={"child_id": str(child_id)} | identity)

    def fill_child(
        self, child_id: UUID, section: str, answers: dict[str, Any], seen: int | None = None
    ) -> Any:
        seen = self.file()["version"] if seen is None else seen
        return self.family.put(
            f"/household/children/{child_id}/{section}", json={"seen": seen, **answers}
        )

    def upload(
        self,
        document_id: UUID,
        requirement: str,
        child_id: UUID | None = None,
        content: bytes = PDF,
        filename: str = "scan.pdf",
    ) -> Any:
        form: dict[str, Any] = {
            "document_id": str(document_id),
            "requirement": requirement,
            "file": (io.BytesIO(content), filename),
        }
        if child_id is not None:
            form["child_id"] = str(child_id)
        return self.family.post("/household/documents", data=form)

    def tell_everything(self) -> None:
        """All but sending the file: Léo alone, both documents."""
        for section, answers in HOUSEHOLD.items():
            assert self.fill(section, answers).status_code == 200
        assert self.register(LEO, LEO_IDENTITY).status_code == 201
        for section, answers in (
            ("health", HEALTH),
            ("contacts", CONTACTS),
            ("consents", CONSENTS),
        ):
            assert self.fill_child(LEO, section, answers).status_code == 200
        assert self.upload(PROOF, "proof_of_address").status_code == 201
        assert self.upload(INSURANCE, "insurance", LEO).status_code == 201

    def submit(self) -> Any:
        return self.family.post("/household/submission", json={})

    def verify(self, document_id: UUID, **decision: Any) -> Any:
        return self.staff.post(
            f"/files/{self.household_id}/documents/{document_id}/verification",
            json={"decision": "VERIFIED"} | decision,
        )

    def reject(self, document_id: UUID, **why: Any) -> Any:
        said = {"decision": "REJECTED", "reason": "UNREADABLE", "message": "La photo est floue."}
        return self.verify(document_id, **(said | why))

    def approve(self) -> Any:
        return self.staff.post(f"/files/{self.household_id}/approval", json={})

    def send_back(self, **why: Any) -> Any:
        said = {"reason": "INFORMATION", "message": "Le mobile ne répond pas."} | why
        return self.staff.post(f"/files/{self.household_id}/return", json=said)

    def become_approved(self) -> None:
        self.tell_everything()
        assert self.submit().status_code == 200
        assert self.verify(PROOF).status_code == 200
        assert self.verify(INSURANCE).status_code == 200
        assert self.approve().status_code == 200
