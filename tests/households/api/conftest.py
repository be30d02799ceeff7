from pathlib import Path

import pytest

from tests.households.api.martins import Martins
from tests.support.service import ServiceUnderTest


@pytest.fixture
def service(tmp_path: Path) -> ServiceUnderTest:
    return ServiceUnderTest("households", tmp_path)


@pytest.fixture
def martins(service: ServiceUnderTest) -> Martins:
    """The operator's schools and documents are known; Camille has an account and nothing else."""
    family = Martins(service)
    family.configure()
    return family
