"""Streams of events, decided and kept together with their read models and their outbox."""

import time
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from types import UnionType
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from shared.contracts.published import dataschema, dump_data
from shared.eventstore import schema, tracing
from shared.eventstore.codec import Codecs, Upcasts, place
from shared.eventstore.database import (
    Unsure,
    has_raced,
    is_away,
    keeping,
    reading,
)
from shared.eventstore.decider import Decider
from shared.eventstore.doorbell import ring
from shared.eventstore.lanes import lane_of
from shared.eventstore.question import Question
from shared.eventstore.read_model import ReadModel
from shared.eventstore.schema import (
    DATA,
    POSITION,
    STREAM,
    TYPE,
    VERSION,
    StoredRow,
    events,
    outbox,
)
from shared.eventstore.states import Seen, States
from shared.eventstore.tables import Kept, Replay, Tables
from shared.eventstore.vault import Vault

Command = TypeVar("Command")
Event = TypeVar("Event")
State = TypeVar("State")
T = TypeVar("T")
Publication = Callable[[Any], Any | None]

NAMESPACE = UUID("6f1f5f0e-7c1b-4c57-9c3e-000000000001")
TRIES = 8
LOOKS = 25  # for what became of a commit that was not answered
LOOK_EVERY = 0.2  # seconds


_HISTORY = Question(
    sa.select(events).where(events.c.stream == sa.bindparam("stream")).order_by(events.c.version)
)
_FIRST = Question(
    sa.select(events.c.nth)
    .where(events.c.stream == sa.bindparam("stream"), events.c.type == sa.bindparam("type"))
    .order_by(events.c.version)
    .limit(1)
)


class Conflict(Exception):
    """Others kept changing the same streams: nothing was done, asking again may succeed."""


@dataclass(frozen=True, kw_only=True)
class Meta:
    """Who did it, when, and what it follows from; kept with every event.

    `actor` is "account:<uuid>", "staff:<uuid>", "service:<name>" or "operator".
    """

    actor: str
    at: datetime
    correlation_id: str
    causation_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Traced(Meta):
    """With the trace it is a part of; only where somebody traces."""

    trace: str


New = tuple[str, int, Any, Meta]  # stream, version, event, who and why


@dataclass(frozen=True, kw_only=True)
class Recorded:
    position: int
    stream: str
    version: int
    event: Any
    meta: Meta


class Said(NamedTuple):
    """A public event in the outbox: its gap-free position and its CloudEvents JSON text."""

    position: int
    type: str
    stream: str
    lane: int
    text: str


class Work:
    """One unit of work: one transaction over any number of streams, all or nothing.

    `meta` may change between commands: a consumer handles a batch of messages in one work.
    """

    def __init__(self, store: "EventStore", tx: sa.Connection, meta: Meta) -> None:
        self.tx = tx
        self.meta = meta
        self._store = store
        self._loaded: dict[str, tuple[Any, Seen]] = {}  # the decider, and what it made of it
        self._new: list[New] = []
        self._marks: Mapping[str, int] = {}

    def state(self, decider: Decider[Any, Any, State], stream: str) -> State:
        """The stream folded by its decider, with what this work has added to it."""
        return typing.cast(State, self._load(decider, stream).state)

    def version(self, decider: Decider[Any, Any, Any], stream: str) -> int:
        return self._load(decider, stream).version

    def handle(
        self, decider: Decider[Command, Event, State], stream: str, command: Command
    ) -> list[Event]:
        """Decides, and remembers the new events to append them last; read models follow at once.

        Raises Refused, after which the work may go on with other commands.
        """
        seen = self._load(decider, stream)
        state, version = seen.state, seen.version
        new = decider.decide(command, state)
        for event in new:
            version += 1
            state = decider.evolve(state, event)
            self._new.append((stream, version, event, _traced(self.meta)))
            self._store.project_at_once(self.tx, event)
        sealed = seen.sealed or self._store.seals(new)
        seen = Seen(version=version, state=state, mark=seen.mark, sealed=sealed)
        self._loaded[stream] = (decider, seen)
        return new

    def last_event(self) -> tuple[str, int, str] | None:
        """Stream, version and metadata of the last event of this work, by which it is found."""
        if not self._new:
            return None
        stream, version, _event, meta = self._new[-1]
        return stream, version, _json(meta)

    @property
    def has_news(self) -> bool:
        return bool(self._new)

    def settle(self) -> None:
        """What read models count together, and then only `finish` is left."""
        self._store.project_together(self.tx, [event for _, _, event, _ in self._new])

    def finish(self) -> None:
        self._marks = self._store.append(self.tx, self._new)

    def remember(self) -> None:
        """Once it is kept: what the next work on these streams need not read again."""
        for stream, mark in self._marks.items():
            decider, seen = self._loaded[stream]
            self._store.remember(decider, stream, replace(seen, mark=mark))

    def _load(self, decider: Decider[Any, Any, Any], stream: str) -> Seen:
        if stream not in self._loaded:
            self._loaded[stream] = (decider, self._store.seen(self.tx, decider, stream))
        return self._loaded[stream][1]


