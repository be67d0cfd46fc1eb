"""Words of people and posts."""

from django.db import models


class Role(models.TextChoices):
    CHIEF = "chief", "河长"
    OFFICE_CLERK = "office_clerk", "河长办工作人员"
    OFFICE_HEAD = "office_head", "河长办负责人"
    HANDLER = "handler", "承办单位经办人"
    PATROLLER = "patroller", "巡河员"
    # Reads the whole region and writes nothing.
    LEADER = "leader", "领导"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


OFFICE_ROLES = frozenset({Role.OFFICE_CLERK, Role.OFFICE_HEAD})
WALKING_ROLES = frozenset({Role.CHIEF, Role.PATROLLER})
# Who works at a desk and, on site, with the phone: the device decides which shell they get.
DESK_AND_PHONE_ROLES = frozenset({Role.HANDLER})
# 三员分立 (GB/T 22239-2019): none of the three sees business data.
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
REGION_WIDE_ROLES = OFFICE_ROLES | {Role.LEADER}


class TryKind(models.TextChoices):
    """What somebody tries who does not yet prove to be the person: each has limits of its own."""

    SIGN_IN = "sign_in", "登录"
    PASSWORD = "password", "当前密码"
    CODE = "code", "验证码"
    TOKEN = "token", "接口令牌"


class RequestKind(models.TextChoices):
    """What the system administrator does not do alone."""

    RESET = "reset", "重置密码"
    POST = "post", "新增岗位"
    END = "end", "结束岗位"
    DISABLE = "disable", "停用账号"


class RequestState(models.TextChoices):
    WAITING = "waiting", "待确认"
    CONFIRMED = "confirmed", "已确认"
    DECLINED = "declined", "已驳回"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "已过期"


class DepartmentKind(models.TextChoices):
    OFFICE = "office", "河长制办公室"
    MEMBER = "member", "成员单位"
    TOWN = "town", "乡镇政府（街道办事处）"
    # Companies that clean or inspect for the office: accounts of their own, and no more than what they are handed.
    THIRD = "third", "第三方单位"
