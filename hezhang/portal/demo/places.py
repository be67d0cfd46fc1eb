"""The made-up district: 澄江区 of 清源市, ten towns, about 120 villages, forty rivers."""

CITY = ("990100000000", "清源市")
COUNTY = ("990102000000", "澄江区")
NEIGHBOUR = ("990103000000", "望湖区")
NEIGHBOUR_TOWN = ("990103101000", "望北镇")

# Town, the share of patrols its chiefs make, and how quickly its units work (1 = on time).
TOWNS = [
    ("桥头镇", 0.97, 0.95),
    ("柳岸镇", 0.93, 0.90),
    ("清溪镇", 0.96, 0.93),
    ("石塘镇", 0.88, 0.82),
    ("东坝街道", 0.91, 0.88),
    ("西埠街道", 0.84, 0.76),
    ("南湖镇", 0.94, 0.91),
    ("北堰镇", 0.79, 0.70),
    ("云岭乡", 0.90, 0.85),
    ("渡口街道", 0.87, 0.80),
]
# Digit of the town's code by what it is (统计用区划代码: 街道 0xx, 镇 1xx, 乡 2xx); villages count from 201, communities from 001.
TOWN_DIGIT = {"街道": 0, "镇": 1, "乡": 2}
VILLAGE_HEADS = ["上", "下", "东", "西", "南", "北", "前", "后", "新", "大", "小", "中", "老", "双"]
VILLAGE_TAILS = ["桥村", "塘村", "堰村", "湾村", "埠村", "坝村", "溪村", "浦村", "洲村", "渡村", "圩村", "坞村"]

# Rivers of the district: km, the towns they run through (their number above, from source to mouth), and where (km east and
# north of the district's middle). The first is the stem, into which the others flow; the first two also have a city reach.
MAIN_RIVERS = [
    ("澄江", 31.6, [1, 0, 5, 4, 9, 6], [(-10.6, 3.6), (-8.1, 2.7), (-4.6, 0.6), (-1.2, -1.1), (2.3, -1.3), (5.6, 0.4), (8.6, -1.2), (11.2, -3.1)]),
    ("清源河", 24.3, [8, 2, 7, 9, 6], [(-6.8, 11.2), (-3.4, 8.9), (0.4, 8.0), (4.6, 6.6), (7.4, 4.1), (9.6, 1.6)]),
    ("柳溪", 18.7, [1, 3, 0, 5], [(-12.2, 0.4), (-9.4, -1.2), (-6.8, -3.4), (-4.0, -2.8)]),
    ("石塘河", 15.2, [3, 5, 4], [(-8.2, -7.9), (-5.4, -6.6), (-1.6, -5.3), (1.2, -3.4)]),
    ("云岭溪", 17.9, [8, 1, 0, 5], [(-9.2, 9.8), (-8.0, 6.4), (-4.9, 4.2), (-2.4, 1.6)]),
    ("东坝河", 12.4, [2, 4, 9], [(-0.9, 5.6), (1.2, 3.6), (3.6, 2.2)]),
]  # fmt: skip
TOWN_RIVER_NAMES = [
    ["桥头港", "莲花浜", "荷塘河"],
    ["柳岸河", "杨树浦", "菱角浜"],
    ["清溪", "白石溪", "青竹溪", "枫林溪"],
    ["石塘港", "砚瓦河", "磨盘溪"],
    ["东坝港", "横塘河", "朝阳河", "新开河"],
    ["西埠河", "老埠港", "胜利渠"],
    ["南湖", "南湖港", "芦苇荡"],
    ["北堰河", "堰坝溪", "竹园浜", "团结渠"],
    ["云岭水库", "云溪", "茶坞溪"],
    ["渡口河", "渔家浜", "沙洲港"],
]
# The middle of each town, in the order of TOWNS (km east and north of the district's middle).
CENTRES = [
    (-5.2, 1.9), (-8.9, 3.4), (-0.2, 6.9), (-6.9, -5.2), (2.4, -0.2),
    (-1.5, -2.2), (8.9, -2.9), (4.2, 7.9), (-6.3, 8.9), (6.0, 2.1),
]  # fmt: skip
KIND_BY_TAIL = {"湖": "lake", "水库": "reservoir", "荡": "wetland", "渠": "canal"}
# Rivers whose water is the district's trouble, and how clean they are at best (Ⅲ ends at about 1.3, see ``registry``).
DIRTY = {"西埠河": 1.42, "北堰河": 1.19}
BUREAUS = [
    ("water", "澄江区水利局"),
    ("ecology", "市生态环境局澄江分局"),
    ("housing", "澄江区住房和城乡建设局"),
    ("farming", "澄江区农业农村局"),
    ("enforcement", "澄江区综合行政执法局"),
    ("land", "澄江区自然资源和规划局"),
]
SURNAMES = "邹柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅"
GIVEN = [
    "春林", "守田", "立新", "水根", "长庚", "文斌", "志远", "海生", "秋月", "建川", "永清", "玉泉", "国栋", "德顺",
    "明霞", "晓峰", "正阳", "柏松", "树仁", "金水", "家和", "兴旺", "素芬", "丽萍", "光前", "启明", "润生", "景行",
]  # fmt: skip
HANDLER_TITLES = {
    "water": "河湖管理科科长", "ecology": "水生态科副科长", "housing": "排水科科长", "farming": "渔政科科长",
    "enforcement": "综合执法科副科长", "land": "耕保科科长",
}  # fmt: skip
TOWN_HANDLER_TITLES = ["农办主任", "农业农村办主任", "城建办副主任", "综合执法队副队长"]
