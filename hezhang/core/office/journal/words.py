"""What a journal row's dotted word is called on the screen; a word not known here is shown as it is.

Each app names its own things and acts in its AppConfig (``journal_things``, ``journal_acts``); here stands only what
every app does.
"""

from __future__ import annotations

from functools import cache

from django.apps import apps

ACTS = {
    "add": "新增",
    "create": "新增",
    "edit": "修改",
    "update": "修改",
    "delete": "删除",
    "save": "保存",
    "export": "导出",
    "submit": "提交",
    "enable": "启用",
    "disable": "停用",
    "end": "离任",
    "reopen": "撤销离任",
    "switch": "切换",
}
WHOLE = {
    "sign_in.ok": "登录成功",
    "sign_in.failed": "登录失败",
    "sign_in.wrong_code": "登录验证码错误",
    "sign_in.locked": "登录锁定",
    "sign_in.sent_out": "输错当前密码被退出",
    "sign_in.timed_out": "登录超时退出",
    "sign_out": "退出登录",
    "export": "导出",
}


@cache
def things() -> dict[str, str]:
    """问题 for issue: what the first part of a word means, by all apps in their order."""
    return _gathered("journal_things")


@cache
def acts() -> dict[str, str]:
    """交办 for dispatch: what the last part means."""
    return ACTS | _gathered("journal_acts")


def _gathered(name: str) -> dict[str, str]:
    return {word: label for config in apps.get_app_configs() for word, label in getattr(config, name, {}).items()}


def action_words(action: str) -> str:
    """问题：交办 for issue.dispatch; the word itself where no name is known."""
    thing, _, act = action.partition(".")
    # reference.norms.edit: the table's key in between is nothing to a reader.
    act = act.rpartition(".")[2]
    if action in WHOLE or thing not in things():
        return WHOLE.get(action, action)
    return f"{things()[thing]}：{acts().get(act, act)}" if act else things()[thing]
