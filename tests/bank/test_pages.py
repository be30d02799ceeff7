import json
import re
from datetime import timedelta

import pytest

from tests.bank.passers_by import PAYMENT
from tests.billing.martins import NOVEMBER_3

BACK = "http://127.0.0.1:8000/factures/1?paiement=12"


def plain(page) -> str:
    text = page.text.replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def told(visitor):
    return [json.loads(body)["status"] for body, _ in visitor.portal.heard]


def test_the_page_says_that_no_money_moves_and_what_is_to_pay(visitor):
    page = visitor.opens(visitor.order())

    assert page.status_code == 200
    words = plain(page)
    assert "Banque de démonstration : aucun argent ne circule." in words
    assert "Facture 2026-00001 127,60 €" in words
    for button in ("Payer 127,60 €", "Refuser le paiement", "Abandonner"):
        assert button in words


def test_paying_tells_the_portal_and_sends_the_family_back(visitor):
    answer = visitor.presses(visitor.opens(visitor.order()), "payer")

    assert (answer.status_code, answer.headers["Location"]) == (303, BACK)
    ((body, signature),) = visitor.portal.heard
    said = visitor.pays_at.verify(body, signature)
    assert (said.payment_id, said.amount_cents, said.status) == (PAYMENT, 12760, "PAID")
    assert said.bank_reference.startswith("DEMO-")


@pytest.mark.parametrize(
    ("choice", "status"), [("refuser", "REFUSED"), ("abandonner", "ABANDONED")]
)
def test_not_paying_is_told_too(visitor, choice, status):
    answer = visitor.presses(visitor.opens(visitor.order()), choice)

    assert answer.headers["Location"] == BACK
    assert told(visitor) == [status]


def test_a_bank_that_confirms_later_tells_twice(visitor, move_clock):
    visitor.presses(visitor.opens(visitor.order()), "differer")
    assert told(visitor) == ["PENDING"]

    move_clock(NOVEMBER_3 + timedelta(seconds=75))
    visitor.brings_what_is_due()

    assert told(visitor) == ["PENDING", "PAID"]


def test_a_double_click_pays_once(visitor):
    page = visitor.opens(visitor.order())

    visitor.presses(page, "payer")
    second = visitor.presses(page, "refuser")

    assert second.headers["Location"] == BACK
    assert told(visitor) == ["PAID"]


def test_coming_back_to_a_finished_payment_shows_what_became_of_it(visitor):
    order = visitor.order()
    visitor.presses(visitor.opens(order), "payer")

    page = visitor.opens(order)

    assert "Ce paiement est terminé" in plain(page)
    assert f'href="{BACK}"' in page.text
    assert "<form" not in page.text


def test_the_browser_cannot_change_the_amount(visitor):
    cheap, dear = visitor.order(amount_cents=1), visitor.order()
    _, _, cheap_signature = cheap.rpartition(".")
    forged = dear.rpartition(".")[0] + "." + cheap_signature

    page = visitor.opens(forged)

    assert page.status_code == 400
    assert "pas valable" in plain(page)
    assert "<form" not in page.text


@pytest.mark.parametrize("order", ["", "?ordre=", "?ordre=a.b.c", "?ordre=é.1.2.3"])
def test_what_the_portal_did_not_sign_is_no_order(visitor, order):
    assert visitor.opens(f"/paiement{order}").status_code == 400


def test_a_form_without_an_order_or_a_choice_decides_nothing(visitor):
    assert visitor.client.post("/paiement").status_code == 400
    order = visitor.order().partition("ordre=")[2]
    strange = visitor.client.post("/paiement", data={"ordre": order, "choix": "offrir"})

    assert strange.status_code == 400
    assert told(visitor) == []


def test_a_notification_is_no_order(visitor):
    visitor.presses(visitor.opens(visitor.order()), "payer")
    ((body, signature),) = visitor.portal.heard
    at, signed = re.fullmatch(r"t=(\d+),v1=(\w+)", signature).groups()

    assert visitor.opens(f"/paiement?ordre={body.hex()}.{at}.{signed}").status_code == 400


def test_the_same_payment_cannot_be_ordered_for_another_amount(visitor):
    visitor.opens(visitor.order())

    assert visitor.opens(visitor.order(amount_cents=1)).status_code == 400


def test_an_order_is_good_for_an_hour(visitor, move_clock):
    order = visitor.order()
    page = visitor.opens(order)
    move_clock(NOVEMBER_3 + timedelta(minutes=61))

    late = visitor.opens(order)

    assert late.status_code == 410
    assert f'href="{BACK}"' in late.text
    assert visitor.presses(page, "payer").status_code == 410
    assert told(visitor) == []


def test_the_policy_lets_the_form_go_back_to_the_portal_and_nowhere_else(visitor):
    page = visitor.opens(visitor.order())

    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' http://127.0.0.1:8000;" in policy
    assert "default-src 'none'" in policy
    assert "script" not in page.text
    assert "style=" not in page.text


def test_every_style_sheet_and_icon_of_the_pages_is_there(visitor):
    page = visitor.opens(visitor.order())

    for address in set(re.findall(r'(?:href|src)="(/assets/[^"#]+)', page.text)):
        assert visitor.client.get(address).status_code == 200
    sprite = visitor.client.get("/assets/icons.svg").text
    for name in set(re.findall(r"icons\.svg[^\"#]*#([\w-]+)", page.text)):
        assert f'id="{name}"' in sprite


def test_the_bank_says_that_it_is_there(visitor):
    assert visitor.client.get("/health/ready").json["status"] == "ok"
    assert visitor.client.get("/").status_code == 200
