from django.apps import AppConfig


class RiversConfig(AppConfig):
    name = "rivers"
    label = "rivers"
    verbose_name = "河湖名录"

    def ready(self) -> None:
        from hezhang.core.office.parameters import register
        from rivers.boards.receivers import connect as connect_boards
        from rivers.chiefs.receivers import connect as connect_chiefs
        from rivers.water.parameters import TABLES
        from rivers.water.receivers import connect as connect_water

        connect_chiefs()
        connect_water()  # before the boards: the order of the panels on the page of a river
        connect_boards()
        for table in TABLES:
            register(table)
