"""管理 → 数据接口: made on a page, shown once, renewed and revoked there."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hezhang.core.api.models import ApiToken
from tests.api.conftest import program

SECRET = re.compile(r"hz_[0-9a-f]{8}_[\w-]{43}")


@pytest.fixture
def told(cast) -> dict:
    day = timezone.localdate() + timedelta(days=30)
    return {"name": "省级平台", "contact": "省河长办", "post": cast.head.pk, "expires_on": str(day), "networks": ""}


def test_create_token_shows_the_secret_once(enter, cast, told):
    client = enter(cast.head)
    page = client.post("/api/tokens/new/", told)
    secret = SECRET.search(page.content.decode()).group()
    assert program(secret).get("/api/v1/rivers/").status_code == 200 and "no-store" in page["Cache-Control"]
    token = ApiToken.objects.get()
    for path in ("/api/tokens/", token.get_absolute_url()):
        assert not SECRET.search(client.get(path).content.decode())
    again = client.post("/api/tokens/new/", told)
    assert again.status_code == 422 and "已有同名" in again.content.decode()


def test_the_form_offers_posts_of_the_own_region_and_a_day_that_the_browser_takes(enter, cast):
    page = enter(cast.head).get("/api/tokens/new/").content.decode()
    assert "乔立本" in page and "邻望湖" not in page and "管系统" not in page and "尚有田" not in page
    assert f'value="{timezone.localdate() + timedelta(days=180)}"' in page


def test_renew_token_and_revoke_token(enter, cast, made):
    token, client = made(cast.head).token, enter(cast.head)
    day = timezone.localdate() + timedelta(days=60)
    page = client.post(f"/api/tokens/{token.pk}/renew/", {"expires_on": str(day)}).content.decode()
    assert SECRET.search(page) and "24 小时后失效" in page
    assert "已换发为" in client.get(token.get_absolute_url()).content.decode()
    client.post(f"/api/tokens/{token.pk}/revoke/")
    assert "已停用" in enter(cast.audit_admin).get(token.get_absolute_url()).content.decode()


@pytest.mark.parametrize("member", ["clerk", "town_chief", "leader", "handler"])
def test_others_do_not_see_them(enter, cast, made, member):
    token, client = made(cast.head).token, enter(cast[member])
    assert {
        client.get(path).status_code for path in ("/api/tokens/", token.get_absolute_url(), "/api/tokens/new/")
    } == {403}


def test_the_security_administrator_closes_and_does_not_make(enter, cast, made):
    token, client = made(cast.head).token, enter(cast.security_admin)
    page = client.get(token.get_absolute_url()).content.decode()
    assert "停用" in page and "换发</a>" not in page and client.get("/api/tokens/new/").status_code == 403
    assert client.post(f"/api/tokens/{token.pk}/revoke/").status_code == 302


def test_making_one_asks_who_sits_there(enter, cast, told):
    client = enter(cast.head)
    kept = client.session
    kept["confirmed"] = 0
    kept.save()
    assert not SECRET.search(client.post("/api/tokens/new/", told).content.decode())
    assert not ApiToken.objects.exists()
