"""Forms that somebody edited: the ids of another family, other prices, files that are no papers."""

import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.eventstore.schema import events
from tests.billing.bank_s_hand import notification, signature
from tests.hostile.strangers import HOSTILE, SECRETS, Strangers, strangers, told
from tests.hostile.test_every_page import form_token, rules
from tests.households.api.martins import JPEG, PDF, PNG
from tests.support.visitor import Visitor

pytestmark = pytest.mark.whole

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
ZIP = b"PK\x03\x04" + b"\0" * 60
EXE = b"MZ" + b"\0" * 60
PROOF = "/dossier/documents/proof_of_address"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strangers]:
    with strangers(tmp_path_factory.mktemp("edited")) as it:
        yield it


@pytest.fixture(scope="module")
def mallory(world: Strangers) -> Visitor:
    return world.at_the_parents_site(HOSTILE)


def test_no_form_of_a_family_touches_another_one(world, mallory):
    before = everything_of_the_victim(world)
    token = form_token(mallory)

    for rule in rules(world.portal.gateway, "POST"):
        if rule.rule == "/deconnexion":
            continue
        answer = mallory.http.post(
            mallory.base + world.victim.filled(rule.rule),
            data={"csrf_token": token, **everybody_s_names(world)},
            files={"file": ("scan.pdf", PDF, "application/pdf")},
        )
        assert answer.status_code < 500
        assert not any(secret in answer.text for secret in SECRETS), rule

    assert everything_of_the_victim(world) == before


def everybody_s_names(world: Strangers) -> dict[str, Any]:
    """The victim under every name by which a form could mean her."""
    ids = {name: str(value) for name, value in vars(world.victim).items()}
    return ids | {
        "payment_id": str(UUID(int=5)),
        "choix": f"{world.victim.child_id}:LUNCH",
        "seen": "1000",
        "accept": "yes",
        "amount_cents": "1",
        "account": str(world.victim.account_id),
        "scope": "operator",
        "roles": "billing",
    }


def everything_of_the_victim(world: Strangers) -> list[tuple[str, str, int]]:
    """The length of every stream that is hers, in every service."""
    hers = {str(value) for value in vars(world.victim).values()}
    query = sa.select(events.c.stream, sa.func.count()).group_by(events.c.stream)
    found = []
    for name, service in world.portal.services.items():
        with service.store.engine.connect() as tx:
            found += [
                (name, stream, count)
                for stream, count in tx.execute(query)
                if any(it in stream for it in hers)
            ]
    assert {name for name, *_ in found} >= {"accounts", "households", "bookings", "billing"}
    return sorted(found)


def test_a_family_cannot_change_what_the_staff_are_reading(world):
    """The quotient sets the price: 820 on the page of the staff, 10 when they press the button."""
    email, portal = "hasty@exemple.fr", world.portal
    portal.family(email, "SUBMITTED", **told("Hâtif", "Hugo", "2 rue Vite", "Hélène"))
    parent, staff = portal.parent(email), world.at_the_back_office("files@exemple.fr")
    staff.open("/dossiers").follow("Famille Hâtif")
    assert "820" in staff.text

    parent.open("/dossier/complements/modifier").send("Valider", quotient="10")
    staff.send("Enregistrer", decision="VERIFIED")

    assert staff.answer.status_code == 409
    assert "Cela a changé pendant que vous lisiez" in staff.text
    staff.send("Enregistrer", decision="VERIFIED")
    assert staff.answer.status_code == 200


def test_the_price_is_the_invoice_s_whatever_the_form_says(world, mallory):
    page = mallory.open(f"/factures/{world.hostile.invoice_id}")
    due = world.portal.line("gateway", "billing").get(
        f"/invoices/{world.hostile.invoice_id}",
        scope="family",
        account_id=world.hostile.account_id,
    )["total_cents"]

    page.send("Payer", amount_cents="1", total_cents="-500", montant="0", return_url="//evil")

    assert f"{due / 100:.2f}".replace(".", ",") in page.text.replace("\u202f", "")
    assert ":8002/paiement" in page.answer.url


