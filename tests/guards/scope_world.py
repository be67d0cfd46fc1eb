"""One row of everything in three places: our own town, the sibling town beside it, and the neighbour county."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assessment.rounds import services as assessment
from assessment.rounds.models import Score
from assessment.schemes.models import Indicator, Scheme
from hezhang.core.accounts.choices import DepartmentKind, Role
from hezhang.core.accounts.models import Department, Post
from hezhang.core.accounts.services import ask_reset
from hezhang.core.api.models import ApiToken, Hook
from hezhang.core.api.services import hash_of
from hezhang.core.audit.models import Entry
from hezhang.core.documents.as_docx import docx
from hezhang.core.documents.paper import Paper
from hezhang.core.files.services import store_document, store_photo
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import quarter
from hezhang.core.notify.models import Message, Outbox
from hezhang.core.office.parameters import services, tables
from hezhang.core.parcels import services as parcels
from hezhang.core.web.models import ImportBatch, Job
from hezhang.core.web.services import save_view
from issues.batches.services import select
from issues.campaigns import services as campaigns
from issues.clocks.choices import Severity, Track
from issues.documents.models import PaperTemplate
from issues.escalation.services import send_notice
from issues.leads.services import list_of, record_lead
from issues.ledger import services as issues
from issues.ledger.choices import Source
from issues.ledger.models import Category, Issue
from issues.lookback.models import Draw
from issues.stages.models import StagePlan
from patrols.norms.models import CheckItem
from patrols.walks.models import FindingPhoto, Patrol
from patrols.walks.services import FindingIn, review, submit_patrol
from rivers.acting.models import Acting
from rivers.assets.models import ObjectKind
from rivers.assets.services import add_files, create_asset, create_object_field, create_object_kind
from rivers.boards.services import create_signboard, inspect_signboard, renew_signboard
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint
from rivers.cutting.models import Cut
from rivers.handover.models import Handover
from rivers.heads.models import HeadTenure
from rivers.plans import services as plans
from rivers.registry.models import Reach, River
from rivers.water.choices import WaterClass
from rivers.water.services import create_section
from tests import cast as stage
from tests.guards.excused_world import excused
from tests.issues.acts import picture
from tests.patrols.tracks import walked

PICKED = [("selection", "nudge"), ("walk", "")]
PLACES = ("own", "sibling", "neighbour")
COUNTS = {"rows": 1, "new": 1, "changed": 0, "same": 0, "refused": 0}  # of an import


@dataclass
class World:
    """``rows[place][kind]`` is the argument of a URL (mostly a primary key); kinds that a place lacks are missing."""

    cast: stage.Cast
    media: Path
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def with_token(self, client: Client, member: str) -> Client:
        """The member's browser, which sends the token of the member's post as well: pages do not heed it."""
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer hz_{member}"
        client.defaults["HTTP_IDEMPOTENCY_KEY"] = f"number-of-{member}"
        return client


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
        rows |= _planned(place, rows, chief, clerk)
        rows |= _walked(rows, chief, clerk) | _handed_out(rows, chief, clerk, unit)
        rows |= _hearsay(rows, clerk) | _staged(rows, clerk, unit)
        rows |= _inspected(place, rows, clerk) | _sent_late(chief, rows)
        rows |= _personal(place, chief) | {"token": _token(place, chief), "hook": _hook(place, chief)}
        if place == "own":
            issues.involve(Issue.objects.get(pk=rows["sent"]), clerk, co_units=[cast.town_gov])
    for key in stage.KEYS:
        _token(key, cast[key])
    for place, clerk, towns in (("own", cast.clerk, ("own", "sibling")), ("neighbour", cast.neighbour_clerk, ())):
        _assessed(world, place, clerk, towns or (place,))
        world.rows[place] |= _settings(clerk)
        world.rows[place]["draw"] = Draw.objects.create(
            region=clerk.region, first=date(2026, 7, 1), last=date(2026, 9, 30), seed="0", upto=0, population=1,
            made_at=timezone.now(), post=clerk,
        ).pk  # fmt: skip
        world.rows[place]["lead_batch"] = list_of(clerk.region, "第三批遥感图斑", by=clerk).pk
    return world


def _token(word: str, post: Any) -> int:
    """A token of the post, whoever it is: what it opens is the doors' to say."""
    now = timezone.now()
    facts = {
        "name": "省级平台", "contact": "省河长办", "prefix": "hz_",
        "token_hash": hash_of(f"hz_{word}"), "made_by": post, "writes": True,
    }  # fmt: skip
    return ApiToken.objects.create(post=post, made_at=now, expires_at=now + timedelta(days=3650), **facts).pk


