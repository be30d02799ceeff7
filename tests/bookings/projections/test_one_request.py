from services.bookings.domain.request_history import RefusalExplained
from services.bookings.projections.one_request import one_request
from tests.bookings.histories import refused, started, submitted
from tests.bookings.strasbourg import MARTIN, REQUEST


def test_a_request_is_folded_with_the_words_of_its_refusals():
    words = RefusalExplained(
        request_id=REQUEST, line_id="1", household_id=MARTIN, message="Complet le lundi."
    )

    one = one_request([started, submitted, refused(), words])

    assert one.messages == {"1": "Complet le lundi."}
    assert one.request.version == 4 and one.request.outcomes["1"].reason == "slot_full"


def test_a_stream_without_events_is_no_request():
    assert one_request([]).request.household_id is None
