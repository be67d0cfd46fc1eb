"""Who changes which settings: what ships holds for everybody and is the system administrator's, what is local the office's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from hezhang.core.office.parameters.tables import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

NATIONAL = "此表全国统一，由系统管理员维护。"
SHIPPED = "这是默认设置，各地共用。请先点“按本区修改”，再修改本区自己的一份。"
NOT_OURS = "这一条由系统管理员或其他区划维护，本区只能使用。"


def keeps_settings(post: Post) -> Verdict:
    """The office of a county or a city sets what holds in it; towns and villages read."""
    if not (office := is_office(post)):
        return office
    return yes_if(post.region.tier in (Tier.COUNTY, Tier.CITY), "参数由区县及以上河长办设置，乡镇只能查看。")


def may_customise(reach: Reach, post: Post) -> Verdict:
    """Whether the post may take the table into its own region's hands, or give it back."""
    return keeps_settings(post) if reach == Reach.LOCAL else no(NATIONAL)


def may_change(reach: Reach, post: Post, row_region: str | None, *, is_own: bool) -> Verdict:
    """Whether the post may write a row of this region (None: it ships); ``is_own``: its region keeps the table itself."""
    if post.role == Role.SYSTEM_ADMIN:
        return yes_if(row_region is None, "这是区县自定的设置，由该区河长办维护。")
    if reach == Reach.NATIONAL:
        return no(NATIONAL)
    if not (keeps := keeps_settings(post)):
        return keeps
    if row_region == post.region_id and (is_own or reach == Reach.ADDED):
        return YES
    return no(SHIPPED if reach == Reach.LOCAL and not is_own else NOT_OURS)
