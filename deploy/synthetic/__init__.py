"""A town of invented families, made from a number: for looking, for measuring, never for a real
operator. The same number and first day of school make the same town.

Through the deciders and the event store, many families a transaction: every event is a real one,
every read model follows from it, and replays hold.
"""

from deploy.synthetic.load import NotHere, load

__all__ = ["NotHere", "load"]
