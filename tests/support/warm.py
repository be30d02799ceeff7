"""What is the same for every application is made once a test run: tests make a thousand of them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
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
    """Half of the time of making an application goes into compiling what builds its addresses."""

    _builders: dict[object, Callable[..., tuple[str, str]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if self.defaults:  # their values are compiled in
            return super()._compile_builder(append_unknown)
        same = (self.rule, self.subdomain, tuple(self._trace), append_unknown)
        if same not in self._builders:
            self._builders[same] = super()._compile_builder(append_unknown)
        return self._builders[same]


def keep_what_is_the_same() -> None:
    """For every application that is made in this process from now on."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Templates()}
    Flask.url_rule_class = _Rule


def forget_less_often() -> None:
    """Once everything is imported: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
