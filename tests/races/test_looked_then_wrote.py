"""What exists once is written once, however many send it at the same moment; and who comes second is told so.

``TIMES`` each on PostgreSQL, by real threads with connections of their own, through the pages. Beside each way of
guarding (a lock on what stands above the row; a unique constraint) stands its control: without it there are doubles.
"""

from datetime import date, timedelta
from functools import partial
from io import BytesIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from assessment.rounds.models import Round
from assessment.schemes import services as schemes
from assessment.schemes.models import Scheme
from hezhang.core.accounts.models import Department, Region, User
from hezhang.core.accounts.queries import RegionQuery
from hezhang.core.kernel.models import Holiday
from hezhang.core.kernel.periods import Period, period_of, previous
from hezhang.core.office.people import importing as regions_in
from hezhang.core.web.importing import store
from hezhang.core.web.importing.services import apply_upload
from hezhang.core.web.models import ListChoice
from hezhang.core.web.services import choose_list
from issues.ledger.models import Category
from patrols.norms.models import Norm
from rivers.chiefs.models import Tenure
from rivers.registry.models import River
from rivers.water.models import Reading, Section, SectionMonth
from tests.races.together import A_MOMENT, LONG, TIMES, at_once, named, posts, without

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.story_until("2026-11-25")]

ONE_IN = [302, 422]


@pytest.fixture
def clerk(cast, enter):
    return enter(cast.clerk)


@pytest.fixture
def keeper(cast, enter):
    """Who keeps the settings that ship."""
    return enter(cast.system_admin)


def setting(key: str) -> str:
    return reverse("web:add_setting", args=[key])


def norm(year: int, month: int = 1, **more) -> dict:
    """A norm of one year, beside no other; by ``month`` another of the same year, which must not stand beside it."""
    days = {"starts_on": f"{year}-{month:02d}-01", "ends_on": f"{year}-12-31"}
    return (
        {"tier": "town", "times": 1, "unit": "week", "scope": "chief", "first_month": 1, "last_month": 12} | days | more
    )


def test_the_same_norm(keeper):
    for year in range(2030, 2030 + TIMES):
        assert sorted(at_once(posts(keeper, setting("norms"), norm(year)), Norm)) == ONE_IN
    assert Norm.objects.filter(starts_on__year__gte=2030).count() == TIMES


def overlapping(keeper, year: int, patience: float) -> list:
    """Two norms that no constraint tells to be one: they begin on different days of the year."""
    url = setting("norms")
    acts = posts(keeper, url, norm(year), 1) + posts(keeper, url, norm(year, month=3), 1)
    return sorted(at_once(acts, Norm, patience))


def test_norms_that_overlap(keeper):
    assert all(overlapping(keeper, year, 0.05) == ONE_IN for year in range(2030, 2030 + TIMES))


def test_control_without_the_lock_overlapping_norms_are_two(keeper, monkeypatch):
    monkeypatch.setattr(RegionQuery, "hold", lambda *_: None)
    assert overlapping(keeper, 2030, LONG) == [302, 302]


@pytest.mark.parametrize(
    ("key", "model", "row"),
    [
        ("holidays", Holiday, lambda n: {"day": f"2040-03-{n + 1:02d}", "kind": "off", "name": "放假"}),
        ("issue_categories", Category, lambda n: {"name": f"类别{n}", "order": 1, "is_active": "on"}),
    ],
)
def test_the_same_setting(keeper, key, model, row):
    before = model.objects.count()
    for turn in range(TIMES):
        assert sorted(at_once(posts(keeper, setting(key), row(turn)), model)) == ONE_IN
    assert model.objects.count() == before + TIMES


def months(number: int) -> list[Period]:
    """So many months, the newest first, as the form offers them."""
    found = [period_of("month", timezone.localdate())]
    while len(found) < number:
        found.append(previous(found[-1]))
    return found


def open_(keeper, period: Period, patience: float = A_MOMENT) -> list:
    data = {"period": f"{period.unit}:{period.start}", "scheme": Scheme.objects.get().pk}
    return sorted(at_once(posts(keeper, reverse("assessment:open"), data), Round, patience))


def test_the_same_round(clerk):
    assert all(open_(clerk, month) == ONE_IN for month in months(TIMES))
    assert Round.objects.count() == TIMES


def test_control_without_the_constraint_there_are_two_rounds(clerk):
    with without(named(Round, "round_span_once"), Round):
        assert open_(clerk, months(1)[0], LONG) == [302, 302]


def edited_twice(cast, patience: float = A_MOMENT) -> list[str]:
    """Two windows that show one sheet are both saved."""
    scheme = Scheme.objects.filter(region=None).get()
    data, seen = schemes.read_scheme(scheme), schemes.mark(scheme, by=cast.clerk)
    acts = [lambda: schemes.edit_scheme(scheme, data, by=cast.clerk, seen=seen)] * 2
    return sorted(type(each).__name__ for each in at_once(acts, Scheme, patience))


def test_two_versions_of_a_scheme(cast):
    assert all(edited_twice(cast) == ["EditedMeanwhile", "Scheme"] for _ in range(TIMES))
    own = Scheme.objects.filter(region=cast.county)
    assert own.count() == TIMES and own.filter(is_active=True).count() == 1


def test_control_without_the_lock_both_count_on_from_one_version(cast, monkeypatch):
    monkeypatch.setattr(RegionQuery, "hold", lambda *_: None)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
    # The unique version is the last guard: the loser has a fault instead of an answer.
    assert edited_twice(cast, LONG) == ["IntegrityError", "Scheme"]