def _sent_late(chief: Any, rows: dict[str, Any]) -> dict[str, int]:
    """Something on the chief's phone, and something that came and could not be carried out."""
    shot = store_photo(picture(red=90 + chief.pk % 100), by=chief)
    awaited = parcels.announce(by=chief, client_id=uuid4(), kind="walk")
    content = parcels.Content("村段", "提交巡河", "编号已用过。", {"note": ["村段"]}, photos=[shot])
    kept = parcels.hold(parcels.Came(uuid4(), "walk"), content, by=chief).held
    late = parcels.Content("问题", "核查", "已有人办。", {}, photos=[shot], obj=Issue.objects.get(pk=rows["sent"]))
    beside = parcels.hold(parcels.Came(uuid4(), "step"), late, by=chief).held
    numbers = {"parcel": awaited.pk, "held": kept.pk, "held_photo": kept.photos.get().pk}
    return numbers | {"issue_held_photo": beside.photos.get().pk}


def _hearsay(rows: dict[str, Any], clerk: Any) -> dict[str, int]:
    """A lead at the reach, with a photo."""
    reach = Reach.objects.get(pk=rows["reach"])
    facts = {"text": "无人机发现垃圾", "river": reach.river, "region": reach.region, "reach": reach}
    shot = store_photo(picture(red=50 + reach.pk % 150), by=clerk)
    lead = record_lead(by=clerk, source="drone", photos=[shot], **facts)
    return {"lead": lead.pk, "lead_photo": lead.photos.get().pk}


def _staged(rows: dict[str, Any], clerk: Any, unit: Any) -> dict[str, int]:
    """The plan of the unit's issue, with a stage that is done and what proves it."""
    now, paper = timezone.now(), SimpleUploadedFile("整改方案.docx", docx(Paper(title="整改方案")))
    file = store_document(paper, by=clerk)
    plan = StagePlan.objects.create(
        issue_id=rows["sent"], unit=unit, words="分两步", file=file, state="running", state_since=now, confirmed_at=now,
        confirmed_by=clerk.user,
    )  # fmt: skip
    done = {"done_at": now, "done_by": clerk.user, "done_words": "已完成"}
    one = plan.stages.create(name="截污纳管", unit=unit, due_on=timezone.localdate() + timedelta(days=9), **done)
    step = plan.transitions.create(verb="finish_stage", from_state="running", to_state="running", at=now, stage=one)
    proof = one.files.create(transition=step, upload=file)
    return {"stage_plan": plan.pk, "stage": one.pk, "stage_file": proof.pk}


def _inspected(place: str, rows: dict[str, Any], clerk: Any) -> dict[str, int]:
    """An open campaign that has looked at the reach of the place alone."""
    reach, today = Reach.objects.select_related("region").get(pk=rows["reach"]), timezone.localdate()
    fake = stage.Cast(places={"place": clerk.region, "unit": clerk.department})
    # Not the clerk, who leads a reach in each of the towns here, nor the unit, which has a problem of this one in hand.
    mates = [
        stage._post(fake, f"mate-{place}{n}", f"检查{place}{n}", Role.HANDLER, "place", "unit", "科员") for n in (1, 2)
    ]
    plan = campaigns.Plan(
        name=f"督查{place}", kind="random", manner="open", starts_on=today, ends_on=today, tiers=["town"], how="share",
        amount=100, items=[("水面没有垃圾", None)], pool=mates,
    )  # fmt: skip
    campaign = campaigns.plan_campaign(by=clerk, plan=plan)
    campaigns.draw_campaign(campaign, clerk, seed="0")
    # The lot gave every town's reaches; this place keeps its own.
    campaign.visits.exclude(reach=reach).delete()
    campaigns.start_campaign(campaign, clerk)
    shot, visit = store_photo(picture(red=100 + reach.pk % 100), by=mates[0]), campaign.visits.get()
    told = {item.pk: campaigns.Told("fail", "水面有垃圾") for item in campaign.items.all()}
    campaigns.submit_visit(visit, mates[0], answers=told, photos=[shot])
    return {"campaign": campaign.pk, "visit": visit.pk, "visit_photo": visit.photos.get().pk}


