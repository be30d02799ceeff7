from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.accounts.domain import account
from services.accounts.domain.account import (
    AccountRegistered,
    ChangePassword,
    ConfirmationRequested,
    ConfirmEmail,
    EmailConfirmed,
    IssueLink,
    Language,
    LinkIssued,
    LinkPurpose,
    PasswordChanged,
    PasswordRehashed,
    PasswordReset,
    PasswordResetRequested,
    RegisterAccount,
    RehashPassword,
    RequestConfirmation,
    RequestPasswordReset,
    ResetPassword,
)
from tests.support.given import given

CAMILLE = UUID(int=1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

register = RegisterAccount(
    account_id=CAMILLE,
    email="camille.martin@exemple.fr",
    email_lookup="lookup of camille",
    password_hash="first hash",
    language=Language.FR,
    asked_at=NOON,
)
registered = AccountRegistered(
    account_id=CAMILLE,
    email="camille.martin@exemple.fr",
    email_lookup="lookup of camille",
    password_hash="first hash",
    language=Language.FR,
    registered_at=NOON,
)
confirmed = EmailConfirmed(account_id=CAMILLE, confirmed_at=NOON + HOUR)


def link(purpose: LinkPurpose, token_hash: str, expires_at: datetime) -> LinkIssued:
    return LinkIssued(
        account_id=CAMILLE, purpose=purpose, token_hash=token_hash, expires_at=expires_at
    )


confirm_link = link(LinkPurpose.CONFIRM, "confirm token", NOON + DAY)
reset_link = link(LinkPurpose.RESET, "reset token", NOON + HOUR)


def confirm(token_hash: str, at: datetime) -> ConfirmEmail:
    return ConfirmEmail(account_id=CAMILLE, token_hash=token_hash, asked_at=at)


def reset(token_hash: str, at: datetime) -> ResetPassword:
    return ResetPassword(
        account_id=CAMILLE, token_hash=token_hash, password_hash="second hash", asked_at=at
    )


def password_reset(token_hash: str, at: datetime) -> PasswordReset:
    return PasswordReset(
        account_id=CAMILLE, token_hash=token_hash, password_hash="second hash", reset_at=at
    )


def test_a_parent_registers():
    given(account).when(register).then(registered)


def test_registering_twice_changes_nothing():
    given(account, registered).when(register).then_nothing()


def test_an_account_is_not_registered_again_with_another_address():
    again = replace(register, email="c@exemple.fr", email_lookup="lookup of another")

    given(account, registered).when(again).refused("already_registered")


def test_nothing_can_be_asked_of_an_account_nobody_registered():
    given(account).when(confirm("confirm token", NOON)).refused("unknown_account")


def test_a_confirmation_link_lasts_a_day():
    issue = IssueLink(
        account_id=CAMILLE, purpose=LinkPurpose.CONFIRM, token_hash="confirm token", asked_at=NOON
    )

    given(account, registered).when(issue).then(confirm_link)


def test_a_reset_link_lasts_an_hour():
    issue = IssueLink(
        account_id=CAMILLE, purpose=LinkPurpose.RESET, token_hash="reset token", asked_at=NOON
    )

    given(account, registered).when(issue).then(reset_link)


def test_issuing_the_same_link_twice_changes_nothing():
    issue = IssueLink(
        account_id=CAMILLE, purpose=LinkPurpose.RESET, token_hash="reset token", asked_at=NOON
    )

    given(account, registered, reset_link).when(issue).then_nothing()


def test_the_link_of_the_mail_confirms_the_address():
    given(account, registered, confirm_link).when(confirm("confirm token", NOON + HOUR)).then(
        confirmed
    )


def test_a_link_confirms_only_once():
    given(account, registered, confirm_link, confirmed).when(
        confirm("confirm token", NOON + 2 * HOUR)
    ).then_nothing()


def test_an_old_link_of_a_confirmed_account_does_no_harm():
    given(account, registered, confirm_link, confirmed).when(
        confirm("confirm token", NOON + 30 * DAY)
    ).then_nothing()


def test_a_link_that_was_sent_again_leaves_the_first_one_valid():
    second = link(LinkPurpose.CONFIRM, "second token", NOON + DAY + MINUTE)

    given(account, registered, confirm_link, second).when(
        confirm("confirm token", NOON + HOUR)
    ).then(confirmed)


def test_a_confirmation_link_expires_after_a_day():
    given(account, registered, confirm_link).when(confirm("confirm token", NOON + DAY)).refused(
        "link_expired"
    )


def test_an_invented_token_confirms_nothing():
    given(account, registered, confirm_link).when(confirm("invented", NOON)).refused("link_unknown")


def test_an_invented_token_is_unknown_to_a_confirmed_account_too():
    given(account, registered, confirmed).when(confirm("invented", NOON)).refused("link_unknown")


def test_a_reset_link_does_not_confirm():
    given(account, registered, reset_link).when(confirm("reset token", NOON)).refused(
        "link_unknown"
    )


def test_the_confirmation_can_be_sent_again():
    ask = RequestConfirmation(account_id=CAMILLE, asked_at=NOON)

    given(account, registered).when(ask).then(
        ConfirmationRequested(account_id=CAMILLE, requested_at=NOON)
    )


def test_the_confirmation_is_sent_at_most_once_a_minute():
    requested = ConfirmationRequested(account_id=CAMILLE, requested_at=NOON)
    too_soon = RequestConfirmation(account_id=CAMILLE, asked_at=NOON + timedelta(seconds=59))
    in_time = RequestConfirmation(account_id=CAMILLE, asked_at=NOON + MINUTE)

    given(account, registered, requested).when(too_soon).refused(
        "too_soon", retry_at="2026-03-02T12:01:00+00:00"
    )
    given(account, registered, requested).when(in_time).then(
        ConfirmationRequested(account_id=CAMILLE, requested_at=NOON + MINUTE)
    )


def test_a_confirmed_account_needs_no_confirmation():
    ask = RequestConfirmation(account_id=CAMILLE, asked_at=NOON)

    given(account, registered, confirmed).when(ask).refused("already_confirmed")


def test_a_forgotten_password_can_be_reset_by_mail():
    ask = RequestPasswordReset(account_id=CAMILLE, asked_at=NOON)

    given(account, registered).when(ask).then(
        PasswordResetRequested(account_id=CAMILLE, requested_at=NOON)
    )


def test_a_second_reset_within_the_minute_sends_no_second_mail():
    requested = PasswordResetRequested(account_id=CAMILLE, requested_at=NOON)
    ask = RequestPasswordReset(account_id=CAMILLE, asked_at=NOON + timedelta(seconds=59))

    given(account, registered, requested).when(ask).then_nothing()


def test_the_reset_link_sets_a_new_password():
    given(account, registered, confirmed, reset_link).when(reset("reset token", NOON)).then(
        password_reset("reset token", NOON)
    )


def test_who_resets_by_mail_has_confirmed_the_address():
    given(account, registered, reset_link).when(reset("reset token", NOON)).then(
        password_reset("reset token", NOON),
        EmailConfirmed(account_id=CAMILLE, confirmed_at=NOON),
    )


def test_a_reset_link_works_once():
    given(account, registered, reset_link, password_reset("reset token", NOON)).when(
        reset("reset token", NOON + MINUTE)
    ).refused("link_used")


def test_a_new_password_voids_every_other_reset_link():
    second = link(LinkPurpose.RESET, "second token", NOON + HOUR)
    changed = PasswordChanged(account_id=CAMILLE, password_hash="other hash", changed_at=NOON)

    given(account, registered, reset_link, second, password_reset("second token", NOON)).when(
        reset("reset token", NOON + MINUTE)
    ).refused("link_used")
    given(account, registered, reset_link, changed).when(reset("reset token", NOON)).refused(
        "link_used"
    )


def test_a_reset_link_expires_after_an_hour():
    given(account, registered, reset_link).when(reset("reset token", NOON + HOUR)).refused(
        "link_expired"
    )


def test_a_confirmation_link_does_not_reset():
    given(account, registered, confirm_link).when(reset("confirm token", NOON)).refused(
        "link_unknown"
    )


def test_a_parent_changes_the_password():
    change = ChangePassword(account_id=CAMILLE, password_hash="second hash", asked_at=NOON)

    given(account, registered).when(change).then(
        PasswordChanged(account_id=CAMILLE, password_hash="second hash", changed_at=NOON)
    )


def test_the_same_password_is_kept_with_a_stronger_hash():
    rehash = RehashPassword(account_id=CAMILLE, password_hash="stronger hash")
    rehashed = PasswordRehashed(account_id=CAMILLE, password_hash="stronger hash")

    given(account, registered).when(rehash).then(rehashed)
    given(account, registered, rehashed).when(rehash).then_nothing()
