"""How hard do the properties try? HYPOTHESIS_PROFILE=deep tries twenty times as hard as the default."""

import os

from hypothesis import HealthCheck, settings

for name, examples in (("default", 60), ("deep", 3000)):
    settings.register_profile(
        name, max_examples=examples, deadline=None, derandomize=name == "default", suppress_health_check=list(HealthCheck)
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
