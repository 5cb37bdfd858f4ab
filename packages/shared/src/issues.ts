// Turns what zod found into issues people can act on, in both languages: where, which rule, what is allowed.
import type * as z from "zod";
import type { Issue, Text } from "./errors.ts";
import { notAnIndustry } from "./industry.ts";
import { findForbidden } from "./text.ts";

type ZodIssue = z.core.$ZodIssue;

/** `base` goes before each pointer (JSON pointer, RFC 6901). At most 20 issues, 20 names in each, all of them short. */
export const issuesOf = (error: z.ZodError, input: unknown, base = ""): Issue[] =>
  error.issues.slice(0, 20).flatMap((issue) => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 20) : [undefined];
    return keys.map((name) => {
      const path = within(input, [...issue.path, ...(name === undefined ? [] : [name])]);
      const pointer =
        base + path.map((part) => `/${short(String(part)).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
      const value = path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], input);
      const { code, message } = describe(issue, value);
      return { pointer, code, message };
    });
  });

/** A parameter that may be repeated and is given once is its own list: the fault is in the parameter. */
const within = (input: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] => {
  const [first, ...rest] = path;
  const value = first === undefined ? undefined : (input as Record<PropertyKey, unknown> | undefined)?.[first];
  return typeof value === "string" && rest.length > 0 ? path.slice(0, 1) : path;
};

const say = (code: string, en: string, zh: string): { code: string; message: Text } => ({ code, message: { en, zh } });

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 38)}…` : text).toWellFormed();

/** The value as given, shortened: an error names what it refuses. Arrays and objects are named by kind, however deep or large. */
const shown = (value: unknown): Text => {
  if (Array.isArray(value)) return { en: `an array of ${value.length}`, zh: `${value.length} 项的数组` };
  if (typeof value === "object" && value !== null) return { en: "an object", zh: "对象" };
  if (value === undefined) return { en: "nothing", zh: "空值" };
  const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : JSON.stringify(value);
  return { en: short(text), zh: short(text) };
};

/** As it stands in JSON: `"3"` is not `3`. */
const exact = (value: unknown): Text => {
  const { en, zh } = shown(value);
  return typeof value === "string" ? { en: JSON.stringify(en), zh: JSON.stringify(zh) } : { en, zh };
};

/** What a bound counts. */
const unit = (origin: string): Text => {
  if (origin === "string") return { en: " characters", zh: " 个字符" };
  return origin === "array" ? { en: " entries", zh: " 项" } : { en: "", zh: "" };
};

const describe = (issue: ZodIssue, value: unknown): { code: string; message: Text } => {
  switch (issue.code) {
    case "invalid_type":
      if (value === undefined)
        return say("required", `needed, of type ${issue.expected}`, `必填，类型为 ${issue.expected}`);
      return say(
        "type",
        `${exact(value).en} is not of type ${issue.expected}`,
        `${exact(value).zh} 不是 ${issue.expected} 类型`,
      );
    case "unrecognized_keys":
      return say("unknown", "no such field; remove it or check its spelling", "没有此字段，请删除或检查拼写");
    case "too_big":
      return say(
        "too_big",
        `at most ${issue.maximum}${unit(issue.origin).en}`,
        `不得超过 ${issue.maximum}${unit(issue.origin).zh}`,
      );
    case "too_small":
      return say(
        "too_small",
        `at least ${issue.minimum}${unit(issue.origin).en}`,
        `不得少于 ${issue.minimum}${unit(issue.origin).zh}`,
      );
    case "invalid_value": {
      const allowed = issue.values.map(String).join(", ");
      return say(
        "not_allowed",
        `${shown(value).en} is not allowed; allowed: ${allowed}`,
        `不允许 ${shown(value).zh}；可选：${allowed}`,
      );
    }
    case "invalid_format":
      return say(
        "format",
        `${shown(value).en} has not the form needed: ${issue.format === "regex" ? issue.message : issue.format}`,
        `${shown(value).zh} 格式不符：${issue.format === "regex" ? issue.message : issue.format}`,
      );
    case "custom":
      return describeRule(issue.params ?? {}, issue.message, value);
    default:
      return say("invalid", `${shown(value).en} is not allowed here`, `${shown(value).zh} 不符合要求`);
  }
};

const forbiddenCharacter = (text: string): { code: string; message: Text } => {
  const { position, code } = findForbidden(text) ?? { position: 0, code: 0 };
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return say(
    "characters",
    `character ${position} is a control, bidirectional or broken character (${name}); remove it`,
    `第 ${position} 个字符是控制字符、双向控制符或残缺字符（${name}），请删除`,
  );
};

const describeRule = (
  params: Record<string, unknown>,
  message: string,
  value: unknown,
): { code: string; message: Text } => {
  switch (params["rule"]) {
    case "graphemes":
      return say(
        "too_long",
        `at most ${String(params["maximum"])} characters`,
        `不得超过 ${String(params["maximum"])} 个字符`,
      );
    case "bytes":
      return say(
        "too_long",
        `at most ${String(params["maximum"])} bytes of UTF-8`,
        `UTF-8 编码后不得超过 ${String(params["maximum"])} 字节`,
      );
    case "blank":
      return say("blank", "must hold more than white space and what cannot be seen", "不能只有空白或不可见字符");
    case "characters":
      return forbiddenCharacter(String(value));
    case "one_line":
      return say("one_line", "one line only, no line ends or tabs", "只能为一行，不能含换行或制表符");
    case "credit_code":
      return say(
        "credit_code",
        `${shown(value).en} is not a unified social credit code (GB 32100-2015: 18 characters, the last one checks)`,
        `${shown(value).zh} 不是有效的统一社会信用代码（GB 32100-2015，18 位，末位为校验码）`,
      );
    case "industry":
      return { code: "industry", message: notAnIndustry(shown(value).en) };
    case "tiny":
      return say(
        "too_small",
        `${shown(value).en} is too close to zero: 0, or at least 1e-15 either way`,
        `${shown(value).zh} 过于接近零：须为 0，或绝对值不小于 1e-15`,
      );
    case "id":
      return say(
        "id",
        `${shown(value).en} is not an id such as case_01J…`,
        `${shown(value).zh} 不是有效的编号，例如 case_01J…`,
      );
    case "required":
      return say("required", "needed here", "此处必填");
    case "empty":
      return say("empty", "give at least one field to change", "至少提供一个要修改的字段");
    default:
      return say("invalid", message, message);
  }
};
