"""Which mails left, to whom. Names are asked of households; addresses stay in accounts."""

from flask import render_template, request, url_for

from services.backoffice.web import desk

pages = desk.staff_pages("mails")


@pages.get("/mails")
def show() -> str:
    page = max(request.args.get("page", 1, type=int), 1)
    answer = desk.notifier().mails(page=page)
    mails = answer["mails"]
    return render_template(
        "mails.html",
        mails=mails,
        page=page,
        pages=page + answer["more"],
        address=lambda number: url_for("mails.show", page=number),
        names=desk.names(
            families=[mail["household_id"] for mail in mails if mail["household_id"]],
            accounts=[mail["account_id"] for mail in mails if mail["account_id"]],
        ),
    )
