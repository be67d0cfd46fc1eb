from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "issues"
    label = "issues"
    verbose_name = "问题台账"
    journal_things = {
        "issue": "问题",
        "ledger": "问题台账",
        "notice": "督办件",
        "paper_template": "文书模板",
        "draw": "回头看抽查",
        "lead": "线索",
        "stageplan": "整改方案",
        "stage": "阶段任务",
        "campaign": "督查行动",
        "visit": "检查任务",
    }
    journal_acts = {
        "report": "上报",
        "take_over": "接收原台账",
        "supplement": "补充",
        "raise": "上报乡镇级河长",
        "settle": "协调解决",
        "pass_on": "转河长办",
        "lapse": "自动转河长办",
        "register": "登记",
        "dispatch": "交办",
        "recall": "撤回交办",
        "reassign": "改派",
        "correct": "更正",
        "nudge": "催办",
        "answer": "答复催办",
        "ask_extension": "申请延期",
        "grant_extension": "批准延期",
        "refuse_extension": "驳回延期",
        "redate": "按日历改期",
        "suspend": "挂起",
        "resume": "恢复办理",
        "sign_for": "签收",
        "return": "责任退回",
        "rectify": "填报进展",
        "apply": "申请销号",
        "register_by_rule": "按规则登记",
        "endorse": "签署河长意见",
        "check_first": "第一人核查",
        "verify": "现场核查",
        "send_back": "退回重改",
        "close": "销号",
        "close_by_list": "按清单销号",
        "send_back_by_list": "按清单退回",
        "undo_list": "撤销清单结论",
        "reject": "不属实",
        "draw_sample": "抽取回头看名单",
        "hold": "回头看：巩固",
        "rebound": "回头看：反弹",
        "clear_false": "撤销虚假整改认定",
        "involve": "调整协办单位",
        "assist": "填报协办进展",
        "merge": "合并",
        "unmerge": "撤销合并",
        "add_template": "启用模板",
        "remove_template": "停用模板",
        "send_notice": "发出督办",
        "reply_notice": "答复督办",
        "accept_reply": "确认办结",
        "return_reply": "退回答复",
        "withdraw_notice": "撤回督办",
        "propose_stages": "提交整改方案",
        "revise_stages": "修改后再提交",
        "confirm_stages": "确认方案",
        "return_stages": "退回方案",
        "add_stage": "增加阶段任务",
        "finish_stage": "完成阶段任务",
        "reopen_stage": "退回阶段任务",
        "move_stage": "调整阶段任务时限",
        "drop_stage": "取消阶段任务",
        "record_lead": "登记线索",
        "take_in": "导入线索",
        "confirm_lead": "核实属实",
        "join_lead": "并入已有问题",
        "dismiss_lead": "不是问题",
        "reopen_lead": "撤销核实",
        "find_lead": "检查发现",
        "prove_lead": "检查时核实",
        "plan_campaign": "新建督查",
        "edit_campaign": "修改督查",
        "draw_campaign": "抽取",
        "redraw_campaign": "重抽",
        "leave_out_reach": "排除河段",
        "take_back_reach": "恢复河段",
        "start_campaign": "启动督查",
        "finish_campaign": "办结督查",
        "cancel_campaign": "取消督查",
        "submit_visit": "填报检查",
        "amend_visit": "改正检查记录",
        "one_hand": "一手经办提示",
        "follow_reach": "随河段调整",
    }

    def ready(self) -> None:
        from issues.batches import tasks as batches  # noqa: F401 - known to the jobs
        from issues.campaigns import packed as visits  # noqa: F401 - what phones keep of campaigns
        from issues.campaigns import parameters as campaigns  # noqa: F401 - fills 参数设置
        from issues.campaigns import tasks as inspecting  # noqa: F401 - known to Celery
        from issues.clocks import parameters as clocks  # noqa: F401 - fills 参数设置
        from issues.escalation import parameters as escalation  # noqa: F401 - fills 参数设置
        from issues.feed import receivers as feed  # noqa: F401 - listens to the ledger's steps
        from issues.feed import tasks as telling  # noqa: F401 - known to Celery
        from issues.hints import parameters as hints  # noqa: F401 - fills 参数设置
        from issues.leads import importing as spots  # noqa: F401 - what the desk takes for leads
        from issues.leads import parameters as limits  # noqa: F401 - fills 参数设置
        from issues.leads import receivers as origins  # noqa: F401 - says which lead a problem came from
        from issues.leads import searched as hearsay  # noqa: F401 - found by the search
        from issues.leads import tasks as leads  # noqa: F401 - known to Celery
        from issues.ledger import (
            checks,  # noqa: F401 - adds to 账号检查
            importing,  # noqa: F401 - what the desk takes for the ledger
            packed,  # noqa: F401 - what phones keep of the ledger
            parcels,  # noqa: F401 - what phones hand in
            receivers,  # noqa: F401 - listens to patrols
            searched,  # noqa: F401 - found by the search
        )
        from issues.ledger import parameters as ledger  # noqa: F401 - fills 参数设置
        from issues.lookback import parameters as lookback  # noqa: F401 - fills 参数设置
        from issues.map.receivers import connect
        from issues.redating import parameters as redating  # noqa: F401 - looks ahead under 参数设置
        from issues.redating import receivers as redated  # noqa: F401 - listens to the settings
        from issues.reminders import parameters, tasks  # noqa: F401 - fills 参数设置; known to Celery
        from issues.stages import tasks as stages  # noqa: F401 - known to Celery

        connect()
