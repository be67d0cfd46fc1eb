"""The security administrator's pages: roles, policy, checks; the auditor reads them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import policies, services
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.office.oversight.checks import carried_out

PAGES = ["roles", "policy", "checks"]


def text(client, name: str, query: str = "") -> str:
    answer = client.get(reverse(f"oversight:{name}") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def found(post: Post, key: str, at=None) -> list[str]:
    """Whom a check names."""
    told = {check.key: rows for check, rows in carried_out(post, at or timezone.now())}
    return [row.who for row in told[key].rows]


@pytest.mark.parametrize("name", PAGES)
def test_security_and_audit_open_them_and_nobody_else(cast, enter, name):
    for who in ("security_admin", "audit_admin"):
        assert enter(cast[who]).get(reverse(f"oversight:{name}")).status_code == 200
    for who in ("system_admin", "clerk", "head", "leader", "handler", "county_chief", "patroller"):
        assert enter(cast[who]).get(reverse(f"oversight:{name}")).status_code == 403


def test_the_menu_shows_what_opens(cast, enter):
    page = enter(cast.security_admin).get("/").content.decode()
    for name in ("requests", *PAGES):
        assert reverse(f"oversight:{name}") in page
    assert reverse("audit:journal") not in page


def test_the_desk_names_what_waits(cast, enter):
    services.ask_reset(cast.head.user, by=cast.system_admin, reason="本人遗忘密码")
    page = enter(cast.security_admin).get("/").content.decode()
    assert "待我确认" in page and "本人遗忘密码" in page
    assert "已提交、待确认" in enter(cast.system_admin).get("/").content.decode()


class TestRoles:
    def test_who_holds_which_where(self, cast, enter):
        page = text(enter(cast.security_admin), "roles", "?page_size=50")
        assert "邻望湖" in page and "何长清" in page

    def test_the_auditor_sees_the_own_county(self, cast, enter):
        page = text(enter(cast.audit_admin), "roles", "?page_size=50")
        assert "何长清" in page and "邻望湖" not in page

    def test_by_role_and_region(self, cast, enter):
        client = enter(cast.security_admin)
        page = text(client, "roles", "?role=handler")
        assert "施建工" in page and "何长清" not in page
        page = text(client, "roles", f"?region={cast.neighbour.pk}")
        assert "邻望湖" in page and "何长清" not in page

    def test_what_begins_later_is_there_and_what_has_ended_is_not(self, cast, enter):
        Post.objects.filter(pk=cast.leader.pk).update(starts_on=date(2090, 1, 1))
        Post.objects.filter(pk=cast.patroller.pk).update(ends_on=date(2024, 12, 31))
        page = text(enter(cast.security_admin), "roles", "?page_size=50")
        assert "区望津" in page and "巡小舟" not in page

    def test_longer_lists_cost_no_more_queries(self, cast, enter):
        client = enter(cast.security_admin)

        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                text(client, "roles", "?page_size=50")
            return len(queries)

        cost()
        before = cost()
        for number in range(3):
            user = User.objects.create(username=f"more{number}", name="增员")
            Post.objects.create(user=user, role=Role.CHIEF, region=cast.village, starts_on=date(2026, 1, 1))
        assert cost() == before


class TestPolicy:
    def test_the_page_says_what_is_in_force(self, cast, enter, settings):
        page = text(enter(cast.security_admin), "policy")
        assert "10 位" in page and "三员分立" in page and "未启用" in page
        settings.TOTP_ROLES = frozenset({Role.SYSTEM_ADMIN})
        assert "必须开通的角色：系统管理员" in text(enter(cast.security_admin), "policy")
        settings.ADMINS_SEPARATED = False
        assert "系统管理员可以单独任免管理员" in text(enter(cast.security_admin), "policy")

    def test_edit_policy(self, cast, enter):
        client, url = enter(cast.security_admin), reverse("oversight:edit_policy")
        data = {"password_length": "12", "password_days": "90", "idle_days": "0"}
        assert client.post(url, data).status_code == 302
        assert policies.values() == {"password_length": 12, "password_days": 90, "idle_days": 0}
        entries = Entry.objects.filter(action="policy.update").order_by("id")
        assert [(one.label, one.before, one.after) for one in entries] == [
            ("密码最短长度", {"value": 10}, {"value": 12}),
            ("密码有效期", {"value": 0}, {"value": 90}),
        ]
        assert client.post(url, data).status_code == 302 and entries.count() == 2
        assert enter(cast.audit_admin).post(url, data).status_code == 403

    @pytest.mark.parametrize("wrong", [("password_length", "6"), ("password_length", "0"), ("password_days", "3"),
                                       ("idle_days", "9" * 40), ("password_days", "-1"), ("idle_days", "")])  # fmt: skip
    def test_what_weakens_it_is_refused(self, cast, enter, wrong):
        data = {"password_length": "10", "password_days": "0", "idle_days": "0"} | dict([wrong])
        assert enter(cast.security_admin).post(reverse("oversight:edit_policy"), data).status_code == 422
        assert policies.values()["password_length"] == 10

    def test_the_service_refuses_it_too(self, cast):
        with pytest.raises(ValidationError):
            services.edit_policy({"password_length": 6}, by=cast.security_admin)
        with pytest.raises(NotAllowed):
            services.edit_policy({"password_length": 12}, by=cast.system_admin)

    def test_the_length_counts_from_then_on(self, cast):
        services.change_password(cast.clerk.user, "Xigua-Tizi-58")
        services.edit_policy({"password_length": 16}, by=cast.security_admin)
        with pytest.raises(ValidationError, match="至少要 16 位"):
            services.change_password(cast.clerk.user, "Lanmao42Dengta")


class TestExpiry:
    def test_is_off_by_default(self, cast):
        assert services.expire_passwords(at=timezone.now() + timedelta(days=4000)) == 0

    def test_marks_the_old_ones_once(self, cast, enter):
        now = timezone.now()
        services.edit_policy({"password_days": 90}, by=cast.security_admin)
        User.objects.update(password="!")
        services.change_password(cast.clerk.user, "Xigua-Tizi-58", at=now - timedelta(days=91))
        services.change_password(cast.head.user, "Xigua-Tizi-58", at=now - timedelta(days=89))
        assert [services.expire_passwords(at=now) for _ in range(2)] == [1, 0]
        cast.clerk.user.refresh_from_db()
        assert cast.clerk.user.must_change_password
        assert enter(cast.clerk).get("/").url == reverse("accounts:change_password")
        services.change_password(cast.clerk.user, "Lanmao42Dengta", at=now)
        assert services.expire_passwords(at=now) == 0


class TestChecks:
    def test_accounts_without_a_post(self, cast):
        assert found(cast.security_admin, "postless") == []
        Post.objects.filter(pk=cast.patroller.pk).update(ends_on=date(2024, 12, 31))
        assert found(cast.security_admin, "postless") == ["巡小舟（patroller）"]

    def test_links_that_ran_out_unused(self, cast):
        now = timezone.now()
        services.reset_password(cast.handler.user, by=cast.clerk, at=now - timedelta(hours=30))
        services.reset_password(cast.town_handler.user, by=cast.clerk, at=now)
        assert found(cast.security_admin, "unused", now) == ["施建工（handler）"]

    def test_never_signed_in(self, cast):
        services.change_password(cast.clerk.user, "Xigua-Tizi-58")
        assert found(cast.security_admin, "never") == ["文思齐（clerk）"]

    def test_idle_ones_only_when_it_is_switched_on(self, cast, enter):
        now = timezone.now()
        User.objects.filter(pk=cast.clerk.user_id).update(last_login=now - timedelta(days=100))
        assert found(cast.security_admin, "idle", now) == []
        assert "默认不启用" in text(enter(cast.security_admin), "checks")
        services.edit_policy({"idle_days": 90}, by=cast.security_admin)
        assert found(cast.security_admin, "idle", now) == ["文思齐（clerk）"]

    def test_two_administrators_in_one(self, cast):
        twice = {"user": cast.security_admin.user, "region": cast.county, "starts_on": date(2026, 1, 1)}
        Post.objects.create(role=Role.AUDIT_ADMIN, **twice)
        assert found(cast.audit_admin, "several") == ["安守全"]

    def test_the_auditor_sees_the_own_county(self, cast):
        Post.objects.filter(pk=cast.neighbour_chief.pk).update(ends_on=date(2024, 12, 31))
        assert found(cast.security_admin, "postless") == ["邻望湖（neighbour_chief）"]
        assert found(cast.audit_admin, "postless") == []
