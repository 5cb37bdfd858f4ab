// Opens what is imported: a file, or standard input for `-`.
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { addAbortSignal, type Readable } from "node:stream";
import { OpenImport } from "@lianchuang/shared/cases/import/schema";
import { Refused } from "./options.ts";
import type { Terminal } from "./progress.ts";
import type { Texts } from "./texts.ts";

export const standardInput = "-";

export interface Source extends AsyncDisposable {
  /** Its base name, as an import remembers it; none for standard input, a pipe, or a name no import can hold. */
  name: string | undefined;
  /** Its length in bytes, where it is known beforehand. */
  size: number | undefined;
  chunks: AsyncIterable<Uint8Array>;
}

/** Reading standard input ends with the terminal's `stop`. @throws Refused for what cannot be read, for a folder, and for UTF-16. */
export const openSource = async (path: string, terminal: Terminal, texts: Texts): Promise<Source> =>
  path === standardInput ? openInput(terminal, texts) : openPath(path, texts);

/** @throws Refused naming the option and why its file cannot be opened. */
export const openFile = async (option: string, path: string, flags: string, texts: Texts): Promise<FileHandle> => {
  try {
    return await open(path, flags);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "?";
    throw new Refused(texts.fileUnreadable(option, path, code), { cause });
  }
};

const openInput = async (terminal: Terminal, texts: Texts): Promise<Source> => {
  const stream = addAbortSignal(terminal.stop, terminal.input());
  return {
    name: undefined,
    size: undefined,
    chunks: await assertUtf8(stream, texts.standardInput, texts),
    [Symbol.asyncDispose]: () => Promise.resolve(void stream.destroy()),
  };
};

const openPath = async (path: string, texts: Texts): Promise<Source> => {
  const file = await openFile("FILE", path, "r", texts);
  try {
    const status = await file.stat();
    const lasting = status.isFile();
    if (status.isDirectory()) throw new Refused(texts.fileUnreadable("FILE", path, "EISDIR"));
    return {
      name: lasting ? OpenImport.shape.fileName.safeParse(basename(path)).data : undefined,
      size: lasting ? status.size : undefined,
      chunks: await assertUtf8(file.createReadStream({ autoClose: false }), path, texts),
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
};

/** The chunks of a stream, the first of them already seen. @throws Refused where its mark shows it to be UTF-16. */
const assertUtf8 = async (stream: Readable, name: string, texts: Texts): Promise<AsyncIterable<Uint8Array>> => {
  const chunks = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const first = await chunks.next();
  const mark = first.done === true ? "" : Buffer.from(first.value.subarray(0, 2)).toString("hex");
  if (mark !== "fffe" && mark !== "feff") return following(first, chunks);
  stream.destroy();
  throw new Refused(texts.fileUtf16(name));
};

async function* following(
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (let chunk = first; chunk.done !== true; chunk = await rest.next()) yield chunk.value;
}
