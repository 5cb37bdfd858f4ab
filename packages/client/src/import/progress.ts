// Shows how far a command is: one line redrawn on a terminal, a line every few seconds elsewhere.
import type { Readable } from "node:stream";

/** Where the command speaks to and reads from, and what may stop it. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Standard input; asked for only by a command that reads it. */
  input(): Readable;
  /** Whether `err` is a terminal that can redraw its line. */
  redraws: boolean;
  stop: AbortSignal;
  /** In tests, the way to the door. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface Progress {
  show(rows: number, bytes?: number): void;
  /** Clears the line. */
  end(): void;
}

const width = 24;
const redrawMs = 100;
const lineMs = 5000;

/** With a bar where the total is known. */
export const createProgress = (
  terminal: Terminal,
  said: (rows: number, seconds: number) => string,
  totalBytes?: number,
): Progress => {
  const started = performance.now();
  let shown = terminal.redraws ? -redrawMs : started;
  const every = terminal.redraws ? redrawMs : lineMs;
  return {
    show(rows, bytes = 0) {
      const now = performance.now();
      if (now - shown < every) return;
      shown = now;
      const share = totalBytes === undefined ? "" : shareOf(bytes, totalBytes, terminal.redraws);
      const line = `${share}${said(rows, Math.round((now - started) / 1000))}`;
      terminal.err(terminal.redraws ? `\r${line}\u001b[K` : `${line}\n`);
    },
    end() {
      if (terminal.redraws) terminal.err("\r\u001b[K");
    },
  };
};

const shareOf = (bytes: number, totalBytes: number, drawn: boolean): string => {
  const share = totalBytes > 0 ? Math.min(1, bytes / totalBytes) : 1;
  const filled = Math.round(share * width);
  const bar = drawn ? `${"█".repeat(filled)}${"░".repeat(width - filled)} ` : "";
  return `${bar}${Math.floor(share * 100)} %  `;
};
