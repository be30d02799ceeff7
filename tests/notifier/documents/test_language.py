from datetime import UTC, date, datetime

from services.notifier.documents.language import language

FRENCH = language("fr")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_a_day_is_written_in_full() -> None:
    assert plain(FRENCH.day(date(2026, 4, 3))) == "vendredi 3 avril 2026"


def test_the_first_of_a_month_is_the_premier() -> None:
    assert plain(FRENCH.day(date(2026, 5, 1))) == "vendredi 1er mai 2026"
    assert plain(FRENCH.short_day(date(2026, 5, 11))) == "11 mai 2026"
    assert plain(FRENCH.short_day(date(2026, 5, 21))) == "21 mai 2026"


def test_hours_are_those_of_paris_in_summer_and_in_winter() -> None:
    assert plain(FRENCH.hour(datetime(2026, 4, 3, 17, 6, tzinfo=UTC))) == "19 h 06"
    assert plain(FRENCH.second(datetime(2026, 12, 3, 17, 6, 2, tzinfo=UTC))) == "18 h 06 min 02 s"


def test_a_day_near_midnight_is_that_of_paris() -> None:
    assert FRENCH.local_day(datetime(2026, 4, 3, 22, 30, tzinfo=UTC)) == date(2026, 4, 4)


def test_months_elide() -> None:
    assert FRENCH.of_month("2026-10") == "d’octobre 2026"
    assert FRENCH.of_month("2026-11") == "de novembre 2026"
    assert FRENCH.of_month("2026-08") == "d’août 2026"


def test_names_elide() -> None:
    assert FRENCH.of("Grandir Ensemble") == "de Grandir Ensemble"
    assert FRENCH.of("Arc-en-Ciel") == "d’Arc-en-Ciel"
    assert FRENCH.of("Étoile") == "d’Étoile"


def test_amounts_and_lists_are_french() -> None:
    assert plain(FRENCH.money(12760)) == "127,60 €"
    assert FRENCH.listed(["Mia", "Léo", "Zoé"]) == "Mia, Léo et Zoé"


def test_weekdays_begin_on_monday() -> None:
    assert [FRENCH.weekday(n) for n in (0, 2, 6)] == ["lundi", "mercredi", "dimanche"]


def test_a_language_nobody_translated_reads_french() -> None:
    assert language("xx").code == "fr"
