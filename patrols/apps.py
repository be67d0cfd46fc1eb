from django.apps import AppConfig


class PatrolsConfig(AppConfig):
    name = "patrols"
    label = "patrols"
    verbose_name = "巡河"
    journal_things = {
        "patrol": "巡河",
    }
    journal_acts = {
        "backfill": "补录",
        "review": "复核",
        "recall": "撤回复核",
    }

    def ready(self) -> None:
        from hezhang.core.office.parameters import register
        from patrols import importing  # noqa: F401 - what the desk takes for walks
        from patrols.judgement.receivers import connect
        from patrols.map.receivers import connect as connect_map
        from patrols.norms.parameters import TABLES
        from patrols.walks.receivers import connect as connect_walks

        connect()
        connect_walks()
        connect_map()
        for table in TABLES:
            register(table)
