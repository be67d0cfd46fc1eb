"""What a journal row's dotted word is called on the screen; a word not known here is shown as it is."""

from __future__ import annotations

THINGS = {
    "issue": "问题",
    "patrol": "巡河",
    "person": "人员",
    "phone": "可信手机",
    "post": "岗位",
    "department": "单位",
    "region": "区划",
    "river": "河湖",
    "reach": "河段",
    "tenure": "河长任职",
    "signboard": "公示牌",
    "section": "监测断面",
    "round": "季度考核",
    "scheme": "考核方案",
    "entry": "考核人工录入",
    "score": "考核得分",
    "reference": "参数设置",
    "import": "批量导入",
    "ledger": "问题台账",
}
ACTS = {
    "add": "新增",
    "create": "新增",
    "edit": "修改",
    "update": "修改",
    "delete": "删除",
    "save": "保存",
    "export": "导出",
    "submit": "提交",
    "backfill": "补录",
    "supplement": "补充",
    "enable": "启用",
    "trust": "设为可信",
    "resume": "免登录进入",
    "revoke": "移除",
    "disable": "停用",
    "end": "离任",
    "switch": "切换",
    "change_password": "修改密码",
    "reset_password": "重置密码",
    "view_phone": "查看完整手机号",
    "appoint": "任命",
    "dismiss": "离任",
    "renew": "更新",
    "month": "填报水质",
    "open": "开展",
    "compute": "计算",
    "freeze": "定稿",
    "override": "人工核定",
    "withdraw": "撤销",
    "report": "上报",
    "register": "登记",
    "dispatch": "交办",
    "sign_for": "签收",
    "return": "责任退回",
    "rectify": "填报进展",
    "apply": "申请销号",
    "verify": "现场核查",
    "send_back": "退回重改",
    "close": "销号",
    "reject": "不属实",
    "regions": "行政区划",
    "chiefs": "河长名录",
}
WHOLE = {
    "sign_in.ok": "登录成功",
    "sign_in.failed": "登录失败",
    "sign_in.timed_out": "登录超时退出",
    "sign_out": "退出登录",
    "export": "导出",
}


def action_words(action: str) -> str:
    """问题：交办 for issue.dispatch; the word itself where no name is known."""
    thing, _, act = action.partition(".")
    act = act.rpartition(".")[2]
    if action in WHOLE or thing not in THINGS:
        return WHOLE.get(action, action)
    return f"{THINGS[thing]}：{ACTS.get(act, act)}" if act else THINGS[thing]
