"""How property tests draw: anew each time for whoever develops, the same each time for CI; never against a clock."""

import os

from hypothesis import settings

settings.register_profile("develop", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "develop")