def _hook(place: str, post: Any) -> int:
    """Paused, so that it can be gone on with."""
    now = timezone.now()
    facts = {
        "name": "省级平台",
        "contact": "省河长办",
        "url": f"https://{place}.example.gov.cn/",
        "nonce": "0",
        "secret_hash": "0",
    }
    found = Hook.objects.create(post=post, made_by=post, made_at=now, **facts)
    found.sends.create(body={"number": "M1", "label": "上报"}, position=1, next_try_at=now, made_at=now)
    return found.pk


def _chief(region: Any, key: str) -> Any:
    return stage._post(
        stage.Cast(places={"place": region}), key, f"河长{region.name}", Role.CHIEF, "place", None, "镇长"
    )


def _registry(place: str, town: Any, chief: Any) -> dict[str, Any]:
    river = River.objects.create(name=f"{town.name}溪", code=f"R-{place}", region=town)
    reach = Reach.objects.create(river=river, tier=Tier.TOWN, region=town, code=f"H-{place}", name=f"{town.name}段")
    tenure = Tenure.objects.create(post=chief, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=stage.SINCE)
    head = HeadTenure.objects.create(
        post=chief, region=town, kind="vice", starts_on=stage.SINCE, entered_on=timezone.localdate()
    )
    board = create_signboard(by=None, reach=reach, code=f"B-{place}", place="桥头", renewed_on=date(2026, 1, 1))
    renew_signboard(
        board, date(2026, 2, 1), by=None, photo=store_photo(picture(red=sum(map(ord, place)) % 200), by=chief)
    )
    renewal = board.renewals.get()
    told = {"result": "damaged", "day": timezone.localdate(), "photos": [renewal.photo]}
    inspection = inspect_signboard(board, by=chief, **told)
    facts = {"name": f"{town.name}断面", "code": f"S-{place}", "river": river, "region": town}
    section = create_section(by=None, **facts, target=WaterClass.III, body="river")
    month = section.months.create(month=date(2026, 8, 1), water_class=WaterClass.III)
    cut = Cut.objects.create(kind="split", region=town, day=date(2026, 1, 1), made_at=timezone.now())
    cut.parts.create(reach=reach, is_new=True)
    named = {
        "river": river,
        "reach": reach,
        "tenure": tenure,
        "board": board,
        "section": section,
        "cut": cut,
        "renewal": renewal,
        "section_month": month,
        "inspection": inspection,
        "inspection_photo": inspection.photos.get(),
    }
    acting = Acting.objects.create(
        tenure=tenure, post=chief, reason="学习", starts_on=stage.SINCE, ends_on=date(2026, 12, 31),
        planned_on=date(2026, 12, 31), entered_on=timezone.localdate(),
    )  # fmt: skip
    named |= {"head": head, "acting": acting}
    named |= _asset(town, reach)
    return {kind: row.pk for kind, row in named.items()} | {"thing": "river"}


def _asset(town: Any, reach: Any) -> dict[str, Any]:
    kind = ObjectKind.objects.get(key="outfall")
    sort = kind.fields.get(key="sort")
    asset = create_asset(by=None, kind=kind, name="排口", region=town, reach=reach, values={sort: "其他排口"})
    shot = store_photo(picture(red=reach.pk % 200), by=None)
    (file,) = add_files(asset, [shot], by=None)
    return {"asset": asset, "value": asset.values.get(), "field": sort, "asset_file": file}


def _handed_over(place: str, town: Any, chief: Any, clerk: Any) -> dict[str, Any]:
    """The sheet of a chief who led another reach of the town until the clerk, as a chief, followed."""
    river = River.objects.create(name=f"{town.name}旧溪", code=f"F-{place}", region=town)
    reach = Reach.objects.create(river=river, tier=Tier.TOWN, region=town, code=f"FH-{place}", name=f"{town.name}旧段")
    Tenure.objects.create(post=chief, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=stage.SINCE)
    following = Post.objects.create(user=clerk.user, role=Role.CHIEF, region=town, starts_on=stage.SINCE)
    appoint(by=clerk, post=following, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=date(2026, 9, 1))
    return {"handover": Handover.objects.get(incoming=following).pk}