class EventStore:
    def __init__(
        self,
        engine: sa.Engine,
        events: Any,
        publication: Publication,
        read_models: Sequence[ReadModel],
        *,
        source: str,
        upcasts: Upcasts | None = None,
        vault: Vault | None = None,
        kept: Sequence[Kept] = (),
    ) -> None:
        """`kept` are tables of the service's own that no history could build again."""
        self.engine = engine
        self.source = source
        self.read_models = {model.name: model for model in read_models}
        self.vault = vault
        self.tables = Tables(source, engine, [schema.KEPT, *kept], read_models)
        self._publication = publication
        self._codecs = Codecs(_classes(events), upcasts or {}, vault)
        self._states = States()
        self._projections = [model.project for model in read_models if model.project]
        self._at_once = [it.project for it in read_models if it.project and not it.together]
        self._together = [it.together for it in read_models if it.together]

    def create_tables(self, replay: Replay | None = None) -> None:
        """Makes or migrates what is not as this release wants it; see Tables."""
        self.tables.bring_up_to_date(replay)

    def run(self, meta: Meta, work: Callable[[Work], T]) -> T:
        """Runs `work` in one transaction, again if somebody else changed its streams meanwhile.

        Raises Conflict if others go on doing so, or keep the database to themselves, Unsure if the
        database went away for longer while it was committing, and whatever `work` raises.
        """
        for attempt in range(TRIES):
            try:
                with self.work(meta, patiently=attempt > 0) as unit:
                    done = work(unit)
                return done
            except Unsure as lost:
                if self._was_kept(unit):
                    return done
                raise lost.__cause__ or lost from None
            except sa.exc.DBAPIError as error:
                if "database is locked" in str(error.orig):
                    raise Conflict from error  # it has waited long enough
                if not has_raced(error):
                    raise
                last = error
        if _is_about_streams(last):
            raise Conflict from last
        raise last

    @contextmanager
    def work(self, meta: Meta, *, patiently: bool = False) -> Iterator[Work]:
        """One try at a unit of work; it is kept when the block ends without an exception.

        Who failed once waits his turn, so that many who want one stream get it one by one.
        """
        with keeping(self.engine) as kept:
            if patiently:
                kept.tx.execute(sa.text("SELECT pg_advisory_xact_lock(7017, 0)"))
            unit = Work(self, kept.tx, meta)
            yield unit
            if unit.has_news:
                unit.settle()
                kept.last = unit.finish
        unit.remember()
        ring(self.engine)

    def _was_kept(self, unit: Work) -> bool:
        """What became of a work whose commit was not answered. Raises Unsure if it stays unknown.

        Whoever appends holds a lock until he is done, so under it there is no "not yet".
        """
        if (last := unit.last_event()) is None:
            raise Unsure("lost while committing, and left no event to look for")
        for _ in range(LOOKS):
            time.sleep(LOOK_EVERY)
            try:
                with self.engine.begin() as tx:
                    return schema.was_appended(tx, *last)
            except sa.exc.DBAPIError as error:
                if not is_away(error):
                    raise
        raise Unsure("lost while committing, and the database stays away")

    def project(self, tx: sa.Connection, event: Any) -> None:
        for project in self._projections:
            project(tx, event)

    def project_at_once(self, tx: sa.Connection, event: Any) -> None:
        """What does not wait for the end of the work."""
        for project in self._at_once:
            project(tx, event)

    def project_together(self, tx: sa.Connection, new: Sequence[Any]) -> None:
        for together in self._together:
            together(tx, new)

    def append(self, tx: sa.Connection, new: Sequence[New]) -> Mapping[str, int]:
        """The last thing a transaction does: positions are given out under the lock it takes.

        Returns the mark of each stream's last event.
        """
        rows = []
        for stream, version, event, meta in new:
            name = type(event).__name__
            codec = self._codecs[name]
            text = codec.encode(event, place(stream, version, name))
            said, message = self._publication(event), None
            if said is not None:
                message = _json(self._envelope(stream, version, said, meta))
            row = (stream, version, name, codec.version, text, _json(meta))
            rows.append(schema.NewRow(*row, said and said.TYPE, message, lane_of(stream)))
        schema.append(tx, rows)
        return {row.stream: hash(row.data) for row in rows}

    def seals(self, new: Iterable[Any]) -> bool:
        """One of these events has personal fields."""
        return any(self._codecs[type(event).__name__].is_personal for event in new)

    def seen(self, tx: sa.Connection, decider: Decider[Any, Any, Any], stream: str) -> Seen:
        """The stream folded by its decider; reads only what this process has not seen."""
        if (before := self._states.get(decider, stream)) is not None:
            rows = self._rows(tx, stream, before.version)
            if (last := next(rows, None)) is not None and hash(last[DATA]) == before.mark:
                return self._fold(decider, stream, before, rows)
            self._states.drop(decider, stream)  # the database went back in time
        nothing = Seen(version=0, state=decider.INITIAL)
        return self._fold(decider, stream, nothing, self._rows(tx, stream))

    def remember(self, decider: Decider[Any, Any, Any], stream: str, seen: Seen) -> None:
        """Only what is committed."""
        self._states.put(decider, stream, seen)

    def load(self, tx: sa.Connection, stream: str) -> list[Any]:
        """The events of a stream, in order."""
        return [self._codecs[row[TYPE]].decode(stream, row) for row in self._rows(tx, stream)]

    def _fold(
        self, decider: Decider[Any, Any, Any], stream: str, seen: Seen, rows: Iterator[Any]
    ) -> Seen:
        codecs, evolve = self._codecs, decider.evolve
        state, sealed = seen.state, seen.sealed
        row = None
        for row in rows:
            codec = codecs[row[TYPE]]
            state = evolve(state, codec.decode(stream, row))
            sealed = sealed or codec.is_personal
        if row is None:
            return seen
        seen = Seen(version=row[VERSION], state=state, mark=hash(row[DATA]), sealed=sealed)
        self.remember(decider, stream, seen)
        return seen

    def _rows(self, tx: sa.Connection, stream: str, first: int = 1) -> Iterator[StoredRow]:
        """A stream from one of its versions on, never more than a page in memory."""
        while True:
            page = schema.read_stream(tx, stream, first)
            yield from page
            if len(page) < schema.PAGE:
                return
            first = page[-1][VERSION] + 1

    def history(self, stream: str) -> list[Recorded]:
        """A stream with who, when and why."""
        with reading(self.engine).connect() as tx:
            return [self._recorded(row) for row in _HISTORY.rows(tx, stream=stream)]

    def events_after(self, tx: sa.Connection, position: int, limit: int) -> tuple[int, list[Any]]:
        """At most so many events of the service that follow a position, and the last one's."""
        rows = schema.read_history(tx, position, limit)
        codecs = self._codecs
        found = [codecs[row[TYPE]].decode(row[STREAM], row) for row in rows]
        return (rows[-1][POSITION] if rows else position), found

    def last_position(self, tx: sa.Connection) -> int:
        """As many events are there: positions have no holes."""
        return tx.scalar(sa.select(sa.func.max(events.c.position))) or 0

    def ordinal(self, tx: sa.Connection, event_type: type[Any], stream: str) -> int | None:
        """The 1-based rank, in order of commit, of this stream's first event of that type."""
        return _FIRST.value(tx, stream=stream, type=event_type.__name__)

    def ordinals(
        self, tx: sa.Connection, event_type: type[Any], streams: Collection[str]
    ) -> dict[str, int]:
        """The same ranks for many streams, in one reading."""
        # Filtered after the streams are found: an index by type would lead through all of history.
        of_type = events.c.type == event_type.__name__
        query = (
            sa.select(events.c.stream, sa.func.min(events.c.nth).filter(of_type).label("first"))
            .where(events.c.stream.in_(streams))
            .group_by(events.c.stream)
        )
        return {row.stream: row.first for row in tx.execute(query) if row.first is not None}

    def feed(self, tx: sa.Connection, after: int, limit: int) -> list[Said]:
        """Public events after a position; the lock at append makes a plain cursor safe."""
        return _said(schema.read_outbox(tx, after, limit))

    def lanes(self, tx: sa.Connection, after: Mapping[int, int], limit: int) -> list[Said]:
        """Public events of some lanes, each after a position of its own, in the feed's order."""
        together: dict[int, list[int]] = {}
        for lane, position in after.items():
            together.setdefault(position, []).append(lane)
        parts = [
            sa.select(outbox)
            .where(outbox.c.lane.in_(lanes), outbox.c.position > position)
            .order_by(outbox.c.position)
            .limit(limit)
            .subquery()
            for position, lanes in together.items()
        ]
        if not parts:
            return []
        every = sa.union_all(*(sa.select(part) for part in parts)).subquery()
        rows = sa.select(*(every.c[name] for name in schema.OUTBOX_ROW))
        return _said(tx.execute(rows.order_by(every.c.position).limit(limit)))

    def _recorded(self, row: Any) -> Recorded:
        return Recorded(
            position=row.position,
            stream=row.stream,
            version=row.version,
            event=self._codecs[row.type].decode(
                row.stream, (row.version, row.type, row.type_version, row.data)
            ),
            meta=msgspec.json.decode(row.meta, type=Meta),
        )

    def _envelope(self, stream: str, version: int, said: Any, meta: Meta) -> dict[str, Any]:
        """CloudEvents 1.0; the id is made from stream and version, so saying it twice is hearing
        it once."""
        envelope = {
            "specversion": "1.0",
            "id": str(uuid5(NAMESPACE, f"{self.source}/{stream}/{version}")),
            "source": f"/{self.source}",
            "type": said.TYPE,
            "subject": stream,
            "time": meta.at.isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "dataschema": dataschema(type(said)),
            "correlationid": meta.correlation_id,
        }
        if meta.causation_id:
            envelope["causationid"] = meta.causation_id
        if isinstance(meta, Traced):
            envelope["traceparent"] = meta.trace
        return {**envelope, "data": dump_data(said)}


