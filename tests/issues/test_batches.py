"""Acts on many issues at once: looked at, confirmed once, each row by its verb's own service."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.web import jobs
from hezhang.core.web.models import Job
from issues.batches import services
from issues.batches.choices import RowState
from issues.batches.models import Selection
from issues.ledger import services as ledger
from issues.ledger.choices import State
from issues.ledger.models import EvidenceRule, Issue
from tests.issues import build

WORDS = {"mode": "one", "unit": None, "requirement": "限期清运，恢复岸坡", "due_on": ""}


def tick(client, verb, issues, **more):
    data = {"verb": verb, "query": "tab=open&page_size=50", "rows": [issue.pk for issue in issues], **more}
    return client.post(reverse("issues:select"), data)


def dispatch_words(cast):
    return WORDS | {"unit": cast.bureau.pk}


def select(cast, issues, verb="dispatch", by=None):
    rows = Issue.objects.filter(pk__in=[issue.pk for issue in issues]).order_by("pk")
    return services.select(rows, by=by or cast.clerk, verb=verb, query="")


def test_ticked_rows_are_looked_at_and_dispatched_once(cast, enter):
    ready, other = [build.registered(cast, text=f"堆放垃圾第{n}处") for n in range(3)], build.dispatched(cast)
    client = enter(cast.clerk)
    answer = tick(client, "dispatch", [*ready, other])
    page = client.get(answer.url).content.decode()
    assert "选中 4 件，3 件可以办理，1 件不能" in page and "现为“待签收”，不能再“交办”" in page
    assert "/issues/?tab=open&amp;page_size=50" in page
    assert client.post(answer.url + "confirm/", {"requirement": ""}).status_code == 422
    assert Issue.objects.filter(state=State.DISPATCHED).count() == 1
    for _ in range(2):  # sent twice is once
        assert client.post(answer.url + "confirm/", dispatch_words(cast)).status_code == 302
    told = client.get(answer.url).content.decode()
    assert "已交办 3 件" in told and "1 件未能办理" in told
    for issue in ready:
        assert issue.transitions.filter(verb="dispatch").count() == 1
        assert Entry.objects.filter(action="issue.dispatch", object_id=str(issue.pk)).count() == 1


def test_each_goes_where_such_went_before(cast, enter):
    build.dispatched(cast)
    issue, far = (
        build.registered(cast, text="又一处垃圾"),
        build.registered(cast, region=cast.town2, reach=None, post=cast.clerk),
    )
    client = enter(cast.clerk)
    answer = tick(client, "dispatch", [issue, far])
    assert "各按建议交办时：澄江区水利局 2 件" in client.get(answer.url).content.decode()
    client.post(answer.url + "confirm/", {"mode": "each", "requirement": ""})
    done = Issue.objects.get(pk=issue.pk)
    assert done.unit == cast.bureau and done.requirement.startswith("限期清运")


def test_a_unit_of_another_town_is_questioned(cast, enter):
    issue, client = build.registered(cast, region=cast.town2, reach=None, post=cast.clerk), enter(cast.clerk)
    answer, data = tick(client, "dispatch", [issue]), WORDS | {"unit": cast.town_gov.pk}
    asked = client.post(answer.url + "confirm/", data)
    assert asked.status_code == 422 and "1 件不在" in asked.content.decode()
    assert client.post(answer.url + "confirm/", data | {"sure": cast.town_gov.pk}).status_code == 302
    assert Issue.objects.get(pk=issue.pk).state == State.DISPATCHED


def test_all_that_match_keeps_the_filter_and_the_order(cast, enter):
    issues = [build.registered(cast, text=f"堆放垃圾第{n}处") for n in range(3)]
    build.reported(cast)
    answer = tick(enter(cast.clerk), "dispatch", [], all="1", query="state=registered&tab=all")
    rows = Selection.objects.get().rows
    assert answer.status_code == 302 and list(rows.values_list("issue", flat=True)) == [
        issue.pk for issue in reversed(issues)
    ]


def test_who_was_faster_is_named(cast):
    issues = [build.registered(cast), build.registered(cast, text="围网养殖")]
    with_clerk = select(cast, issues)
    ledger.dispatch(issues[0], cast.head, unit=cast.bureau2, requirement="清理")
    assert services.confirm_batch(with_clerk, by=cast.clerk, supplied=dispatch_words(cast))
    first, second = with_clerk.rows.order_by("place")
    assert first.state == RowState.REFUSED and first.why.startswith("已由何长清于") and "办理“交办”" in first.why
    assert second.state == RowState.DONE
    assert Issue.objects.get(pk=issues[0].pk).unit == cast.bureau2


def test_verify_only_where_no_photo_is_demanded(cast, enter):
    issue, client = build.applied(cast), enter(cast.clerk)
    page = client.get(tick(client, "verify", [issue]).url).content.decode()
    assert "核查须逐件附照片" in page and "0 件可以办理" in page
    EvidenceRule.objects.filter(verb="verify").delete()
    answer = tick(client, "verify", [issue])
    assert client.post(answer.url + "confirm/", {"opinion": "现场已清理"}).status_code == 302
    assert Issue.objects.get(pk=issue.pk).state == State.VERIFIED


def test_nudged_and_extended_together(cast, enter):
    issues, client = [build.rectifying(cast), build.rectifying(cast, text="围网养殖")], enter(cast.clerk)
    assert client.post(tick(client, "nudge", issues).url + "confirm/", {"words": "请报进展"}).status_code == 302
    page = client.get(tick(client, "nudge", issues).url).content.decode()
    assert "24 小时内已催办过" in page
    until = issues[0].due_on + timedelta(days=7)
    ledger.ask_extension(issues[0], cast.handler, until=until, words="雨天")
    client.post(tick(client, "grant_extension", issues).url + "confirm/", {"until": "", "words": ""})
    assert Issue.objects.get(pk=issues[0].pk).due_on == until
    assert "没有待批的延期申请" in Selection.objects.get(verb="grant_extension").rows.get(issue=issues[1]).why


def test_a_unit_signs_for_what_it_was_handed(cast, enter):
    issues, client = [build.dispatched(cast), build.dispatched(cast, text="围网养殖")], enter(cast.handler)
    assert client.post(tick(client, "sign_for", issues).url + "confirm/", {}).status_code == 302
    assert set(Issue.objects.values_list("state", flat=True)) == {State.RECTIFYING}


def test_what_is_not_offered_or_not_mine_is_refused(cast, enter):
    issue = build.registered(cast)
    assert tick(enter(cast.village_chief), "dispatch", [issue]).status_code == 403
    answer = tick(enter(cast.clerk), "dispatch", [issue])
    assert enter(cast.head).get(answer.url).status_code == 404
    assert enter(cast.clerk).get(reverse("issues:batch", args=[uuid4()])).status_code == 404
    with pytest.raises(NotAllowed):
        services.confirm_batch(Selection.objects.get(), by=cast.head, supplied=dispatch_words(cast))
    # Another county's number and nonsense select nothing, and say so.
    far = tick(enter(cast.neighbour_clerk), "dispatch", [issue], rows=[issue.pk, "x", "9" * 30])
    assert far.url.startswith("/issues/?tab=open") and Selection.objects.count() == 1


def test_more_than_can_be_looked_through_is_refused(cast, monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    with pytest.raises(Refusal, match="分批"):
        select(cast, [build.registered(cast), build.registered(cast, text="围网")])


def test_an_interrupted_batch_is_whole_and_goes_on(cast, enter, monkeypatch):
    """A worker dies in the second chunk: what was done is done, that chunk is undone, the rest waits."""
    monkeypatch.setattr(services, "AT_ONCE", 1)
    monkeypatch.setattr(services, "CHUNK", 2)
    issues = [build.registered(cast, text=f"堆放垃圾第{n}处") for n in range(4)]
    selection = select(cast, issues)
    services.confirm_batch(selection, by=cast.clerk, supplied=dispatch_words(cast))
    assert Job.objects.get().kind == services.KIND and not Issue.objects.filter(state=State.DISPATCHED).exists()
    real = services.act_of

    def dies(selection):
        act = real(selection)
        return lambda issue, once: act(issue, once) if issue.pk != issues[3].pk else 1 / 0

    monkeypatch.setattr(services, "act_of", dies)
    with pytest.raises(ZeroDivisionError):
        services.carry_on(selection)
    assert [row.state for row in selection.rows.order_by("place")] == ["done", "done", "waiting", "waiting"]
    assert Issue.objects.filter(state=State.DISPATCHED).count() == 2
    monkeypatch.setattr(services, "act_of", real)
    Job.objects.update(state="failed", finished_at=timezone.now())
    client = enter(cast.clerk)
    assert "继续办理其余 2 件" in client.get(selection.get_absolute_url()).content.decode()
    assert client.post(reverse("issues:resume_batch", args=[selection.pk])).status_code == 302
    assert jobs.run(str(Job.objects.get(state="waiting").pk))
    assert selection.rows.filter(state=RowState.DONE).count() == 4
    assert all(issue.transitions.filter(verb="dispatch").count() == 1 for issue in issues)
    assert not services.resume_batch(selection, by=cast.clerk)


def test_ticked_rows_as_a_workbook(cast, enter):
    issues = [build.registered(cast), build.registered(cast, text="围网养殖")]
    answer = tick(enter(cast.clerk), "export", issues[:1])
    assert answer["Content-Type"].endswith("sheet") and b"".join(answer)
    assert Entry.objects.get(action="export").after["rows"] == 1
    every = tick(enter(cast.clerk), "export", [], all="1", query="tab=open&q=围网")
    assert "export=xlsx" in every.url and "q=" in every.url
