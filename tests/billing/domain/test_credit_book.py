from uuid import UUID

from services.billing.domain import credit_book
from services.billing.domain.credit_book import CreditNoteNumbered, NumberCreditNote, number_of
from tests.support.given import given

FIRST, SECOND = UUID(int=31), UUID(int=32)
NUMBERED = CreditNoteNumbered(year=2026, number=1, credit_note_id=FIRST)


def test_credit_notes_have_a_series_of_their_own_without_a_gap():
    given(credit_book).when(NumberCreditNote(year=2026, credit_note_id=FIRST)).then(NUMBERED)
    given(credit_book, NUMBERED).when(NumberCreditNote(year=2026, credit_note_id=SECOND)).then(
        CreditNoteNumbered(year=2026, number=2, credit_note_id=SECOND)
    )


def test_a_credit_note_has_one_number():
    again = NumberCreditNote(year=2026, credit_note_id=FIRST)

    given(credit_book, NUMBERED).when(again).then_nothing()


def test_the_number_as_it_is_printed():
    assert number_of(NUMBERED) == "A2026-00001"
