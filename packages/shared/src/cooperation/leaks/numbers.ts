// Numbers under which registers hold their owners: patents and applications, codes, licences and certificates.
import { CreditCode } from "../../members/schema.ts";
import type { Reading } from "./reading.ts";
import type { Found, Rule } from "./rules.ts";

/** Forms of patent numbers by office; the check digit is not asked for, for a number with a slip leads there, too. */
const patents = [
  // China: with ZL; publications of CN with the letter of their kind, or with all digits; applications with their check digit.
  /(?<![a-z0-9])zl[ .:]?(?:19|20)\d{2} ?[123589] ?\d{7}(?: ?\.? ?[\dx])?(?![\da-z])/gu,
  /(?<![a-z0-9])zl ?(?:8[5-9]|9\d|0[0-3]) ?[123589] ?\d{5}\.?[\dx]?(?![\da-z])/gu,
  /(?<![a-z0-9])cn[ -]?[123589]\d{6,8} ?[abcusy]\d?(?![\da-z])/gu,
  /(?<![a-z0-9])cn[ -]?[1235]\d{8}(?![\da-z])/gu,
  /(?<![a-z0-9])cn[ -]?(?:19|20)\d{2}[ ]?[123589][ ]?\d{7}\.?[\dx]?(?![\da-z])/gu,
  /(?<![a-z0-9.])(?:19|20)\d{2} ?[123589] ?\d{7}\.[\dx](?![\da-z])/gu,
  // The United States, Europe, the world, and other offices with the letter of the kind.
  /(?<![a-z0-9$])us[ -]?(?:re ?)?\d{1,2},\d{3},\d{3}(?: ?[abe]\d?)?(?![\da-z,])/gu,
  /(?<![a-z0-9])us[ -]?(?:20\d{2}[/ ]?\d{7}|\d{7,8}) ?[abep]\d?(?![\da-z])/gu,
  /(?<![a-z0-9])us[ -]?20\d{2}\/\d{7}(?![\da-z])/gu,
  /(?<![a-z0-9])ep[ -]?[0-4][ .]?\d{3}[ .]?\d{3}(?: ?[ab]\d)?(?![\da-z])/gu,
  /(?<![a-z0-9])wo[ -]?(?:19|20)\d{2}[/ -]?\d{6}(?: ?a\d)?(?![\da-z])/gu,
  /(?<![a-z0-9])pct[/ ]?[a-z]{2} ?(?:19|20)?\d{2}[/ ]\d{5,6}(?![\da-z])/gu,
  /(?<![a-z0-9])(?:de|gb|fr|au|ca|tw|ru|it|ch|at|es|in)[ -]?\d[\d ]{4,14}\d ?[abctuy]\d?(?![\da-z])/gu,
  /(?<![a-z0-9])(?:jp|kr)[ -]?(?:h|s|r|10|20)?[ -]?\d{2,4}[- ]?\d{5,7} ?[abuy]?\d?(?![\da-z])/gu,
];
const labelledPatents =
  /(?:专利号?|申请号|公开号|公告号|授权号|(?<![a-z])(?:patent|application|publication) (?:no\.?|number))[:： 为是(]{0,3}(?:is )?((?:zl|cn)? ?\d[\d ]{6,16}(?:\.[\dx]|x)?)(?![\da-z年项件])/gu;

export const findPatents = ({ lower }: Reading): Found[] => [
  ...patents.flatMap((pattern) => [...lower.matchAll(pattern)].map(({ 0: all, index }) => mark("patent", index, all))),
  ...afterLabel("patent", lower, labelledPatents),
];

const mark = (rule: Rule, start: number, text: string): Found => {
  const trimmed = text.replace(/[ .,;:/)-]{1,9}$/, "");
  return { rule, start, end: start + trimmed.length };
};

function afterLabel(rule: Rule, lower: string, pattern: RegExp): Found[] {
  return [...lower.matchAll(pattern)].flatMap(({ 0: all, 1: number = "", index }): Found[] =>
    (number.match(/\d/g)?.length ?? 0) >= leastDigits ? [mark(rule, index + all.lastIndexOf(number), number)] : [],
  );
}

/** A number of a register has no fewer digits. */
const leastDigits = 4;

