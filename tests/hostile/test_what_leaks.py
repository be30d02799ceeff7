"""What somebody curious finds: on the bus, in the feed, on the disk, in logs, metrics, errors."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import structlog
from structlog.testing import capture_logs

from services.integrations.projections import feed
from shared.web.client import ServiceClient
from tests.hostile.strangers import (
    EVERYTHING,
    HOSTILE,
    SECRETS,
    VICTIM,
    Strangers,
    strangers,
)
from tests.hostile.test_every_page import browsers, rules

pytestmark = pytest.mark.whole

# Whatever the victim told, and whatever opens something.
HERS = (*SECRETS, "Sarah", "06 12 34 56 78", "+33612345678", "33612345678")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strangers]:
    with strangers(tmp_path_factory.mktemp("leaks")) as it:
        yield it


def test_integrators_read_ids_and_facts_and_nobody_s_name(world):
    with world.portal.services["integrations"].store.engine.connect() as tx:
        said = [entry.text for entry in feed.entries(tx, 0, 10_000)]

    assert len(said) > 30
    assert [text for text in said if any(it in text for it in (*HERS, "script"))] == []


def test_nothing_a_family_told_lies_on_the_disk_in_clear(world):
    """Sealed in the stores, in the files and in the mailbox; the keys lie apart."""
    settings = world.portal.settings["accounts"]
    kept = [path for path in settings.var.rglob("*") if path.is_file()]
    kept = [path for path in kept if settings.secrets not in path.parents]

    found = {
        (path.name, secret)
        for path in kept
        for secret in (*HERS, "onerror=alert")
        if secret.encode() in path.read_bytes()
    }

    assert len(kept) > 10
    assert found == set()


def test_logs_of_a_day_name_nobody(world, monkeypatch):
    """Pages opened, passwords mistyped, names searched, and a service that fails at all of it."""
    wrong = "mon-mot-de-passe-secret"
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(0))
    with capture_logs() as logs:
        for _who, app, browser in browsers(world):
            for rule in rules(app, "GET"):
                browser.open(world.victim.filled(rule.rule))
        world.portal.parent(VICTIM, wrong)
        staff = world.at_the_back_office(EVERYTHING)
        staff.open("/familles?q=Zwingelstein")
        for service in world.portal.services.values():
            fail(monkeypatch, service.app)
        staff.open("/familles?q=Zwingelstein")
        world.portal.parent().open("/connexion").send("Se connecter", email=VICTIM, password=wrong)

    told = [json.dumps(line, default=shown) for line in logs]
    assert any("our fault" in line for line in told), "no service failed: nothing was seen"
    assert [line for line in told if any(it in line for it in (*HERS, wrong))] == []


def shown(value: Any) -> str:
    """An exception as a log shows it, with what it came from."""
    if isinstance(value, BaseException) and value.__cause__:
        return f"{value!r} from {shown(value.__cause__)}"
    return repr(value)


def fail(monkeypatch: pytest.MonkeyPatch, app: Any) -> None:
    """Every view that reads something breaks on what it reads."""
    for endpoint, view in list(app.view_functions.items()):

        def broken(*args: Any, _view: Any = view, **kwargs: Any) -> Any:
            _view(*args, **kwargs)
            raise KeyError("a bug of ours")

        monkeypatch.setitem(app.view_functions, endpoint, broken)


def test_a_page_of_an_error_says_a_number_and_no_more(world, monkeypatch):
    for service in world.portal.services.values():
        fail(monkeypatch, service.app)

    for browser in (world.at_the_parents_site(HOSTILE), world.at_the_back_office(EVERYTHING)):
        answer = browser.open("/accueil" if "8000" in browser.base else "/dossiers").answer
        assert answer.status_code == 503
        for word in ("Traceback", "KeyError", "a bug of ours", "services.", "sqlite", "127.0.0.1"):
            assert word not in browser.text


def test_metrics_count_routes_not_people(world):
    known = {str(value) for ids in (world.hostile, world.victim) for value in vars(ids).values()}
    for service in world.portal.services.values():
        said = service.app.test_client().get("/metrics").text

        assert "http_requests_total" in said
        assert not [it for it in (*HERS, *known) if it in said]


@pytest.mark.parametrize(
    "brought", ["sarah.zwingelstein@exemple.fr", "Sarah Zwingelstein", "x" * 64, "a\x85b" * 10]
)
def test_nobody_writes_into_our_records_by_the_number_of_a_request(world, brought):
    """It goes into every event that follows, which integrators read."""
    browser = world.portal.parent(HOSTILE)
    browser.http.headers["X-Correlation-Id"] = brought.encode("latin-1")

    answer = browser.open(f"/factures/{world.hostile.invoice_id}").send("Payer").answer

    assert brought not in str([it.headers for it in (*answer.history, answer)])
    service = world.portal.services["billing"]
    for recorded in service.store.history(f"invoice-{world.hostile.invoice_id}"):
        assert recorded.meta.correlation_id == str(UUID(recorded.meta.correlation_id))


def test_the_number_of_a_request_goes_along_to_the_services(world, monkeypatch):
    numbers = []
    call = ServiceClient._call

    def noting(self: ServiceClient, *args: Any, **kwargs: Any) -> Any:
        numbers.append(structlog.contextvars.get_contextvars()["correlation_id"])
        return call(self, *args, **kwargs)

    monkeypatch.setattr(ServiceClient, "_call", noting)
    answer = world.at_the_parents_site(HOSTILE).open("/accueil").answer

    assert answer.headers["X-Correlation-Id"] in numbers


def test_addresses_of_pages_carry_ids_and_no_names(world):
    """An address is kept by browsers and proxies, and passed on."""
    for _who, app, browser in browsers(world):
        for rule in rules(app, "GET"):
            browser.open(world.victim.filled(rule.rule))
            for page in (*browser.answer.history, browser.answer):
                assert not [it for it in HERS if it in page.url]
            for _said, href in browser.page.links:
                assert not [it for it in HERS if it in href and not href.startswith("tel:")], href
