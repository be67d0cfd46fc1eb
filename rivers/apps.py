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
        "river_line": "河线",
        "river_shape": "河湖轮廓",
        "handover": "离任交接",
    }
    journal_acts = {
        "appoint": "任命",
        "dismiss": "离任",
        "run_on": "恢复任职",
        "take_back": "撤销任命",
        "draw_up": "生成交接单",
        "hand_over": "移交签字",
        "take_over": "接收签字",
        "witness": "监交",
        "file_paper": "登记纸质签字",
        "recount": "重新盘点",
        "undo": "撤销",
        "renew": "更新",
        "move": "移动位置",
        "month": "填报水质",
        "target": "调整目标水质",
        "chiefs": "河长名录",
        "draw": "绘制",
        "split": "拆分",
        "join": "合并",
        "undo_cut": "撤回拆分（合并）",
        "remove": "删除",
    }

    def ready(self) -> None:
        from hezhang.core.office.parameters import register
        from rivers import importing  # noqa: F401 - what the desk takes for the registry
        from rivers.boards import searched as found_boards  # noqa: F401 - found by the search, as the three below
        from rivers.boards import traced as boards  # noqa: F401 - whose history is shown, as the two below
        from rivers.boards.receivers import connect as connect_boards
        from rivers.chiefs import searched as found_chiefs  # noqa: F401
        from rivers.chiefs.parameters import TABLES as CHIEFS
        from rivers.chiefs.receivers import connect as connect_chiefs
        from rivers.cutting.receivers import connect as connect_cutting
        from rivers.handover import tasks  # noqa: F401 - known to Celery
        from rivers.handover.receivers import connect as connect_handover
        from rivers.map.receivers import connect as connect_map
        from rivers.registry import searched as found_registry  # noqa: F401
        from rivers.registry import traced as registry  # noqa: F401
        from rivers.water import searched as found_sections  # noqa: F401
        from rivers.water import traced as water  # noqa: F401
        from rivers.water.parameters import TABLES
        from rivers.water.receivers import connect as connect_water

        connect_map()  # first: where it lies, then who answers for it
        connect_chiefs()
        connect_water()  # before the boards: the order of the panels on the page of a river
        connect_boards()
        connect_cutting()
        connect_handover()
        for table in [*CHIEFS, *TABLES]:
            register(table)
