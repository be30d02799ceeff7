"""The style sheets and icons of every page, taken from packages or from our own `static/`.

Bootstrap and its icons come out of the installed Bootstrap-Flask package, so no third-party file
lies in this repository. Of the 1.1 MB of icons only those named here are served. Each file is
read once per process and addressed by its content (`?v=`), so browsers keep it for good and a
new release is seen at once.
"""

import gzip
import hashlib
import importlib.util
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request
from flask.blueprints import BlueprintSetupState

ICONS = (
    "arrow-left",
    "arrow-repeat",
    "arrow-right",
    "bank",
    "box-arrow-right",
    "calendar-check",
    "calendar-plus",
    "calendar-week",
    "calendar3",
    "camera",
    "cash-coin",
    "chat-dots",
    "chat-square-text",
    "check-circle-fill",
    "check-lg",
    "check2",
    "chevron-left",
    "chevron-right",
    "clipboard-check",
    "clock",
    "clock-history",
    "copy",
    "credit-card",
    "cup-hot",
    "dash-circle",
    "diagram-3",
    "download",
    "emoji-smile",
    "envelope",
    "envelope-check",
    "envelope-x",
    "exclamation-circle-fill",
    "exclamation-triangle",
    "eye",
    "file-earmark-arrow-down",
    "file-earmark-spreadsheet",
    "file-earmark-text",
    "file-earmark-x",
    "flag",
    "folder-check",
    "gear",
    "heart-pulse",
    "hourglass-split",
    "house-door",
    "house-heart",
    "inbox",
    "info-circle",
    "journal-check",
    "list-check",
    "list-ol",
    "lock",
    "megaphone",
    "pencil",
    "people",
    "person-circle",
    "plus-lg",
    "printer",
    "receipt",
    "search",
    "shield-check",
    "slash-circle",
    "telephone",
    "three-dots",
    "trash",
    "unlock",
    "upload",
    "x-circle-fill",
    "x-lg",
    "zoom-in",
)

_OWN = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One file as it is sent, plain and compressed, with the version its address carries."""

    content_type: str
    body: bytes
    zipped: bytes
    version: str


@cache
def load(name: str) -> Asset:
    """Read one asset; `KeyError` when there is none of that name."""
    body = _body(name)
    return Asset(
        content_type=_TYPES[Path(name).suffix],
        body=body,
        zipped=gzip.compress(body, mtime=0),
        version=hashlib.sha256(body).hexdigest()[:12],
    )


def asset_url(name: str) -> str:
    """The address of an asset, which changes when its content does."""
    return f"/assets/{name}?v={load(name).version}"


def icon_url(name: str) -> str:
    """The address of an icon for `<use href>`; a name missing from `ICONS` fails here, loudly."""
    if name not in ICONS:
        raise KeyError(f"{name} is not among the icons of shared/web/assets.py")
    return f"{asset_url('icons.svg')}#{name}"


def asset_text(name: str) -> str:
    """The text of an asset, for what cannot link to it: the style sheet inside a mail."""
    return load(name).body.decode()


assets = Blueprint("assets", __name__, url_prefix="/assets")


@assets.record_once
def _offer_to_templates(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(asset_url=asset_url, icon_url=icon_url)


@assets.get("/<name>")
def serve(name: str) -> Response:
    """Send an asset: for good under its versioned address, revalidated under the bare one."""
    try:
        asset = load(name)
    except KeyError:
        abort(404)
    zipped = request.accept_encodings.best_match(("identity", "gzip")) == "gzip"
    response = Response(asset.zipped if zipped else asset.body, content_type=asset.content_type)
    if zipped:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["X-Content-Type-Options"] = "nosniff"
    current = request.args.get("v") == asset.version
    response.headers["Cache-Control"] = _FOR_GOOD if current else "no-cache"
    response.set_etag(f"{asset.version}-gz" if zipped else asset.version)
    response.make_conditional(request)
    return response


def _body(name: str) -> bytes:
    if name == "bootstrap.min.css":
        # Without its map: browsers would ask for one that is not served.
        return re.sub(rb"/\*# sourceMappingURL=.*?\*/", b"", _packaged("css/bootstrap.min.css"))
    if name == "icons.svg":
        return _sprite(_packaged("icons/bootstrap-icons.svg").decode()).encode()
    own = _OWN / name
    if own.suffix not in _TYPES or own.parent != _OWN or not own.is_file():
        raise KeyError(name)
    return own.read_bytes()


def _packaged(path: str) -> bytes:
    spec = importlib.util.find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise RuntimeError("Bootstrap-Flask is not installed: its style sheet and icons are needed")
    return (Path(spec.origin).parent / "static" / "bootstrap5" / path).read_bytes()


def _sprite(whole: str) -> str:
    """Keep the symbols of `ICONS`; one the package does not know is a mistake of ours."""
    symbols = {
        match["id"]: match[0]
        for match in re.finditer(
            r'<symbol\b[^>]*?\bid="(?P<id>[^"]+)".*?</symbol>', whole, re.DOTALL
        )
    }
    missing = sorted(set(ICONS) - symbols.keys())
    if missing:
        raise RuntimeError(f"Bootstrap Icons has no {', '.join(missing)}")
    kept = "".join(symbols[name] for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{kept}</svg>'
