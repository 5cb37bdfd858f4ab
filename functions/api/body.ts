// Reads a JSON body: right media type, bounded, UTF-8 without error, of bounded depth, with no key that reaches a prototype.
import { AppError, type Issue } from "@lianchuang/shared/errors";
import type { HonoRequest } from "hono";
import { HTTPException } from "hono/http-exception";

const maxDepth = 32;
const media = /^application\/(json|merge-patch\+json)\s*(;\s*charset=utf-8\s*)?$/i;

/** @throws HTTPException 413, 415; AppError `malformed` naming where. */
export const readJson = async (request: HonoRequest, maxBytes: number): Promise<unknown> => {
  if (!media.test(request.header("content-type") ?? "")) throw new HTTPException(415);
  if (Number(request.header("content-length") ?? 0) > maxBytes) throw new HTTPException(413);
  const bytes = await readBytes(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw malformed("", error instanceof SyntaxError ? "not_json" : "not_utf8");
  }
  assertShape(value, "", 0);
  return value;
};

const readBytes = async (request: HonoRequest, maxBytes: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.raw.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new HTTPException(413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const assertShape = (value: unknown, pointer: string, depth: number): void => {
  if (depth > maxDepth) throw malformed(pointer.slice(0, 80), "too_deep");
  if (typeof value === "string" && !value.isWellFormed()) throw malformed(pointer, "characters");
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === "__proto__" || name === "constructor" || name === "prototype")
      throw malformed(`${pointer}/${name}`, "reserved");
    assertShape(
      member,
      `${pointer}/${name.slice(0, 40).toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1")}`,
      depth + 1,
    );
  }
};

const messages: Record<string, Issue["message"]> = {
  not_json: { en: "this is not JSON (RFC 8259)", zh: "不是有效的 JSON（RFC 8259）" },
  not_utf8: { en: "this is not UTF-8", zh: "不是有效的 UTF-8 编码" },
  too_deep: { en: `nested deeper than ${maxDepth} levels`, zh: `嵌套超过 ${maxDepth} 层` },
  characters: { en: "holds half a surrogate pair; send whole characters", zh: "含有残缺的代理对字符，请发送完整字符" },
  reserved: { en: "this name is reserved; remove it", zh: "此字段名被保留，请删除" },
};

const malformed = (pointer: string, code: string): AppError =>
  new AppError(
    "malformed",
    { en: "The body cannot be read; see issues.", zh: "无法读取请求体，请看 issues。" },
    { issues: [{ pointer, code, message: messages[code] ?? { en: code, zh: code } }] },
  );
