"""What was done with stored rounds before they kept their steps: told by the journal and by the rows themselves."""

from decimal import Decimal

from django.db import migrations

RUNNING, FROZEN = "running", "frozen"
# In this order where several were done in the same moment.
VERBS = ["open", "add_entry", "withdraw_entry", "override", "compute", "freeze"]


def fill(apps, schema_editor):
    Round, Step = apps.get_model("assessment", "Round"), apps.get_model("assessment", "RoundTransition")
    for each in Round.objects.order_by("pk"):
        steps = [*of_whole(apps, each), *of_entries(apps, each), *of_overrides(apps, each)]
        steps.sort(key=lambda step: (step["at"], VERBS.index(step["verb"])))
        Step.objects.bulk_create(Step(round_id=each.pk, **states(step["verb"]), **step) for step in steps)


def states(verb):
    return {"from_state": "" if verb == "open" else RUNNING, "to_state": FROZEN if verb == "freeze" else RUNNING}


def step(verb, at, by, user, **more):
    return {"verb": verb, "at": at, "post_id": by, "user_id": user, **more}


def of_whole(apps, each):
    """Opened, computed, frozen, as the journal has it; when and by whom it was frozen the round knows itself, too."""
    rows = apps.get_model("audit", "Entry").objects.filter(object_type="assessment.round", object_id=str(each.pk))
    wanted = [f"round.{verb}" for verb in ("open", "compute", "freeze")]
    steps = [
        step(row.action.partition(".")[2], row.at, row.post_id, row.user_id)
        for row in rows.filter(action__in=wanted).order_by("pk")
    ]
    if each.state == FROZEN and not any(one["verb"] == "freeze" for one in steps):
        steps.append(step("freeze", each.frozen_at, each.frozen_by_id, each.frozen_by.user_id))
    return steps


def of_entries(apps, each):
    entries = apps.get_model("assessment", "ManualEntry").objects.filter(round=each).order_by("pk")
    for one in entries.select_related("region", "indicator", "entered_by", "withdrawn_by"):
        words = f"{one.region.name} {one.indicator.name} ×{one.times.normalize():f}：{one.reason}"
        more = {"words": words, "region_id": one.region_id}
        yield step("add_entry", one.entered_at, one.entered_by_id, one.entered_by.user_id, **more)
        if one.withdrawn_at:
            yield step("withdraw_entry", one.withdrawn_at, one.withdrawn_by_id, one.withdrawn_by.user_id, **more)


def of_overrides(apps, each):
    scores = apps.get_model("assessment", "Score").objects.filter(subject__round=each)
    known = {str(one.pk): one for one in scores.select_related("subject__region", "indicator").order_by("pk")}
    rows = apps.get_model("audit", "Entry").objects.filter(object_type="assessment.score", action="score.override")
    for row in rows.order_by("pk"):
        if score := known.get(row.object_id):
            value, reason = row.after.get("override"), row.after.get("reason", "")
            points = "恢复为计算得分" if value is None else f"核定为 {Decimal(value):.2f} 分"
            town = score.subject.region
            words = f"{town.name} {score.indicator.name} {points}：{reason}"
            yield step("override", row.at, row.post_id, row.user_id, words=words, region_id=town.pk)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0005_steps")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
