"""The world of the scope matrix, and beside it rows in the states from which the steps start."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.services.links import make_link
from hezhang.core.files import disk
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.importing import store
from hezhang.core.web.importing.desk import services as desk
from hezhang.core.web.models import Job, JobState
from issues.campaigns import services
from issues.campaigns.models import Visit
from issues.ledger.services import hold
from patrols.walks.models import Patrol
from patrols.walks.services import submit_patrol
from rivers.boards.models import Signboard
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint
from rivers.handover.models import Handover
from rivers.handover.services import hand_over, take_over
from rivers.registry.models import Reach
from tests.campaigns import campaigns
from tests.cast import SINCE
from tests.escalation import notices
from tests.guards import scope_world
from tests.issues import acts
from tests.issues import build as issues
from tests.leads import leads
from tests.rivers import planning
from tests.stages import staging


@dataclass
class World(scope_world.World):
    """``spare``: further rows by kind (by argument, where the scope matrix has no kind for it)."""

    spare: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def ids(self) -> list[str]:
        """Arguments of everything that somebody has, for forging; in an order that does not hang on random keys."""
        return [str(value) for rows in self.rows.values() for value in rows.values()]


def build(media: Path) -> World:
    plain = scope_world.build(media)
    world = World(plain.cast, plain.media, plain.rows)
    states = [make(world.cast).pk for make in issues.AT.values()]
    # And what waits for an answer while it stays in its state.
    states += [
        acts.make(world.cast, verb).pk
        for verb in ("answer", "grant_extension", "clear_false", "assist", "check_first", "endorse", "redate")
    ]
    # The one of many years first: the page that asks for its plan names it in its address.
    states = [staging.long_one(world.cast).pk, *states, _looked_at(world)]
    world.spare = {"issue": states, "sent": states, "patrol": [_patrol(world)], "job": [_job(world)]}
    world.spare["handover"] = _sheets(world)
    world.spare["lead"] = [make(world.cast).pk for make in leads.AT.values()]
    world.spare["stage_plan"] = [make(world.cast).pk for make in (staging.returned, staging.proposed)]
    world.spare["stage"] = [make(world.cast).pk for make in (staging.stage, staging.done)]
    world.spare |= _campaigns(world)
    world.spare["notice"] = [notices.replied(world.cast).pk]
    world.spare |= _plans(world)
    world.rows["own"] |= {"upload": _workbook(world), "kind": "rivers"}
    world.spare["token"] = [board.token for board in Signboard.objects.order_by("pk")]
    world.spare["link"] = [make_link(world.cast.village_chief.user, by=world.cast.head)]
    return world


def _looked_at(world: World) -> int:
    """One that was signed off and looked at again."""
    issue, post = issues.closed(world.cast), world.cast.patroller
    hold(issue, post, photos=[issues.photo(post)])
    return issue.pk


def _workbook(world: World) -> str:
    """One that waits at the desk to be checked, as the address calls it."""
    book = Workbook()
    for row in (["名称", "类别", "所属区划"], ["柳溪", "河流", "澄江区"]):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("河流.xlsx", stream.getvalue())
    upload = desk.take_file(file, by=world.cast.clerk)
    return store.token_of(upload)


def _patrol(world: World) -> int:
    """One that does not count, and that nobody has judged yet."""
    now, cast = timezone.now(), world.cast
    times = {"started_at": now - timedelta(minutes=3), "ended_at": now - timedelta(minutes=2)}
    patrol = submit_patrol(by=cast.village_chief, client_id=uuid4(), reach=cast.village_reach, **times).patrol
    Patrol.objects.filter(pk=patrol.pk).update(counting="not", counting_why="时长不足")
    return patrol.pk


def _sheets(world: World) -> list[int]:
    """Handovers that one side has signed, and that both have."""
    cast, sheets = world.cast, []
    for leaving in (cast.village_chief, cast.village2_chief):
        facts = {"river": cast.river, "tier": Tier.TOWN, "region": cast.town, "name": f"{leaving.user.name}旧段"}
        reach = Reach.objects.create(code=f"OLD-{leaving.pk}", **facts)
        Tenure.objects.create(post=leaving, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=SINCE)
        appoint(
            by=cast.clerk, post=cast.town_chief, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=date(2026, 9, 1)
        )
        sheet = Handover.objects.get(outgoing=leaving, incoming=cast.town_chief)
        hand_over(sheet, by=leaving)
        sheets.append(sheet)
    take_over(sheets[-1], by=cast.town_chief)
    return [sheet.pk for sheet in sheets]


def _plans(world: World) -> dict[str, list[int]]:
    """Plans from which the steps start that no row of the matrix stands at, by the kinds that their addresses ask for."""
    return {"draft": [planning.submitted(world.cast).pk], "plan": [planning.stopped(world.cast).pk]}


def _campaigns(world: World) -> dict[str, list[int]]:
    """At every state, and visits that the handler can hand in, and put right."""
    mate = campaigns.somebody(world.cast, "同组", world.cast.county, Role.HANDLER, department=world.cast.office)
    makers = [*campaigns.AT.values(), campaigns.visited]
    rows = [make(world.cast, pool=[world.cast.handler, mate]) for make in makers]
    out = campaigns.draft(world.cast)  # with a reach that can be let in again
    services.leave_out_reach(out, world.cast.clerk, reach=world.cast.village_reach, words="堤防施工")
    rows.append(out)
    visits = Visit.objects.filter(campaign__in=rows, campaign__state="running").order_by("pk")
    return {"campaign": [one.pk for one in rows], "visit": list(visits.values_list("pk", flat=True))}


def _job(world: World) -> Any:
    """One that is over, with a file to fetch."""
    now = timezone.now()
    path = disk.absolute("jobs/fuzz.csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a,b\n")
    facts = {
        "state": JobState.DONE,
        "file": "jobs/fuzz.csv",
        "file_name": "导出.csv",
        "created_at": now,
        "finished_at": now,
    }
    return Job.objects.create(kind="list-export", title="导出", post=world.cast.clerk, **facts).pk
