"""pydantic's compiled core without the package around it.

The package describes schemas, in two hundred classes that are made when it is imported: a tenth of a cold start, for
whoever writes schemas. In an archive they are written already.
"""

import sys
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any

PACKAGE, CORE = "pydantic_core", "pydantic_core._pydantic_core"


@cache
def bare_core() -> Any:
    """The core by its own name, so that the package, once somebody imports it, takes the very same; the package where
    it is imported already, or is not built as we know it."""
    spec = None if PACKAGE in sys.modules else _spec()
    if spec is None or spec.loader is None:
        return import_module(PACKAGE)
    made = sys.modules[CORE] = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def _spec() -> Any:
    package = find_spec(PACKAGE)
    return None if package is None else PathFinder.find_spec(CORE, package.submodule_search_locations)
