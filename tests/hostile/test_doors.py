"""Signing in and what stands behind it: cookies, sessions, links in mails, roles of the staff."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from services.gateway.app import create_app as gateway_app
from services.notifier.app import create_app as notifier_app
from shared.web.site import site_app
from tests.hostile.strangers import (
    EVERYTHING,
    HOSTILE,
    VICTIM,
    Strangers,
    strangers,
)
from tests.hostile.whole_portal import PASSWORD
from tests.support.service import ServiceUnderTest

pytestmark = pytest.mark.whole

LOGIN = {"gateway": "gateway_login_8000", "backoffice": "backoffice_login_8001"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strangers]:
    with strangers(tmp_path_factory.mktemp("doors")) as it:
        yield it


def test_the_cookie_of_a_session_is_for_the_site_alone(world):
    browser = world.portal.parent(HOSTILE)

    (said,) = [
        value
        for value in browser.answer.history[0].raw.headers.getlist("Set-Cookie")
        if value.startswith(LOGIN["gateway"])
    ]

    assert "; HttpOnly" in said
    assert "; SameSite=Lax" in said
    assert "Domain=" not in said


def test_over_https_every_cookie_stays_there(world, tmp_path):
    settings = replace(world.portal.settings["gateway"], public_url="https://familles.exemple.fr")

    app = site_app(settings, "services.gateway", [])

    assert app.config["SESSION_COOKIE_SECURE"] is True
    answer = app.test_client().get("/health/live")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_a_session_planted_before_the_sign_in_opens_nothing_after_it(world):
    browser = world.portal.parent()
    browser.http.cookies.set(LOGIN["gateway"], "chosen-by-mallory", domain="127.0.0.1")

    browser.open("/connexion").send("Se connecter", email=VICTIM, password=PASSWORD)

    assert "Sarah" in browser.text
    other = world.portal.parent()
    other.http.cookies.set(LOGIN["gateway"], "chosen-by-mallory", domain="127.0.0.1")
    assert "Sarah" not in other.open("/accueil").text


@pytest.mark.parametrize("token", ["x" * 5000, "é", "\x7f", "null", "../accounts"])
@pytest.mark.parametrize("site", ["gateway", "backoffice"])
def test_a_cookie_we_never_gave_is_nobody(world, site, token):
    settings = world.portal.settings[site]
    home = settings.public_url if site == "gateway" else settings.backoffice_url
    browser = world.portal.browser(home)

    browser.http.headers["Cookie"] = f"{LOGIN[site]}={token}".encode()

    assert browser.open("/").answer.status_code == 200


def test_a_session_that_was_ended_stays_ended(world):
    browser = world.portal.parent(VICTIM)
    (kept,) = [it.value for it in browser.http.cookies if it.name == LOGIN["gateway"]]

    browser.open("/plus").send("Se déconnecter")

    thief = world.portal.parent()
    thief.http.cookies.set(LOGIN["gateway"], kept, domain="127.0.0.1")
    assert thief.open("/accueil").answer.url.endswith("/connexion")


def test_a_parent_s_session_is_nothing_to_the_back_office_and_the_other_way_round(world):
    parent, member = world.portal.parent(VICTIM), world.portal.member(EVERYTHING)
    sessions = {it.name: it.value for browser in (parent, member) for it in browser.http.cookies}
    crossed = world.portal.browser(world.portal.settings["backoffice"].backoffice_url)
    crossed.http.cookies.set(LOGIN["backoffice"], sessions[LOGIN["gateway"]], domain="127.0.0.1")
    crossed.http.cookies.set(LOGIN["gateway"], sessions[LOGIN["backoffice"]], domain="127.0.0.1")

    assert "/connexion" in crossed.open("/dossiers").answer.url
    crossed.base = world.portal.settings["gateway"].public_url
    assert "/connexion" in crossed.open("/accueil").answer.url


def test_signing_in_does_not_tell_who_has_an_account(world):
    def said(email: str) -> tuple[int, str]:
        browser = world.portal.parent().open("/connexion")
        browser.send("Se connecter", email=email, password="pas le bon mot de passe")
        return browser.answer.status_code, browser.text

    assert said(VICTIM) == said("personne@exemple.fr")


def test_asking_for_a_new_password_does_not_tell_who_has_an_account(world):
    def said(email: str) -> tuple[int, str, str]:
        browser = world.portal.parent().open("/mot-de-passe")
        browser.send("Recevoir le lien", email=email)
        return browser.answer.status_code, browser.answer.url, browser.text.replace(email, "…")

    assert said(VICTIM) == said("personne@exemple.fr")
    assert "exemple.fr" not in said(VICTIM)[1]


def test_a_link_of_a_mail_acts_when_a_button_is_pressed_and_once(world):
    browser = world.portal.parent().open("/mot-de-passe")
    browser.send("Recevoir le lien", email=HOSTILE)
    mail = world.portal.mails(world.hostile.account_id)[0]
    text = world.portal.line("gateway", "notifier").get(
        f"/mailbox/{mail['mail_id']}", scope="public"
    )["text"]
    link = re.search(r"/mot-de-passe/[\w-]{40,}", text)
    assert link

    for _scanner in range(2):
        assert browser.open(link[0]).answer.status_code == 200
    browser.send("Enregistrer", password=PASSWORD + " neuf")
    assert browser.answer.status_code == 200
    browser.open(link[0]).send("Enregistrer", password=PASSWORD + " volé")

    assert browser.answer.status_code == 410
    assert world.portal.parent(HOSTILE, PASSWORD + " neuf").answer.url.endswith("/accueil")


@pytest.mark.parametrize("smtp_url", [None, "smtp://127.0.0.1:2525"])
@pytest.mark.parametrize("public_url", ["https://familles.exemple.fr", "http://192.168.1.9:8000"])
def test_mails_are_never_shown_to_the_world(world, public_url, smtp_url):
    """Who reads the mails of all opens every account, by a link for a new password."""
    settings = {
        name: replace(known, public_url=public_url, smtp_url=smtp_url)
        for name, known in world.portal.settings.items()
    }
    gateway = gateway_app(settings["gateway"]).test_client()
    notifier = ServiceUnderTest("notifier", settings["notifier"].var)
    notifier.app = notifier_app(settings["notifier"])

    assert gateway.get("/mails").status_code == 404
    assert gateway.get(f"/mails/{world.victim.mail_id}/contenu").status_code == 404
    assert notifier.client("public").get("/mailbox").status_code == 404


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/..//evil.example\\",
    ],
)
def test_nobody_is_led_away_after_signing_in(world, to):
    parent = world.portal.parent().open("/connexion")
    member = world.portal.browser(world.portal.settings["backoffice"].backoffice_url)
    member.open("/connexion")

    parent.send("Se connecter", email=VICTIM, password=PASSWORD, suite=to)
    member.send("Se connecter", email=EVERYTHING, password=PASSWORD, suite=to)

    assert parent.answer.history[0].headers["Location"] == "/accueil"
    assert member.answer.history[0].headers["Location"] == "/"
    for browser in (parent, member):
        answer = browser.http.get(
            f"{browser.base}/langue/en", params={"suite": to}, allow_redirects=False
        )
        assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("who", "opens", "is_refused"),
    [
        ("files@exemple.fr", ["/dossiers", "/familles"], ["/demandes", "/facturation"]),
        ("bookings@exemple.fr", ["/demandes", "/occupation"], ["/dossiers", "/facturation"]),
        ("billing@exemple.fr", ["/facturation"], ["/dossiers", "/demandes", "/familles?q=a"]),
        ("nothing@exemple.fr", ["/", "/compte"], ["/dossiers", "/facturation", "/mails"]),
    ],
)
def test_staff_open_the_doors_of_their_role_and_are_told_kindly_of_the_others(
    world, who, opens, is_refused
):
    browser = world.at_the_back_office(who)

    for path in opens:
        assert browser.open(path).answer.status_code == 200, path
    for path in is_refused:
        assert browser.open(path).answer.status_code == 403, path
        assert "Cette page n’est pas pour votre compte" in browser.text
        assert "Demandez à la direction" in browser.text


def test_a_right_that_is_taken_away_is_gone_at_the_next_page(world):
    browser = world.portal.member("billing@exemple.fr")
    assert browser.open("/facturation").answer.status_code == 200

    world.describe_member("billing@exemple.fr", ["files"])

    assert browser.open("/facturation").answer.status_code == 403
    assert browser.open("/dossiers").answer.status_code == 200
