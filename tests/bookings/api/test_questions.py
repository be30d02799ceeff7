"""Several questions in one call are answered as each is alone, each through its own door."""

from tests.bookings.town import Town


def test_each_question_is_answered_as_it_is_alone(strasbourg: Town) -> None:
    asked = ["/eligibility", "/planning?month=2026-09", "/facilities"]

    together = strasbourg.camille.post("/questions", json={"ask": asked}).json

    alone = [strasbourg.camille.get(question).json for question in asked]
    assert [each["status"] for each in together] == [200, 200, 200]
    assert [each["answer"] for each in together] == alone


def test_what_is_not_there_or_not_for_the_caller_is_told_in_its_place(strasbourg: Town) -> None:
    asked = ["/requests/draft", "/decisions", "/planning?month=never", "/operator", "/nowhere"]

    together = strasbourg.camille.post("/questions", json={"ask": asked}).json

    assert [each["status"] for each in together] == [404, 403, 422, 200, 404]


def test_nothing_is_changed_by_a_question(strasbourg: Town) -> None:
    together = strasbourg.camille.post("/questions", json={"ask": ["/requests", "/questions"]})

    assert [each["status"] for each in together.json] == [200, 405]


def test_who_may_not_call_may_not_ask(strasbourg: Town) -> None:
    asked = {"ask": ["/operator"]}

    assert strasbourg.service.app.test_client().post("/questions", json=asked).status_code == 401
    for wrong in ([], ["operator"], ["/a b"], "/operator", ["/operator"] * 11):
        assert strasbourg.camille.post("/questions", json={"ask": wrong}).status_code == 422
