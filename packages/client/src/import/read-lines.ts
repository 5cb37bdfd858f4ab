// Reads a file line by line, bounded: never more in memory than one chunk and one line.
import type { Texts } from "./texts.ts";

/** One fault of a line, as the door names faults of rows. */
export interface Fault {
  pointer: string;
  code: string;
  message: string;
}

export interface SourceLine {
  /** From 1, empty lines counted. */
  line: number;
  /** Bytes of the file up to the end of this line. */
  position: number;
  content: { text: string } | { fault: Fault };
}

const maxLineBytes = 1_048_576;
const lineFeed = 0x0a;

/** Every line that is not blank. Accepts CRLF and a byte order mark at the start. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, texts: Texts): AsyncGenerator<SourceLine> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let line = 0;
  let position = 0;
  const hold = (piece: Uint8Array) => {
    heldBytes += piece.length;
    if (heldBytes <= maxLineBytes) held.push(piece);
  };
  const finish = (): SourceLine[] => {
    const content =
      heldBytes > maxLineBytes ? { fault: tooLong(texts) } : decode(Buffer.concat(held), line === 0, texts);
    held = [];
    heldBytes = 0;
    line += 1;
    return "text" in content && content.text.trim() === "" ? [] : [{ line, position, content }];
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
      hold(chunk.subarray(from, end));
      position += end + 1 - from;
      from = end + 1;
      yield* finish();
    }
    hold(chunk.subarray(from));
    position += chunk.length - from;
  }
  if (heldBytes > 0) yield* finish();
}

const decode = (bytes: Uint8Array, first: boolean, texts: Texts): SourceLine["content"] => {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: !first }).decode(bytes) };
  } catch {
    return { fault: { pointer: "", code: "not_utf8", message: texts.notUtf8 } };
  }
};

const tooLong = (texts: Texts): Fault => ({ pointer: "", code: "too_long", message: texts.tooLong(maxLineBytes) });
