"""The pages of the demonstration bank."""

from decimal import Decimal
from urllib.parse import urlsplit

from babel.numbers import format_currency
from flask import Blueprint, Flask, Response, current_app, g, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from deploy.bank.courier import Courier
from deploy.bank.ledger import Choice, Ledger, Payment, State
from deploy.bank.signing import BadOrder, read_order
from shared.web.assets import assets
from shared.web.settings import Settings

bank = Blueprint("bank", __name__)


def create_bank(settings: Settings, *, courier_runs: bool = True) -> Flask:
    """Without the courier running, `app.extensions["courier"].deliver()` brings what is due."""
    app = Flask("deploy.bank", static_folder=None)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["euros"] = euros
    secret = settings.secret("demo-bank")
    ledger = Ledger(settings.var / "db" / "bank.sqlite")
    courier = Courier(ledger, secret)
    app.extensions |= {"secret": secret, "ledger": ledger, "courier": courier}
    app.register_blueprint(assets)
    app.register_blueprint(bank)
    app.register_error_handler(BadOrder, not_an_order)
    app.after_request(protected)
    if courier_runs:
        courier.start()
    return app


@bank.get("/")
def home() -> str:
    return render_template("home.html")


@bank.get("/paiement")
def page() -> AnyResponse | tuple[str, int] | str:
    payment, fresh = _ordered(request.args.get("ordre", ""))
    if payment.state is not State.OPEN:
        return render_template("done.html", payment=payment)
    if not fresh:
        return render_template("too_old.html", payment=payment), 410
    return render_template("payment.html", payment=payment, text=request.args["ordre"])


@bank.post("/paiement")
def decide() -> AnyResponse | tuple[str, int]:
    """The order in the form is its own proof: signed, and good for one decision."""
    payment, fresh = _ordered(request.form.get("ordre", ""))
    if payment.state is State.OPEN:
        if not fresh:
            return render_template("too_old.html", payment=payment), 410
        ledger: Ledger = current_app.extensions["ledger"]
        ledger.decide(payment, _choice())
        courier: Courier = current_app.extensions["courier"]
        courier.deliver(ledger.due_of(payment))
    return redirect(payment.order.return_url, 303)


@bank.get("/health/live")
@bank.get("/health/ready")
def healthy() -> dict[str, str]:
    return {"status": "ok", "service": "bank"}


def not_an_order(_error: BadOrder) -> tuple[str, int]:
    return render_template("not_an_order.html"), 400


def protected(response: Response) -> Response:
    """A form that pays is redirected back to the portal, which the policy checks too."""
    back = g.get("back_to", "")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        f"form-action 'self' {back}".rstrip()
        + "; frame-ancestors 'none'; base-uri 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def euros(cents: int) -> str:
    return format_currency(Decimal(cents) / 100, "EUR", locale="fr_FR")


def _ordered(text: str) -> tuple[Payment, bool]:
    """Raises BadOrder; also for a second order that calls another payment by the same id."""
    order, fresh = read_order(current_app.extensions["secret"], text)
    ledger: Ledger = current_app.extensions["ledger"]
    payment = ledger.payment(order)
    if payment.order.amount_cents != order.amount_cents:
        raise BadOrder
    back = urlsplit(payment.order.return_url)
    g.back_to = f"{back.scheme}://{back.netloc}"
    return payment, fresh


def _choice() -> Choice:
    try:
        return Choice(request.form.get("choix", ""))
    except ValueError:
        raise BadOrder from None
