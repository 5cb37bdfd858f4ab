// Reads a JSON body: right media type, bounded, UTF-8 without error, of a shape that does no harm.
import { AppError, type Issue } from "@lianchuang/shared/errors";
import { findShapeFault } from "@lianchuang/shared/json";
import type { HonoRequest } from "hono";
import { HTTPException } from "hono/http-exception";

const media = /^application\/(json|merge-patch\+json)\s*(;\s*charset=utf-8\s*)?$/i;

/** `rows` are checked for their shape one by one later, so that one bad row stops no other. @throws HTTPException 400 (broken off), 413, 415; AppError `malformed` naming where. */
export const readJson = async (request: HonoRequest, maxBytes: number, rows: boolean): Promise<unknown> => {
  if (!media.test(request.header("content-type") ?? "")) throw new HTTPException(415);
  if (Number(request.header("content-length") ?? 0) > maxBytes) throw new HTTPException(413);
  const bytes = await readBytes(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    const code = error instanceof SyntaxError ? "not_json" : "not_utf8";
    throw malformed({ pointer: "", code, message: messages[code] });
  }
  const fault = rows ? undefined : findShapeFault(value);
  if (fault) throw malformed(fault);
  return value;
};

const readBytes = async (request: HonoRequest, maxBytes: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.raw.body ?? []) {
      size += chunk.length;
      if (size > maxBytes) throw new HTTPException(413);
      chunks.push(chunk);
    }
  } catch (error) {
    // Whoever sends it went away or broke off: nothing of ours failed.
    throw error instanceof HTTPException ? error : new HTTPException(400, { cause: error });
  }
  return Buffer.concat(chunks);
};

const messages = {
  not_json: { en: "this is not JSON (RFC 8259)", zh: "不是有效的 JSON（RFC 8259）" },
  not_utf8: { en: "this is not UTF-8", zh: "不是有效的 UTF-8 编码" },
};

const malformed = (issue: Issue): AppError =>
  new AppError(
    "malformed",
    { en: "The body cannot be read; see issues.", zh: "无法读取请求体，请看 issues。" },
    { issues: [issue] },
  );
