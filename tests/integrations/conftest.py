from pathlib import Path

import pytest

from tests.support.service import ServiceUnderTest


@pytest.fixture
def integrations(tmp_path: Path) -> ServiceUnderTest:
    return ServiceUnderTest("integrations", tmp_path)
