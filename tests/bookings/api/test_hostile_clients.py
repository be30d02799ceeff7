"""Whatever a client sends, it gets a code and nothing else: never our fault, never a booking."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as some

from services.bookings.domain.request_history import RequestSubmitted
from tests.bookings.strasbourg import LEO, MIA, NOE, OTHER_REQUEST, REQUEST
from tests.bookings.town import town

pytestmark = pytest.mark.whole

texts = some.text(some.characters(), max_size=12) | some.sampled_from(
    ["\x00", "\ud800", "’", "tilleuls", "LUNCH", "2026-2027", "../..", "1e9", "-1"]
)
values = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(10**20), 10**20)
    | some.floats(allow_nan=False, allow_infinity=False)
    | texts
    | some.sampled_from([str(MIA), str(LEO), str(NOE), str(REQUEST)]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def bodies(*fields: str) -> some.SearchStrategy:
    """Any JSON, and objects that have the right fields with wrong values."""
    return values | some.fixed_dictionaries({}, optional=dict.fromkeys(fields, values))


lines = some.fixed_dictionaries(
    {
        "request_id": some.just(str(REQUEST)) | values,
        "line_id": values | some.just("1"),
        "decision": some.sampled_from(["ACCEPT", "REFUSE"]) | values,
    },
    optional={"reason": values, "message": values},
)
choices = some.fixed_dictionaries({"child_id": values, "slot_type": values | some.just("LUNCH")})
days = texts | some.dates().map(str)
asked = some.one_of(
    some.tuples(
        some.just("post"),
        some.just("/requests"),
        bodies("request_id", "facility_id", "school_year"),
    ),
    some.tuples(
        some.just("put"),
        days.map(lambda day: f"/requests/{REQUEST}/days/{day}"),
        some.fixed_dictionaries({"seen": some.just(1), "choices": some.lists(choices, max_size=3)})
        | bodies("seen", "choices"),
    ),
    some.tuples(
        some.just("put"),
        some.just("/week"),
        bodies("request_id", "seen", "monday", "choices"),
    ),
    some.tuples(
        some.just("put"),
        some.just(f"/requests/{REQUEST}/wishes"),
        bodies("seen", "together", "fallbacks"),
    ),
    some.tuples(
        some.just("post"),
        some.just(f"/requests/{REQUEST}/submission"),
        bodies("seen", "accept_rules", "received_at", "rank", "lines"),
    ),
)


def as_sent(text: str) -> str:
    """What a client can put on the wire: no half characters."""
    return text.encode("utf-8", "replace").decode()


@pytest.fixture(scope="module")
def strasbourg(tmp_path_factory):
    """Its levels are open since April 2026, as they are today."""
    it = town(tmp_path_factory.mktemp("hostile"))
    it.choose(it.camille, REQUEST, {})
    return it


generated = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@generated
@for_any(asked, some.sampled_from(["camille", "sacha"]))
def test_a_hostile_family_gets_nothing(strasbourg, question, who):
    method, address, body = question
    ask = getattr(getattr(strasbourg, who), method)

    answer = ask(as_sent(address), json=body)

    # 308: an address with two slashes leads to the one with one
    assert answer.status_code in {200, 201, 308, 403, 404, 405, 409, 422}
    with strasbourg.service.store.engine.connect() as tx:
        for event in strasbourg.service.store.load(tx, f"request-{REQUEST}"):
            assert not isinstance(event, RequestSubmitted)
            assert {c.child_id for c in getattr(event, "choices", ())} <= {MIA, LEO}


@generated
@for_any(bodies("lines") | some.fixed_dictionaries({"lines": some.lists(lines, max_size=3)}), texts)
def test_a_broken_staff_site_decides_nothing(strasbourg, body, text):
    answer = strasbourg.nadia.post("/decisions", json=body)
    queue = strasbourg.nadia.get("/decisions", query_string={"facility_id": as_sent(text)})

    assert answer.status_code in {200, 422} and queue.status_code in {200, 422}
    if answer.status_code == 200:
        assert (answer.json["accepted"], answer.json["refused"]) == (0, 0)


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\x00b", "x" * 1000, ""])
def test_text_that_no_database_takes_is_a_wrong_question(strasbourg, text):
    """PostgreSQL keeps no NUL, and half a character has no UTF-8."""
    started = strasbourg.camille.post(
        "/requests", json={"request_id": str(OTHER_REQUEST), "facility_id": text}
    )
    verdict = {
        "request_id": str(REQUEST),
        "line_id": "1",
        "decision": "REFUSE",
        "reason": "other",
        "message": text * 2,
    }
    decided = strasbourg.nadia.post("/decisions", json={"lines": [verdict]})

    assert (started.status_code, started.json["errors"][0]["field"]) == (422, "facility_id")
    assert decided.status_code == (200 if text == "" else 422)
