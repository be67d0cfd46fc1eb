from django.apps import AppConfig


class PatrolsConfig(AppConfig):
    name = "patrols"
    label = "patrols"
    verbose_name = "巡河"
    journal_things = {
        "patrol": "巡河",
        "river_warning": "巡河预警",
        "leave": "河长请假",
        "delegation": "代巡",
        "appeal": "巡河申诉",
        "oddity": "巡河核实",
    }
    journal_acts = {
        "backfill": "补录",
        "review": "复核",
        "recall": "撤回复核",
        "remind": "催办巡河",
        "issue_warning": "发布预警",
        "lift": "解除预警",
        "unlift": "撤销解除",
        "take_back_warning": "撤销预警",
        "make_appeal": "提出申诉",
        "answer_appeal": "答复申诉",
        "undo_answer": "撤销答复",
        "begin_leave": "登记请假",
        "take_back_leave": "撤销请假",
        "delegate": "请人代巡",
        "end_delegation": "结束代巡",
        "track": "导入轨迹",
        "judge_again": "重新判定",
        "check_oddity": "核实",
        "undo_check": "撤销核实",
        "explain_oddity": "本人说明",
    }

    def ready(self) -> None:
        from hezhang.core.office.parameters import register
        from patrols import importing  # noqa: F401 - what the desk takes for walks
        from patrols.appeals import tasks as appeals  # noqa: F401 - known to Celery
        from patrols.appeals.parameters import TABLES as APPEALS
        from patrols.delegations import traced as delegations  # noqa: F401 - whose history is shown
        from patrols.excuses import traced as excuses  # noqa: F401 - whose history is shown
        from patrols.judgement.receivers import connect
        from patrols.map.receivers import connect as connect_map
        from patrols.norms.parameters import TABLES
        from patrols.oddities import tasks as looking  # noqa: F401 - known to Celery
        from patrols.oddities.parameters import TABLES as ODDITIES
        from patrols.tracks import tasks  # noqa: F401 - known to Celery
        from patrols.tracks.parameters import TABLES as TRACK_TABLES
        from patrols.tracks.receivers import connect as connect_tracks
        from patrols.walks import parcels  # noqa: F401 - what phones hand in
        from patrols.walks.receivers import connect as connect_walks
        from patrols.warnings import traced as warnings  # noqa: F401 - whose history is shown

        connect()
        connect_walks()
        connect_map()
        connect_tracks()
        for table in [*TABLES, *TRACK_TABLES, *APPEALS, *ODDITIES]:
            register(table)
