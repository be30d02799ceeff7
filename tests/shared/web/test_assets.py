"""The style sheets and icons: from packages, small, kept by browsers for good."""

import gzip
import xml.etree.ElementTree as ET

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from shared.web.assets import ICONS, asset_text, asset_url, assets, icon_url, load

SVG = "{http://www.w3.org/2000/svg}"
OURS = ("theme.css", "mail.css", "marque.svg", "matin.svg")


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.register_blueprint(assets)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("name", ("bootstrap.min.css", "icons.svg", *OURS))
def test_every_asset_is_served_under_its_address(client: FlaskClient, name: str) -> None:
    answer = client.get(asset_url(name))

    assert answer.status_code == 200
    assert answer.data == load(name).body
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == ("text/css" if name.endswith(".css") else "image/svg+xml")


def test_bootstrap_comes_from_the_package_and_asks_for_no_map() -> None:
    css = asset_text("bootstrap.min.css")

    assert "Bootstrap  v5.3" in css
    assert "sourceMappingURL" not in css


def test_the_sprite_holds_each_icon_once_and_nothing_else() -> None:
    sprite = ET.fromstring(load("icons.svg").body)

    assert [symbol.get("id") for symbol in sprite.iter(f"{SVG}symbol")] == list(ICONS)
    assert all(symbol.findall(f"{SVG}path") for symbol in sprite.iter(f"{SVG}symbol"))
    assert len(load("icons.svg").body) < 50_000


def test_an_icon_nobody_listed_fails_loudly() -> None:
    assert icon_url("eye") == f"{asset_url('icons.svg')}#eye"
    with pytest.raises(KeyError, match="no-such-icon"):
        icon_url("no-such-icon")


def test_a_versioned_address_is_kept_for_good(client: FlaskClient) -> None:
    assert "immutable" in client.get(asset_url("theme.css")).headers["Cache-Control"]


@pytest.mark.parametrize("address", ("/assets/theme.css", "/assets/theme.css?v=another"))
def test_any_other_address_is_asked_again_each_time(client: FlaskClient, address: str) -> None:
    first = client.get(address)

    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_browser_that_can_unpack_gets_it_packed(client: FlaskClient) -> None:
    answer = client.get(asset_url("bootstrap.min.css"), headers={"Accept-Encoding": "gzip, br"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.data) < 40_000
    assert gzip.decompress(answer.data) == load("bootstrap.min.css").body
    assert answer.headers["ETag"] != client.get(asset_url("bootstrap.min.css")).headers["ETag"]


@pytest.mark.parametrize("name", ("nothing.css", "assets.py", "..%2fassets.py", "%2e%2e/assets.py"))
def test_nothing_else_can_be_read(client: FlaskClient, name: str) -> None:
    assert client.get(f"/assets/{name}").status_code == 404


def test_templates_know_both_functions(app: Flask) -> None:
    with app.app_context():
        page = render_template_string("{{ asset_url('theme.css') }} {{ icon_url('pencil') }}")

    assert page == f"{asset_url('theme.css')} {icon_url('pencil')}"
