import sqlalchemy as sa

from tests.bookings.strasbourg import CAMILLE, LEO, MIA, NOE, REQUEST, paris
from tests.bookings.town import MONDAY


def entries(strasbourg, secret):
    public = strasbourg.service.client("public")
    return public.post("/calendar-feed/entries", json={"secret": secret})


def test_a_secret_link_reads_what_the_family_has(strasbourg, move_clock):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, "LUNCH"), (LEO, "EVENING")]})
    strasbourg.decide((REQUEST, "1", "ACCEPT", None), (REQUEST, "2", "REFUSE", "no_staff"))
    move_clock(paris("2026-09-04 12:00"))
    assert strasbourg.camille.get("/calendar-feed").json["secret"] is None

    secret = strasbourg.camille.post("/calendar-feed", json={}).json["secret"]

    told = entries(strasbourg, secret).json
    assert told["account_id"] == str(CAMILLE)
    assert {(it["child_id"], it["slot_type"], it["state"]) for it in told["entries"]} == {
        (str(MIA), "LUNCH", "ACCEPTED")
    }
    assert told["entries"][0]["day"] == MONDAY and told["entries"][0]["starts"] == "11:45"
    assert strasbourg.camille.get("/calendar-feed").json["secret"] == secret


def test_a_link_that_was_replaced_or_closed_reads_nothing(strasbourg):
    first = strasbourg.camille.post("/calendar-feed", json={}).json["secret"]
    second = strasbourg.camille.post("/calendar-feed", json={}).json["secret"]

    assert entries(strasbourg, first).status_code == 404
    assert entries(strasbourg, second).status_code == 200
    assert strasbourg.camille.delete("/calendar-feed").status_code == 204
    assert entries(strasbourg, second).status_code == 404
    assert entries(strasbourg, "x" * 101).status_code == 422


def test_a_link_reads_its_own_family_alone(strasbourg):
    strasbourg.send(strasbourg.camille, REQUEST, {MONDAY: [(MIA, "LUNCH")]})
    secret = strasbourg.sacha.post("/calendar-feed", json={}).json["secret"]

    assert str(NOE) not in str(entries(strasbourg, secret).json)
    assert entries(strasbourg, secret).json["entries"] == []


def test_the_secret_is_kept_nowhere_in_the_clear(strasbourg):
    secret = strasbourg.camille.post("/calendar-feed", json={}).json["secret"]

    with strasbourg.service.store.engine.connect() as tx:
        tables = sa.inspect(tx).get_table_names()
        everything = [str(tx.execute(sa.text(f'SELECT * FROM "{it}"')).all()) for it in tables]

    assert not any(secret in table for table in everything)
