"""Views of a list: saved under a name, shared within the office, opened by default."""

import pytest
from django.urls import reverse

from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web import services
from hezhang.core.web.models import ListView
from tests.issues import build

LEDGER = "/issues/"


def save(client, name="本镇超期", **more):
    data = {"page": "issues", "name": name, "next": f"{LEDGER}?tab=overdue&order=due&after=x&columns=number,text"}
    return client.post(reverse("web:save_view"), data | {"density": "compact"} | more)


def test_saved_opened_and_by_default(cast, enter):
    build.reported(cast)
    client = enter(cast.clerk)
    answer = save(client, is_default="1")
    view = ListView.objects.get()
    assert view.query == "tab=overdue&order=due&columns=number%2Ctext" and answer.url.endswith(f"&view={view.pk}")
    assert client.get(LEDGER).url == answer.url
    page = client.get(answer.url).content.decode()
    assert "density-compact" in page and "本镇超期" in page and "取消默认" in page
    # 重置 leads out of it, and what is asked for wins.
    assert (
        "view=0" in page
        and client.get(f"{LEDGER}?view=0").status_code == client.get(f"{LEDGER}?tab=all").status_code == 200
    )
    client.post(reverse("web:default_view", args=[view.pk]), {"next": LEDGER})
    assert client.get(LEDGER).status_code == 200
    save(client, density="normal")
    assert ListView.objects.get().density == "normal"


def test_shared_ones_are_read_only_to_others(cast, enter):
    save(enter(cast.clerk), name="我的")
    save(enter(cast.clerk), name="共享的", is_shared="1")
    head, (mine, shared) = enter(cast.head), ListView.objects.order_by("is_shared")
    page = head.get(LEDGER).content.decode()
    assert "共享的" in page and "文思齐 共享" in page and ">我的<" not in page
    assert head.post(reverse("web:delete_view", args=[shared.pk])).status_code == 403
    assert head.post(reverse("web:delete_view", args=[mine.pk])).status_code == 404
    assert enter(cast.neighbour_clerk).post(reverse("web:default_view", args=[shared.pk])).status_code == 404
    head.post(reverse("web:default_view", args=[shared.pk]))
    assert head.get(LEDGER).status_code == 302
    # Its owner takes it away: the list opens as ever.
    assert enter(cast.clerk).post(reverse("web:delete_view", args=[shared.pk])).status_code == 302
    assert head.get(LEDGER).status_code == 200


@pytest.mark.parametrize("name", ["", "　", "长" * 31])
def test_a_name_is_needed(cast, enter, name):
    assert save(enter(cast.clerk), name=name).status_code == 302 and not ListView.objects.exists()


def test_not_without_end(cast, monkeypatch):
    monkeypatch.setattr(services, "MOST_VIEWS", 1)
    told = {"page": "issues", "query": "", "density": "", "is_shared": False, "is_default": False}
    services.save_view(by=cast.clerk, name="一", **told)
    with pytest.raises(Refusal, match="最多"):
        services.save_view(by=cast.clerk, name="二", **told)
