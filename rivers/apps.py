from django.apps import AppConfig


class RiversConfig(AppConfig):
    name = "rivers"
    label = "rivers"
    verbose_name = "河湖名录"
    journal_things = {
        "river": "河湖",
        "reach": "河段",
        "tenure": "河长任职",
        "signboard": "公示牌",
        "section": "监测断面",
        "asset": "涉河对象",
        "object_kind": "对象类别",
        "object_field": "对象字段",
        "river_line": "河线",
        "river_shape": "河湖轮廓",
        "handover": "离任交接",
        "head": "总河长任职",
        "plan": "方案",
        "plan_item": "方案清单",
        "plan_task": "方案任务",
        "acting": "河长代理",
    }
    journal_acts = {
        "appoint": "任命",
        "dismiss": "离任",
        "run_on": "恢复",
        "begin": "登记代理",
        "shorten": "提前结束",
        "take_back": "撤销任命",
        "draw_up": "生成交接单",
        "move_lines": "转入交接事项",
        "hand_over": "移交签字",
        "take_over": "接收签字",
        "witness": "监交",
        "file_paper": "登记纸质签字",
        "recount": "重新盘点",
        "undo": "撤销",
        "renew": "更新",
        "unrenew": "撤回更新登记",
        "phone": "公示电话",
        "inspect": "巡检",
        "uninspect": "撤回巡检",
        "repair": "登记修复",
        "reopen": "重新打开",
        "retire": "停用",
        "return": "恢复使用",
        "move": "移动位置",
        "month": "填报水质",
        "target": "调整目标水质",
        "chiefs": "河长名录",
        "draw": "绘制",
        "split": "拆分",
        "join": "合并",
        "undo_cut": "撤回拆分（合并）",
        "remove": "删除",
        "value": "登记数据",
        "drop_value": "撤回数据",
        "attach": "上传附件",
        "detach": "移除附件",
        "end": "终止",
        "revive": "恢复",
        "add": "新增",
        "assign": "调整责任人",
        "report_progress": "填报进展",
        "withdraw_progress": "撤回进展",
        "draw_plan": "编制",
        "submit_plan": "送审",
        "approve_plan": "审定",
        "return_plan": "退回修改",
        "revise_plan": "修订",
        "copy_plan": "转入下一周期",
        "finish_plan": "办结",
        "stop_plan": "终止",
        "resume_plan": "恢复执行",
    }

    def ready(self) -> None:
        from hezhang.core.office.parameters import register
        from rivers import importing  # noqa: F401 - what the desk takes for the registry
        from rivers.acting import traced as actings  # noqa: F401
        from rivers.assets import searched as found_assets  # noqa: F401
        from rivers.assets import traced as assets  # noqa: F401
        from rivers.assets.receivers import connect as connect_assets
        from rivers.boards import searched as found_boards  # noqa: F401 - found by the search, as the three below
        from rivers.boards import tasks as board_tasks  # noqa: F401 - known to Celery
        from rivers.boards import traced as boards  # noqa: F401 - whose history is shown, as the two below
        from rivers.boards.parameters import TABLES as BOARDS
        from rivers.boards.receivers import connect as connect_boards
        from rivers.chiefs import searched as found_chiefs  # noqa: F401
        from rivers.chiefs.parameters import TABLES as CHIEFS
        from rivers.chiefs.receivers import connect as connect_chiefs
        from rivers.cutting.receivers import connect as connect_cutting
        from rivers.handover import tasks  # noqa: F401 - known to Celery
        from rivers.handover.receivers import connect as connect_handover
        from rivers.heads import searched as found_heads  # noqa: F401
        from rivers.heads import traced as heads  # noqa: F401
        from rivers.heads.receivers import connect as connect_heads
        from rivers.map.receivers import connect as connect_map
        from rivers.plans import searched as found_plans  # noqa: F401
        from rivers.plans import tasks as plan_tasks  # noqa: F401
        from rivers.plans import traced as plans  # noqa: F401
        from rivers.plans.parameters import TABLES as PLANS
        from rivers.plans.receivers import connect as connect_plans
        from rivers.registry import searched as found_registry  # noqa: F401
        from rivers.registry import traced as registry  # noqa: F401
        from rivers.registry.parameters import TABLES as REGISTRY
        from rivers.water import searched as found_sections  # noqa: F401
        from rivers.water import traced as water  # noqa: F401
        from rivers.water.parameters import TABLES
        from rivers.water.receivers import connect as connect_water

        connect_map()  # first: where it lies, then who answers for it
        connect_chiefs()
        connect_heads()  # after the chiefs: the sheet of a leave is there by then, and notes what else ended
        connect_water()  # before the boards: the order of the panels on the page of a river
        connect_assets()
        connect_boards()
        connect_plans()
        connect_cutting()
        connect_handover()
        for table in [*REGISTRY, *CHIEFS, *BOARDS, *PLANS, *TABLES]:
            register(table)
