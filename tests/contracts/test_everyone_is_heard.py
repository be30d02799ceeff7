"""A public event nobody hears, or nobody says yet, is named here with its reason."""

from pathlib import Path

from deploy.catalogue import listeners
from shared.contracts.published import CONTRACTS

SERVICES = Path(__file__).parents[2] / "services"

FOR_INTEGRATORS_ALONE = {
    "bookings.place_offer_answered": "what follows from an answer is said as decided",
    "households.document_uploaded": "the operator's own archive",
    "households.document_verified": "the operator's own archive",
    "households.document_rejected": "the family hears of it when the file is returned",
    "notifier.mail_sent": "the back office asks notifier itself",
}

NOT_SAID_YET = {
    "accounts.account_closed": "accounts are closed with erasure, which no page offers yet",
}


def test_every_public_event_is_heard_or_says_why_not() -> None:
    unheard = {type_ for type_, names in listeners().items() if not names - {"integrations"}}

    assert unheard == set(FOR_INTEGRATORS_ALONE)


def test_every_public_event_is_said_by_its_service_or_says_why_not() -> None:
    unsaid = set()
    for type_, contract in CONTRACTS.items():
        publications = SERVICES / type_.split(".")[0] / "publications.py"
        if f"{contract.__name__}(" not in publications.read_text():
            unsaid.add(type_)

    assert unsaid == set(NOT_SAID_YET)