def _said(rows: Iterable[Sequence[Any]]) -> list[Said]:
    """Where a message stands is said at the end of its text, the same for every message."""
    return [
        Said(
            position,
            type_,
            stream,
            lane,
            f'{text[:-1]},"sequence":"{position}","lane":{lane},"previous":{previous}}}',
        )
        for position, type_, stream, lane, previous, text in rows
    ]


def _classes(union: Any) -> Sequence[type[Any]]:
    """Event classes from `A | B | C`, or from a sequence of classes and unions."""
    if isinstance(union, UnionType) or typing.get_origin(union) is typing.Union:
        return typing.get_args(union)
    if isinstance(union, type):
        return (union,)
    return [cls for part in union for cls in _classes(part)]


def _traced(meta: Meta) -> Meta:
    """As it is now: a message is written at the end of the work, when its span is over."""
    trace = tracing.traceparent()
    return meta if trace is None else Traced(**vars(meta), trace=trace)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _is_a_race(error: sa.exc.IntegrityError) -> bool:
    """Somebody else appended to the stream; any other rule of a table is broken by ourselves."""
    text = str(error.orig)
    return "events_stream_version" in text or "events.stream, events.version" in text


def _is_about_streams(error: sa.exc.DBAPIError) -> bool:
    """Not so for a read model that breaks its own rule every time: that is a defect to be seen."""
    return not isinstance(error, sa.exc.IntegrityError) or "events_stream_version" in str(error)
