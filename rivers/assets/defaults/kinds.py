"""The shipped kinds. Of a field: key | name | t(ext) n(umber) d(ate) c(hoice) y(es or no), decimals, unit, * required, + in
the list | options. Quotes: outfalls by 国办函〔2022〕17号 (four classes); zones of water functions and intakes as registered by
ecology and water bureaus."""

RIVER_FIELDS = """
basin_area      | 流域（汇水）总面积     | n2 km²+
basin_inside    | 流域面积（境内）       | n2 km²
length_inside   | 长度（境内）           | n2 km+
slope           | 平均坡度               | n3 ‰
dry_flow        | 多年平均枯水期流量     | n3 m³/s
mean_flow       | 多年平均径流量         | n2 万m³
crossing        | 与行政区域的位置关系   | c | 穿境 境内 界河 出境 入境
source_place    | 河源                   | t
mouth_place     | 河口                   | t
flood_standard  | 防洪标准               | c | 5年一遇 10年一遇 20年一遇 50年一遇 100年一遇
managed         | 管理范围已划定         | y
"""
RESERVOIR_FIELDS = """
scale           | 工程规模               | c+ | 大（1）型 大（2）型 中型 小（1）型 小（2）型 山塘
grade           | 工程等别               | c | Ⅰ等 Ⅱ等 Ⅲ等 Ⅳ等 Ⅴ等
total_volume    | 总库容                 | n2 万m³+
active_volume   | 兴利库容               | n2 万m³
dead_volume     | 死库容                 | n2 万m³
surface         | 水域面积               | n3 km²
shore           | 岸线长度               | n2 km
dam_place       | 坝址                   | t
unit            | 管理单位               | t+
built           | 建设年份               | n0 年
safety          | 大坝安全鉴定           | c | 一类坝 二类坝 三类坝
"""
WATERS = [
    ("river", "河流", RIVER_FIELDS),
    (
        "lake",
        "湖泊",
        """
surface         | 水面面积               | n3 km²+
mean_depth      | 平均水深               | n2 m+
volume          | 容积                   | n2 万m³
shore           | 岸线长度               | n2 km
crossing        | 跨行政区               | y
regions         | 所跨行政区             | t
protected       | 列入保护名录           | y
managed         | 管理范围已划定         | y
""",
    ),
    ("reservoir", "水库", RESERVOIR_FIELDS),
    (
        "wetland",
        "湿地",
        """
surface         | 湿地面积               | n3 km²+
sort            | 湿地类型               | c+ | 河流湿地 湖泊湿地 沼泽湿地 库塘 人工湿地
level           | 保护级别               | c | 国际重要 国家级 省级 一般
unit            | 管理单位               | t
species         | 主要保护对象           | t
""",
    ),
    (
        "canal",
        "渠道",
        """
design_flow     | 设计流量               | n2 m³/s+
level           | 渠道级别               | c+ | 总干渠 干渠 支渠 斗渠 排水渠
irrigated       | 灌溉面积               | n2 万亩
lining          | 衬砌形式               | c | 混凝土 浆砌石 土渠 其他
unit            | 管理单位               | t
""",
    ),
]
# key, name, letter, shape, colour, title of the card, fields
ASSETS = [
    (
        "outfall", "排污口", "B", "triangle", "#b5341f", "入河排污口身份证",
        """
sort            | 排污口类型             | c*+ | 工业排污口 城镇污水处理厂排污口 农业排口 其他排口
water           | 污水性质               | c | 生活污水 工业废水 混合污废水 农田退水 养殖尾水 雨水
discharger      | 排放单位               | t+
scale           | 规模                   | c | 规模以上 规模以下
yearly          | 年排污总量             | n2 万m³+
way             | 入河方式               | c | 暗管 明渠 涵闸 泵站 漫流 其他
monitored       | 是否监测               | y+
approval        | 设置审批（备案）文号   | t
measures        | 整治措施               | c | 依法取缔 清理合并 规范整治 保留
done            | 整治完成               | y
sign            | 已立标识牌             | y
""",
    ),
    (
        "intake", "取水口", "Q", "circle", "#2c7fb8", "",
        """
licence         | 取水许可证号           | t+
licence_until   | 许可证有效期至         | d
user            | 取水单位               | t+
purpose         | 用途                   | c+ | 生活 工业 农业灌溉 水力发电 生态 其他
licensed        | 许可水量               | n2 万m³/年
yearly          | 年取水量               | n2 万m³+
metering        | 计量方式               | c | 流量计 水表 电量折算 未计量
online          | 在线监测               | y
""",
    ),
    (
        "source", "饮用水水源地", "S", "square", "#0a4f9e", "",
        """
water           | 水源类型               | c+ | 河流型 湖库型 地下水
level           | 级别                   | c | 县级以上 乡镇级 农村千吨万人 备用
unit            | 管理单位               | t
built           | 建设年份               | n0 年
design          | 设计供水规模           | n2 m³/d
yearly          | 年供水量               | n2 万m³+
people          | 服务人口               | n2 万人
target          | 水质目标               | c+ | Ⅱ类 Ⅲ类
zoned           | 保护区已划定           | y
zone_first      | 一级保护区面积         | n3 km²
zone_second     | 二级保护区面积         | n3 km²
""",
    ),
    (
        "function_zone", "水功能区", "G", "diamond", "#2c9b4b", "",
        """
first           | 一级区                 | c*+ | 保护区 保留区 开发利用区 缓冲区
second          | 二级区                 | c+ | 饮用水源区 工业用水区 农业用水区 渔业用水区 景观娱乐用水区 过渡区 排污控制区
from            | 起始断面               | t
to              | 终止断面               | t
length          | 长度                   | n2 km
section         | 代表断面               | t
target          | 水质目标               | c+ | Ⅰ类 Ⅱ类 Ⅲ类 Ⅳ类 Ⅴ类
""",
    ),
    (
        "plant", "污水处理厂", "W", "square", "#8f4a00", "",
        """
design          | 处理规模               | n3 万m³/d+
treated         | 实际处理量             | n3 万m³/d
standard        | 排放标准               | c+ | 一级A 一级B 二级 地方标准 准Ⅳ类
target          | 出水水质目标           | t
process         | 主体工艺               | c | AAO 氧化沟 SBR MBR 人工湿地 其他
reuse           | 出水用途               | c | 直接排放 景观补水 工业回用 农业灌溉
opened          | 投运日期               | d
cost            | 总投资                 | n2 万元
state           | 运行状态               | c+ | 正常运行 提标改造 停运 在建
""",
    ),
    (
        "sluice", "水闸", "Z", "square", "#5b6b79", "",
        """
sort            | 水闸类型               | c+ | 节制闸 进水闸 排水闸 分洪闸 挡潮闸
flow            | 过闸流量               | n2 m³/s+
holes           | 闸孔数                 | n0 孔
grade           | 工程等别               | c | Ⅰ等 Ⅱ等 Ⅲ等 Ⅳ等 Ⅴ等
unit            | 管理单位               | t
built           | 建成年份               | n0 年
safety          | 安全鉴定类别           | c | 一类闸 二类闸 三类闸 四类闸
""",
    ),
    (
        "weir", "拦河坝（堰）", "L", "square", "#7a6a4f", "",
        """
sort            | 类型                   | c+ | 滚水坝 橡胶坝 翻板坝 堰坝
length          | 坝长                   | n2 m
height          | 坝高                   | n2 m
fishway         | 有过鱼设施             | y
unit            | 管理单位               | t
built           | 建成年份               | n0 年
""",
    ),
    (
        "dam", "水库大坝", "D", "square", "#46586a", "",
        """
sort            | 坝型                   | c+ | 土石坝 重力坝 拱坝 面板堆石坝
height          | 最大坝高               | n2 m+
crest           | 坝顶高程               | n2 m
flood_level     | 汛限水位               | n2 m
unit            | 管理单位               | t
safety          | 安全鉴定               | c | 一类坝 二类坝 三类坝
""",
    ),
    (
        "pump", "泵站", "P", "circle", "#5e3b8a", "",
        """
sort            | 泵站类型               | c+ | 排涝 灌溉 供水 调水 排灌结合
flow            | 装机流量               | n2 m³/s+
power           | 装机功率               | n1 kW
units           | 台数                   | n0 台
unit            | 管理单位               | t
built           | 建成年份               | n0 年
""",
    ),
    (
        "hydropower", "水电站", "H", "triangle", "#c79a00", "",
        """
sort            | 类型                   | c | 坝式 引水式 混合式
capacity        | 装机容量               | n1 kW+
head            | 设计水头               | n2 m
units           | 台数                   | n0 台
energy          | 多年平均发电量         | n2 万kWh
diversion       | 引水流量               | n3 m³/s
eco_flow        | 生态基流               | n3 m³/s+
eco_online      | 生态流量在线监测       | y+
unit            | 管理单位               | t
""",
    ),
    (
        "bridge", "桥梁", "K", "diamond", "#6b7a86", "",
        """
sort            | 桥梁类型               | c+ | 公路桥 铁路桥 人行桥 管线桥
length          | 桥长                   | n1 m
spans           | 水中桥墩数             | n0 个
flood           | 防洪评价文号           | t
unit            | 管养单位               | t+
built           | 建成年份               | n0 年
""",
    ),
    (
        "culvert", "涵洞（涵闸）", "C", "circle", "#7f8c96", "",
        """
size            | 孔径                   | t
flow            | 设计流量               | n2 m³/s
unit            | 管理单位               | t
""",
    ),
    (
        "aqueduct", "渡槽（隧洞）", "T", "cross", "#7f8c96", "",
        """
sort            | 类型                   | c+ | 渡槽 隧洞 倒虹吸
length          | 长度                   | n1 m
flow            | 设计流量               | n2 m³/s
unit            | 管理单位               | t
""",
    ),
    (
        "dike", "堤防（护岸）", "J", "cross", "#4f6f52", "",
        """
sort            | 类型                   | c+ | 土堤 石堤 混凝土堤 生态护岸
level           | 堤防级别               | c | 1级 2级 3级 4级 5级
standard        | 防洪标准               | c+ | 5年一遇 10年一遇 20年一遇 50年一遇 100年一遇
length          | 长度                   | n2 km+
unit            | 管理单位               | t
""",
    ),
    (
        "wharf", "港口码头", "M", "square", "#1f6f78", "",
        """
sort            | 类型                   | c+ | 货运 客运 渔业 旅游 公务
berths          | 泊位数                 | n0 个
shoreline       | 占用岸线               | n1 m+
operator        | 经营单位               | t
licence         | 经营许可证号           | t
""",
    ),
    (
        "navigation", "通航建筑物", "V", "cross", "#1f6f78", "",
        """
sort            | 类型                   | c+ | 船闸 升船机 航标
tonnage         | 通航吨级               | n0 t
unit            | 管理单位               | t
""",
    ),
    (
        "irrigation", "灌区", "I", "circle", "#5f8d2f", "",
        """
designed        | 设计灌溉面积           | n3 万亩+
effective       | 有效灌溉面积           | n3 万亩
source          | 水源                   | t
unit            | 管理单位               | t
yearly          | 年灌溉用水量           | n2 万m³+
""",
    ),
    (
        "waterworks", "水厂", "X", "circle", "#0a7aa8", "",
        """
design          | 设计供水规模           | n3 万m³/d+
yearly          | 年供水量               | n2 万m³
people          | 服务人口               | n2 万人
unit            | 管理单位               | t
""",
    ),
    (
        "gauge", "水文（水位、雨量）站", "Y", "diamond", "#3d6fb6", "",
        """
sort            | 站类                   | c+ | 水文站 水位站 雨量站 水质自动站
opened          | 设站日期               | d
alarm           | 警戒水位               | n2 m+
guarantee       | 保证水位               | n2 m
unit            | 管理单位               | t
""",
    ),
    (
        "park", "湿地公园（水利风景区）", "N", "circle", "#2c9b4b", "",
        """
sort            | 类型                   | c+ | 湿地公园 水利风景区 风景名胜区
level           | 级别                   | c+ | 国家级 省级 市级 县级
surface         | 面积                   | n3 km²
unit            | 管理单位               | t
""",
    ),
    (
        "reserve", "保护区（生态、水生生物）", "R", "diamond", "#3f7d3a", "",
        """
sort            | 类型                   | c+ | 自然保护区 水产种质资源保护区 生态保护红线 重点生态功能区
level           | 级别                   | c | 国家级 省级 市级 县级
surface         | 面积                   | n3 km²
species         | 主要保护对象           | t
unit            | 管理单位               | t
""",
    ),
]  # fmt: skip
