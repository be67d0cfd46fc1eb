"""Who may do what with people and regions, in general terms that every app builds on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import ADMIN_ROLES, OFFICE_ROLES, REGION_WIDE_ROLES, WALKING_ROLES, Role
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def is_office(post: Post) -> Verdict:
    """Staff of a river-chief office."""
    return yes_if(post.role in OFFICE_ROLES, "此项由河长办办理。")


def is_office_head(post: Post) -> Verdict:
    """The head of a river-chief office."""
    return yes_if(post.role == Role.OFFICE_HEAD, "此项由河长办负责人办理。")


def is_walker(post: Post) -> Verdict:
    """Chiefs and patrol staff: those who walk the rivers."""
    return yes_if(post.role in WALKING_ROLES, "此项由河长或巡河员办理。")


def may_trust_phone(post: Post, days: int) -> Verdict:
    """Only who walks: a desk is shared, and its thirty idle minutes stay. ``days`` is the setting; 0 switches it off."""
    if days <= 0:
        return no("本地没有开通手机免登录。")
    return yes_if(post.role in WALKING_ROLES, "手机免登录只供河长和巡河员在本人手机上使用。")


def is_region_wide(post: Post) -> Verdict:
    """Office staff and leaders: those who look at the whole region."""
    return yes_if(post.role in REGION_WIDE_ROLES, "此页供河长办和领导使用。")


def sees_business(post: Post) -> Verdict:
    """Everybody but the three administrators (三员分立, GB/T 22239-2019)."""
    return yes_if(post.role not in ADMIN_ROLES, "三员（系统、安全、审计管理员）不接触业务数据。")


def is_river_side(post: Post) -> Verdict:
    """Chiefs, patrol staff, office and leaders: everybody in business but the handling units."""
    return yes_if(post.role not in ADMIN_ROLES | {Role.HANDLER}, "此页供河长、巡河员、河长办和领导查看。")


def may_manage_people(post: Post) -> Verdict:
    """People, posts, departments and regions: the system administrator, and the office for its own region."""
    return yes_if(post.role in OFFICE_ROLES | {Role.SYSTEM_ADMIN}, "人员与岗位由系统管理员或河长办维护。")


def may_oversee(post: Post) -> Verdict:
    """Who holds which role, the policy and the checks of accounts: the security administrator; the auditor reads them."""
    return yes_if(post.role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN), "此页供安全管理员和审计管理员使用。")


def may_set_policy(post: Post) -> Verdict:
    """The security administrator alone."""
    return yes_if(post.role == Role.SECURITY_ADMIN, "密码与登录策略由安全管理员设置。")


def acts_by_two(post: Post | None, separated: bool) -> bool:
    """三员分立: whether what gives access to accounts takes a second person, the security administrator.

    ``None`` is the system itself (imports, set-up); the office manages its own people as before.
    """
    return separated and post is not None and post.role == Role.SYSTEM_ADMIN


def may_ask(post: Post) -> Verdict:
    """The system administrator, for a confirmation."""
    return yes_if(post.role == Role.SYSTEM_ADMIN, "待确认事项由系统管理员提出。")


def sees_requests(post: Post) -> Verdict:
    """Those who ask and those who confirm."""
    return yes_if(post.role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN), "待确认事项由系统管理员提出、安全管理员确认。")


def may_confirm(post: Post, asker_id: int, user_id: int) -> Verdict:
    """The security administrator, neither about the own account nor what the same person has asked for."""
    if post.role != Role.SECURITY_ADMIN:
        return no("待确认事项由安全管理员确认或驳回。")
    if post.user_id == asker_id:
        return no("申请人不能确认自己的申请，请由另一名安全管理员办理。")
    return yes_if(post.user_id != user_id, "这是关于您本人账号的申请，请由另一名安全管理员办理。")


def may_read_journal(post: Post) -> Verdict:
    """The audit administrator alone."""
    return yes_if(post.role == Role.AUDIT_ADMIN, "操作日志只有审计管理员可以查阅。")


def may_set_up(post: Post) -> Verdict:
    """Reference data (norms, deadlines, holidays, schemes): the office, and the system administrator."""
    return yes_if(post.role in OFFICE_ROLES | {Role.SYSTEM_ADMIN}, "参数设置由河长办或系统管理员维护。")


def grantable_roles(post: Post) -> frozenset[Role]:
    """Roles this post may give to people: nobody hands out more than belongs to the own office."""
    if post.role == Role.SYSTEM_ADMIN:
        return frozenset(Role)
    if post.role == Role.OFFICE_HEAD:
        return frozenset(Role) - ADMIN_ROLES
    if post.role == Role.OFFICE_CLERK:
        return frozenset(Role) - ADMIN_ROLES - OFFICE_ROLES
    return frozenset()


def reaches(post: Post, region_code: str) -> bool:
    """Whether a region lies in the post's hands: its own subtree; the system administrator has them all."""
    return post.role == Role.SYSTEM_ADMIN or post.region.contains(region_code)


def may_grant(post: Post, role: str, region_code: str) -> Verdict:
    """Whether the post may give (or take) an office of this role in this region."""
    if not reaches(post, region_code):
        return no("只能维护本区域内的岗位。")
    return yes_if(role in grantable_roles(post), "您的岗位无权任免此类角色，请联系系统管理员或河长办负责人。")


def may_manage_person(post: Post, user_id: int, posts: Iterable[Post]) -> Verdict:
    """Whether the post may change a person's data, password or access, given that person's posts that have not ended.

    Otherwise a clerk could reset the password of a superior and sign in as that person; and whose office begins next
    week is a superior already, because the password would still be known then.
    """
    allowed = may_manage_people(post)
    if not allowed:
        return allowed
    if user_id == post.user_id:
        return no("不能维护自己的账号，请由其他管理人员办理。")
    verdicts = (may_grant(post, each.role, each.region_id) for each in posts)
    return next((each for each in verdicts if not each), YES)


def may_hold_together(role: str, others: Iterable[str]) -> Verdict:
    """三员分立: an administrator holds no second office (GB/T 22239-2019, separation of administrator roles)."""
    held = set(others) - {role}
    clash = bool(held) and (role in ADMIN_ROLES or bool(held & ADMIN_ROLES))
    return yes_if(not clash, "三员（系统、安全、审计管理员）不得兼任其他岗位。")
