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
        "request": "待确认事项",
        "policy": "密码与登录策略",
    }
    journal_acts = {
        "change_password": "修改密码",
        "reset_password": "重置密码",
        "open_account": "发放账号",
        "set_password": "经链接设置密码",
        "expire_password": "密码到期",
        "change_phone": "修改本人手机号",
        "ask": "申请",
        "confirm": "确认",
        "decline": "驳回",
        "withdraw": "撤回",
        "view_phone": "查看完整手机号",
        "trust": "设为可信",
        # An entry without a password is told apart from a sign-in.
        "resume": "免登录进入",
        "revoke": "移除",
        "confirm_two_step": "开启两步验证",
        "end_two_step": "关闭两步验证",
        "reset_two_step": "重置两步验证",
        "renew_codes": "更换恢复码",
        "use_recovery_code": "用恢复码登录",
        "end_session": "退出其登录",
        "end_other_devices": "退出其他设备",
    }
