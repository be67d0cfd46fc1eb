"""A name is one line of print, whatever wrote it."""

import pytest
from django.apps import apps
from django.db.models import CharField
from django.urls import reverse

from hezhang.core.accounts import services
from hezhang.core.accounts.models import Department, User
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.fields import NameField
from hezhang.core.kernel.words import one_line
from rivers.registry.models import River

OURS = ("accounts", "kernel", "rivers", "patrols", "issues", "assessment")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张\n三", "张 三"),
        ("张\r\n三", "张 三"),
        ("张\t三", "张 三"),
        ("张\u2028三", "张三"),
        ("A b", "A b"),
        ("张 三", "张 三"),
    ],
)
def test_breaks_become_blanks(typed, kept):
    assert one_line(typed) == kept


def test_every_name_of_the_product_is_such_a_column():
    named = {
        f"{model._meta.label}.{field.name}": field
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.local_concrete_fields
        if field.name in ("name", "title", "place") and isinstance(field, CharField)
    }
    assert len(named) > 12
    assert [label for label, field in named.items() if not isinstance(field, NameField)] == []


def test_no_way_of_writing_keeps_a_line_break(cast):
    river = River.objects.create(name="清\n溪", code="990102R0002", region=cast.county)
    assert river.name == "清 溪"
    River.objects.filter(pk=river.pk).update(name="浊\r\n溪")
    assert River.objects.get(pk=river.pk).name == "浊 溪"
    Department.objects.bulk_create([Department(name="甲\n局", region=cast.county)])
    assert Department.objects.filter(name="甲 局").exists()


def test_a_forged_form_cannot_break_a_persons_name(cast, enter):
    data = {"name": "林\n清波", "role": "handler", "starts_on": "2026-03-01", "title": "科\r\n员"}
    data |= {"region": cast.county.pk, "department": cast.bureau.pk}
    assert enter(cast.clerk).post(reverse("people:add_person"), data).status_code == 302
    user = User.objects.get(name="林 清波")
    assert user.posts.get().title == "科 员"
    assert Entry.objects.about(user).get().after["name"] == "林 清波"
    services.edit_person(user, by=cast.clerk, name="林\n波")
    assert User.objects.get(pk=user.pk).name == "林 波"