const province = "(?:[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕秦甘陇青宁新国示]|示例)";
/** Forms that are known without a word before them. */
const registrations = [
  new RegExp(`${province}?icp[备证] ?(?:\\d{6,10}|[a-z]\\d-\\d{8})号?(?:-\\d{1,3})?`, "gu"),
  new RegExp(`${province}?公网安备 ?\\d{10,16}号?`, "gu"),
  new RegExp(
    `${province}[食药妆消卫]?(?:械|药|卫|食|健|妆|环|特)(?:注准|注进|注许|备|准字|健字|消证字|网备字|辐证|管许)[a-z〔[(]{0,2}[\\da-z〕\\])-]{6,20}号?`,
    "gu",
  ),
  /[(〔[]?\p{Script=Han}?[)〕\]]?(?:jz|fm|wh|mk)?安许证字[[〔(]?\d{4}[\]〕)]?第?\d{3,8}号?/gu,
  /(?<![a-z0-9])xk\d{2}-\d{3}-\d{5}(?!\d)/gu,
  /(?<![a-z0-9])sc\d{14}(?!\d)/gu,
  /(?<![a-z0-9])ts\d{4}[a-z\d]\d{2}-\d{4}(?!\d)/gu,
  /(?<![a-z0-9])ts\d{7}-\d{4}(?!\d)/gu,
  /(?<![a-z0-9])gr20\d{10}(?!\d)/gu,
  /(?<![a-z0-9])cnas ?(?:l|ib|pt|rm)? ?\d{4,5}(?!\d)/gu,
  /(?<![a-z0-9])(?:19|20)\d{2}sr\d{6,8}(?!\d)/gu,
  /(?<![a-z0-9])软著登字第? ?\d{6,8}号?/gu,
  /(?<![a-z0-9])hrb[ -]?\d{5,6}(?![\da-z])/gu,
  /(?<![a-z0-9])(?:de|fr|it|es|nl|at|pl|be|gb)\d{9,11}(?![\da-z])/gu,
];

const value =
  "((?:[(（〔[]\\p{Script=Han}{1,3}[)）〕\\]])?[a-z\\p{N}][a-z\\p{N}()〔〕[\\]/. -]{3,40}号?|\\p{Script=Han}{0,8}[字第][〔[(]?\\d[\\d〕\\])第a-z-]{3,20}号?)";
const labels = [
  `(?:社会信用代码|股票代码|证券代码|信用代码|组织机构代码|注册登记号|工商注册号|执照注册号|登记证?号|登记编号|注册证号|注册证编号|注册编号|备案编?号|备案证号|许可证编?号|许可证号码|许可编号|证书编?号|认可证书号|证书号码|资质编号|认证编号|执照编?号|执照号码|税号|批准文号|准产证号|纳税人识别号|生产许可证|卫生许可证|经营许可证|营业执照|网安备案|(?:许可证|执照|证书|注册证)上的(?:代码|编号|号码))[:： 为是(]{0,3}`,
  `(?<![a-z])(?:registration|register|registered|licen[cs]e|certificate|permit|company|business|tax|vat|approval|accreditation|listing|listed)(?: id| code)? ?(?:no\\.?|number|numbers|nr\\.?|#)(?: ?(?:is|:|was))? ?`,
  `(?<![a-z])(?:eori|duns|d-u-n-s|vat|vat id|uscc|lei|fda|fei)(?: (?:no\\.?|number|code|registration|id))*(?: ?(?:is|:))? ?`,
];
const labelledRegistrations = labels.map((label) => new RegExp(label + value, "gu"));
const creditCode = /(?<![a-z0-9])[0-9a-hj-npqrtuwxy]{2}\d{6}[0-9a-hj-npqrtuwxy]{10}(?![a-z0-9])/gu;

export const findRegistrations = ({ lower }: Reading): Found[] => [
  ...[...lower.matchAll(creditCode)]
    .filter(({ 0: code }) => CreditCode.safeParse(code.toUpperCase()).success)
    .map(({ 0: all, index }) => mark("registration", index, all)),
  ...registrations.flatMap((pattern) =>
    [...lower.matchAll(pattern)].map(({ 0: all, index }) => mark("registration", index, all)),
  ),
  ...labelledRegistrations.flatMap((pattern) => afterLabel("registration", lower, pattern)).map(firstWords(lower)),
];

/** In English the sentence goes on after the number: of `3012345678 and the` only the number. */
const firstWords =
  (lower: string) =>
  ({ rule, start, end }: Found): Found => {
    const text = lower.slice(start, end);
    const going = / (?:[a-z]{2,}(?![\d-])|\([a-z])/.exec(text);
    return going ? mark(rule, start, text.slice(0, going.index)) : { rule, start, end };
  };
