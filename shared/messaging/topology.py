"""What stands on the broker: one exchange, and a queue for each service that hears."""

from collections.abc import Iterable

from kombu import Exchange, Queue, binding

EXCHANGE = "events"

EVENTS = Exchange(EXCHANGE, type="topic", durable=True)


def queue_of(service: str, sources: Iterable[str]) -> Queue:
    """Everything the publishers say, so that a hole in their positions is a hole.

    One active consumer: a second worker of the service waits, and takes over with the order kept.
    """
    return Queue(
        f"{service}.events",
        bindings=[binding(EVENTS, routing_key=f"{source}.#") for source in sources],
        durable=True,
        queue_arguments={"x-queue-type": "quorum", "x-single-active-consumer": True},
    )
