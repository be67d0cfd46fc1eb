"""The three administrators of a new district, and the first of its office, made on the server."""

import re

import pytest
from django.core.management import CommandError, call_command

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, Region, User


def made(capsys, *args: str) -> str:
    """The code that the command prints."""
    call_command("first_admin", *args)
    return re.search(r"激活码：([A-Z0-9-]{19})", capsys.readouterr().out)[1]


@pytest.mark.parametrize(
    ("options", "role"),
    [([], Role.SYSTEM_ADMIN), (["--role", "security_admin"], Role.SECURITY_ADMIN), (["--role", "audit_admin"], Role.AUDIT_ADMIN)],
)  # fmt: skip
def test_each_is_made_and_chooses_a_password(cast, capsys, options, role):
    code = made(capsys, "diyiren", "第一人", cast.county.pk, *options)
    user = services.set_password(code, "Xigua-Tizi-58")
    assert (user.username, user.posts.get().role) == ("diyiren", role)


def test_again_is_a_new_code_for_the_same_one(cast, capsys):
    """The way back when nobody is left who could confirm."""
    args = ("diyiren", "第一人", cast.county.pk, "--role", "security_admin")
    first, second = made(capsys, *args), made(capsys, *args)
    assert User.objects.filter(username="diyiren").count() == Post.objects.filter(user__username="diyiren").count() == 1
    assert services.find_link(first) is None and services.find_link(second)


def test_another_ones_name_is_refused(cast, capsys):
    with pytest.raises(CommandError, match="用户名已被使用"):
        made(capsys, "clerk", "别的人", cast.county.pk)


def test_no_other_role_is_handed_out_here(cast, capsys):
    with pytest.raises(CommandError):
        made(capsys, "diyiren", "第一人", cast.county.pk, "--role", "leader")


def test_the_first_of_an_office_is_made_with_the_office_and_nobody_after_him(cast, capsys):
    county = Region.objects.create(code="990104000000", name="新开区", tier="county", parent=cast.city)
    args = ("banshi", "第一人", county.pk, "--role", "office_clerk")
    first, again = made(capsys, *args), made(capsys, *args)
    post = services.set_password(again, "Xigua-Tizi-58").posts.get()
    assert (post.role, post.department.name, services.find_link(first)) == ("office_clerk", "新开区河长制办公室", None)
    for region, role in ((county, "office_head"), (cast.county, "office_clerk")):
        with pytest.raises(CommandError, match="已有人员"):
            made(capsys, "dier", "第二人", region.pk, "--role", role)
