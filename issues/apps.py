from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "issues"
    label = "issues"
    verbose_name = "问题台账"
    journal_things = {
        "issue": "问题",
        "ledger": "问题台账",
    }
    journal_acts = {
        "report": "上报",
        "take_over": "接收原台账",
        "supplement": "补充",
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
        "one_hand": "一手经办提示",
        "follow_reach": "随河段调整",
    }

    def ready(self) -> None:
        from issues.clocks import parameters as clocks  # noqa: F401 - fills 参数设置
        from issues.ledger import (
            checks,  # noqa: F401 - adds to 账号检查
            importing,  # noqa: F401 - what the desk takes for the ledger
            receivers,  # noqa: F401 - listens to patrols
            searched,  # noqa: F401 - found by the search
        )
        from issues.ledger import parameters as ledger  # noqa: F401 - fills 参数设置
        from issues.map.receivers import connect
        from issues.reminders import parameters, tasks  # noqa: F401 - fills 参数设置; known to Celery

        connect()
