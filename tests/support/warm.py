"""What is the same for every application is made once a test run: tests make a thousand of them."""

from __future__ import annotations

import gc
from types import CodeType
from typing import Any

import sqlalchemy as sa
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule


class _Templates(BytecodeCache):
    """A template is compiled the first time somebody asks for it."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._compiled.get((bucket.key, bucket.checksum)):
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._compiled[bucket.key, bucket.checksum] = bucket.code


class _Rule(Rule):
    """Half of the time of making an application goes into reading the patterns of its addresses
    and compiling what builds them."""

    _read: dict[object, dict[str, Any]] = {}

    def compile(self) -> None:
        if self.defaults:  # their values are compiled in
            return super().compile()
        assert self.map is not None
        known = tuple(self.map.converters.items())
        same = (self.rule, self.subdomain, self.host, self.merge_slashes, known)
        if same not in self._read:
            super().compile()
            self._read[same] = {name: vars(self)[name] for name in (*_PARTS, *_BUILDERS)}
        read = self._read[same]
        vars(self).update({name: read[name] for name in _PARTS}, arguments=set(read["arguments"]))
        vars(self).update({name: read[name].__func__.__get__(self) for name in _BUILDERS})


_PARTS = ("_parts", "_trace", "_converters", "arguments")
_BUILDERS = ("_build", "_build_unknown")  # bound to the rule they were made for


class Sqlite(SQLiteDialect_pysqlite):
    """Each test has engines of its own: a statement is compiled for the first that says it."""

    supports_statement_cache = True
    _compiled: dict[object, object] = {}

    @classmethod
    def engine_created(cls, engine: sa.Engine) -> None:
        engine.update_execution_options(compiled_cache=cls._compiled)

    def __eq__(self, other: object) -> bool:
        return type(other) is Sqlite and other.paramstyle == self.paramstyle

    def __hash__(self) -> int:
        return hash(self.paramstyle)


def keep_what_is_the_same() -> None:
    """For every application and engine that is made in this process from now on."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Templates()}
    Flask.url_rule_class = _Rule
    sa.dialects.registry.register("sqlite", __name__, Sqlite.__name__)


def forget_less_often() -> None:
    """Once everything is imported: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
