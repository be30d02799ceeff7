"""gettext under the name that is marked for translation; French sentences are the msgids."""

from shared.web.language import gettext as _
from shared.web.language import language, lazy_gettext, ngettext

__all__ = ["_", "language", "lazy_gettext", "ngettext"]
