"""The pages of the back office."""

from services.backoffice.web.absences import pages as absences
from services.backoffice.web.allocations import pages as allocations
from services.backoffice.web.booking_requests import pages as booking_requests
from services.backoffice.web.calendar import pages as calendar
from services.backoffice.web.counter import pages as counter
from services.backoffice.web.days import pages as days
from services.backoffice.web.families import pages as families
from services.backoffice.web.files import pages as files
from services.backoffice.web.home import pages as home
from services.backoffice.web.invoices import pages as invoices
from services.backoffice.web.mails import pages as mails
from services.backoffice.web.next_year import pages as next_year
from services.backoffice.web.openings import pages as openings
from services.backoffice.web.parked import pages as parked
from services.backoffice.web.places import pages as places
from services.backoffice.web.registers import pages as registers
from services.backoffice.web.sign_in import pages as sign_in
from services.backoffice.web.year import pages as year
from services.backoffice.web.year_dates import pages as year_dates

BLUEPRINTS = (
    sign_in,
    home,
    files,
    booking_requests,
    allocations,
    counter,
    absences,
    days,
    year,
    next_year,
    calendar,
    year_dates,
    openings,
    places,
    registers,
    invoices,
    families,
    mails,
    parked,
)
