"""OpenTelemetry, where it is installed and `PORTAIL_TRACES` asks for it; else nothing happens here.

A trace goes from a request over HTTP into the message that follows from it (CloudEvents'
`traceparent`), and on to whoever hears that message. Spans bear routes and types, never a person.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Literal

HEADER = "traceparent"

Kind = Literal["SERVER", "CLIENT", "PRODUCER", "CONSUMER", "INTERNAL"]

_tracer: Any = None


def set_up(service: str) -> None:
    """Once a process, after it has forked. `PORTAIL_TRACES` is the address of an OTLP collector,
    e.g. http://127.0.0.1:4318. Raises ImportError with what to install."""
    address = os.environ.get("PORTAIL_TRACES")
    if not address:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as missing:
        raise ImportError("PORTAIL_TRACES needs opentelemetry: extra `tracing`") from missing
    provider = TracerProvider(resource=Resource.create({"service.name": f"portail-{service}"}))
    exporter = OTLPSpanExporter(endpoint=f"{address.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    use(provider)


def use(provider: Any) -> None:
    """Spans go to this provider; None: nowhere."""
    global _tracer
    _tracer = provider and provider.get_tracer("portail")


def span(
    name: str, kind: Kind = "INTERNAL", parent: str | None = None, **attributes: str
) -> AbstractContextManager[Any]:
    """The work of the block. `parent` is the traceparent that came with a request or a message."""
    if _tracer is None:
        return nullcontext()
    return _span(name, kind, parent, attributes)


@contextmanager
def _span(name: str, kind: str, parent: str | None, attributes: dict[str, str]) -> Iterator[Any]:
    from opentelemetry import trace
    from opentelemetry.trace.propagation import tracecontext

    came = parent and tracecontext.TraceContextTextMapPropagator().extract({HEADER: parent})
    with _tracer.start_as_current_span(
        name, context=came or None, kind=trace.SpanKind[kind], attributes=attributes
    ) as opened:
        yield opened


def traceparent() -> str | None:
    """Of the present span, to go along with a request or a message."""
    if _tracer is None:
        return None
    from opentelemetry.trace.propagation import tracecontext

    carried: dict[str, str] = {}
    tracecontext.TraceContextTextMapPropagator().inject(carried)
    return carried.get(HEADER)
