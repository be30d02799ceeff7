"""Every refusal that can reach a family has its sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from services.backoffice.refusals import _SENTENCES as of_staff
from services.gateway import refusals

SERVICES = Path(refusals.__file__).parent.parent
FOR_FAMILIES = ("accounts", "households", "bookings", "billing")

WHAT_TO_DO = re.compile(r"\b(?!avez|chez|assez)[A-Za-zéÉèà]+ez\b|\bDites\b|vous n’avez (rien|pas)")

# No family can meet these: staff read them, in the words of their site,
FOR_STAFF = {
    "unknown_pool",
    "below_taken",
    "already_decided",
    "already_open",
    "already_published",
    "alternative_given",
    "bundle_not_whole",
    "canteen_is_a_right",
    "certificate_replaced",
    "dates_reversed",
    "no_certificate",
    "no_window",
    "not_due_yet",
    "not_full",
    "not_published",
    "not_waiting",
    "nothing_to_invoice",
    "nothing_to_publish",
    "nothing_to_refund",
    "outside_school_year",
    "payer_unknown",
    "said_twice",
    "seed_already_announced",
    "seed_not_announced",
    "unknown_allocation",
    "unknown_line",
    "wave_of_another_year",
    "window_still_open",
    "year_exists",
    "year_without_next",
}
# or whoever describes the operator in a file, with its line; the bank reads the last.
FOR_THE_OPERATOR = {
    "area_twice",
    "bands_not_in_order",
    "deadline_after_the_day",
    "deadline_skips_every_day",
    "deadline_without_day",
    "deadline_without_weekday",
    "hours_reversed",
    "last_band_has_no_limit",
    "negative_delay",
    "negative_price",
    "no_capacity",
    "more_than_the_credit",
    "no_price",
    "no_rates",
    "one_price_per_band",
    "operator_unknown",
    "pool_twice",
    "slot_type_twice",
    "surcharge_without_amount",
    "wrong_weekday",
    "year_exists",
    "year_too_long",
    "year_without_next",
    "amount_mismatch",
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
    codes = all_codes() - FOR_STAFF - FOR_THE_OPERATOR

    assert codes, "no refusal found: has the search lost its way?"
    assert sorted(codes - refusals.SENTENCES.keys()) == []


def test_every_code_that_only_staff_can_meet_has_a_sentence_of_their_site() -> None:
    assert sorted(FOR_STAFF - of_staff.keys()) == []


def test_no_code_is_set_aside_that_nobody_refuses_with() -> None:
    assert sorted((FOR_STAFF | FOR_THE_OPERATOR) - all_codes()) == []


@pytest.mark.parametrize("code", sorted(refusals.SENTENCES))
def test_a_refusal_says_what_can_be_done(code: str) -> None:
    """A verb (choose, wait, call), or that nothing is left to do."""
    assert WHAT_TO_DO.search(refusals.SENTENCES[code]), refusals.SENTENCES[code]


def all_codes() -> set[str]:
    return {code for service in FOR_FAMILIES for code in refused(service)}


def test_a_fact_that_was_not_told_leaves_a_gap_and_no_error(app: Flask) -> None:
    with app.test_request_context():
        assert refusals.sentence("not_open_yet", {}) == (
            "Les réservations ouvrent …. Préparez vos choix dès maintenant : ils sont gardés."
        )


def test_a_code_nobody_foresaw_is_said_honestly(app: Flask) -> None:
    with app.test_request_context():
        assert "(of_tomorrow)" in refusals.sentence("of_tomorrow", {})


def test_a_field_error_nobody_foresaw_asks_to_look_again(app: Flask) -> None:
    with app.test_request_context():
        assert refusals.field_sentence("town", "of_tomorrow") == "Vérifiez ce champ"
        assert refusals.field_sentence("town", "too_long").startswith("C’est trop long")
