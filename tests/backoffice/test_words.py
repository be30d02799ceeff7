"""Every code a service may answer has its words, and every fixed answer its sentence."""

from collections.abc import Callable, Iterator
from enum import StrEnum

import pytest
from flask import Flask

from services.backoffice.refusals import sentence
from services.backoffice.web import formats, words
from services.billing.projections.invoices import InvoiceState
from services.bookings.domain.booking_kind import BookingKind
from services.bookings.domain.calendar import DayStatus
from services.bookings.domain.offer import PlaceState
from services.bookings.domain.request_history import RequestStatus
from services.bookings.domain.slot_type import SlotType
from services.households.domain.documents import DocumentStatus, RejectionReason
from services.households.domain.household_file import FileStatus, ReturnReason
from services.households.domain.sections import SectionName
from services.notifier.domain.mail import Template, Trouble
from shared.web.client import Refusal


@pytest.fixture(autouse=True)
def in_french(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (FileStatus, words.file_state),
        (DocumentStatus, words.document_state),
        (RejectionReason, words.document_reason),
        (ReturnReason, words.return_reason),
        (SectionName, words.section),
        (SlotType, words.slot_type),
        (BookingKind, words.request_kind),
        (PlaceState, words.line_state),
        (DayStatus, words.day_state),
        (Template, words.mail),
        (Trouble, words.mail_trouble),
        (InvoiceState, words.invoice_state),
    ],
)
def test_every_code_has_words(codes: type[StrEnum], said: Callable[[str], object]) -> None:
    for code in codes:
        assert said(code) != code


def test_requests_that_staff_meet_have_words() -> None:
    for status in set(RequestStatus) - {"NONE", "DROPPED"}:
        assert words.request_state(status).text


@pytest.mark.parametrize(
    "code",
    [
        "already_decided",
        "busy",
        "document_replaced",
        "document_unknown",
        "file_not_submitted",
        "not_full",
        "slot_full",
        "slot_not_offered",
        "unknown_line",
        "wrong_credentials",
    ],
)
def test_a_refusal_is_a_sentence(code: str) -> None:
    assert code not in sentence(Refusal(code, {}))
    assert sentence(Refusal(code, {})).endswith(".")


def test_a_refusal_without_words_shows_its_code() -> None:
    assert sentence(Refusal("brand_new", {})) == "Ce n’est pas possible (brand_new)."


def test_times_are_those_of_paris() -> None:
    assert formats.moment("2026-07-01T22:30:00Z") == "2 juillet 2026, 0\xa0h\xa030"
    assert formats.full_day("2026-05-01") == "vendredi 1er mai 2026"
    assert formats.of_month("2026-10") == "d’octobre 2026"
    assert formats.of_month("2026-11") == "de novembre 2026"


def test_names_join_their_preposition() -> None:
    assert [formats.of_name(name) for name in ("Inès", "Léo", "Yves", "Yanis")] == [
        "d’Inès",
        "de Léo",
        "d’Yves",
        "de Yanis",
    ]


def test_numbers_are_written_the_french_way() -> None:
    assert formats.phone("+33612345610") == "06\xa012\xa034\xa056\xa010"
    assert formats.phone("à demander") == "à demander"
    assert formats.euros(123456).replace("\u202f", " ") == "1 234,56\xa0€"
    assert formats.places_free(10, 9) == "1 place libre"
    assert formats.places_free(10, 12) == "Complet"


def test_a_single_day_is_written_in_full() -> None:
    single = {"slot_type": "LUNCH", "weekday": None, "days": 1, "dates": ["2026-11-12"]}

    assert words.line(single) == "Midi, jeudi 12 novembre 2026"
