// Surnames, titles and roles by which names of people are known. Surnames by 百家姓 and common knowledge of today's frequent ones.
import { wordsOf } from "./words.ts";

export const surnames: ReadonlySet<string> = new Set(
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤康易乔文赖施洪季葛安殷樊齐伍庞颜倪申兰欧宁岳鲍柴华尚耿关路聂焦柳詹左祁涂祝艾成辛管苗凌卞童游解强简盛霍阮应牛辜翁俞湛冉项宫丘古纪褚车丛卓仇甘瞿明喻司温晏阎梅费裴席卫包骆阳滕查栾谷冷虞佟鞠娄屈商戚鲁舒桂单房喻窦饶粟平蔺隋楼蒲边冀晁牟迟戈揭柯祖巩诸蓝池初奚麦阚水元花景靳井巫车邢缪",
);
export const doubleSurnames = wordsOf(
  "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 东郭 南门 西门",
);

/** Surnames that are common words as well: alone they are names only where a name may begin. */
export const wordlikeSurnames = wordsOf(
  "于 任 常 向 成 管 安 应 关 单 解 强 平 明 和 时 全 都 能 经 查 华 易 方 高 金 白 文 路 车 程 江 石 水 左 简 盛 包 元 花 初 古 项 司 商 温 冷 边 万 段 阳 房 费 景 麦 席 宁 楼 池 尚 祖 牛 马 龙 熊 毛 田 林 钟 严 施 莫 康 游 童 井 桂",
);

export const titles = wordsOf(
  "经理 主任 教授 老师 博士 先生 女士 小姐 师傅 院长 所长 厂长 处长 部长 科长 班长 主管 总监 工程师 书记 董事长 院士 主席 秘书长 研究员 校长 会长 律师 局长 司长 组长 队长 站长 同志 总经理 副总 副教授 总工 技术员 专员 课长 厅长 市长 董事 讲师",
);

/** Titles of one hanzi, which end many other words. */
export const shyTitles = wordsOf("工 总 董 姐 哥");

/** Words that look like a surname with a title. */
export const commonWithSurname = wordsOf(
  "施工 高工 金工 车工 石工 水工 花工 包工 方工 成工 单工 华工 安工 管工 严总 万总 成总 单总 白工 江工 明工 平工 路工 常工 任工 强工 林工 农工 龙工 元工 高师 金师 高总 古董 牛工 马工 文工 应工 边工 向工 时工 经工 车总 高主任 费总 任主任 任经理 任董事 任教授 任主席 任会长 任院长 任厂长 任总经理 任总工 任总监 单组长 常主任 成主任 高教授 高研究员 高工程师 高经理 平老师",
);

export const roles = wordsOf(
  "联系人 联络人 负责人 对接人 经办人 收件人 收货人 接收人 采购 商务 技术 技术对接 商务对接 对接 联系 项目经理 总经理 副总经理 董事长 法人代表 法定代表人 法人 发明人 主任 厂长 院长 所长 总工程师 工程师 总工 课题组长 组长 首席专家 带头人 主讲人 报价人 销售 客服 质检 校长 导师 教授 博士 编制 审核 批准 签发 姓名 作者 完成人 起草人",
);

/** As they are written in pinyin. */
export const pinyinSurnames = wordsOf(
  "Bai Cai Cao Chen Cheng Cui Dai Deng Ding Dong Du Duan Fan Fang Feng Fu Gao Gu Guo Han Hao He Hou Hu Huang Jia Jiang Jin Kang Kong Li Liang Liao Lin Liu Long Lu Luo Ma Mao Meng Pan Peng Qian Qin Qiu Ren Shao Shen Shi Song Su Sun Tan Tang Tian Wan Wang Wei Wu Xia Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yin Yu Yuan Zeng Zhang Zhao Zheng Zhong Zhou Zhu Zou",
);
