"""How hard do the properties try, and where do runs keep their copies?

HYPOTHESIS_PROFILE=deep tries twenty times as hard as the default. No test writes into the home of whoever runs it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

for name, examples in (("default", 60), ("deep", 3000)):
    settings.register_profile(
        name, max_examples=examples, deadline=None, derandomize=name == "default", suppress_health_check=list(HealthCheck)
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True, scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder for what belongs to no workbook, programs started by tests included."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKORDER_XL_STATE", str(folder))
        yield folder
