"""三员分立: what gives access to accounts takes the system and the security administrator together."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import RequestState, Role
from hezhang.core.accounts.models import AccountRequest, Post, User
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message

pytestmark = pytest.mark.story_until("2026-07-01")

WHY = {"reason": "任免文号〔2026〕7号"}
CHOSEN = "Xigua-Tizi-58"
DAY = date(2026, 3, 2)
MEMBERS = ["audit_admin", "security_admin", "head", "clerk", "leader", "handler", "village_chief"]


@pytest.fixture
def security(cast) -> Post:
    return cast.security_admin


@pytest.fixture
def system(cast) -> Post:
    return cast.system_admin


@pytest.fixture
def somebody(cast) -> User:
    return services.create_person(by=cast.system_admin, name="新来人")


def office(cast, somebody, role=Role.AUDIT_ADMIN):
    return {"user": somebody, "role": role, "region": cast.county, "starts_on": DAY}


class TestAloneHeDoesNot:
    @pytest.mark.parametrize("who", MEMBERS)
    def test_reset_a_password(self, cast, system, who):
        with pytest.raises(NotAllowed, match="安全管理员确认"):
            services.reset_password(cast[who].user, by=system)

    @pytest.mark.parametrize("role", [Role.AUDIT_ADMIN, Role.SECURITY_ADMIN, Role.OFFICE_HEAD, Role.LEADER, Role.CHIEF])
    def test_give_an_office(self, cast, system, somebody, role):
        with pytest.raises(NotAllowed, match="安全管理员确认"):
            services.create_post(by=system, **office(cast, somebody, role))

    @pytest.mark.parametrize("who", ["audit_admin", "security_admin"])
    def test_end_an_administrators_office_or_account(self, cast, system, who):
        for act in (
            lambda: services.end_post(cast[who], DAY, by=system),
            lambda: services.disable_person(cast[who].user, by=system),
        ):
            with pytest.raises(NotAllowed, match="安全管理员确认"):
                act()

    def test_but_the_daily_work_he_does(self, cast, system):
        services.end_post(cast.patroller, DAY, by=system)
        services.disable_person(cast.patroller.user, by=system)

    def test_the_office_manages_its_own_people_as_before(self, cast):
        assert services.find_link(services.reset_password(cast.handler.user, by=cast.clerk))

    def test_where_administrators_are_not_separated_he_does(self, cast, system, somebody, settings):
        settings.ADMINS_SEPARATED = False
        services.create_post(by=system, **office(cast, somebody))
        assert services.find_link(services.reset_password(cast.audit_admin.user, by=system))

    @pytest.mark.parametrize("who", ["audit_admin", "head"])
    def test_through_the_pages_neither(self, cast, system, enter, who):
        url = reverse("people:reset_password", args=[cast[who].user_id])
        assert enter(system).post(url).status_code == 403
        page = enter(system).get(reverse("people:person", args=[cast[who].user_id])).content.decode()
        assert url not in page and reverse("people:ask_reset", args=[cast[who].user_id]) in page


class TestAReset:
    def test_takes_both_and_neither_can_enter_alone(self, cast, system, security):
        asked, check = services.ask_reset(cast.audit_admin.user, by=system, **WHY)
        code = services.confirm_request(asked, by=security)
        for wrong in ("", "000000"):
            with pytest.raises(ValidationError, match="校验码"):
                services.set_password(code, CHOSEN, check=wrong)
        services.set_password(code, CHOSEN, check=check)
        cast.audit_admin.user.refresh_from_db()
        assert cast.audit_admin.user.check_password(CHOSEN)
        assert list(Entry.objects.order_by("id").values_list("action", flat=True)) == [
            *("request.ask", "request.confirm", "person.reset_password", "person.set_password")
        ]
        told = "".join(str(entry.after) for entry in Entry.objects.all())
        assert code not in told and check not in told

    def test_changes_nothing_until_it_is_confirmed(self, cast, system):
        user = cast.audit_admin.user
        user.set_password(CHOSEN)
        user.save()
        services.ask_reset(user, by=system, **WHY)
        user.refresh_from_db()
        assert user.check_password(CHOSEN)

    def test_the_pages_show_each_code_to_one_of_them(self, cast, system, security, enter):
        url = reverse("people:ask_reset", args=[cast.head.user_id])
        assert enter(system).post(url, {"reason": ""}).status_code == 422
        answer = enter(system).post(url, WHY)
        check, asked = answer.context["check"], AccountRequest.objects.get()
        assert check in answer.content.decode() and "no-store" in answer["Cache-Control"]
        page = enter(security).get(reverse("oversight:request", args=[asked.pk])).content.decode()
        assert WHY["reason"] in page and check not in page
        answer = enter(security).post(reverse("oversight:confirm_request", args=[asked.pk]))
        assert "no-store" in answer["Cache-Control"]
        services.set_password(answer.context["code"], CHOSEN, check=check)
        shown = enter(system).get(reverse("oversight:request", args=[asked.pk])).content.decode()
        assert answer.context["code"] not in shown and "已确认" in shown

    def test_a_wish_is_asked_once(self, cast, system):
        services.ask_reset(cast.head.user, by=system, **WHY)
        with pytest.raises(ValidationError, match="已在等待"):
            services.ask_reset(cast.head.user, by=system, **WHY)

    def test_it_needs_a_reason(self, cast, system):
        with pytest.raises(ValidationError, match="理由"):
            services.ask_reset(cast.head.user, by=system, reason=" \u200b")


class TestAnOffice:
    def test_begins_when_it_is_confirmed(self, cast, system, security, somebody):
        asked = services.ask_post(by=system, **office(cast, somebody), **WHY)
        assert not somebody.posts.exists()
        services.confirm_request(asked, by=security)
        assert somebody.posts.get().role == Role.AUDIT_ADMIN
        assert Entry.objects.get(action="post.create").post == security

    def test_a_new_person_is_there_at_once_and_the_office_later(self, cast, system, security, enter):
        data = {"name": "林清波", "role": "office_head", "region": cast.county.pk, "starts_on": "2026-03-02"}
        assert enter(system).post(reverse("people:add_person"), data).status_code == 422
        assert enter(system).post(reverse("people:add_person"), data | WHY).status_code == 302
        user = User.objects.get(name="林清波")
        assert not user.posts.exists()
        page = enter(system).get(reverse("people:person", args=[user.pk])).content.decode()
        assert "已提交，待安全管理员确认" in page
        enter(security).post(reverse("oversight:confirm_request", args=[user.requests.get().pk]))
        assert user.posts.get().role == Role.OFFICE_HEAD

    def test_what_cannot_be_held_together_is_refused_at_once(self, cast, system):
        with pytest.raises(ValidationError, match="不得兼任"):
            services.ask_post(by=system, **office(cast, cast.clerk.user), **WHY)

    def test_and_again_when_it_is_confirmed(self, cast, system, security, somebody, enter):
        asked = services.ask_post(by=system, **office(cast, somebody), **WHY)
        Post.objects.create(user=somebody, role=Role.CHIEF, region=cast.village, starts_on=DAY)
        answer = enter(security).post(reverse("oversight:confirm_request", args=[asked.pk]))
        assert answer.status_code == 422 and "不得兼任" in answer.content.decode()
        asked.refresh_from_db()
        assert asked.state == RequestState.WAITING

    def test_ends_when_it_is_confirmed(self, cast, system, security, enter):
        url = reverse("people:ask_end", args=[cast.audit_admin.pk])
        assert enter(system).post(url, {"ends_on": "2020-01-01", **WHY}).status_code == 422
        assert enter(system).post(url, {"ends_on": "2026-03-31", **WHY}).status_code == 302
        services.confirm_request(AccountRequest.objects.get(), by=security)
        assert Post.objects.get(pk=cast.audit_admin.pk).ends_on == date(2026, 3, 31)

    def test_an_account_is_closed_when_it_is_confirmed(self, cast, system, security, enter):
        url = reverse("people:ask_disable", args=[cast.audit_admin.user_id])
        assert enter(system).post(url, WHY).status_code == 302
        services.confirm_request(AccountRequest.objects.get(), by=security)
        cast.audit_admin.user.refresh_from_db()
        assert not cast.audit_admin.user.is_active

    def test_ask_post_through_its_page(self, cast, system, somebody, enter):
        url = reverse("people:ask_post", args=[somebody.pk])
        data = {"role": "leader", "region": cast.county.pk, "starts_on": "2026-03-02"}
        assert enter(system).post(url, data | WHY).status_code == 302
        assert AccountRequest.objects.get().role == Role.LEADER
        assert enter(cast.head).post(url, data | WHY).status_code in (403, 404)


class TestTheAnswer:
    @pytest.fixture
    def asked(self, cast, system) -> AccountRequest:
        return services.ask_reset(cast.head.user, by=system, **WHY).request

    @pytest.mark.parametrize("who", ["system_admin", "audit_admin", "head", "clerk"])
    def test_is_nobody_elses(self, cast, asked, who):
        for act in (services.confirm_request, lambda request, by: services.decline_request(request, by=by, words="否")):
            with pytest.raises(NotAllowed):
                act(asked, by=cast[who])

    def test_about_oneself_is_another_ones(self, cast, system, security):
        asked = services.ask_reset(security.user, by=system, **WHY).request
        with pytest.raises(NotAllowed, match="另一名安全管理员"):
            services.confirm_request(asked, by=security)

    def test_who_has_become_security_administrator_does_not_confirm_the_own_wish(self, cast, asked):
        later = Post.objects.create(
            user=cast.system_admin.user, role=Role.SECURITY_ADMIN, region=cast.county, starts_on=DAY
        )
        with pytest.raises(NotAllowed, match="不能确认自己的申请"):
            services.confirm_request(asked, by=later)

    def test_no_takes_a_reason_and_is_told(self, cast, asked, security, enter):
        url = reverse("oversight:decline_request", args=[asked.pk])
        assert enter(security).post(url, {"words": ""}).status_code == 422
        assert enter(security).post(url, {"words": "本人未提出"}).status_code == 302
        told = Message.objects.get(user=cast.system_admin.user)
        assert told.title.startswith("已驳回") and told.body == "本人未提出"
        with pytest.raises(services.AlreadyDecided, match="已驳回"):
            services.confirm_request(asked, by=security)

    def test_both_sides_are_told(self, cast, asked, security):
        assert Message.objects.get(user=security.user).title == f"待确认：{asked}"
        services.confirm_request(asked, by=security)
        assert Message.objects.get(user=cast.system_admin.user).title == f"已确认：{asked}"

    def test_the_asker_may_take_it_back(self, cast, asked, security, enter):
        assert enter(security).post(reverse("oversight:withdraw_request", args=[asked.pk])).status_code == 403
        assert enter(cast.system_admin).post(reverse("oversight:withdraw_request", args=[asked.pk])).status_code == 302
        with pytest.raises(services.AlreadyDecided, match="已撤回"):
            services.confirm_request(asked, by=security)

    def test_it_does_not_come_after_a_week(self, cast, asked, security, system):
        late = timezone.now() + timedelta(days=8)
        with pytest.raises(services.AlreadyDecided, match="已过期"):
            services.confirm_request(asked, by=security, at=late)
        services.ask_reset(cast.head.user, by=system, at=late, **WHY)
        asked.refresh_from_db()
        assert asked.state == RequestState.LAPSED
