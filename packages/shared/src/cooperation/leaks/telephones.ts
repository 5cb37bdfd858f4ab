// Telephone numbers, and accounts of WeChat and QQ.
import type { Reading } from "./reading.ts";
import type { Found } from "./rules.ts";

const extension = "(?:[ ,]{0,2}(?:转|ext\\.?|extension|分机号?|-) ?\\d{1,5})?";
const notAfter = "(?<![\\d.+a-z/×#-])";
const notBefore = "(?![\\d×]|-[a-z\\d]|\\.\\d|[,/]\\d{1,4}(?!\\d))";
const mobile =
  "(?:(?:\\+ ?86|\\(\\+?86\\)|0086|86)[ -]{0,2})?1[3-9]\\d(?:[ -]?\\d{4}[ -]?\\d{4}|[ -]?\\d{3}[ -]?\\d{5}|\\d[ -]?\\d{3}[ -]?\\d{4})";
/** Area codes have two or three digits after the 0: 010 and 02x, 03xx to 09xx. */
const landline =
  "(?:(?:(?:\\+ ?86|0086)[ -]{0,2})?\\(?0(?:10|2\\d|[3-9]\\d{2})\\)?|(?:\\+ ?86|0086)[ -]{0,2}\\(?0?(?:10|2\\d|[3-9]\\d{2})\\)?)[ -]{0,2}[2-9]\\d{2,3}[ -]?\\d{4}";
const free = "[48]00(?:-\\d{3}-?\\d{4}|-\\d{4}-?\\d{3}|-\\d{2}-?\\d{5}|\\d{7}| \\d{3} \\d{4})";
const foreign = "\\+ ?[1-9]\\d{0,2}(?:[ -]{0,2}\\(0?\\d{1,4}\\)[ -]?|[ -])\\d{1,5}(?:[ -]?\\d{2,8}){1,4}";

const numbers = [mobile, landline, free, foreign].map(
  (number) => new RegExp(`${notAfter}${number}${number === mobile ? "" : extension}${notBefore}`, "gu"),
);

/** Numbers of any form after a word that says what they are. */
const labelled =
  /(?:电 {0,4}话|手 {0,4}机号?|座机|热线|传 {0,4}真|联系方式|致电|拨打|来电|(?<![a-z])(?:tel|telephone|phone|mobile|cell|fax|hotline|call))(?:号码?)?[.:： 为是]{0,3}(?:\+ ?)?(\(?\d[\d ()-]{5,18}\d)(?:[ ,]{0,2}(?:转|ext\.?|分机) ?\d{1,5})?(?![\d.])/gu;

/** What is counted is no number to call; nor is what is called a number of something else. */
const counted =
  /^ ?(?:元|万|亿|件|片|台|套|吨|个|只|支|次|小时|天|年|米|m|mm|cm|km|kg|kn|mpa|t|pcs|pieces|rpm|r\/min|n|w|v|a|hz|度|℃|%|欧|美元|cny|rmb|usd|eur)(?![a-z])/u;
const otherNumber =
  /(?:编号|批号|图号|订单|订单号|单号|型号|货号|料号|物料号|零件号|件号|序列号|编码|代码|标准号|条码|案号|cas号?|hs|专利号|申请号|证号|书号|准字|order|no\.|part|serial|batch|lot)[:： 为]{0,2}$/u;

const spokenDigits =
  /(?<![一二三四五六七八九〇零幺])[一幺][三四五六七八九](?:[ -]?[一二三四五六七八九〇零幺]){9}(?![一二三四五六七八九〇零幺])/gu;

export const findTelephones = ({ lower }: Reading): Found[] => [
  ...numbers.flatMap((pattern) => [...lower.matchAll(pattern)].flatMap((match) => asTelephone(lower, match))),
  ...[...lower.matchAll(labelled)].map(({ 0: all, 1: number = "", index }): Found => {
    const plus = all.indexOf("+");
    const from = plus >= 0 ? plus : all.indexOf(number);
    return { rule: "telephone", start: index + from, end: index + all.length };
  }),
  ...[...lower.matchAll(spokenDigits)].map(({ 0: all, index }): Found => {
    return { rule: "telephone", start: index, end: index + all.length };
  }),
];

function asTelephone(lower: string, { 0: all, index }: RegExpExecArray): Found[] {
  const before = lower.slice(Math.max(0, index - 12), index);
  if (counted.test(lower.slice(index + all.length, index + all.length + 8)) || otherNumber.test(before)) return [];
  const start = before.endsWith("(") && /^[^(]*\)/.test(all) ? index - 1 : index;
  return [{ rule: "telephone", start, end: index + all.length }];
}

const network =
  "(?:[微薇威]信|企业微信|(?<![a-z])(?:v信|vx|wx|wechat|weixin|qq|skype|whatsapp)|扣扣|企鹅号|钉钉|抖音|视频号|小红书)";
const id = "([a-z][a-z0-9_-]{4,24}|\\d{5,12})(?![a-z0-9_-])";
/** With a word or colon that says an id follows, any id; else only one that no word can be. */
const accounts = [
  new RegExp(
    `${network}(?:交流)?(?:群|账)?(?:号码?|id|账号|account|contact)?(?: ?(?:no\\.?|number))? ?(?:[:：]|为|是) ?${id}`,
    "gu",
  ),
  new RegExp(`${network}(?:交流)?(?:群|账)?(?:号码?| ?id|账号| account| number) ?${id}`, "gu"),
  new RegExp(`${network}(?:交流)?群? ?((?=[a-z_-]{0,24}[0-9_])[a-z][a-z0-9_-]{4,24}|\\d{5,12})(?![a-z0-9_-])`, "gu"),
  new RegExp(`(?:加|添加)v ?[:：]? ?((?=[a-z_-]{0,24}[0-9_])[a-z][a-z0-9_-]{4,24})`, "gu"),
  /(?<![a-z0-9_])(wxid_[a-z0-9]{6,24})/gu,
];
const publicAccounts =
  /(?:公众号|订阅号|服务号|视频号|抖音号?|小程序)(?:[:：名为是]{1,2})? ?(?:["“「『《]([^"“”「」『』《》]{2,20})["”」』》]|(?<=[:：] ?)([\p{L}\p{N}]{2,20}))/gu;

export const findAccounts = ({ lower }: Reading): Found[] =>
  [...accounts, publicAccounts].flatMap((pattern) =>
    [...lower.matchAll(pattern)].map(({ 0: all, 1: quoted, 2: plain, index }): Found => {
      const name = quoted ?? plain ?? "";
      const start = index + all.lastIndexOf(name);
      return { rule: "account", start, end: start + name.length };
    }),
  );
