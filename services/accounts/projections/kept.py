"""What accounts keeps beside its history: nobody's events, and not to be built again."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from shared.eventstore.tables import Kept

metadata = sa.MetaData()

KEPT: Final = Kept("accounts", metadata, Path(__file__).parents[1] / "migrations")
