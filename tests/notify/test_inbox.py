"""The inbox on the screen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hezhang.core.notify import services
from hezhang.core.notify.models import Message

URL = "/messages/"


@pytest.fixture
def tell(cast):
    def _tell(key: str, post=cast.clerk, **more) -> Message:
        services.tell(post.user_id, kind="issue", title=f"事 {key}", key=key, **more)
        return Message.objects.get(key=key)

    return _tell


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("who", ["clerk", "village_chief", "audit_admin"])
def test_everybody_has_an_inbox_of_the_own(cast, enter, tell, who):
    tell("自己", cast[who])
    tell("别人", cast.head)
    page = text(enter(cast[who]).get(URL))
    assert "事 自己" in page and "事 别人" not in page


def test_opening_marks_it_read_and_leads_on(cast, enter, tell):
    found, client = tell("k1", url="/messages/?tab=all"), enter(cast.clerk)
    assert client.get(f"{URL}{found.pk}/").url == "/messages/?tab=all"
    found.refresh_from_db()
    first = found.read_at
    client.get(f"{URL}{found.pk}/")
    found.refresh_from_db()
    assert first and found.read_at == first
    assert "事 k1" not in text(client.get(URL)) and "事 k1" in text(client.get(f"{URL}?tab=all"))


@pytest.mark.parametrize("url", ["", "//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_no_message_leads_out_of_the_site(cast, enter, tell, url):
    answer = enter(cast.clerk).get(f"{URL}{tell('k1', url=url, body='<b>正文</b>').pk}/")
    assert answer.status_code == 200 and "&lt;b&gt;正文" in text(answer)


def test_the_messages_of_others_are_not_there(cast, enter, tell):
    found = tell("k1", cast.head)
    assert enter(cast.clerk).get(f"{URL}{found.pk}/").status_code == 404
    found.refresh_from_db()
    assert found.read_at is None


def test_all_are_marked_read(cast, enter, tell):
    tell("k1"), tell("k2"), tell("k3", cast.head)
    client = enter(cast.clerk)
    assert client.get(reverse("notify:mark_all_read")).status_code == 405
    client.post(reverse("notify:mark_all_read"))
    assert list(Message.objects.unread().values_list("user_id", flat=True)) == [cast.head.user_id]


def test_longer_inboxes_cost_no_more_queries(cast, enter, tell):
    client, counts = enter(cast.clerk), []
    for keys in (["k1"], ["k2", "k3"]):
        for key in keys:
            tell(key)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]
