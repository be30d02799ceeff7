"""The school year: what is prepared, and what is still to do before families book."""

from flask import render_template, request

from services.backoffice.web import desk, readiness

pages = desk.staff_pages("year")


def the_year() -> tuple[list[str], str | None]:
    """Every school year, and the one that was asked for; else the one that is being booked."""
    told = desk.school_years().all()
    known = [it["id"] for it in told["school_years"]]
    wanted = request.values.get("annee", "")
    return known, wanted if wanted in known else told["current"] or next(iter(known), None)


@pages.get("/annee")
def show() -> str:
    years, year = the_year()
    found = readiness.checks(year) if year else []
    return render_template(
        "year.html",
        years=years,
        year=year,
        checks=found,
        open_points=sum(it.state.kind != "ok" for it in found),
        done=request.args.get("fait") == "creee",
    )
