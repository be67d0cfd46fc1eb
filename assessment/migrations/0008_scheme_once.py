"""One scheme in force for each region, and the shipped one once. Of doubles the first (or, in force, the newest) stays; none is lost."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def tell_doubles_apart(apps: Any, editor: Any) -> None:
    schemes = apps.get_model("assessment", "Scheme").objects
    taken: set[tuple[str, int]] = set()
    for scheme in schemes.filter(region=None).order_by("id"):
        if (scheme.name, scheme.version) in taken:
            # Rounds may use it, so it stays, as a later version that is not in force.
            scheme.version = max(version for name, version in taken if name == scheme.name) + 1
            scheme.is_active = False
            scheme.save(update_fields=["version", "is_active"])
        taken.add((scheme.name, scheme.version))


def leave_the_newest_in_force(apps: Any, editor: Any) -> None:
    schemes = apps.get_model("assessment", "Scheme").objects.filter(is_active=True).exclude(region=None)
    seen: set[str] = set()
    for scheme in schemes.order_by("-version", "-id"):
        if scheme.region_id in seen:
            scheme.is_active = False
            scheme.save(update_fields=["is_active"])
        seen.add(scheme.region_id)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0007_override_by_without_index")]

    operations = [
        migrations.RunPython(tell_doubles_apart, migrations.RunPython.noop),
        migrations.RunPython(leave_the_newest_in_force, migrations.RunPython.noop),
        migrations.AddConstraint(
            "scheme",
            models.UniqueConstraint(condition=Q(region=None), fields=("name", "version"), name="scheme_shipped_once"),
        ),
        migrations.AddConstraint(
            "scheme",
            models.UniqueConstraint(condition=Q(is_active=True), fields=("region",), name="scheme_active_once"),
        ),
    ]
