"""Staff plan the openings of a year: seen before they change, and by whom they were changed."""

import pytest

from shared.contracts import bookings
from tests.bookings.strasbourg import paris
from tests.bookings.town import NADIA

WAVES = "/school-years/2026-2027/opening-waves"


@pytest.fixture
def early(strasbourg, move_clock):
    """Nothing has opened yet: it is March."""
    move_clock(paris("2026-03-02 10:00"))
    return strasbourg


def wave_of(town, wave_id):
    return next(it for it in town.nadia.get(WAVES).json["waves"] if it["wave_id"] == wave_id)


def body(wave, **changes):
    return {**wave["who"], "opens_at": wave["opens_at"], "seen": wave["seen"], **changes}


def test_staff_see_the_waves_and_who_set_them_last(early):
    told = early.nadia.get(WAVES).json

    assert [(it["wave_id"], it["open"]) for it in told["waves"]] == [
        ("maternelle", False),
        ("elementaire", False),
    ]
    assert {it["actor"] for it in told["changes"]} == {"operator"}
    assert [it["code"] for it in told["concerns"]] == ["nobody_at_work"]  # 4 April is a Saturday


def test_a_moved_wave_is_seen_before_it_is_moved_and_told_after(early):
    wave = wave_of(early, "elementaire")
    later = "2026-04-07T17:00:00Z"
    asked = {**wave["who"], "wave_id": "elementaire", "opens_at": later}

    preview = early.nadia.post(f"{WAVES}/preview", json=asked).json
    moved = early.nadia.post(f"{WAVES}/elementaire", json=body(wave, opens_at=later))

    (of_leo,) = preview["moved"]
    assert (of_leo["children"], of_leo["child"]["school_level"]) == (1, "ELEMENTAIRE")
    assert preview["concerns"] == []
    assert moved.status_code == 204
    assert early.service.published(bookings.OpeningWaveScheduled)[-1].opens_at.isoformat() == (
        "2026-04-07T17:00:00+00:00"
    )
    last = early.nadia.get(WAVES).json["changes"][0]
    assert (last["what"], last["actor"]) == ("scheduled", f"staff:{NADIA}")


def test_two_people_who_change_the_same_wave_do_not_overwrite_each_other(early):
    wave = wave_of(early, "maternelle")
    early.nadia.post(f"{WAVES}/maternelle", json=body(wave, sibling=True))

    second = early.nadia.post(f"{WAVES}/maternelle", json=body(wave, residence="INSIDE"))

    assert (second.status_code, second.json["code"]) == (409, "changed_elsewhere")


def test_a_withdrawn_wave_opens_nothing_any_more(early):
    wave = wave_of(early, "elementaire")

    preview = early.nadia.post(f"{WAVES}/preview", json={"wave_id": "elementaire"}).json
    gone = early.nadia.post(f"{WAVES}/elementaire/withdrawal", json={"seen": wave["seen"]})

    assert preview["concerns"][0]["who"]["school_levels"] == ["ELEMENTAIRE"]
    assert preview["moved"][0]["after"] is None
    assert gone.status_code == 204
    shown = early.nadia.get("/openings").json["waves"]
    assert [it["wave_id"] for it in shown] == ["maternelle"]
    assert early.service.published(bookings.OpeningWaveWithdrawn)[-1].wave_id == "elementaire"
    assert early.nadia.get(WAVES).json["changes"][0]["what"] == "withdrawn"


def test_what_has_opened_stays_as_it_is(strasbourg):
    wave = wave_of(strasbourg, "maternelle")

    answer = strasbourg.nadia.post(f"{WAVES}/maternelle/withdrawal", json={"seen": wave["seen"]})

    assert (answer.status_code, answer.json["code"]) == (409, "already_open")


def test_the_wave_of_a_child_is_told_for_each_care(early):
    told = early.nadia.get(f"{WAVES}/first?school_level=MATERNELLE&resident=false").json

    assert {it["wave"]["wave_id"] for it in told["openings"]} == {"maternelle"}
    assert len(told["openings"]) == 8  # two kinds, four slot types
