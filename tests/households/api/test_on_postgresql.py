"""What SQLite gives by letting one write at a time must hold where everybody writes at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.engine import make_url

from shared.contracts.households import (
    ChildRegistered,
    DocumentUploaded,
    HouseholdFileSubmitted,
    HouseholdOpened,
)
from shared.eventstore import clock
from tests.households.api.martins import (
    LEO,
    LEO_IDENTITY,
    ME,
    MIA_IDENTITY,
    PROOF,
    SECOND_PROOF,
    Martins,
)
from tests.support.service import ServiceUnderTest

pytestmark = pytest.mark.servers


@pytest.fixture
def martins(postgres: Any, tmp_path: Path) -> Martins:
    name = f"test_{clock.new_id().hex[:12]}"
    url = make_url(postgres.url).set(database=name).render_as_string(hide_password=False)
    family = Martins(ServiceUnderTest("households", tmp_path, url))
    family.configure()
    return family


def test_a_family_lives_there_as_on_sqlite(martins: Martins) -> None:
    martins.become_approved()
    martins.upload(SECOND_PROOF, "proof_of_address")

    (file,) = martins.staff.get("/files?status=APPROVED").json["files"]
    assert (file["name"], file["pending_documents"]) == ("Famille Martin", 1)
    assert file["submitted_at"].endswith("Z")
    assert martins.staff.get("/search?q=leo").json["families"][0]["children"] == ["Léo"]
    assert martins.family.get(f"/household/documents/{PROOF}/content").status_code == 200


def test_a_household_asked_for_twelve_times_at_once_is_opened_once(martins: Martins) -> None:
    with ThreadPoolExecutor(12) as threads:
        files = list(threads.map(lambda _: martins.file(), range(12)))

    assert len({file["household_id"] for file in files}) == 1
    assert len(martins.service.published(HouseholdOpened)) == 1


def test_of_eight_tabs_that_saw_the_same_section_one_is_kept(martins: Martins) -> None:
    seen = martins.file()["version"]

    def save(tab: int) -> int:
        status: int = martins.fill("me", ME | {"given_name": f"Tab {tab}"}, seen).status_code
        return status

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(save, range(8)))

    assert sorted(answers) == [200] + [409] * 7


def test_the_id_of_a_child_is_taken_by_one_family(martins: Martins) -> None:
    families = [Martins(martins.service, UUID(int=50 + n)) for n in range(6)]

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda it: it.register(LEO, MIA_IDENTITY), families))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert len(martins.service.published(ChildRegistered)) == 1


def test_the_same_clicks_at_once_count_once(martins: Martins) -> None:
    with ThreadPoolExecutor(6) as threads:
        sent = list(threads.map(lambda _: martins.upload(PROOF, "proof_of_address"), range(6)))
    assert {answer.status_code for answer in sent} <= {201, 409}
    assert len(martins.service.published(DocumentUploaded)) == 1

    martins.register(LEO, LEO_IDENTITY)
    martins.tell_everything()
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: martins.submit(), range(6)))
    assert len(martins.service.published(HouseholdFileSubmitted)) == 1
