import re
from uuid import UUID

from services.bookings.domain.reference import reference


def test_a_reference_is_short_and_has_no_letters_that_look_alike():
    assert re.fullmatch(r"D-2026-[0-9A-HJKMNP-TV-Z]{6}", reference(UUID(int=7), 2026))


def test_the_same_request_always_has_the_same_reference_and_another_has_another():
    assert reference(UUID(int=7), 2026) == reference(UUID(int=7), 2026)
    assert len({reference(UUID(int=n), 2026) for n in range(1000)}) == 1000
