"""A section is put right: asked first where filed months are touched, never over another's edit, journalled."""

from datetime import date

import pytest
from django.urls import reverse

from hezhang.core.audit.models import Entry
from rivers.registry.services import create_river
from rivers.water.services import record_month

pytestmark = pytest.mark.clock("2026-11-25T12:00")


@pytest.fixture
def edit(cast, enter, section):
    """Posts the form as it stands, with these changes."""
    client, url = enter(cast.clerk), reverse("rivers:edit_section", args=[section.pk])

    def _edit(seen=None, **changed):
        form = client.get(url).context["form"]
        facts = {name: form[name].value() or "" for name in form.fields if name != "sure"}
        facts |= {"river": section.river_id, "region": section.region_id, "seen": seen or facts["seen"]}
        return client.post(url, facts | changed)

    return _edit


def test_name_code_and_place_are_saved_and_stand_in_the_history(cast, enter, edit, section):
    assert edit(name=" 澄溪新断面 ", position="120.80774,27.88178").status_code == 302
    section.refresh_from_db()
    assert (section.name, section.lat, section.lng) == ("澄溪新断面", 27.88178, 120.80774)
    entry = Entry.objects.get(action="section.edit")
    assert entry.after["name"] == "澄溪新断面" and entry.post == cast.clerk
    client = enter(cast.clerk)
    page = client.get(section.get_absolute_url()).content.decode()
    assert reverse("rivers:edit_section", args=[section.pk]) in page and "120.80774,27.88178" in page
    assert "澄溪新断面" in client.get(reverse("audit:history", args=["section", section.pk])).content.decode()
    assert edit().status_code == 302 and Entry.objects.filter(action="section.edit").count() == 1


def test_another_water_body_is_asked_first_and_judges_the_months_anew(edit, section):
    month = record_month(by=None, section=section, month=date(2026, 9, 1), readings={"tp": "0.15", "do": "8"})
    assert month.water_class == 3
    asked = edit(body="lake")
    assert "已填报的 1 个月按新的限值" in asked.content.decode()
    month.refresh_from_db()
    assert month.water_class == 3
    assert edit(body="lake", sure=asked.context["form"]["sure"].value()).status_code == 302
    month.refresh_from_db()
    assert (month.water_class, month.main_pollutants) == (5, "总磷(2.0)")


def test_another_river_and_place_say_where_the_months_go(cast, edit, section):
    record_month(by=None, section=section, month=date(2026, 9, 1), readings={"do": "8"})
    river = create_river(by=None, name="柳溪", kind="river", code="990102R9001", region=cast.county)
    told = edit(river=river.pk, region=cast.town.pk).content.decode()
    assert "随断面归到柳溪" in told and f"改由{cast.town.name}负责" in told


def test_a_stale_edit_shows_what_changed(edit, section):
    section.name = "别人改的"
    section.save()
    answer = edit(seen="0" * 32, name="我改的")
    assert answer.status_code == 409 and "别人改的" in answer.content.decode() and "我改的" in answer.content.decode()
    section.refresh_from_db()
    assert section.name == "别人改的"


def test_another_office_does_not_find_it(cast, enter, section):
    url = reverse("rivers:edit_section", args=[section.pk])
    assert enter(cast.neighbour_clerk).get(url).status_code == 404
    assert enter(cast.handler).get(url).status_code == 403
