"""Keyset paging: every row exactly once, in both directions, whatever the ties."""

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hezhang.core.accounts.models import Department, Region
from hezhang.core.web.lists import registry
from hezhang.core.web.lists.ordering import Order, field_at
from hezhang.core.web.lists.paging import counts, page_of

ORDERS = ["name", "-name", "kind", "-region__name", "pk", "-pk", "kind,name", "-is_active"]


def walk(order: str, size: int) -> tuple[list[list[int]], list[list[int]]]:
    """Pages of ids from first to last, and back again from the last."""
    rows, parsed = Department.objects.select_related("region"), Order.parse(order)
    page = page_of(rows, parsed, size, "", "", "t")
    there = [page]
    while page.after:
        page = page_of(rows, parsed, size, page.after, "", "t")
        there.append(page)
    back = [page]
    while page.before:
        page = page_of(rows, parsed, size, "", page.before, "t")
        back.append(page)
    return [[row.pk for row in p.rows] for p in there], [[row.pk for row in p.rows] for p in back]


@pytest.mark.parametrize("order", ORDERS)
def test_every_row_once_in_both_directions(add_units, order):
    add_units(23)
    there, back = walk(order, 4)
    expected = list(Department.objects.order_by(*Order.parse(order).words()).values_list("pk", flat=True))
    assert list(chain(*there)) == expected
    assert back[::-1] == there


class AnyRows(TestCase):
    @settings(max_examples=25)
    @given(
        kinds=st.lists(st.sampled_from(["office", "member", "town"]), max_size=14),
        size=st.integers(1, 5),
        down=st.booleans(),
    )
    def test_any_ties_and_sizes(self, kinds, size, down):
        region = Region.objects.get_or_create(code="990102000000", defaults={"name": "澄江区", "tier": "county"})[0]
        Department.objects.all().delete()
        Department.objects.bulk_create(
            Department(name=f"u{i}", kind=kind, region=region) for i, kind in enumerate(kinds)
        )
        there, back = walk("-kind" if down else "kind", size)
        assert sorted(chain(*there)) == sorted(Department.objects.values_list("pk", flat=True))
        assert back[::-1] == there


def test_a_row_added_in_front_does_not_shift_the_next_page(add_units):
    units = add_units(9)
    rows, order = Department.objects.filter(kind="third"), Order.parse("pk")
    first = page_of(rows, order, 4, "", "", "t")
    units[0].delete()
    second = page_of(rows, order, 4, first.after, "", "t")
    assert [row.pk for row in second.rows] == [unit.pk for unit in units[4:8]]


def test_a_cursor_is_good_for_its_own_order_and_list_alone(add_units):
    add_units(9)
    rows = Department.objects.all()
    cursor = page_of(rows, Order.parse("name"), 4, "", "", "t").after
    for order, key in [("-name", "t"), ("pk", "t"), ("name", "other")]:
        page = page_of(rows, Order.parse(order), 4, cursor, "", key)
        assert (page.first, page.lost) == (1, True)


def test_an_order_that_may_be_null_is_refused(cast):
    with pytest.raises(Exception, match="may be null"):
        page_of(Region.objects.all(), Order.parse("parent"), 4, "", "", "t")


def test_every_head_that_sorts_has_a_place_for_every_row(cast):
    """Of all lists there are: a head whose field may be null is an error of the server for whoever presses it."""
    for key, entry in registry._entries.items():
        rows, spec = entry.source(cast.clerk), entry.spec
        orders = [column.order for column in spec.columns if column.order]
        orders += [spec.order, *(tab.order for tab in spec.tabs if tab.order)]
        for order in orders:
            for path in Order.parse(order).paths:
                assert field_at(rows, path), (key, path)


def test_counts_stop_at_their_cap_in_one_query(add_units, django_assert_num_queries):
    add_units(9)
    rows = Department.objects.filter(kind="third")
    with django_assert_num_queries(1):
        assert counts([(rows, 5), (rows, 100), (rows.none(), 5)]) == [6, 9, 0]
