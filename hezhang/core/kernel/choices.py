"""Words shared by every app."""

from __future__ import annotations

from django.db import models


class Tier(models.TextChoices):
    """The four tiers of 河长制 (《关于全面推行河长制的意见》): 市、县、乡、村."""

    CITY = "city", "市级"
    COUNTY = "county", "区县级"
    TOWN = "town", "乡镇级"
    VILLAGE = "village", "村级"


# How many digits of the 12-digit statistical division code stand for a region of the tier.
CODE_DIGITS = {Tier.CITY: 4, Tier.COUNTY: 6, Tier.TOWN: 9, Tier.VILLAGE: 12}
TIER_ORDER = [Tier.CITY, Tier.COUNTY, Tier.TOWN, Tier.VILLAGE]


class Toned(models.TextChoices):
    """States that say beside their label in which tone a screen shows them: ``CLOSED = "closed", "green", "已销号"``.

    Without a tone a state is grey. A colour never stands alone: the tag draws an icon and the word with it.
    """

    tone: str

    def __new__(cls, value: str, tone: str = "grey") -> Toned:
        # Django's own metaclass has taken the label off the end by now; what is left is value and tone.
        member = str.__new__(cls, value)
        member._value_ = value
        member.tone = tone
        return member
