"""预警: works, raises what is owed, wrong days, wrong role, neighbour county, undone, twice; and its pages."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.periods import Period
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from patrols.judgement.facts.duties import duties_in, duty_of, owed_now
from patrols.judgement.facts.wording import owed_words
from patrols.norms.models import Norm
from patrols.norms.rules.duty import PeriodDuty
from patrols.warnings.models import RiverWarning
from patrols.warnings.services import issue_warning, lift_warning, take_back_warning
from tests.patrols.test_duty import Q4

pytestmark = pytest.mark.clock("2026-11-25T12:00")  # a Wednesday
MONDAY, AFTER = date(2026, 11, 23), date(2027, 1, 5)
DAY = timedelta(days=1)


@pytest.fixture
def daily(cast):
    """In a red warning village chiefs walk every day."""
    return Norm.objects.create(tier="village", unit="day", times=1, level="red", starts_on=date(2024, 1, 1))


@pytest.fixture
def warn(cast):
    def _warn(**changes) -> RiverWarning:
        facts = {"kind": "water", "level": "red", "region": cast.county, "starts_on": MONDAY, "basis": "断面超标"}
        return issue_warning(by=cast.clerk, **facts | changes)

    return _warn


def units(duty) -> list[str]:
    return [one.period.unit for one in duty.due if one.period.start >= MONDAY]


@pytest.mark.parametrize(("reach", "where"), [(None, "（不限河段）"), (7, "")])
def test_a_warning_says_whether_any_reach_will_do(reach, where):
    """It names a river, and a walk by another counts where the norm is the person's."""
    owed = PeriodDuty(Period("week", MONDAY, MONDAY + timedelta(days=6), ""), 2, 1, reach, "yellow")
    assert owed_words(owed).startswith(f"黄色预警期间每周 2 次{where}，本周还需 1 次")


def test_a_week_in_red_is_owed_day_by_day_and_not_once_more_as_a_week(cast, daily, warn):
    warn(ends_on=date(2026, 12, 2))
    duty = duty_of(cast.village_chief, Q4.start, Q4.end, today=AFTER)
    # The week of the 23rd lies wholly in it; that of the 30th does not, and is owed beside its three red days.
    assert units(duty) == ["day"] * 10 + ["week"] * 4
    assert duty.asked_words == "每周 1 次；红色预警期间每日 1 次"
    assert {one.level for one in duty.due} == {"", "red"}


def test_a_level_without_a_norm_asks_for_nothing_more(cast, daily, warn):
    before = duty_of(cast.village_chief, Q4.start, Q4.end, today=AFTER)
    warn(level="orange")
    assert duty_of(cast.village_chief, Q4.start, Q4.end, today=AFTER).due == before.due


def test_the_city_is_never_differentiated_unless_it_has_written_so(cast, daily, warn):
    warn(region=cast.county)
    assert not [
        one for one in duties_in(cast.county, Q4.start, Q4.end, today=AFTER) if one.post.tier == "city" and one.due
    ]
    assert Norm.objects.filter(tier="city").exclude(level="").count() == 0


@pytest.mark.parametrize(
    ("where", "is_meant"),
    [
        ({}, True),
        ({"river": "river"}, True),
        ({"reach": "village_reach"}, True),
        ({"reach": "town_reach"}, True),  # the village's lies in it
        ({"region": "town2"}, False),
        ({"region": "town"}, True),
    ],
)
def test_it_is_meant_for_the_reaches_of_its_place(cast, daily, warn, where, is_meant):
    warn(**{name: getattr(cast, key) for name, key in where.items()})
    assert (len(owed_now(cast.village_chief)) == 1 and owed_now(cast.village_chief)[0].level == "red") == is_meant
    told = Message.objects.filter(kind="warning", user=cast.village_chief.user)
    assert told.exists() == is_meant
    assert not is_meant or "红色预警期间每日 1 次" in told.get().body


