"""The benchmarks are run by hand: what a move of the product's code breaks in them is seen here."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

import bench


@pytest.mark.parametrize("name", [found.name for found in iter_modules(bench.__path__) if found.name != "__main__"])
def test_every_benchmark_still_finds_what_it_measures(name):
    assert import_module(f"bench.{name}")