def test_what_the_browser_brings_back_from_the_bank_pays_nothing(world, mallory):
    payment_id = UUID(int=6)
    mallory.http.post(
        f"{mallory.base}/factures/{world.hostile.invoice_id}/payer",
        data={"csrf_token": form_token(mallory), "payment_id": str(payment_id)},
    )
    due = amount(world)
    forged = notification(payment_id, due)
    door = f"{mallory.base}/paiement/notification"

    mallory.open(f"/paiement/retour?payment_id={payment_id}&statut=PAID&amount_cents={due}")
    unsigned = mallory.http.post(door, data=forged)
    guessed = mallory.http.post(
        door, data=forged, headers={"X-Bank-Signature": signature(b"a guess", forged)}
    )
    secret = world.portal.settings["billing"].secret("demo-bank")
    told = notification(payment_id, due, status="PENDING")
    changed = mallory.http.post(
        door, data=forged, headers={"X-Bank-Signature": signature(secret, told)}
    )

    assert [it.status_code for it in (unsigned, guessed, changed)] == [401, 401, 401]
    assert "payée" not in mallory.open(f"/factures/{world.hostile.invoice_id}").text


def test_a_receipt_of_the_bank_told_again_counts_once(world, mallory):
    payment_id = UUID(int=6)
    secret = world.portal.settings["billing"].secret("demo-bank")
    told = notification(payment_id, amount(world))
    signed = {"X-Bank-Signature": signature(secret, told)}

    answers = [
        mallory.http.post(f"{mallory.base}/paiement/notification", data=told, headers=signed)
        for _again in range(3)
    ]

    assert [it.status_code for it in answers] == [204, 204, 204]
    receipts = [
        mail
        for mail in world.portal.mails(world.hostile.account_id)
        if "aiement" in mail["subject"]
    ]
    assert len(receipts) == 1


def amount(world: Strangers) -> int:
    line = world.portal.line("gateway", "billing")
    path = f"/invoices/{world.hostile.invoice_id}"
    invoice = line.get(path, scope="family", account_id=world.hostile.account_id)
    return int(invoice["total_cents"])


@pytest.mark.parametrize(
    "content",
    [SCRIPT, SVG, ZIP, EXE, b"GIF89a" + SCRIPT, b"\0" * 100, b"<?xml version='1.0'?>" + SVG],
    ids=["html", "svg", "zip", "exe", "gif", "zeros", "xml"],
)
def test_a_file_that_is_no_paper_is_refused_in_words(mallory, content):
    mallory.open(PROOF).send("Envoyer", files={"file": ("scan.pdf", content, "application/pdf")})

    assert mallory.answer.status_code == 422
    assert "ni un PDF ni une photo" in mallory.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF + SCRIPT, "application/pdf"),
        (JPEG + SCRIPT, "image/jpeg"),
        (PNG + b"\xff" * 20 + SVG, "image/png"),
    ],
    ids=["pdf", "jpeg", "png"],
)
@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", 'a".html\r\nX-Evil: 1', "x.html", "x.svg", "CON", "é’\u202egpj.exe"],
)
def test_a_paper_that_is_also_a_page_is_only_ever_a_paper(world, mallory, content, kind, name):
    mallory.open(PROOF).send("Envoyer", files={"file": (name, io.BytesIO(content), "text/html")})
    assert mallory.answer.status_code == 200, mallory.text

    family = mallory.open(f"{PROOF}/fichier").answer
    (document,) = [
        it
        for it in world.file_of(world.hostile)["documents"]
        if it["requirement"] == "proof_of_address"
    ]
    staff = world.at_the_back_office("files@exemple.fr").open(
        f"/dossiers/{world.hostile.household_id}/pieces/{document['document_id']}/contenu"
    )

    for answer in (family, staff.answer):
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';")
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]
        assert "X-Evil" not in answer.headers
        assert ".html" not in answer.headers["Content-Disposition"]
        assert ".exe" not in answer.headers["Content-Disposition"]
        assert "/" not in answer.headers["Content-Disposition"].replace("utf-8''", "")


def test_a_file_of_five_gigabytes_is_turned_away_before_it_is_read(world, mallory):
    app = world.portal.gateway
    cookies = "; ".join(f"{it.name}={it.value}" for it in mallory.http.cookies)

    answer = app.test_client(use_cookies=False).post(
        PROOF,
        headers={
            "Content-Type": "multipart/form-data; boundary=x",
            "Cookie": cookies,
        },
        input_stream=io.BytesIO(b"--x\r\n"),
        environ_overrides={"CONTENT_LENGTH": str(5 * 1024**3)},
    )

    assert answer.status_code in {303, 413}
    if answer.status_code == 303:
        assert answer.headers["Location"] == f"{PROOF}?trop-lourd"
