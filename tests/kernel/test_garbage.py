"""The collector rests while many rows are built, and runs again afterwards, whatever happened."""

import gc

import pytest

from hezhang.core.kernel.garbage import uncollected


def test_it_rests_and_runs_again():
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()  # the outer work is not done
    assert gc.isenabled()


def test_it_runs_again_after_an_error():
    with pytest.raises(ValueError, match="no"), uncollected():
        raise ValueError("no")
    assert gc.isenabled()


def test_who_found_it_resting_leaves_it_so():
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
