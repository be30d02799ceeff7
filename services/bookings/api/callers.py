"""Who asks, and for which household: never taken from what was sent."""

from uuid import UUID

from flask import g

from services.bookings import handlers
from services.bookings.domain.offer import Facts
from services.bookings.domain.request_history import BookingRequest
from services.bookings.projections import bookable_children, guardians
from services.bookings.projections.booking_facts import booking_facts
from services.bookings.projections.one_request import OneRequest, one_request
from shared.eventstore import clock
from shared.eventstore.decider import Refused
from shared.web.api import Forbidden, Missing, caller, reading, store


def own_account() -> UUID:
    account_id = caller().account_id
    assert account_id is not None  # the token of a family or of staff names one
    return account_id


def known_household() -> UUID | None:
    """The household of the account, asked once per request; None until its opening was heard of."""
    if "household_id" not in g:
        with reading() as tx:
            g.household_id = guardians.household_of(tx, own_account())
    found: UUID | None = g.household_id
    return found


def own_household() -> UUID:
    if (household_id := known_household()) is None:
        raise Refused("no_household")
    return household_id


def own_child(child_id: UUID) -> UUID:
    """The household of who asks. Raises Missing for a child of another one."""
    household_id = known_household()
    if household_id is None:
        raise Missing
    with reading() as tx:
        own = {child.child_id for child in bookable_children.children_of(tx, household_id)}
    if child_id not in own:
        raise Missing
    return household_id


def own_request(request_id: UUID) -> OneRequest:
    """Raises Missing for an unknown request and for another family's alike."""
    one = request_of(request_id)
    if one.request.household_id != known_household():
        raise Missing
    return one


def request_of(request_id: UUID) -> OneRequest:
    """Raises Missing."""
    with reading() as tx:
        one = one_request(store().load(tx, handlers.request_stream(request_id)))
    if one.request.household_id is None:
        raise Missing
    return one


def facts_now(request: BookingRequest) -> Facts:
    with reading() as tx:
        return booking_facts(tx, request, clock.now())


def only_own_children(child_ids: set[UUID]) -> None:
    """Raises Forbidden."""
    household_id = own_household()
    with reading() as tx:
        own = {child.child_id for child in bookable_children.children_of(tx, household_id)}
    if not child_ids <= own:
        raise Forbidden
