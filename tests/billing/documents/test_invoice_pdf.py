from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from services.billing.documents.invoice_pdf import invoice_pdf
from tests.billing.martins import ISSUED, LEOS_LUNCHES, MIAS_EVENING


def opened(invoice):
    return PdfReader(BytesIO(invoice_pdf(invoice)))


def words(invoice) -> str:
    pages = "\n".join(page.extract_text() for page in opened(invoice).pages)
    return " ".join(pages.replace("\u00a0", " ").split())


def test_a_screen_reader_finds_a_language_a_title_and_tags():
    document = opened(ISSUED)
    root = document.trailer["/Root"]

    assert document.metadata.title == "Facture n° 2026-00001, octobre 2026"
    assert root["/Lang"].lower().startswith("fr")
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_every_font_is_inside():
    for page in opened(ISSUED).pages:
        for font in page["/Resources"]["/Font"].values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"]
            assert any(name.startswith("/FontFile") for name in descriptor.get_object())


def test_the_same_invoice_is_the_same_file():
    assert invoice_pdf(ISSUED) == invoice_pdf(ISSUED)


def test_it_is_an_a4_page():
    (page,) = opened(ISSUED).pages

    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_care_and_meals_are_told_apart_when_there_are_both():
    assert "dont accueil (garde) 2,20 € dont repas 11,20 €" in words(ISSUED)
    only_meals = replace(ISSUED, lines=(LEOS_LUNCHES,), total_cents=1120)
    assert "dont" not in words(only_meals)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((date(2026, 10, 1),), "le 1er octobre"),
        ((date(2026, 10, 5), date(2026, 10, 6)), "les 5 et 6 octobre"),
        ((date(2026, 10, 1), date(2026, 10, 5), date(2026, 10, 30)), "les 1er, 5 et 30 octobre"),
    ],
)
def test_days_are_told_as_one_would_say_them(days, said):
    invoice = replace(ISSUED, lines=(replace(MIAS_EVENING, days=days),))

    assert f"Les Tilleuls · {said}" in words(invoice)


def test_a_large_sum_keeps_its_space():
    assert "Total 1 234,56 €" in words(replace(ISSUED, total_cents=123456))


def test_nothing_to_pay_is_said_so():
    free = replace(ISSUED, lines=(replace(MIAS_EVENING, unit_cents=0, amount_cents=0),))

    said = words(replace(free, total_cents=0))

    assert "Rien à payer 0,00 €" in said
    assert "Vous n’avez rien à régler." in said


def test_a_long_invoice_goes_over_several_pages_with_its_headings():
    days = tuple(date(2026, 10, n) for n in range(1, 24))
    lines = tuple(
        replace(LEOS_LUNCHES, days=days, facility_name=f"Site {n}", amount_cents=23 * 560)
        for n in range(20)
    )
    document = opened(replace(ISSUED, lines=lines, total_cents=20 * 23 * 560))

    texts = [page.extract_text() for page in document.pages]
    assert len(texts) == 2
    assert all("Prestation" in text for text in texts)
    assert "Page 2 / 2" in texts[1].replace("\u00a0", " ")
    assert "Total" in texts[1]


def test_an_operator_without_a_telephone_offers_none():
    silent = replace(ISSUED, operator=replace(ISSUED.operator, phone=""))

    assert "Appelez" not in words(silent)


def test_what_was_erased_stays_erased():
    erased = replace(ISSUED, payer_name="[effacé]", payer_address=(), child_names=())

    said = words(erased)

    assert "[effacé], cantine" in said
    assert "13,40 €" in said


@pytest.mark.parametrize("name", ['O"Brien \\ #set', "*_`$<b>@x #pagebreak()", "Zoë Łukasz Ñandú"])
def test_a_name_is_text_and_nothing_else(name):
    assert name in words(replace(ISSUED, payer_name=name))