def _planned(place: str, rows: dict[str, Any], chief: Any, clerk: Any) -> dict[str, Any]:
    """A plan that is carried out, with a photographed report, and a draft of a line and a task."""
    reach, today = Reach.objects.select_related("river__region").get(pk=rows["reach"]), timezone.localdate()
    facts = {"river": reach.river, "starts_on": date(today.year, 1, 1), "ends_on": date(today.year + 1, 12, 31)}
    plan = plans.draw_plan(by=clerk, kind="river", title=f"方案{place}", **facts)
    problem = plans.add_item(plan, {"name": "污水直排"}, by=clerk, kind="problem")
    plans.add_item(plan, {"name": "水质", "target": "Ⅲ类", "problem": problem}, by=clerk, kind="goal")
    values = {"name": "截污", "quantity": Decimal(2), "unit": "公里", "reach": reach, "starts_on": facts["starts_on"]}
    task = plans.add_task(plan, values | {"due_on": facts["ends_on"]}, by=clerk)
    plans.submit_plan(plan, by=clerk, approver=chief)
    shot = store_photo(picture(red=200 + reach.pk % 50), by=chief)
    plans.approve_plan(plan, by=chief, approved_on=today, photos=[shot])
    task.plan = plan
    report = plans.report_progress(task, by=chief, day=today, done=Decimal(1), photos=[shot])
    plans.revise_plan(plan, by=clerk)
    draft = plan.later.get()
    order = plans.draw_plan(
        by=clerk, kind="order", title=f"令{place}", region=reach.region, starts_on=facts["starts_on"]
    )
    plans.add_task(order, values | {"due_on": order.ends_on}, by=clerk)
    plans.submit_plan(order, by=clerk, approver=chief)
    plans.approve_plan(order, by=chief, approved_on=today)
    return {
        "order": order.pk,
        "plan": plan.pk, "task": task.pk, "progress": report.pk, "progress_photo": report.photos.get().pk,
        "paper": plan.papers.get().pk, "draft": draft.pk, "item": draft.items.order_by("pk").last().pk,
        "draft_task": draft.tasks.get().pk,
    }  # fmt: skip


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
    walked.track(patrol, chief)
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
        **excused(reach, chief, clerk, shot),
        "finding_photo": FindingPhoto.objects.get(finding__patrol=patrol).pk,
        "issue": issue.pk,
        "photo": issue.evidence.get().pk,
    }


def _handed_out(rows: dict[str, Any], chief: Any, clerk: Any, unit: Any) -> dict[str, Any]:
    """An issue on the desk of a unit, with a notice about it."""
    reach = Reach.objects.select_related("river", "region").get(pk=rows["reach"])
    shot = store_photo(picture(red=rows["reach"] % 200), by=chief)
    place = {"river": reach.river, "region": reach.region, "reach": reach}
    issue = issues.report(by=chief, text="坡脚垃圾", source=Source.PATROL, photos=[shot], **place)
    category = Category.objects.get(name="乱堆")
    issues.register(issue, clerk, category=category, severity=Severity.MINOR, track=Track.TERM)
    issues.dispatch(issue, clerk, unit=unit, requirement="清运垃圾")
    picked = {name: select(Issue.objects.filter(pk=issue.pk), by=clerk, verb=verb, query="") for name, verb in PICKED}
    told = {"demand": "立即整改", "reason": "进展缓慢", "reply_by": timezone.localdate() + timedelta(days=5)}
    notice = send_notice(issue, by=clerk, kind="hint", **told)
    return {"sent": issue.pk, "notice": notice.pk, "turn": 1} | {name: one.pk for name, one in picked.items()}


def _personal(place: str, chief: Any) -> dict[str, Any]:
    now = timezone.now()
    message = Message.objects.create(user=chief.user, kind="x", title="消息", key=f"k-{place}", created_at=now)
    Outbox.objects.create(message=message, channel="webhook", next_try_at=now)
    job = Job.objects.create(kind="list-export", title="导出", post=chief, created_at=now)
    view = save_view(
        by=chief, page="issues", name="超期", query="tab=overdue", density="", is_shared=True, is_default=False
    )
    entry = Entry.objects.create(at=now, action="x", user=chief.user, post=chief, region=chief.region)
    return {"message": message.pk, "job": job.pk, "journal": entry.pk, "view": view.pk}


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
    """A deadline that the county has made its own, and a kind of assets."""
    table = tables.find("issue_deadlines")
    services.customise_setting(table, by=clerk)
    kind = create_object_kind(by=clerk, name="涝池", holder="asset")
    field = create_object_field(by=clerk, kind=kind, name="面积", type="number")
    word = SimpleUploadedFile("模板.docx", docx(Paper(title="模板")))
    template = PaperTemplate.objects.create(
        region=clerk.region, kind="hint", upload=store_document(word, by=clerk), post=clerk, added_at=timezone.now()
    )
    kept = {"table": table.key, "paper_template": template.pk, "setting": table.rows_for(clerk).first().pk}
    return kept | {"object_kind": kind.pk, "object_field": field.pk}
