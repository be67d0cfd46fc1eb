"""Who reads and who keeps the rules. Verdicts carry the sentence that a disabled button shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import REGION_WIDE_ROLES, WALKING_ROLES
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.verdict import Verdict, yes_if

if TYPE_CHECKING:
    from assessment.schemes.models import Scheme
    from hezhang.core.accounts.models import Post


def may_read(post: Post) -> Verdict:
    """Office, leaders, and those who are assessed: chiefs and patrol staff."""
    return yes_if(post.role in REGION_WIDE_ROLES | WALKING_ROLES, "考核由河长办、领导和被考核的乡镇查看。")


def may_assess(post: Post) -> Verdict:
    """Towns are assessed by the office of the region above them, by rules that it keeps itself."""
    office = is_office(post)
    if not office:
        return office
    return yes_if(post.region.tier in (Tier.COUNTY, Tier.CITY), "考核由区县或市级河长办发起。")


def may_keep_schemes(post: Post) -> Verdict:
    """Schemes are kept by the office that assesses."""
    return may_assess(post)


def may_edit(scheme: Scheme, post: Post) -> Verdict:
    """Any visible scheme may be edited: what is not the own region's, or in use, is copied into a new version first."""
    keeps = may_keep_schemes(post)
    if not keeps:
        return keeps
    own = scheme.region_id in (None, post.region_id)
    return yes_if(own, "此方案由其他区划制定，只能查看。")
