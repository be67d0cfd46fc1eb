"""Who can be entered as in the demonstration. Made-up people; the password is the same for all of them."""

from dataclasses import dataclass

from hezhang.core.accounts.choices import Role

PASSWORD = "Qingshan-Baiyun-26"  # noqa: S105 - the demonstration's own, printed on its first page


@dataclass(frozen=True)
class Member:
    """One member of the cast: ``place`` is a key of the demo's places, ``unit`` of its departments."""

    key: str
    name: str
    role: str
    place: str
    title: str
    does: str
    unit: str = ""


CAST = [
    Member("zhangcun", "尚有田", Role.CHIEF, "village", "村党支部书记", "村级河长：手机巡河"),
    Member("zhangzhen", "乔立本", Role.CHIEF, "town", "镇党委书记", "镇级河长：巡河、核查"),
    Member("zhangqu", "季明河", Role.CHIEF, "county", "副区长", "区级河长"),
    Member("zhangshi", "程远山", Role.CHIEF, "city", "副市长", "市级河长"),
    Member("hezhangban", "文思齐", Role.OFFICE_CLERK, "county", "科员", "区河长办：登记、交办、销号", "office"),
    Member("zhuren", "何长清", Role.OFFICE_HEAD, "county", "主任", "区河长办负责人：销号、定稿", "office"),
    Member("shuiliju", "施建工", Role.HANDLER, "county", "水政科科长", "区水利局经办人", "water"),
    Member("zhenban", "乔办事", Role.HANDLER, "town", "农办主任", "桥头镇经办人：签收、整改", "town"),
    Member("xunhe", "巡小舟", Role.PATROLLER, "town", "巡河员", "巡河员：巡河、现场核查"),
    Member("lingdao", "区望津", Role.LEADER, "county", "区长、总河长", "领导：看排名、下载报表"),
    Member("xitong", "管系统", Role.SYSTEM_ADMIN, "county", "系统管理员", "系统管理员"),
    Member("anquan", "安守全", Role.SECURITY_ADMIN, "county", "安全管理员", "安全管理员"),
    Member("shenji", "申记审", Role.AUDIT_ADMIN, "county", "审计管理员", "审计管理员：查日志"),
    Member("linqu", "邻望湖", Role.CHIEF, "neighbour", "副区长", "邻区河长：看不到本区"),
]
BY_KEY = {member.key: member for member in CAST}
