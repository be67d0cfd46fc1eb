"""Shells, the page of all parts, and the error pages."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.models import OpenSession
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from hezhang.core.web import context, errors


@pytest.fixture
def bench(settings):
    """Where the look is worked at: everybody may open the page of all parts."""
    settings.DEBUG = True


def test_the_page_of_all_parts_opens_at_a_desk_and_on_the_phone(cast, enter, bench):
    url = reverse("web:components")
    desk, phone = enter(cast.clerk).get(url), enter(cast.village_chief).get(url)
    assert "bootstrap.min.css" in desk.content.decode()
    assert "bootstrap" not in phone.content.decode()
    assert "frame-phone.css" in phone.content.decode()


def test_one_rule_makes_cards_of_rows_and_the_shell_says_when(cast, enter, bench):
    """Below 768 px at a desk, on the phone always; never on paper, whose sheets are narrower than that."""
    url = reverse("web:components")
    for post, when in (
        (cast.clerk, 'media="screen and (max-width: 767.98px)"'),
        (cast.village_chief, 'media="screen"'),
    ):
        [link] = [line for line in enter(post).get(url).content.decode().splitlines() if "row-card.css" in line]
        assert when in link


@pytest.mark.parametrize(
    ("key", "status"), [("clerk", 403), ("village_chief", 403), ("audit_admin", 403), ("system_admin", 200)]
)
def test_in_service_the_page_of_all_parts_is_the_system_administrators(cast, enter, key, status):
    assert enter(cast[key]).get(reverse("web:components")).status_code == status


def test_strangers_are_sent_to_the_door(client, db):
    assert client.get(reverse("web:components")).status_code == 302


WECHAT = (
    "Mozilla/5.0 (Linux; Android 12; V2055A) AppleWebKit/537.36 Chrome/90.0 Mobile Safari/537.36 MicroMessenger/8.0"
)
OFFICE_PC = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/110.0 Safari/537.36"
DESK, PHONE = "base.html", "base_phone.html"


def asked_by(post, agent="", chosen=""):
    request = RequestFactory(headers={"User-Agent": agent}).get("/")
    request.post, request.COOKIES["shell"] = post, chosen
    return request


@pytest.mark.parametrize(
    ("key", "agent", "chosen", "shell"),
    [
        ("clerk", WECHAT, "phone", DESK),
        ("leader", WECHAT, "", DESK),
        ("village_chief", OFFICE_PC, "desk", PHONE),
        ("patroller", OFFICE_PC, "", PHONE),
        ("handler", OFFICE_PC, "", DESK),
        ("handler", "", "", DESK),
        ("handler", WECHAT, "", PHONE),
        ("handler", WECHAT, "desk", DESK),
        ("handler", OFFICE_PC, "phone", PHONE),
        ("handler", WECHAT, "watch", PHONE),
    ],
)
def test_the_shell_follows_the_post_and_for_handlers_the_device(cast, key, agent, chosen, shell):
    assert context.shell_of(asked_by(cast[key], agent, chosen)) == shell


def test_signed_out_pages_are_plain():
    assert context.shell_of(asked_by(None)) == "base_plain.html"


def test_a_handler_chooses_the_shell_by_hand_and_the_device_keeps_it(cast, enter):
    client = enter(cast.handler)
    there = reverse("issues:ledger")
    assert client.get(there).context["shell"] == DESK
    answer = client.post(reverse("web:choose_shell"), {"shell": "phone", "next": there})
    assert answer.url == there
    assert client.get(there).context["shell"] == PHONE
    assert client.cookies["shell"]["max-age"] > 300 * 24 * 3600
    client.post(reverse("web:choose_shell"), {"shell": "desk", "next": "//elsewhere.example/"})
    assert client.get("/").context["shell"] == DESK


@pytest.mark.parametrize(("key", "offered"), [("handler", True), ("clerk", False), ("village_chief", False)])
def test_only_who_works_on_both_is_offered_the_choice(cast, enter, key, offered):
    html = enter(cast[key]).get(reverse("desks:me")).content.decode()
    assert (reverse("web:choose_shell") in html) == offered


def test_unread_messages_cost_one_query_and_only_when_shown(cast, django_assert_num_queries):
    Message.objects.create(user=cast.clerk.user, kind="x", title="t", key="1", created_at=timezone.now())
    request = RequestFactory().get("/")
    request.post = cast.clerk
    with django_assert_num_queries(0):
        shown = context.shell(request)
    with django_assert_num_queries(1):
        assert shown["unread_count"]() == 1
        assert shown["unread_count"]() == 1


def test_other_posts_can_be_switched_to_and_the_present_one_is_marked(cast, enter, bench):
    other = type(cast.clerk).objects.create(
        user=cast.clerk.user, role="leader", region=cast.town, title="副镇长", starts_on=cast.clerk.starts_on
    )
    html = enter(cast.clerk).get(reverse("web:components")).content.decode()
    assert f'name="post" value="{other.pk}"' in html
    assert f'name="post" value="{cast.clerk.pk}"' not in html
    assert 'aria-current="true"' in html


def test_bigger_type_is_remembered_by_cookie(cast, enter, bench):
    client = enter(cast.village_chief)
    assert 'class="phone elder"' not in client.get(reverse("web:components")).content.decode()
    client.cookies["elder"] = "1"
    assert 'class="phone elder"' in client.get(reverse("web:components")).content.decode()


@pytest.mark.parametrize("key", ["clerk", "village_chief"])
def test_an_unknown_address_is_404_in_the_post_own_shell(cast, enter, key):
    answer = enter(cast[key]).get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_a_refusal_shows_its_reason(cast):
    request = RequestFactory().get("/")
    request.user, request.post, request.posts = cast.clerk.user, cast.clerk, [cast.clerk]
    answer = errors.forbidden(request, PermissionDenied("此项由<河长办>办理。"))
    assert answer.status_code == 403
    assert "此项由&lt;河长办&gt;办理。" in answer.content.decode()


@pytest.mark.parametrize("status", [409, 422])
def test_a_refusal_that_no_form_takes_is_a_page_with_its_sentence(rf, status):
    told = errors.RefusalMiddleware(lambda request: HttpResponse()).process_exception
    answer = told(rf.get("/"), Refusal("文思齐已于 11月21日 09:30 办理“交办”。", status=status))
    assert answer.status_code == status and "办理“交办”" in answer.content.decode()
    assert told(rf.get("/"), NotAllowed("此项由河长办办理。")) is None  # Django's own handler has it
    assert told(rf.get("/"), ValueError("ours")) is None


def test_an_expired_form_says_what_to_do(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("accounts:sign_in"), {"username": "x"})
    assert answer.status_code == 403
    assert "过期" in answer.content.decode()


def test_our_own_fault_is_told_without_database(rf, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert OpenSession.objects.count() == 0


def test_a_silent_database_asks_to_come_back(rf):
    try:
        raise OperationalError("database is locked")
    except OperationalError:
        answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "30 秒" in answer.content.decode()


# Sheets to write in, and what is shown as it is on the page of parts.
SIDEWAYS = {
    "assessment/scheme_lines.html",
    "patrols/duty_weeks.html",
    "rivers/water/grid_table.html",
    "web/components.html",
}
TABLE = re.compile(r'<table class="([^"]*)"')
CELL = re.compile(r"<td[^>]*>")
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def without_labels(text: str) -> list[str]:
    """Cells of a table of cards that would stand on a phone without saying what they are."""
    known = ("data-label", "wide-only", "col-actions", "col-no", "col-pick", "depth-", "colspan")
    return [cell for cell in CELL.findall(text) if not any(word in cell for word in known)]


def test_every_table_is_cards_on_a_phone_with_its_headings_in_the_cells():
    for file in sorted(TEMPLATES.rglob("*.html")):
        name, text = str(file.relative_to(TEMPLATES)), file.read_text("utf8")
        if (tables := TABLE.findall(text)) and name not in SIDEWAYS:
            assert all("table-cards" in one for one in tables), name
            assert without_labels(text) == [], name
    assert without_labels('<td class="num">3</td><td data-label="级别">乡</td>') == ['<td class="num">']


def test_the_last_card_of_a_ledger_keeps_its_frame():
    """A plain table ends at its own frame; the rule for that took away the lower edge of a ledger's last card."""
    sheet = (TEMPLATES.parent / "static/css/row-card.css").read_text("utf8")
    ends = [rule for rule in re.findall(r"[^{}]*tr:last-child \{[^}]*\}", sheet) if "border-bottom: 0" in rule]
    assert ends and all(
        line.lstrip().startswith(".table-cards:not(.list-table)") for line in ends[0].strip().split("\n")
    )
