"""One row of everything in three places: our own town, the sibling town beside it, and the neighbour county."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone

from assessment.rounds import services as assessment
from assessment.rounds.models import Score
from assessment.schemes.models import Indicator, Scheme
from hezhang.core.accounts.choices import DepartmentKind, Role
from hezhang.core.accounts.models import Department, Post
from hezhang.core.accounts.services import ask_reset
from hezhang.core.audit.models import Entry
from hezhang.core.files.services import store_photo
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import quarter
from hezhang.core.notify.models import Message, Outbox
from hezhang.core.office.parameters import services, tables
from hezhang.core.web.models import ImportBatch, Job
from issues.clocks.choices import Severity, Track
from issues.ledger import services as issues
from issues.ledger.choices import Source
from issues.ledger.models import Category
from patrols.norms.models import CheckItem
from patrols.walks.models import FindingPhoto, Patrol
from patrols.walks.services import FindingIn, review, submit_patrol
from rivers.boards.services import create_signboard
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint
from rivers.cutting.models import Cut
from rivers.handover.models import Handover
from rivers.registry.models import Reach, River
from rivers.water.choices import WaterClass
from rivers.water.services import create_section
from tests import cast as stage
from tests.issues.acts import picture

PLACES = ("own", "sibling", "neighbour")
COUNTS = {"rows": 1, "new": 1, "changed": 0, "same": 0, "refused": 0}  # of an import


@dataclass
class World:
    """``rows[place][kind]`` is the argument of a URL (mostly a primary key); kinds that a place lacks are missing."""

    cast: stage.Cast
    media: Path
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)


def build(media: Path) -> World:
    call_command("load_defaults", verbosity=0)
    world = World(stage.build(), media)
    cast = world.cast
    far_unit = Department.objects.create(name="望湖区水利局", kind=DepartmentKind.MEMBER, region=cast.neighbour)
    sides = {
        "own": (cast.town, cast.town_chief, cast.clerk, cast.bureau),
        "sibling": (cast.town2, _chief(cast.town2, "sibling_chief"), cast.clerk, cast.bureau2),
        "neighbour": (cast.neighbour_town, _chief(cast.neighbour_town, "far_chief"), cast.neighbour_clerk, far_unit),
    }
    for place, (town, chief, clerk, unit) in sides.items():
        rows = world.rows[place] = {"region": town.code, "post": chief.pk, "user": chief.user_id}
        rows["department"] = unit.pk
        phone = chief.user.trusted_phones.create(
            token_hash=place, label="手机", trusted_at=timezone.now(), used_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=30),
        )  # fmt: skip
        rows["phone"] = phone.pk
        rows["session"] = chief.user.open_sessions.create(
            session_key=place, session_data="", expire_date=timezone.now() + timedelta(hours=1)
        ).mark
        rows["request"] = ask_reset(chief.user, by=cast.system_admin, reason="本人遗忘密码").request.pk
        rows["import_batch"] = ImportBatch.objects.create(
            kind="rivers", title="河湖", file_name="x", sha256="0", post=clerk, region=town, made_at=timezone.now(), counts=COUNTS
        ).pk  # fmt: skip
        rows |= _registry(place, town, chief) | _handed_over(place, town, chief, clerk)
        rows |= _walked(rows, chief, clerk) | _handed_out(rows, chief, clerk, unit)
        rows |= _personal(place, chief)
    for place, clerk, towns in (("own", cast.clerk, ("own", "sibling")), ("neighbour", cast.neighbour_clerk, ())):
        _assessed(world, place, clerk, towns or (place,))
        world.rows[place] |= _settings(clerk)
    return world


def _chief(region: Any, key: str) -> Any:
    fake = stage.Cast(places={"place": region})
    return stage._post(fake, key, f"河长{region.name}", Role.CHIEF, "place", None, "镇长")


def _registry(place: str, town: Any, chief: Any) -> dict[str, Any]:
    river = River.objects.create(name=f"{town.name}溪", code=f"R-{place}", region=town)
    reach = Reach.objects.create(river=river, tier=Tier.TOWN, region=town, code=f"H-{place}", name=f"{town.name}段")
    tenure = Tenure.objects.create(post=chief, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=stage.SINCE)
    board = create_signboard(by=None, reach=reach, code=f"B-{place}", place="桥头", renewed_on=date(2026, 1, 1))
    facts = {"name": f"{town.name}断面", "code": f"S-{place}", "river": river, "region": town}
    section = create_section(by=None, **facts, target=WaterClass.III, body="river")
    cut = Cut.objects.create(kind="split", region=town, day=date(2026, 1, 1), made_at=timezone.now())
    cut.parts.create(reach=reach, is_new=True)
    named = {"river": river, "reach": reach, "tenure": tenure, "board": board, "section": section, "cut": cut}
    return {kind: row.pk for kind, row in named.items()} | {"thing": "river"}


def _handed_over(place: str, town: Any, chief: Any, clerk: Any) -> dict[str, Any]:
    """The sheet of a chief who led another reach of the town until the clerk, as a chief, followed."""
    river = River.objects.create(name=f"{town.name}旧溪", code=f"F-{place}", region=town)
    reach = Reach.objects.create(river=river, tier=Tier.TOWN, region=town, code=f"FH-{place}", name=f"{town.name}旧段")
    Tenure.objects.create(post=chief, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=stage.SINCE)
    following = Post.objects.create(user=clerk.user, role=Role.CHIEF, region=town, starts_on=stage.SINCE)
    appoint(by=clerk, post=following, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=date(2026, 9, 1))
    return {"handover": Handover.objects.get(incoming=following).pk}


def _walked(rows: dict[str, Any], chief: Any, clerk: Any) -> dict[str, Any]:
    """A reviewed patrol with a photographed finding, the issue made of it, and an issue with a photo of its own."""
    reach, now = Reach.objects.select_related("river", "region").get(pk=rows["reach"]), timezone.now()
    shot = store_photo(picture(red=rows["reach"] % 200), by=chief)
    patrol = submit_patrol(
        by=chief,
        client_id=uuid4(),
        reach=reach,
        started_at=now - timedelta(minutes=21),
        ended_at=now - timedelta(minutes=1),
        findings=[FindingIn(CheckItem.objects.get(name="生活垃圾"), photos=[shot])],
    ).patrol
    Patrol.objects.filter(pk=patrol.pk).update(counting="not", counting_why="时长不足")
    review(patrol, by=clerk, counting="counts", reason="有照片为证")
    issue = issues.report(
        by=chief,
        text="岸边垃圾",
        river=reach.river,
        region=reach.region,
        reach=reach,
        source=Source.PATROL,
        photos=[shot],
    )
    return {
        "patrol": patrol.pk,
        "finding_photo": FindingPhoto.objects.get(finding__patrol=patrol).pk,
        "issue": issue.pk,
        "photo": issue.evidence.get().pk,
    }


def _handed_out(rows: dict[str, Any], chief: Any, clerk: Any, unit: Any) -> dict[str, Any]:
    """An issue on the desk of a unit."""
    reach = Reach.objects.select_related("river", "region").get(pk=rows["reach"])
    shot = store_photo(picture(red=rows["reach"] % 200), by=chief)
    place = {"river": reach.river, "region": reach.region, "reach": reach}
    issue = issues.report(by=chief, text="坡脚垃圾", source=Source.PATROL, photos=[shot], **place)
    category = Category.objects.get(name="乱堆")
    issues.register(issue, clerk, category=category, severity=Severity.MINOR, track=Track.TERM)
    issues.dispatch(issue, clerk, unit=unit, requirement="清运垃圾")
    return {"sent": issue.pk}


def _personal(place: str, chief: Any) -> dict[str, Any]:
    now = timezone.now()
    message = Message.objects.create(user=chief.user, kind="x", title="消息", key=f"k-{place}", created_at=now)
    Outbox.objects.create(message=message, channel="webhook", next_try_at=now)
    job = Job.objects.create(kind="list-export", title="导出", post=chief, created_at=now)
    entry = Entry.objects.create(at=now, action="x", user=chief.user, post=chief, region=chief.region)
    return {"message": message.pk, "job": job.pk, "journal": entry.pk}


def _assessed(world: World, place: str, clerk: Any, towns: tuple[str, ...]) -> None:
    scheme = Scheme.objects.get(region=None)
    turn = assessment.open_(by=clerk, scheme=scheme, region=clerk.region, period=quarter(2026, 3))
    manual = Indicator.objects.filter(scheme=scheme, kind="manual").first()
    own = Scheme.objects.create(region=clerk.region, name="本区方案", created_at=timezone.now())
    world.rows[place] |= {"round": turn.pk, "scheme": own.pk}
    for town in towns:
        region = turn.subjects.model._meta.get_field("region").related_model.objects.get(pk=world.rows[town]["region"])
        assessment.add_entry(turn, by=clerk, region=region, indicator=manual, day=date(2026, 8, 1), reason="抽查")
        world.rows[town]["entry"] = turn.entries.latest("pk").pk
    assessment.compute(turn, by=clerk)
    for town in towns:
        subject = turn.subjects.get(region_id=world.rows[town]["region"])
        score = Score.objects.filter(subject=subject, indicator__code__gt="").order_by("pk").first()
        world.rows[town] |= {"subject": subject.pk, "score": score.pk}


def _settings(clerk: Any) -> dict[str, Any]:
    """A deadline that the county has made its own."""
    table = tables.find("issue_deadlines")
    services.customise_setting(table, by=clerk)
    return {"table": table.key, "setting": table.rows_for(clerk).first().pk}
