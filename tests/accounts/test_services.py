"""People, posts and departments through the services."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import DepartmentKind, Role
from hezhang.core.audit.models import Entry

pytestmark = pytest.mark.story_until("2026-07-01")

DAY = date(2026, 1, 5)


def test_username_is_made_from_pinyin_and_never_twice(cast):
    first = services.create_person(by=cast.clerk, name="林清波")
    second = services.create_person(by=cast.clerk, name="林清波")
    assert (first.username, second.username, first.pinyin) == ("linqingbo", "linqingbo2", "lqb")
    assert not first.has_usable_password()


def test_creating_a_person_is_journalled(cast):
    user = services.create_person(by=cast.clerk, name="林清波", phone="13900000001")
    entry = Entry.objects.about(user).get()
    assert (entry.action, entry.post, entry.after["name"]) == ("person.create", cast.clerk, "林清波")


def test_a_phone_belongs_to_one_person(cast):
    services.create_person(by=None, name="甲某", phone="13900000001")
    with pytest.raises(ValidationError, match="已登记给其他人员"):
        services.create_person(by=None, name="乙某", phone="13900000001")


@pytest.mark.parametrize("phone", ["1234", "2390000000a", "139000000011"])
def test_a_phone_must_look_like_one(cast, phone):
    with pytest.raises(ValidationError):
        services.create_person(by=None, name="甲某", phone=phone)


def test_a_given_password_must_fulfil_the_policy_and_be_changed(cast):
    with pytest.raises(ValidationError):
        services.create_person(by=None, name="甲某", password="short")
    user = services.create_person(by=None, name="甲某", password="Qingliu-2026")
    assert user.check_password("Qingliu-2026") and user.must_change_password


def test_the_office_gives_posts_in_its_own_region(cast):
    user = services.create_person(by=cast.clerk, name="林清波")
    post = services.create_post(by=cast.clerk, user=user, role=Role.CHIEF, region=cast.village, starts_on=DAY)
    assert post.is_current()
    with pytest.raises(PermissionDenied):
        services.create_post(by=cast.clerk, user=user, role=Role.CHIEF, region=cast.neighbour_town, starts_on=DAY)


def test_the_same_office_is_not_given_twice(cast):
    user = services.create_person(by=cast.clerk, name="林清波")
    office = {"user": user, "role": Role.CHIEF, "region": cast.village, "title": "村主任"}
    first = services.create_post(by=cast.clerk, **office, starts_on=DAY)
    with pytest.raises(ValidationError, match="已有相同的岗位"):
        services.create_post(by=cast.clerk, **office, starts_on=DAY + timedelta(days=9))
    services.create_post(by=cast.clerk, **office | {"title": "村书记"}, starts_on=DAY)
    services.end_post(first, DAY + timedelta(days=30), by=cast.clerk)
    with pytest.raises(ValidationError):
        services.create_post(by=cast.clerk, **office, starts_on=DAY + timedelta(days=30))
    services.create_post(by=cast.clerk, **office, starts_on=DAY + timedelta(days=31))


@pytest.mark.parametrize("role", [Role.OFFICE_HEAD, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_a_clerk_hands_out_no_office_above_the_own(cast, role):
    user = services.create_person(by=cast.clerk, name="林清波")
    with pytest.raises(PermissionDenied):
        services.create_post(by=cast.clerk, user=user, role=role, region=cast.county, starts_on=DAY)


def test_nobody_gives_a_post_to_oneself(cast):
    with pytest.raises(PermissionDenied, match="自己"):
        services.create_post(by=cast.head, user=cast.head.user, role=Role.LEADER, region=cast.county, starts_on=DAY)


def test_an_administrator_holds_no_second_post(cast):
    with pytest.raises(ValidationError, match="三员"):
        services.create_post(by=None, user=cast.audit_admin.user, role=Role.CHIEF, region=cast.village, starts_on=DAY)
    with pytest.raises(ValidationError, match="三员"):
        services.create_post(by=None, user=cast.clerk.user, role=Role.AUDIT_ADMIN, region=cast.county, starts_on=DAY)


def test_a_handler_needs_a_department_of_the_region(cast):
    user = services.create_person(by=None, name="林清波")
    give = {"user": user, "role": Role.HANDLER, "region": cast.county, "starts_on": DAY}
    for department in (None, cast.neighbour_office):
        with pytest.raises(ValidationError):
            services.create_post(by=None, department=department, **give)
    assert services.create_post(by=None, department=cast.bureau, **give).department == cast.bureau


def test_ending_a_post(cast):
    services.end_post(cast.patroller, date(2026, 6, 30), by=cast.clerk)
    cast.patroller.refresh_from_db()
    assert cast.patroller.ends_on == date(2026, 6, 30)
    with pytest.raises(ValidationError, match="已于"):
        services.end_post(cast.patroller, date(2026, 7, 1), by=cast.clerk)


def test_a_post_does_not_end_before_it_began(cast):
    with pytest.raises(ValidationError, match="不得早于"):
        services.end_post(cast.patroller, date(2020, 1, 1), by=cast.clerk)


def test_departments_stand_once_per_region(cast):
    give = {"name": "澄江区农业农村局", "kind": DepartmentKind.MEMBER, "region": cast.county}
    unit = services.create_department(by=cast.clerk, **give)
    with pytest.raises(ValidationError, match="同名"):
        services.create_department(by=cast.clerk, **give)
    assert services.edit_department(unit, by=cast.clerk, phone="0577-1234567")
    assert not services.edit_department(unit, by=cast.clerk, phone="0577-1234567")


def test_another_region_gets_no_department_from_us(cast):
    with pytest.raises(PermissionDenied):
        services.create_department(by=cast.clerk, name="甲局", kind=DepartmentKind.MEMBER, region=cast.neighbour)


def test_reset_password_gives_a_link(cast):
    code = services.reset_password(cast.patroller.user, by=cast.clerk)
    cast.patroller.user.refresh_from_db()
    assert not cast.patroller.user.has_usable_password()
    assert services.find_link(code).user == cast.patroller.user
    entry = Entry.objects.about(cast.patroller.user).get()
    assert code not in str(entry.after)


@pytest.mark.parametrize("who", ["head", "city_chief", "system_admin", "neighbour_chief", "clerk"])
def test_a_clerk_resets_no_password_of_those_beyond_reach(cast, who):
    with pytest.raises(PermissionDenied):
        services.reset_password(cast[who].user, by=cast.clerk)
