"""Words of parcels."""

from django.db import models

from hezhang.core.kernel.choices import Toned


class ParcelState(Toned):
    AWAITED = "awaited", "orange", "还在手机上"
    HELD = "held", "blue", "已收下待核对"
    RECEIVED = "received", "green", "已收到"


class Dealing(models.TextChoices):
    """What the office did about a parcel that does not come."""

    CONTACTED = "contacted", "已联系本人"
    GIVEN_UP = "given_up", "不再等"


class Decision(Toned):
    """What became of what was kept."""

    WAITING = "waiting", "orange", "等河长办核对"
    TAKEN = "taken", "green", "已采用"
    DROPPED = "dropped", "grey", "未采用"
    # Kept from a file, and then carried out from the phone itself.
    DONE = "done", "green", "本人已提交"
