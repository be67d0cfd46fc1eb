from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hezhang.core.accounts"
    label = "accounts"
    verbose_name = "人员与权限"
    journal_things = {
        "person": "人员",
        "phone": "可信手机",
        "post": "岗位",
        "department": "单位",
        "region": "区划",
    }
    journal_acts = {
        "change_password": "修改密码",
        "reset_password": "重置密码",
        "view_phone": "查看完整手机号",
        "trust": "设为可信",
        # An entry without a password is told apart from a sign-in.
        "resume": "免登录进入",
        "revoke": "移除",
        "end_session": "退出其登录",
        "end_other_devices": "退出其他设备",
    }
