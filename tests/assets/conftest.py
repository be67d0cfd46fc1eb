"""A kind with a field of every type, and an asset of it on the village's reach."""

from datetime import date

import pytest

from rivers.assets.choices import ValueType
from rivers.assets.models import ObjectField, ObjectKind
from rivers.assets.services import create_asset


@pytest.fixture(autouse=True)
def _no_demo(settings):
    settings.DEMO = False


@pytest.fixture
def kind(cast):
    """In small what 排污口 is among the kinds that ship."""
    made = ObjectKind.objects.create(key="trial", name="小排口", letter="U", card="入河排污口身份证", order=10)
    fields = [
        ("sort", "排污口类型", ValueType.CHOICE, {"options": "工业排污口\n农业排口", "in_list": True}),
        ("yearly", "年排污总量", ValueType.NUMBER, {"unit": "万m³", "least": 0, "in_list": True}),
        ("unit", "排放单位", ValueType.TEXT, {"in_list": True}),
        ("since", "投运日期", ValueType.DATE, {}),
        ("watched", "是否监测", ValueType.YES_NO, {}),
    ]
    for number, (key, name, type_, more) in enumerate(fields, start=1):
        ObjectField.objects.create(kind=made, key=key, name=name, type=type_, order=number * 10, **more)
    return made


@pytest.fixture
def fields(kind):
    """By key."""
    return {field.key: field for field in kind.fields.all()}


@pytest.fixture
def asset(cast, kind, fields):
    return create_asset(
        by=cast.clerk, kind=kind, name="老桥排污口", region=cast.village, reach=cast.village_reach, lat=27.9, lng=120.8,
        values={fields["sort"]: "农业排口", fields["yearly"]: "12.30"}, since=date(2024, 1, 1),
    )  # fmt: skip