def test_the_same_department(cast, clerk):
    url = reverse("people:create_department")
    for turn in range(TIMES):
        data = {"name": f"单位{turn}", "kind": "member", "region": cast.county.pk}
        assert sorted(at_once(posts(clerk, url, data, 3), Department)) == [302, 422, 422]


def test_the_same_person(cast, clerk):
    url = reverse("people:add_person")
    for turn in range(TIMES):
        data = {"name": "夏小满", "phone": f"138000001{turn:02d}", "role": "patroller", "region": cast.town.pk}
        sent = posts(clerk, url, data | {"starts_on": "2026-01-01"})
        assert sorted(at_once(sent, User)) == ONE_IN
    assert User.objects.filter(name="夏小满").count() == TIMES


@pytest.mark.parametrize(("name", "model"), [("create_river", River), ("create_section", Section)])
def test_the_same_number_of_the_registry(cast, clerk, name, model):
    for turn in range(TIMES):
        data = {"name": "小溪", "kind": "river", "code": f"N{turn}", "region": cast.county.pk, "river": cast.river.pk}
        data |= {"target": "3", "body": "river"}
        assert sorted(at_once(posts(clerk, reverse(f"rivers:{name}"), data), model)) == ONE_IN


def test_the_first_figures_of_a_month(cast, clerk):
    section = make_section(cast)
    url, before = reverse("rivers:record_month", args=[section.pk]), SectionMonth.objects.count()
    for month in months(TIMES):
        data = {"month": f"{month.start:%Y-%m}", "monitored": "yes", "seen": "", "nh3n": "0.5"}
        assert sorted(at_once(posts(clerk, url, data), SectionMonth)) == ONE_IN
    assert SectionMonth.objects.count() == before + TIMES


def test_a_sheet_of_two_people(cast, clerk):
    """Both rows of one of them, and the other is told: the sheets name the sections in opposite order."""
    first, second = make_section(cast), make_section(cast, "S2")
    for month in months(TIMES):
        rows = [(f"{each.pk}-seen", f"{each.pk}-nh3n") for each in (first, second)]
        acts = []
        for figure, order in (("0.5", rows), ("0.6", rows[::-1])):
            data = {"month": f"{month.start:%Y-%m}", "reason": "更正"}
            for seen, cell in order:
                data |= {seen: "", cell: figure}
            acts += posts(clerk, reverse("rivers:save_months"), data, 1)
        assert sorted(at_once(acts, SectionMonth)) == [302, 409]
        filed = Reading.objects.filter(month__month=month.start).values_list("reported", flat=True)
        assert len(filed) == 2 and len(set(filed)) == 1


def make_section(cast, code: str = "S1") -> Section:
    return Section.objects.create(
        name="澄溪断面", code=code, river=cast.river, region=cast.county, target=3, body="river"
    )


def appointed(cast, clerk, turn: int, patience: float = A_MOMENT) -> list:
    """Two chiefs become responsible for one reach, from days that follow one another."""
    url = reverse("rivers:appoint", args=[cast.town_reach.pk])
    who = {"post": cast.county_chief.pk, "kind": "responsible"}
    day = date(2024, 6, 1) + timedelta(days=10 * turn)
    acts = [posts(clerk, url, who | {"starts_on": day + timedelta(days=n)}, 1)[0] for n in range(2)]
    return sorted(at_once(acts, Tenure, patience))


def test_two_chiefs_of_a_reach(cast, clerk):
    for turn in range(TIMES):
        assert set(appointed(cast, clerk, turn)) <= {302, 422}
    open_now = Tenure.objects.filter(reach=cast.town_reach, kind="responsible", ends_on=None)
    assert open_now.count() == 1
    runs = Tenure.objects.filter(reach=cast.town_reach).order_by("starts_on").values_list("starts_on", "ends_on")
    assert all(earlier[1] < later[0] for earlier, later in pairwise(runs))


def test_a_list_of_regions_of_two_officers(cast):
    """Both have seen a dry run without a fault; the second finds everything there already."""
    for turn in range(TIMES):
        both = [upload(post, turn) for post in (cast.head, cast.clerk)]
        acts = [partial(apply_upload, regions_in.SPEC, one, by=one.post) for one in both]
        results = at_once(acts, Region)
        assert sorted(each.summary[0] for each in results) == [("新增", 0), ("新增", 1)]


def upload(post, turn: int):
    file = BytesIO(f"行政区划代码,名称,级别,上级代码\n9901021{turn + 10}000,新镇{turn},乡,990102000000\n".encode())
    file.name = "regions.csv"
    return store.keep(regions_in.SPEC.key, file, by=post)


def test_control_without_the_lock_the_second_list_fails(cast, monkeypatch):
    monkeypatch.setattr(RegionQuery, "hold", lambda *_: None)
    acts = [partial(apply_upload, regions_in.SPEC, upload(post, 1), by=post) for post in (cast.head, cast.clerk)]
    results = at_once(acts, Region, LONG)
    assert sorted(type(each).__name__ for each in results) == ["Applied", "ValidationError"]


def test_the_columns_of_a_list(cast):
    for turn in range(TIMES):
        acts = [lambda page=f"list{turn}": choose_list(by=cast.clerk, page=page, columns=["name"], density="")] * 3
        assert {type(each) for each in at_once(acts, ListChoice)} == {ListChoice}
    assert ListChoice.objects.count() == TIMES


def test_the_shipped_rows_loaded_by_two_processes(transactional_db):
    for model in (Norm, Scheme):
        at_once([lambda: call_command("load_defaults", verbosity=0)] * 2, model, 2.0)
        assert (Norm.objects.count(), Scheme.objects.count()) == (4, 1)
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
