// Words of the leak check: legal forms, places, and what is said of organisations in general. Folded; common knowledge of the field.

/** One entry a word; words are parted by spaces. */
export const wordsOf = (...lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(" ")));

/** What only the name of a company ends in, the longest first. */
export const companyForms = ["股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "股份公司", "集团公司"];

/** What names end in, and common nouns as well, the longest first. */
export const bodyForms = [
  "工程研究中心",
  "工程技术中心",
  "职业技术学院",
  "有限合伙",
  "研究中心",
  "技术中心",
  "检测中心",
  "研发中心",
  "开发中心",
  "研究总院",
  "研究院",
  "研究所",
  "设计院",
  "科学院",
  "实验室",
  "事务所",
  "分公司",
  "总公司",
  "合作社",
  "大学",
  "学院",
  "集团",
  "公司",
  "总厂",
  "分厂",
  "协会",
  "商会",
  "银行",
  "医院",
  "厂",
];

/** Of these a place is enough to tell one from all others: 江苏大学. */
export const formsWithPlace = wordsOf("大学 学院 集团 研究院 研究所 设计院 银行 医院 职业技术学院 科学院");

/** Goes on with a form where that ends no name: 厂房, 大学生. */
export const goesOn =
  /^(?:厂[房区家商内外方长址门矿部务牌标级所]|大学[生城英语数物体教毕期时]|公司[法制化债章]|银行[卡业存贷承]|集团[化军内]|研究所[产需得用]|协会[员]|学院[派])/;

/** 示例 stands before fictitious names as a place does before real ones. Provinces, prefectures, and parts of the country. */
export const places = wordsOf(
  "示例 虚构",
  "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门",
  "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯",
  "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化",
  "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 江阴 张家港 常熟 太仓 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 慈溪 余姚",
  "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶",
  "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店",
  "武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮",
  "南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨",
  "西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 西宁 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依",
);

/** Hanzi that stop a name, and yet are in many: 中信, 用友. They are taken where the name lacks a hanzi, or begins. */
export const softStops = wordsOf(
  "中 法 用 同 能 前 后 可 共 达 来 有 交 求 需 家 所 名 供 比 百 长 安 通 大 三 一 新 天",
);
/** What the segmenter at times joins with the first hanzi of a name. */
export const hardStops = /^[与由和经为向在对给及或的是将被从于]/;

/** Parts of the country: alone they tell nothing, 中国大学 no more than 大学. */
export const regions = wordsOf("中国 华东 华南 华北 华中 东北 西北 西南 西部 东部 中部 北方 南方 长三角 珠三角 大湾区");

/** Say of an organisation that it is any, or oneself. */
export const unnamed = wordsOf(
  "一人 某 某某 某家 某些 某个 本 我 我们 贵 该 各 各家 每 每家 一家 两家 三家 几家 多家 数家 一个 两个 几个 这家 那家 任何 其他 其它 另 另一 若干 同类 上述 所有 全部 同一 同 该家 自家 家 我国 全国",
);

/** Say of what kind an organisation is: before a form they name none, before a name they are no part of it. */
export const kindWords = wordsOf(
  "上市 国有 国营 民营 外资 合资 知名 著名 龙头 大型 小型 中型 中小型 优秀 一流 专业 全资",
);

/** Where a name of an organisation cannot go on to the left. */
export const stops = wordsOf(
  "与 和 由 为 在 的 经 于 向 对 给 及 或 并 将 从 把 被 是 请 让 使 有 以 至 到 就 则 而 且 拟 需 求 曾 已 现 可 能 应 须 无 非 按 据 找 跟 同 等 了 后 前 中 时 个 名 家 所 这 那 其 来 去 用 含 共 均 也 都 还 但 若 如 因 自 供 向 予 即 达 含 系 乃 交 送 收 寄 致 指 受 过 着 得 令 称 说 做 借 患 治 法 仿 购 售 买 卖 占",
  "单位 企业 公司 供应商 客户 我们 参股 委托 联合 合作 合作方 采购 曾为 曾与 已与 已为 去年 今年 前年 以及 或者 通过 经过 根据 按照 关于 对于 属于 位于 来自 隶属 包括 例如 比如 之一 使用 采用 购买 选用 欢迎 邀请 成立 设立 设有 注册 组建 收购 转为 改制 推荐 建议 联系 代表 代理 配套 配合 供货 制造商 厂家 厂商 用户 业主 甲方 乙方 对方 项目 成果 产品 地址 名称 简称 全称 单位为 现为 原为 均为 作为 成为 介绍 服务于 面向 依托 牵头 负责 承担 参与 提供 出资 持有 已在 现在 目前 正在 其中 其他 寻找 寻求 需要 希望 计划 可以 能够 应当 必须 具有 具备 拥有 属 隶属于 旗下 下属 所属 指定 认可 授权 送检 出具 签约 签订 交付 经由 转让",
);

/** Say what an organisation does or is like, never which it is: no short name is made of these alone. */
export const generalWords = wordsOf(
  "机床 机械 机电 机器 机器人 装备 设备 重工 重型 轻工 精工 精密 精机 精铸 铸造 锻造 铸锻 锻压 冲压 压铸 模具 夹具 刀具 工具 量具 齿轮 轴承 液压 气动 阀门 泵业 电机 电气 电器 电力 电子 电控 电缆 仪器 仪表 传感 传感器 光电 光学 激光 半导体 集成电路 芯片 自动化 智能 智造 制造 智能制造 工业 实业 产业 工程 技术 科技 高科 信息 软件 网络 数据 数字 互联 互联网 工业互联网 通信 物联 物联网 系统 集成 解决方案",
  "材料 新材料 复合材料 合金 高温 高温合金 金属 有色 有色金属 钢铁 特钢 不锈钢 铝业 铜业 钛业 镁业 稀土 冶金 化工 化学 石化 石油 橡胶 塑料 塑胶 涂料 涂层 表面 表面处理 热处理 玻璃 陶瓷 水泥 建材 木业 纸业 纺织 服装 食品 饮料 医药 制药 医疗 器械 生物 环保 环境 节能 能源 新能源 电池 储能 光伏 风电 核电 水电 动力 发动机 汽车 汽车零部件 零部件 部件 整车 客车 卡车 车辆 轨道 轨道交通 交通 船舶 航空 航天 航空航天 军工 农业 农机 矿山 矿业 物流 运输 供应链 仓储 包装 印刷 家电 家具 五金 日化 建筑 建设 地产 置业",
  "保险 外贸 内贸 广告 租赁 中介 房产 房地产 经纪 博彩 游戏 电影 旅游 快递 快运 货运 运营 物业 餐饮 会计 审计 评估 担保 信托 证券 期货 劳务 家政 装修 装饰 拍卖 招标 翻译 猎头 出版 传媒 影视 文化 酒店 电商 零售 批发 连锁 超市 安装 维修 保洁 安保 策划 经营 关联 目标 被投 收购 股权 合伙 初创 创业 外国 跨国 外企 国企 民企 央企 头部 行业 犯罪 董事会 监事会 理事会 许可 许可证 控制",
  "投资 创投 创业 创业投资 基金 资本 金融 控股 股份 管理 咨询 服务 商贸 贸易 进出口 国际 发展 开发 研发 研究 设计 检验 检测 认证 质量 计量 标准 测试 联合 联盟 创新 先进 高端 绿色 未来 第一 第二 第三 中小 中小企业 独资 境外 海外 国外 国内 国际 地方 本地 当地 发卡 开户 商业 托管 党报 医疗 机构 医疗机构 省级 市级 国家级 国家 龙头企业 骨干 重点 高等 高职 职业 技术 职业技术 普通 综合 综合性 双一流 理工 师范 子 母 分 总 主机 主 代工 代加工 外协 配套 供应 上游 下游 一级 二级 专精特新 专业 相关 有关 同行 友商 合格 优质 有限 责任",
  "省 市 县 区 镇 公共 中心 平台 基地 园区 工厂 车间 事业部 院校 高校 科研 学术 教育 培训 高级 中级 初级 特级 资深 首席 项目 车间 现场 销售 区域 客户 市场 财务 人事 行政 采购 安全 应用 施工 成本 计划 工艺 品质 生产 设备",
);

/** Single hanzi of the trade: a row of them is no name. */
export const tradeHanzi =
  "机加件线炉厂钢铁铝铜钛镁锌模具夹刀磨齿铣车钻镗焊铸锻轧压装配检测电气柜泵阀轴管板箱壳体材料型零部产业工业技术数控自动化热冷镀涂喷漆膜胶丝棒带片块粉液油水光声力大小新老主副总分高低中上下内外前后左右一二三四五六七八九十百千万两双多单全各性化类级种家所院校科研学商贸品质量";

/** Legal forms of other languages, as they end a name; the letter's case counts, for LLC is a converter, too. */
export const foreignForms =
  /(?<![\p{L}\p{N}])(?:Co\.? ?,? ?Ltd\b\.?|Company Limited|GmbH(?: & Co\.? KG)?|Inc\b\.?|Ltd\b\.?|Limited|L\.?L\.?C\b\.?|AG|KG|S\.p\.A\.?|S\.r\.l\.?|S\.A\.(?:S\.)?|SAS|SE|B\.V\.|N\.V\.|Oy|AB|A\/S|Pty\.? Ltd\b\.?|plc|K\.K\.|Corporation|Company|Corp\b\.?|Group|Holdings?(?: Ltd\b\.?)?|University|Universität|Hochschule|Polytechnic|Institute|Laborator(?:y|ies)|College|Foundr(?:y|ies)|Works|Industries|Partners|Ventures|Bank|Academy)(?![\p{L}\p{N}])/gu;

/** Words with a capital that are no part of a name where they stand first, or make none alone. */
export const generalEnglish = wordsOf(
  "a an the our your their his its my this that these those any each every some one two three all both another other such no only",
  "we they he she it you and or but nor with without at by of for from in on to into as is are was were be been has have had do does did can may must shall should will would not if when while after before since until under over via per about between through together also either",
  "contact call ask see visit send write please join meet use using buy sell sold made supplied supplier customer customers dear attn attention hello from seeking looking need needed offer offered offers quote",
  "german chinese japanese american italian french european asian british swiss korean local foreign private public state national international global regional joint new large small medium leading technical applied industrial research working task expert study review product age focus user control test steering technical advisory target peer interest pressure business general class type grade series model figure table limited listed stock parent holding technology technologies machine tool tools machinery machines casting castings foundry gears gear drive drivetrain robotics robot automation materials engineering engineers manufacturing metal metals steel surface coating precision systems software solutions industries industry group company corporation university institute college laboratory laboratories academy science sciences works production quality management energy power electric electronics automotive aerospace polytechnic drives bearing bearings heat treatment tooling",
  "plc hmi mes erp agv cnc cad cam led lcd pcb pwm mosfet igbt dc ac asme astm din iso iec oem tier smes sme",
);
