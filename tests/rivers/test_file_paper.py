"""登记纸质签字: who left cannot sign in any more, so the printed sheet is signed, and the office says where it lies."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from rivers.handover.choices import HandoverState
from rivers.handover.services import leave


def test_the_paper_closes_the_sheet(cast, gone, enter):
    url, client = reverse("rivers:file_paper", args=[gone.pk]), enter(cast.clerk)
    page = client.get(gone.get_absolute_url()).content.decode()
    assert "移交人已离任" in page and "登记纸质签字" in page
    today = timezone.localdate()
    for wrong in (today + timedelta(days=1), gone.left_on - timedelta(days=1)):
        assert client.post(url, {"paper": "档案柜", "paper_on": wrong.isoformat()}).status_code == 422
    assert client.post(url, {"paper": "", "paper_on": today.isoformat()}).status_code == 422
    assert client.post(url, {"paper": "档案柜 3", "paper_on": today.isoformat()}).status_code == 302
    gone.refresh_from_db()
    assert (gone.state, gone.paper, gone.done_by) == (HandoverState.DONE, "档案柜 3", cast.clerk)
    assert "（纸质）" in client.get(gone.get_absolute_url()).content.decode()


def test_a_sheet_with_one_name_is_not_signed_by_both(cast, enter):
    sheet = leave(cast.village_chief, timezone.localdate(), by=cast.clerk)
    url = reverse("rivers:file_paper", args=[sheet.pk])
    answer = enter(cast.clerk).post(url, {"paper": "档案柜", "paper_on": timezone.localdate().isoformat()})
    assert answer.status_code == 403
