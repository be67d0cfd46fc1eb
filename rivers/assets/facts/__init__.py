"""What the pages of assets show: the fields that hold somewhere, what they say on a day, and what they said before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from hezhang.core.accounts.choices import Role
from hezhang.core.files.facts import picture
from hezhang.core.files.models import UploadKind
from hezhang.core.kernel.words import day_words
from hezhang.core.web.templatetags.ui import link_html
from rivers.assets.choices import Holder
from rivers.assets.models import Asset, AssetFile, FieldValue, ObjectField, ObjectKind
from rivers.assets.rules import holding, said
from rivers.registry.models import River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@dataclass(frozen=True)
class Line:
    """A field of one thing: what it says on the day, since when, and all that it said, the latest first."""

    field: ObjectField
    now: FieldValue | None
    history: list[FieldValue] = with_default(default_factory=list)

    @property
    def text(self) -> str:
        return self.now.text if self.now else ""

    @property
    def words(self) -> str:
        return said(self.field, self.text)

    @property
    def since(self) -> date | None:
        return self.now.valid_from if self.now and self.now.text else None

    def told(self) -> list[tuple[FieldValue, str]]:
        """Each value with its words."""
        return [(row, said(self.field, row.text) or "空") for row in self.history]


def kinds_of(post: Post) -> QuerySet[ObjectKind]:
    """Kinds of assets that hold where the post is."""
    return ObjectKind.objects.in_force(post.region_id).active().filter(holder=Holder.ASSET)


def river_kind(river: River) -> ObjectKind | None:
    """The kind whose fields the dossier of this river has: the region's own comes before the one that ships."""
    rows = ObjectKind.objects.in_force(river.region_id).active().filter(holder=river.kind)
    return max(rows, key=lambda kind: (kind.region_id or "", -kind.order), default=None)


def fields_of(kind: ObjectKind, region_code: str) -> list[ObjectField]:
    """The fields of the kind that hold in the region, in their order."""
    return list(ObjectField.objects.in_force(region_code).active().filter(kind=kind))


def lines_of(subject: Any, kind: ObjectKind, on: date) -> list[Line]:
    """Every field of the asset (or river) with its values; fields that are retired come last, where they say something. Two queries."""
    fields = fields_of(kind, subject.region_id)
    values: dict[int, list[FieldValue]] = {}
    for row in subject.values.select_related("field", "post__user").order_by("-valid_from"):
        values.setdefault(row.field_id, []).append(row)
    known = {each.pk for each in fields}
    retired = {row.field for rows in values.values() for row in rows if row.field_id not in known}
    lines = [_line(each, values.get(each.pk, []), on) for each in fields]
    return lines + [_line(each, values[each.pk], on) for each in sorted(retired, key=lambda one: (one.order, one.pk))]


def _line(of: ObjectField, rows: list[FieldValue], on: date) -> Line:
    return Line(of, holding(rows, on), rows)


def with_values(rows: QuerySet[Asset], on: date, fields: Iterable[ObjectField]) -> QuerySet[Asset]:
    """Assets with ``begun``: what these fields say of them up to that day, the latest last. One query more for a page."""
    values = FieldValue.objects.on(on).filter(field__in=[each.pk for each in fields])
    return rows.prefetch_related(Prefetch("values", values, to_attr="begun"))


def text_of(asset: Any, wanted: ObjectField) -> str:
    """What the field says of an asset that was read ``with_values``."""
    return next((row.text for row in reversed(asset.begun) if row.field_id == wanted.pk), "")


def number_in(asset: Any, wanted: ObjectField) -> Any:
    """The figure, of a number field."""
    return next((row.number for row in reversed(asset.begun) if row.field_id == wanted.pk), None)


def facts_of(asset: Asset) -> list[tuple[str, Any]]:
    """What every asset has, whatever its kind."""
    position = f"{asset.lng:.6f}，{asset.lat:.6f}" if asset.lat is not None and asset.lng is not None else None
    facts = [
        ("类别", asset.kind.name),
        ("编码", asset.code),
        ("所在河湖", link_html(asset.river.name, asset.river.get_absolute_url()) if asset.river else None),
        ("所在河段", link_html(asset.reach.name, asset.reach.get_absolute_url()) if asset.reach else None),
        ("所属区划", asset.region.name),
        ("岸别", asset.get_bank_display() or None),
        ("地点", asset.place),
        ("主管单位", asset.department.name if asset.department else None),
        ("责任（管理）单位", asset.keeper),
        ("对象建立时间", asset.established_on and day_words(asset.established_on)),
        ("对象终止时间", asset.ended_on and day_words(asset.ended_on)),
        ("备注", asset.remark),
    ]
    return [*facts[:7], ("经度，纬度", position), *facts[7:]] if asset.kind.has_position else facts


def ended_words(asset: Asset) -> str:
    return f"该对象已于{day_words(asset.ended_on)}终止，只供查阅。" if asset.ended_on else ""


def files_told(rows: QuerySet[AssetFile]) -> dict[str, Any]:
    """Photos and documents of one thing, as ``rivers/assets/files.html`` shows them."""
    found = list(rows.select_related("upload", "post__user"))
    photos = [
        {"pk": one.pk} | picture(one.upload, reverse("rivers:asset_file", args=[one.pk]), one.caption)
        for one in found
        if one.upload.kind == UploadKind.PHOTO
    ]
    return {"photos": photos, "documents": [one for one in found if one.upload.kind != UploadKind.PHOTO]}


def card_facts(asset: Asset) -> list[tuple[str, Any]]:
    """What stands on every card."""
    position = f"东经 {asset.lng:.6f}，北纬 {asset.lat:.6f}" if asset.lat is not None and asset.lng is not None else "—"
    where = " ".join(filter(None, [asset.region.name, asset.place]))
    return [
        ("编码", asset.code),
        ("受纳水体", asset.river.name if asset.river else "—"),
        ("位置", where),
        ("经纬度", position),
        ("责任单位", asset.keeper or "—"),
        ("主管单位", asset.department.name if asset.department else "—"),
    ]


def map_query(asset: Asset) -> str:
    """What chooses it on the map; "" without a position."""
    return f"pick=asset{asset.kind_id}-{asset.pk}" if asset.kind.has_position and asset.lat is not None else ""


def counts_by_kind(rows: QuerySet[Asset]) -> dict[int, int]:
    """How many there are of each kind."""
    return dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))


def settable_kinds(post: Post) -> QuerySet[ObjectKind]:
    """Kinds on the page 对象类别: those that hold where the post is; for the system administrator, those that ship."""
    if post.role == Role.SYSTEM_ADMIN:
        return ObjectKind.objects.filter(region=None)
    return ObjectKind.objects.in_force(post.region_id)


def settable_fields(post: Post) -> QuerySet[ObjectField]:
    """The same of fields, with ``held``: how many values there are."""
    rows = ObjectField.objects.filter(region=None)
    rows = rows if post.role == Role.SYSTEM_ADMIN else ObjectField.objects.in_force(post.region_id)
    return rows.annotate(held=Count("values", filter=~Q(values__text="")))
