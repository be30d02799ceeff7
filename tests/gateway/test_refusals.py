"""Every refusal that can reach a family has its sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from services.gateway import refusals

SERVICES = Path(refusals.__file__).parent.parent
FOR_FAMILIES = ("accounts", "households", "bookings", "billing")

# Refused to staff, to the operator, or to the bank: no family can meet them.
FOR_OTHERS = {
    "already_decided",
    "already_open",
    "already_published",
    "alternative_given",
    "amount_mismatch",
    "another_year",
    "area_twice",
    "bad_signature",
    "bands_not_in_order",
    "bundle_not_whole",
    "canteen_is_a_right",
    "certificate_replaced",
    "dates_reversed",
    "deadline_after_the_day",
    "deadline_skips_every_day",
    "deadline_without_day",
    "deadline_without_weekday",
    "hours_reversed",
    "said_twice",
    "last_band_has_no_limit",
    "negative_delay",
    "negative_price",
    "no_capacity",
    "no_certificate",
    "no_price",
    "no_rates",
    "no_window",
    "not_due_yet",
    "not_full",
    "not_published",
    "not_waiting",
    "nothing_to_invoice",
    "nothing_to_publish",
    "one_price_per_band",
    "operator_unknown",
    "outside_school_year",
    "payer_unknown",
    "place_offered",
    "pool_twice",
    "seed_already_announced",
    "seed_not_announced",
    "slot_type_twice",
    "surcharge_without_amount",
    "unknown_allocation",
    "unknown_line",
    "window_still_open",
    "wrong_weekday",
}


def refused(service: str) -> Iterator[str]:
    for file in (SERVICES / service).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(
                    func=ast.Name(id="Refused"), args=[ast.Constant(value=str(code)), *_]
                ):
                    yield code


def test_every_code_that_can_reach_a_family_has_a_sentence() -> None:
    codes = {code for service in FOR_FAMILIES for code in refused(service)} - FOR_OTHERS

    assert codes, "no refusal found: has the search lost its way?"
    assert sorted(codes - refusals.SENTENCES.keys()) == []


def test_a_fact_that_was_not_told_leaves_a_gap_and_no_error(app: Flask) -> None:
    with app.test_request_context():
        assert refusals.sentence("not_open_yet", {}) == "Les réservations ouvrent …."


def test_a_code_nobody_foresaw_is_said_honestly(app: Flask) -> None:
    with app.test_request_context():
        assert "(of_tomorrow)" in refusals.sentence("of_tomorrow", {})


def test_a_field_error_nobody_foresaw_asks_to_look_again(app: Flask) -> None:
    with app.test_request_context():
        assert refusals.field_sentence("town", "of_tomorrow") == "Vérifiez ce champ"
        assert refusals.field_sentence("town", "too_long").startswith("C’est trop long")
