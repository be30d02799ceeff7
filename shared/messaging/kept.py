"""What the bus side of a service keeps for ever, and where its migrations lie.

One set of tables: each module describes its own under the `metadata` of this one.
"""

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from shared.eventstore.tables import Kept

metadata = sa.MetaData()

KEPT: Final = Kept("messaging", metadata, Path(__file__).parent / "migrations")
