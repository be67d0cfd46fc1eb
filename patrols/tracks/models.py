"""Points as phones sent them, what they amount to, and how a district has it with tracks."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hezhang.core.office.parameters.models import LocalSetting, once_each
from patrols.tracks.choices import Recording, Source
from patrols.tracks.queries import ChunkQuery, TrackQuery
from patrols.walks.models import Patrol


class TrackRule(LocalSetting):
    """轨迹: whether a district takes tracks, how near to the reach counts, how long points are kept; and what a position is compared with."""

    WALK = "walk"

    thing = models.CharField("对象", max_length=8, choices=[(WALK, "巡河轨迹")], default=WALK, editable=False)
    # Where somebody was, minute by minute, is sensitive (个人信息保护法 第二十八条): nothing is taken before an office says so.
    recording = models.CharField("轨迹", max_length=10, choices=Recording, default=Recording.OFF)
    near_m = models.PositiveIntegerField("离河段多少米以内算走到", default=50)
    kept_days = models.PositiveIntegerField("轨迹点保存天数", default=180)
    ask_m = models.PositiveIntegerField("记录位置离河段多少米以外请核对", default=300)
    link_m = models.PositiveIntegerField("记录位置多少米以内提示关联对象", default=100)
    basis = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "巡河轨迹"
        ordering = ["id"]
        constraints = [
            *once_each("track_rule_once", "thing"),
            models.CheckConstraint(condition=Q(recording=Recording.OFF) | ~Q(basis=""), name="track_rule_needs_basis"),
        ]

    def __str__(self) -> str:
        return self.get_thing_display()


class TrackChunk(models.Model):
    """One parcel of points, as it was sent: a length can be reckoned again. May come before its patrol."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="巡河人")
    client_id = models.UUIDField("巡河的客户端编号")
    number = models.IntegerField("序号")
    source = models.CharField("来源", max_length=8, choices=Source, default=Source.PHONE)
    points = models.BinaryField("轨迹点")  # rows [seconds, latitude, longitude, accuracy] as JSON, deflated
    amount = models.IntegerField("点数")
    digest = models.CharField("校验", max_length=64)
    received_at = models.DateTimeField("收到时间")

    objects = ChunkQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "轨迹点"
        ordering = ["user_id", "client_id", "number"]
        constraints = [models.UniqueConstraint(fields=["user", "client_id", "number"], name="track_chunk_once")]
        indexes = [models.Index(fields=["received_at"], name="track_chunk_time_idx")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.number}"


class Track(models.Model):
    """What the points of a patrol amount to. The figures stay when the points are deleted."""

    patrol = models.OneToOneField(Patrol, models.PROTECT, related_name="track", verbose_name="巡河")
    source = models.CharField("来源", max_length=8, choices=Source, default=Source.PHONE)
    metres = models.FloatField("长度（米）", default=0)
    share = models.FloatField("覆盖河段", null=True, blank=True)
    points = models.IntegerField("点数", default=0)
    kept = models.IntegerField("计入点数", default=0)
    gaps = models.IntegerField("断点", default=0)
    jumps = models.IntegerField("跳断", default=0)
    moving_s = models.IntegerField("行走时间（秒）", default=0)
    is_timed = models.BooleanField("有时间", default=True)
    reasons = models.JSONField("不计的点", default=dict)
    chunks = models.IntegerField("收到的份数", default=0)
    # What a page draws: pieces, breaks and poor places; goes with the points.
    drawn = models.JSONField("图", default=dict)
    measured_at = models.DateTimeField("计算时间")
    erased_at = models.DateTimeField("轨迹点删除时间", null=True, blank=True)

    objects = TrackQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡河轨迹"
        ordering = ["patrol_id"]
        constraints = [
            models.CheckConstraint(condition=Q(metres__gte=0), name="track_metres_positive"),
            models.CheckConstraint(condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="track_share_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.patrol} 轨迹"

    def get_absolute_url(self) -> str:
        return self.patrol.get_absolute_url()
