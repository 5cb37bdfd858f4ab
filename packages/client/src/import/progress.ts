// Shows how far an import is: a bar on a terminal, a line every few seconds elsewhere.
import type { Texts } from "./texts.ts";

/** Where the command speaks to, and what may stop it. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether `err` is a terminal that can redraw its line. */
  redraws: boolean;
  stop: AbortSignal;
  /** In tests, the way to the door. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface Progress {
  show(bytes: number, rows: number): void;
  /** Clears the bar. */
  end(): void;
}

const width = 24;
const redrawMs = 100;
const lineMs = 5000;

export const createProgress = (terminal: Terminal, totalBytes: number, texts: Texts): Progress => {
  const started = performance.now();
  let shown = terminal.redraws ? -redrawMs : started;
  const every = terminal.redraws ? redrawMs : lineMs;
  return {
    show(bytes, rows) {
      const now = performance.now();
      if (now - shown < every) return;
      shown = now;
      const share = totalBytes > 0 ? Math.min(1, bytes / totalBytes) : 1;
      const percent = `${Math.floor(share * 100)} %`;
      const said = texts.progress(rows, Math.round((now - started) / 1000));
      const filled = Math.round(share * width);
      const bar = "█".repeat(filled) + "░".repeat(width - filled);
      terminal.err(terminal.redraws ? `\r${bar} ${percent}  ${said}\u001b[K` : `${percent}  ${said}\n`);
    },
    end() {
      if (terminal.redraws) terminal.err("\r\u001b[K");
    },
  };
};