def test_lifted_it_asks_no_more_and_both_are_undone_on_their_day(cast, daily, warn):
    one = warn()
    lift_warning(one, date(2026, 11, 24), by=cast.clerk)
    assert [row.period.unit for row in owed_now(cast.village_chief)] == ["week"]
    assert take_back_warning(one, by=cast.clerk).ends_on is None
    assert [row.period.unit for row in owed_now(cast.village_chief)] == ["day"]
    assert take_back_warning(one, by=cast.clerk) is None
    assert not RiverWarning.objects.exists()
    acts = ["issue_warning", "lift", "unlift", "take_back_warning"]
    assert list(
        Entry.objects.filter(action__startswith="river_warning").order_by("id").values_list("action", flat=True)
    ) == [f"river_warning.{act}" for act in acts]
    with pytest.raises(Refusal, match="已经撤销"):
        take_back_warning(one, by=cast.clerk)


@pytest.mark.clock("2026-11-26T09:00")
def test_the_day_after_it_stands(cast, warn):
    one = warn()
    RiverWarning.objects.update(entered_on=date(2026, 11, 25))
    with pytest.raises(Refusal, match="登记当天"):
        take_back_warning(one, by=cast.clerk)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": MONDAY - DAY}, "不能早于预警起"),
        ({"starts_on": date(2026, 11, 17)}, "最多补登 7 天"),
        ({"ends_on": date(2026, 11, 24)}, "已经过去"),
        ({"basis": " "}, "不能为空|此字段"),
    ],
)
def test_days_that_cannot_be_are_refused(cast, warn, changes, words):
    with pytest.raises(ValidationError, match=words):
        warn(**changes)
    assert not RiverWarning.objects.exists()


@pytest.mark.parametrize("day", [MONDAY - DAY, date(2026, 11, 26)])
def test_it_is_lifted_between_its_first_day_and_today(cast, warn, day):
    with pytest.raises(ValidationError):
        lift_warning(warn(), day, by=cast.clerk)


def test_only_the_office_of_the_place_warns(cast, warn, enter):
    one = warn()
    for who, status in (("village_chief", 403), ("leader", 403), ("neighbour_clerk", 404)):
        client = enter(cast[who])
        assert client.get(reverse("patrols:lift_warning", args=[one.pk])).status_code == status
        assert client.post(reverse("patrols:take_back_warning", args=[one.pk])).status_code == status
    with pytest.raises(NotAllowed):
        issue_warning(
            by=cast.neighbour_clerk, kind="water", level="red", region=cast.county, starts_on=MONDAY, basis="x"
        )


def test_the_pages(cast, daily, enter):
    client = enter(cast.clerk)
    sent = {
        "kind": "water", "level": "red", "region": cast.county.code, "river": cast.river.pk, "starts_on": "2026-11-25",
        "basis": "<b>断面</b>",
    }  # fmt: skip
    assert client.post(reverse("patrols:issue_warning"), sent | {"basis": ""}).status_code == 422
    page = client.post(reverse("patrols:issue_warning"), sent, follow=True).content.decode()
    assert "预警已发布" in page and "&lt;b&gt;断面" in page and "红色" in page
    one = RiverWarning.objects.get()
    assert (one.river, one.reach, one.ends_on) == (cast.river, None, None)
    phone = enter(cast.village_chief).get(reverse("patrols:start")).content.decode()
    assert "红色预警" in phone and "每日 1 次" in phone
    page = client.post(
        reverse("patrols:lift_warning", args=[one.pk]), {"on": "2026-11-25"}, follow=True
    ).content.decode()
    assert "预警已解除" in page
    page = client.post(reverse("patrols:take_back_warning", args=[one.pk]), follow=True).content.decode()
    assert "预警继续有效" in page
    assert client.get(reverse("audit:history", args=["river_warning", one.pk])).status_code == 200


def test_few_queries_more_and_none_by_chief(cast, daily, warn, django_assert_num_queries):
    warn(starts_on=timezone.localdate(), ends_on=timezone.localdate() + DAY)
    for region in (cast.village, cast.county):
        with django_assert_num_queries(7):  # five without a warning
            duties_in(region, Q4.start, Q4.end, today=AFTER)
