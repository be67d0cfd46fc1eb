from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "hezhang.portal.demo"
    label = "demo"
    verbose_name = "演示"
    journal_things = {"demo": "演示"}
    journal_acts = {"enter": "点名进入"}
