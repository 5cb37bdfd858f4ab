// What shape parsed JSON may have: bounded depth, whole characters, no name that reaches a prototype.
import type { Issue, Text } from "./errors.ts";

const maxDepth = 32;
const reserved = new Set(["__proto__", "constructor", "prototype"]);

const messages = {
  too_deep: { en: `nested deeper than ${maxDepth} levels`, zh: `嵌套超过 ${maxDepth} 层` },
  characters: { en: "holds half a surrogate pair; send whole characters", zh: "含有残缺的代理对字符，请发送完整字符" },
  reserved: { en: "this name is reserved; remove it", zh: "此字段名被保留，请删除" },
} satisfies Record<string, Text>;

/** The first fault of a value and its place (JSON pointer, RFC 6901), or undefined. */
export const findShapeFault = (value: unknown, pointer = "", depth = 0): Issue | undefined => {
  const fault = (code: keyof typeof messages, at: string): Issue => ({ pointer: at, code, message: messages[code] });
  if (depth > maxDepth) return fault("too_deep", pointer.slice(0, 80));
  if (typeof value === "string") return value.isWellFormed() ? undefined : fault("characters", pointer);
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const at = `${pointer}/${name.slice(0, 40).toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (reserved.has(name)) return fault("reserved", at);
    const found = name.isWellFormed() ? findShapeFault(member, at, depth + 1) : fault("characters", at);
    if (found) return found;
  }
  return undefined;
};
