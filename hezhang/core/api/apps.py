from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hezhang.core.api"
    label = "api"
    verbose_name = "数据接口"
    journal_things = {"token": "接口令牌", "hook": "变动推送"}
    journal_acts = {
        "create_token": "发放",
        "renew_token": "换发",
        "revoke_token": "停用",
        "read": "读取",
        "write": "写入",
        "create_hook": "设置推送",
        "renew_hook": "换发签名密钥",
        "pause_hook": "停发",
        "resume_hook": "恢复推送",
        "try_hook": "测试推送",
        "replay_hook": "重推",
    }

    def ready(self) -> None:
        from hezhang.core.api import tasks  # noqa: F401 - known to Celery
