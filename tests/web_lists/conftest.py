"""A list of units that any test here can fill."""

import pytest

from hezhang.core.accounts.models import Department


@pytest.fixture
def add_units(cast):
    """Adds n units to the county, three of them to a name, so that the order has ties."""

    def add(number: int, **values) -> list[Department]:
        values = {"region": cast.county, "kind": "third", **values}
        return Department.objects.bulk_create(
            Department(
                **{"name": f"单位{index // 3:03d}", "phone": str(index), **values, **_own_region(cast, index, values)}
            )
            for index in range(number)
        )

    return add


def _own_region(cast, index, values):
    """A name may occur once in a region: ties lie in different regions of the county."""
    if values["region"] is not cast.county:
        return {}
    return {"region": [cast.county, cast.town, cast.town2][index % 3]}
