from services.billing.domain import invoice_book
from services.billing.domain.invoice_book import InvoicesNumbered, NumberInvoices, number_of
from tests.billing.martins import DUPONT, MARTIN
from tests.support.given import given

OCTOBER = NumberInvoices(year=2026, period="2026-10", household_ids=(MARTIN, DUPONT))
NUMBERED = InvoicesNumbered(year=2026, period="2026-10", first=1, household_ids=(MARTIN, DUPONT))


def test_the_first_invoices_of_a_year_begin_at_one():
    given(invoice_book).when(OCTOBER).then(NUMBERED)


def test_the_next_month_goes_on_where_the_last_one_stopped():
    november = NumberInvoices(year=2026, period="2026-11", household_ids=(DUPONT,))

    given(invoice_book, NUMBERED).when(november).then(
        InvoicesNumbered(year=2026, period="2026-11", first=3, household_ids=(DUPONT,))
    )


def test_a_household_gets_one_invoice_a_month():
    given(invoice_book, NUMBERED).when(OCTOBER).then_nothing()


def test_a_run_that_was_interrupted_goes_on_with_the_others():
    martin = InvoicesNumbered(year=2026, period="2026-10", first=1, household_ids=(MARTIN,))

    given(invoice_book, martin).when(OCTOBER).then(
        InvoicesNumbered(year=2026, period="2026-10", first=2, household_ids=(DUPONT,))
    )


def test_a_household_named_twice_takes_one_number():
    twice = NumberInvoices(year=2026, period="2026-10", household_ids=(MARTIN, MARTIN))

    given(invoice_book).when(twice).then(
        InvoicesNumbered(year=2026, period="2026-10", first=1, household_ids=(MARTIN,))
    )


def test_a_number_is_printed_with_its_year_and_five_digits():
    assert number_of(NUMBERED, MARTIN) == "2026-00001"
    assert number_of(NUMBERED, DUPONT) == "2026-00002"
