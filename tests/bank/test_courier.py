import json
import time
from datetime import timedelta

import pytest

from deploy.bank import create_bank
from tests.billing.martins import NOVEMBER_3


def statuses(portal):
    return [json.loads(body)["status"] for body, _ in portal.heard]


@pytest.mark.parametrize("answer", [500, 503, 302, 429])
def test_a_notification_is_brought_again_until_it_is_taken(visitor, portal, move_clock, answer):
    portal.answers = answer
    visitor.presses(visitor.opens(visitor.order()), "payer")
    assert statuses(portal) == ["PAID"]

    visitor.brings_what_is_due()  # too soon
    assert statuses(portal) == ["PAID"]

    move_clock(NOVEMBER_3 + timedelta(seconds=5))
    portal.answers = 204
    visitor.brings_what_is_due()
    visitor.brings_what_is_due()

    assert statuses(portal) == ["PAID", "PAID"]


@pytest.mark.parametrize("answer", [204, 200, 401, 409])
def test_an_answer_is_an_answer(visitor, portal, move_clock, answer):
    portal.answers = answer
    visitor.presses(visitor.opens(visitor.order()), "payer")

    move_clock(NOVEMBER_3 + timedelta(hours=1))
    visitor.brings_what_is_due()

    assert statuses(portal) == ["PAID"]


def test_the_pauses_grow_to_five_minutes(visitor, portal, move_clock):
    portal.answers = 503
    visitor.presses(visitor.opens(visitor.order()), "payer")
    now = NOVEMBER_3
    for pause in (2, 4, 8, 16, 32, 64, 128, 256, 300, 300):
        now += timedelta(seconds=pause + 1)
        move_clock(now)
        visitor.brings_what_is_due()
    assert len(portal.heard) == 11

    move_clock(now + timedelta(seconds=290))
    visitor.brings_what_is_due()
    assert len(portal.heard) == 11


def test_each_try_is_signed_anew(visitor, portal, move_clock):
    """So that a portal may refuse old signatures, and still hear a late notification."""
    portal.answers = 503
    visitor.presses(visitor.opens(visitor.order()), "payer")
    move_clock(NOVEMBER_3 + timedelta(days=2))
    visitor.brings_what_is_due()

    (first, old), (second, new) = portal.heard
    assert first == second
    assert old != new
    assert visitor.pays_at.verify(second, new).status == "PAID"


def test_the_family_goes_back_although_the_portal_is_away(visitor):
    nobody = "http://127.0.0.1:9/notification"
    page = visitor.opens(visitor.order(notify_url=nobody))

    assert visitor.presses(page, "payer").status_code == 303


def test_what_was_not_brought_before_a_restart_is_brought_after(settings, visitor, portal):
    portal.answers = 503
    visitor.presses(visitor.opens(visitor.order()), "payer")
    portal.answers = 204

    create_bank(settings)

    for _ in range(100):
        if len(portal.heard) == 2:
            break
        time.sleep(0.1)
    assert statuses(portal) == ["PAID", "PAID"]
