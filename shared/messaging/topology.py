"""What stands on the broker: one exchange, and for each service that hears a few queues.

A message goes out under its type, and beside it under its publisher and lane: integrators listen
to types, services to lanes. Each partition of a service has a queue for its share of the lanes.
"""

from collections.abc import Collection, Iterable

from kombu import Exchange, Queue, binding

from shared.eventstore.lanes import ALL_LANES

EXCHANGE = "events"

EVENTS = Exchange(EXCHANGE, type="topic", durable=True)

HOUR, WEEK = 3600, 7 * 24 * 3600  # seconds
EXPIRES = HOUR
DELIVERIES = 20


def lane_key(source: str, lane: int) -> str:
    """The second routing key of a message, in its `BCC` header: the broker takes it off again."""
    return f"lane.{lane}.{source}"


def lanes_of(partitions: Collection[int], of: int) -> list[int]:
    return [lane for lane in ALL_LANES if lane % of in partitions]


def queue_of(service: str, sources: Iterable[str], partition: int = 0, of: int = 1) -> Queue:
    """Everything the publishers say in some lanes, so that a hole in a lane is a hole.

    One active consumer: whoever else listens waits, and takes over with the order kept. A queue
    that nobody has listened to for an hour goes away, with its copies of what the feeds have: so
    does one that was left behind by another number of partitions.
    """
    if of == 1:  # the in-process bus knows one routing key
        keys = [f"{source}.#" for source in sources]
    else:
        keys = [lane_key(source, lane) for source in sources for lane in lanes_of([partition], of)]
    return Queue(
        f"{service}.events.{partition}of{of}",
        bindings=[binding(EVENTS, routing_key=key) for key in keys],
        durable=True,
        expires=EXPIRES,
        queue_arguments={
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-delivery-limit": DELIVERIES,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": dead_letters_of(service).name,
        },
    )


def dead_letters_of(service: str) -> Queue:
    """Copies of what was delivered again and again and never acknowledged, to be looked at.

    Nothing hangs on them: what this service lacks it reads from the feeds.
    """
    return Queue(
        f"{service}.dead",
        durable=True,
        max_length=10_000,
        message_ttl=WEEK,
        queue_arguments={"x-queue-type": "quorum"},
    )
