// The rules of the leak check: by what a mark was found, which kind it is of, and why it is marked, in words for the owner.
import type { Text } from "../../errors.ts";
import type { LeakKind } from "../schema.ts";

export const rules = {
  email: {
    kind: "email",
    reason: { en: "An e-mail address leads straight to you.", zh: "电子邮箱会直接暴露发布单位。" },
  },
  link: {
    kind: "link",
    reason: { en: "A link or domain shows whose site it is.", zh: "网址或域名会显示网站属于谁。" },
  },
  telephone: {
    kind: "telephone",
    reason: { en: "A telephone number leads straight to you.", zh: "电话号码会直接暴露发布单位。" },
  },
  account: {
    kind: "wechat",
    reason: {
      en: "An account of WeChat or QQ can be searched for and shows its owner.",
      zh: "微信、QQ 等账号可被搜索，会显示其所有者。",
    },
  },
  patent: {
    kind: "patent",
    reason: {
      en: "The owner of a patent or an application can be looked up by its number.",
      zh: "凭专利号或申请号可以查到权利人。",
    },
  },
  registration: {
    kind: "registration",
    reason: {
      en: "The holder of a code, licence or certificate can be looked up by its number.",
      zh: "凭代码、许可证号、证书编号或备案号可以查到持有单位。",
    },
  },
  own: {
    kind: "organisation",
    reason: { en: "It is the name of your organisation, or a part of it.", zh: "这是本单位的名称或简称。" },
  },
  member: {
    kind: "organisation",
    reason: {
      en: "It is the name of a member; whoever works with it may be recognised.",
      zh: "这是联盟成员的名称，可由合作关系推知发布单位。",
    },
  },
  organisation: {
    kind: "organisation",
    reason: {
      en: "It looks like the name of an organisation; say what kind of organisation it is instead.",
      zh: "疑似单位名称，建议改为对该单位的一般描述。",
    },
  },
  ownBrand: {
    kind: "brand",
    reason: { en: "A brand made from your name tells who you are.", zh: "由本单位名称构成的品牌会暴露发布单位。" },
  },
  memberBrand: {
    kind: "brand",
    reason: {
      en: "It is the short name or brand of a member; whoever uses it may be recognised.",
      zh: "这是联盟成员的简称或品牌，可由此推知发布单位。",
    },
  },
  brand: {
    kind: "brand",
    reason: {
      en: "It looks like a brand; name the kind of product instead.",
      zh: "疑似品牌名称，建议改为产品类别。",
    },
  },
  person: {
    kind: "person",
    reason: {
      en: "It looks like the name of a person; name the role instead.",
      zh: "疑似人员姓名，建议改为职务。",
    },
  },
} as const satisfies Record<string, { kind: LeakKind; reason: Text }>;

export type Rule = keyof typeof rules;

/** A place in the text as it is read (reading.ts) that a rule marks. */
export interface Found {
  readonly rule: Rule;
  readonly start: number;
  readonly end: number;
}
