// The words of cooperation: what requests, rings, states and marks are called in code and in both languages. Browser-safe.
import type { Text } from "../errors.ts";

/** A need looks for what an offer has. */
export const directions = ["need", "offer"] as const;
export type Direction = (typeof directions)[number];
export const directionNames = {
  need: { en: "need", zh: "需求" },
  offer: { en: "offer", zh: "供给" },
} as const satisfies Record<Direction, Text>;

export const cooperationTypes = [
  "technology",
  "research",
  "business",
  "capacity",
  "testing",
  "funding",
  "talent",
] as const;
export type CooperationType = (typeof cooperationTypes)[number];
export const cooperationTypeNames = {
  technology: { en: "technology", zh: "技术" },
  research: { en: "research and development", zh: "研发" },
  business: { en: "business", zh: "商务" },
  capacity: { en: "production capacity", zh: "产能" },
  testing: { en: "testing and certification", zh: "检测认证" },
  funding: { en: "funding", zh: "资金" },
  talent: { en: "talent", zh: "人才" },
} as const satisfies Record<CooperationType, Text>;

/** Who may see a field, from the widest ring to the narrowest; whoever stands in one sees all wider ones. */
export const rings = ["public", "members", "qualified", "nda", "named"] as const;
export type Ring = (typeof rings)[number];
export const ringNames = {
  public: { en: "everybody", zh: "公开" },
  members: { en: "members of the alliance", zh: "联盟成员" },
  qualified: { en: "organisations whose interest you accepted", zh: "已接受意向的单位" },
  nda: { en: "organisations under a confidentiality agreement", zh: "已签保密协议的单位" },
  named: { en: "organisations you named", zh: "指定单位" },
} as const satisfies Record<Ring, Text>;

/** Where a request stands in its life. */
export const requestStates = [
  "draft",
  "screening",
  "open",
  "in-talks",
  "agreed",
  "closed",
  "expired",
  "withdrawn",
  "on-hold",
] as const;
export type RequestState = (typeof requestStates)[number];
/** Where its text stands: what is shown outside may be older than what its owner is writing. */
export const editions = ["draft", "screening", "shown"] as const;
export type Edition = (typeof editions)[number];
/** What people do with a request. */
export const requestActions = [
  "change",
  "submit",
  "open",
  "return",
  "hold",
  "renew",
  "confirm",
  "close",
  "withdraw",
] as const;
export type RequestAction = (typeof requestActions)[number];

/** What states and actions are called in Chinese. */
export const inChinese = {
  draft: "草稿",
  screening: "审核中",
  shown: "已公布",
  open: "开放",
  "in-talks": "洽谈中",
  agreed: "已达成",
  closed: "已关闭",
  expired: "已到期",
  withdrawn: "已撤回",
  "on-hold": "已搁置",
  change: "修改",
  submit: "提交",
  return: "退回",
  hold: "搁置",
  renew: "续期",
  confirm: "确认有效",
  ask: "提问",
  answer: "答复",
  close: "关闭",
  withdraw: "撤回",
} as const satisfies Record<RequestState | Edition | Exclude<RequestAction, "open"> | "ask" | "answer", string>;

/** What a request holds beside its title, each with a ring of its own; the long parts are items of their own. */
export const partNames = ["description", "expectation", "details", "confidential"] as const;
export type PartName = (typeof partNames)[number];

/** The fields that have rings, and what these are where the owner says nothing. */
export const defaultRings = {
  title: "public",
  summary: "public",
  elements: "public",
  limits: "members",
  organisation: "members",
  description: "members",
  expectation: "members",
  details: "qualified",
  contact: "qualified",
  confidential: "nda",
} as const satisfies Record<string, Ring>;
export type RingField = keyof typeof defaultRings;
export const ringFields = Object.keys(defaultRings) as [RingField, ...RingField[]];

/** What an identifying mark is. */
export const leakKinds = [
  "organisation",
  "brand",
  "link",
  "email",
  "telephone",
  "wechat",
  "patent",
  "registration",
  "person",
] as const;
export type LeakKind = (typeof leakKinds)[number];
