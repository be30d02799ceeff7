"""A public event nobody hears is named here with its reason."""

from deploy.catalogue import listeners

FOR_INTEGRATORS_ALONE = {
    "accounts.account_closed": "closing an account comes with erasure",
    "bookings.opening_wave_scheduled": "the town's own sites and calendars announce it",
    "households.document_uploaded": "the operator's own archive",
    "households.document_verified": "the operator's own archive",
    "households.document_rejected": "the family hears of it when the file is returned",
    "notifier.mail_sent": "the back office asks notifier itself",
}


def test_every_public_event_is_heard_or_says_why_not() -> None:
    unheard = {type_ for type_, names in listeners().items() if not names - {"integrations"}}

    assert unheard == set(FOR_INTEGRATORS_ALONE)
