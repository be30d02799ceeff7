"""Households: the family's file. The only place that knows names, addresses and documents."""

from typing import Any, Literal, TypedDict, cast
from uuid import UUID

from shared.web.client import ServiceClient


class Section(TypedDict):
    filled: bool
    missing: list[str]
    values: dict[str, Any]


class HealthRead(TypedDict):
    by: str
    at: str


class OtherHome(TypedDict):
    """`code` while it is INVITED; `first`: this home told of the child before the other one."""

    state: Literal["NONE", "INVITED", "JOINED", "ENDED"]
    first: bool | None
    code: str | None
    email: str | None
    expires_at: str | None


class ChildFile(TypedDict):
    child_id: str
    other_home: OtherHome
    sections: dict[str, Section]
    health_reads: list[HealthRead]


class Document(TypedDict):
    """One row per required document; `document_id` is None while it is missing."""

    document_id: str | None
    requirement: str
    label: str
    help: str
    child_id: str | None
    status: Literal["MISSING", "PENDING", "VERIFIED", "REJECTED"]
    reason: str | None
    message: str | None
    uploaded_at: str | None
    filename: str | None
    content_type: str | None
    size: int | None


class ToDo(TypedDict):
    kind: Literal["field", "document", "child"]
    section: str | None
    field: str | None
    child_id: str | None
    requirement: str | None
    reason: str | None


class Progress(TypedDict):
    done: int
    total: int


class Returned(TypedDict):
    reason: str
    message: str
    at: str


class Household(TypedDict):
    household_id: str
    version: int
    status: Literal["DRAFT", "SUBMITTED", "APPROVED", "RETURNED"]
    submitted_at: str | None
    approved_at: str | None
    returned: Returned | None
    sections: dict[str, Section]
    children: list[ChildFile]
    documents: list[Document]
    todo: list[ToDo]
    progress: Progress


class School(TypedDict):
    school_id: str
    name: str
    levels: list[str]


class Households:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def household(self, account_id: UUID) -> Household:
        answer = self._client.get("/household", scope="family", account_id=account_id)
        return cast(Household, answer)

    def schools(self, account_id: UUID) -> list[School]:
        answer = self._client.get("/schools", scope="family", account_id=account_id)
        return cast("list[School]", answer["schools"])

    def save_section(
        self, account_id: UUID, section: str, values: dict[str, Any], seen: int
    ) -> None:
        self._client.put(
            f"/household/sections/{section}",
            scope="family",
            account_id=account_id,
            json={"seen": seen, **values},
        )

    def register_child(self, account_id: UUID, child_id: UUID, values: dict[str, Any]) -> None:
        self._client.post(
            "/household/children",
            scope="family",
            account_id=account_id,
            json={"child_id": str(child_id), **values},
        )

    def invite_other_home(self, account_id: UUID, child_id: UUID, email: str | None) -> None:
        """The code is in the file then."""
        self._client.post(
            f"/household/children/{child_id}/invitation",
            scope="family",
            account_id=account_id,
            json={"email": email},
        )

    def withdraw_invitation(self, account_id: UUID, child_id: UUID) -> None:
        self._client.delete(
            f"/household/children/{child_id}/invitation", scope="family", account_id=account_id
        )

    def join_child(self, account_id: UUID, code: str, values: dict[str, Any]) -> str:
        """The id of the child, which another home has told of too."""
        answer = self._client.post(
            "/household/children/joined",
            scope="family",
            account_id=account_id,
            json={"code": code, **values},
        )
        return str(answer["child_id"])

    def end_other_home(self, account_id: UUID, child_id: UUID) -> None:
        self._client.delete(
            f"/household/children/{child_id}/other-home", scope="family", account_id=account_id
        )

    def save_child_section(
        self, account_id: UUID, child_id: UUID, section: str, values: dict[str, Any], seen: int
    ) -> None:
        self._client.put(
            f"/household/children/{child_id}/{section}",
            scope="family",
            account_id=account_id,
            json={"seen": seen, **values},
        )

    def upload(
        self,
        account_id: UUID,
        document_id: UUID,
        requirement: str,
        child_id: UUID | None,
        file: tuple[str, bytes, str],
    ) -> None:
        """Hand over a document; `file` is its name, its content and its announced type."""
        about = {"document_id": str(document_id), "requirement": requirement}
        if child_id is not None:
            about["child_id"] = str(child_id)
        self._client.post(
            "/household/documents",
            scope="family",
            account_id=account_id,
            data=about,
            files={"file": file},
        )

    def document_content(self, account_id: UUID, document_id: UUID) -> Any:
        return self._client.get(
            f"/household/documents/{document_id}/content",
            scope="family",
            account_id=account_id,
            raw=True,
        )

    def submit(self, account_id: UUID) -> None:
        self._client.post("/household/submission", scope="family", account_id=account_id, json={})
