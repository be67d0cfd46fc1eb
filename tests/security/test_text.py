"""NUL, marks that turn the direction of reading, 4-byte and rare characters in every text field of our forms."""

from uuid import uuid4

import pytest
from django.forms import CharField
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.models import Department
from issues.ledger.models import Issue
from patrols.walks.models import Patrol
from rivers.registry.models import River
from tests.issues.acts import picture

pytestmark = [pytest.mark.story_until("2026-07-01"), pytest.mark.once, pytest.mark.clock()]

NASTY = [
    "a\x00b",
    "\x00",
    "字\u202e倒",
    "\u200b",
    "\ud800".encode("utf8", "surrogatepass").decode("latin1"),
    "x" * 3000,
]
FINE = ["𠮷家溪", "岸边😀垃圾", "龘䶮㑇", 'O\'Brien \\ "%s" {{ 7*7 }}']
PLAIN = {
    "starts_on": "2026-01-01",
    "renewed_on": "2026-01-01",
    "day": "2026-08-01",
    "month": "2026-05",
    "ends_on": "2026-01-01",
}

# (member, URL name, kind of its row or "")
FORMS = [
    ("head", "people:add_person", ""),
    ("head", "people:edit_person", "user"),
    ("head", "people:create_post", "user"),
    ("head", "people:create_department", ""),
    ("head", "people:edit_department", "department"),
    ("clerk", "rivers:create_river", ""),
    ("clerk", "rivers:edit_river", "river"),
    ("clerk", "rivers:create_reach", "river"),
    ("clerk", "rivers:edit_reach", "reach"),
    ("clerk", "rivers:create_signboard", "reach"),
    ("clerk", "rivers:create_section", ""),
    ("clerk", "rivers:record_month", "section"),
    ("clerk", "issues:report", ""),
    ("village_chief", "issues:report", ""),
    ("clerk", "issues:reject", "issue"),
    ("clerk", "issues:register", "issue"),
    ("clerk", "patrols:backfill_patrol", ""),
    ("clerk", "assessment:add_entry", "round"),
    ("clerk", "assessment:open", ""),
    ("head", "assessment:edit_scheme", "scheme"),
    ("clerk", "accounts:change_password", ""),
]


def filled(form, text: str) -> dict:
    """What the page would send: the form's first choices, and the text in every field that takes text."""
    data = {}
    for name, field in form.fields.items():
        if type(field) is CharField or field.__class__.__name__ in ("WordsField", "SlugField"):
            data[form.add_prefix(name)] = text
        elif name in PLAIN:
            data[form.add_prefix(name)] = PLAIN[name]
        elif choices := [str(key) for key, _ in getattr(field, "choices", ()) if key]:
            data[form.add_prefix(name)] = choices[0]
        elif (value := form[name].value()) is not None:
            data[form.add_prefix(name)] = str(value)
    return data


def address(world, name: str, kind: str) -> str:
    return reverse(name, args=[world.rows["own"][kind]] if kind else [])


@pytest.mark.parametrize("text", [*NASTY, *FINE])
def test_stored_or_refused_but_never_a_fault(world, enter, text):
    for member, name, kind in FORMS:
        client = enter(world.cast[member])
        client.raise_request_exception = False
        url = address(world, name, kind)
        form = (client.get(url).context or {}).get("form")
        data = filled(form, text) if form is not None else {"name": text, "basis": text, "bonus_cap": text}
        status = client.post(url, data).status_code
        assert status in (200, 302, 400, 403, 409, 422), (name, text, status)


@pytest.mark.parametrize("text", FINE)
def test_rare_characters_are_kept(world, enter, text):
    cast = world.cast
    data = {"name": text, "kind": "river", "code": "X1", "region": cast.county.pk, "remark": text}
    assert enter(cast.clerk).post("/rivers/new/", data).status_code == 302
    assert River.objects.get(code="X1").name == River.objects.get(code="X1").remark == text
    assert (
        enter(cast.head)
        .post("/people/departments/new/", {"name": text, "kind": "member", "region": cast.county.pk})
        .status_code
        == 302
    )
    assert Department.objects.filter(name=text).exists()
    data = {"reach": cast.village_reach.pk, "text": text, "place": text, "photos": [picture()]}
    assert enter(cast.village_chief).post("/issues/report/", data).status_code == 302
    assert Issue.objects.latest("pk").text == text


def walk_of(world, **changes) -> dict:
    now = timezone.localtime()
    moment = now.replace(microsecond=0, tzinfo=None).isoformat()
    return {
        "client_id": str(uuid4()),
        "reach": world.cast.village_reach.pk,
        "started_at": moment,
        "kind": "routine",
    } | changes


@pytest.mark.parametrize("text", [*NASTY[2:4], *FINE])
def test_a_walk_keeps_its_words(world, enter, text):
    answer = enter(world.cast.village_chief).post("/patrols/submit/", walk_of(world, note=text))
    assert answer.status_code == 302
    note = Patrol.objects.latest("pk").note
    assert "\u202e" not in note and "\u200b" not in note
    if text in FINE:
        assert note == text


@pytest.mark.parametrize("field", ["start_lat", "end_lng", "start_accuracy"])
@pytest.mark.parametrize("value", ["NaN", "inf", "-inf", "-91e9", "１２３x", "\x00", "1" * 422])
def test_impossible_positions_are_422(world, enter, field, value):
    place = {"start_lat": "28", "start_lng": "120", "end_lat": "28", "end_lng": "120", "start_accuracy": "5"}
    answer = enter(world.cast.village_chief).post("/patrols/submit/", walk_of(world, **{**place, field: value}))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("lat", "lng"), [("91", "120"), ("-90.1", "120"), ("28", "181"), ("NaN", "120"), ("28", "inf")]
)
def test_a_place_off_the_earth_is_refused_everywhere(world, enter, lat, lng):
    cast = world.cast
    walk = walk_of(world, start_lat=lat, start_lng=lng)
    assert enter(cast.village_chief).post("/patrols/submit/", walk).status_code == 422
    report = {"reach": cast.village_reach.pk, "text": "垃圾", "lat": lat, "lng": lng, "photos": [picture()]}
    assert enter(cast.village_chief).post("/issues/report/", report).status_code == 422
    board = {"code": "B9", "place": "桥头", "renewed_on": "2026-01-01", "lat": lat, "lng": lng}
    url = reverse("rivers:create_signboard", args=[cast.village_reach.pk])
    assert enter(cast.clerk).post(url, board).status_code == 422
