// One of many callers at once: drafts, changes, submits and publishes cases of its own, imports rows, and quarrels over cases that all change.
import { randomBytes } from "node:crypto";
import { type Answer, type Door, insist, type KnownCase, type Ledger } from "./ledger.ts";

export type Chance = () => number;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export interface Desk {
  door: Door;
  ledger: Ledger;
  /** Cases that all writers change. */
  shared: readonly string[];
  /** True once no new command is begun. */
  closed: () => boolean;
}

const newCode = (): string => `K${randomBytes(6).toString("hex").toUpperCase()}`;
const textOf = (code: string) => `主轴热补偿改造记录 ${code}，换刀时间由九十秒降到四十秒。`;

/** Follows one answer about a case: it has one revision more, and the marker that was written. */
const follow = (known: KnownCase, answer: Answer | undefined, marker = known.marker): boolean => {
  if (!answer) return false;
  known.revision++;
  known.etag = answer.etag;
  known.marker = marker;
  return true;
};

export const draft = async (
  { door, ledger }: Desk,
  externalId?: string,
  code = newCode(),
): Promise<KnownCase | undefined> => {
  const body = { title: `示例案例 ${code}`, body: textOf(code), lessons: code, ...(externalId && { externalId }) };
  const answer = await insist(door, ledger, { as: "member", method: "POST", path: "/cases", body });
  if (!answer) return undefined;
  const known: KnownCase = { id: String(answer.body["id"]), code, revision: 1, etag: answer.etag, marker: code };
  if (externalId !== undefined) known.externalId = externalId;
  ledger.cases.set(known.id, known);
  return known;
};

const change = async ({ door, ledger }: Desk, known: KnownCase): Promise<boolean> => {
  const lessons = newCode();
  const command = { as: "member", method: "PATCH", path: `/cases/${known.id}`, ifMatch: known.etag } as const;
  return follow(known, await insist(door, ledger, { ...command, body: { lessons } }), lessons);
};

const hand = async ({ door, ledger }: Desk, known: KnownCase, action: "submit" | "publish"): Promise<boolean> => {
  const as = action === "submit" ? "member" : "secretariat";
  const path = `/cases/${known.id}/${action}`;
  return follow(known, await insist(door, ledger, { as, method: "POST", path, ifMatch: known.etag }));
};

const quarrel = async ({ door, ledger, shared }: Desk, pick: number): Promise<void> => {
  const known = ledger.cases.get(shared[pick % shared.length] ?? "");
  if (!known) return;
  const command = { as: "member", method: "PATCH", path: `/cases/${known.id}`, ifMatch: known.etag } as const;
  const answer = await insist(door, ledger, { ...command, body: { lessons: newCode() }, contended: true });
  if (!answer) {
    // Somebody was faster: the next attempt names what is there by then.
    const seen = await fetch(`${door.url}/v1/cases/${known.id}`, {
      headers: { authorization: `Bearer ${door.tokens.member}` },
    }).catch(() => undefined);
    if (seen?.status === 200) known.etag = seen.headers.get("etag") ?? known.etag;
    await seen?.arrayBuffer().catch(() => undefined);
    return;
  }
  known.revision++;
  known.etag = answer.etag;
  known.marker = undefined;
};

/** Imports a few rows; every other time once more with other texts, which changes the same cases. */
const importSome = async (desk: Desk, rows: number, again: boolean): Promise<void> => {
  const fresh = Array.from({ length: rows }, () => newCode());
  const lines = await importBatch(
    desk,
    fresh.map((code) => ({ externalId: `imp-${code}`, title: `示例导入 ${code}`, body: textOf(code), lessons: code })),
    "new",
  );
  for (const [line, id] of lines) {
    const code = fresh[line - 1] ?? "";
    desk.ledger.cases.set(id, { id, externalId: `imp-${code}`, code, revision: 1, etag: "", marker: code });
  }
  if (!again || lines.size < rows || desk.closed()) return;
  const known = [...lines.values()].map((id) => desk.ledger.cases.get(id)).filter((one) => one !== undefined);
  const markers = known.map(() => newCode());
  const changed = await importBatch(
    desk,
    known.map(({ code, externalId }, position) => ({
      externalId,
      title: `示例导入 ${code}`,
      body: textOf(code),
      lessons: markers[position],
    })),
    "changed",
  );
  for (const [line] of changed) {
    const one = known[line - 1];
    if (!one) continue;
    one.revision++;
    one.marker = markers[line - 1];
  }
};

interface RowResult {
  line: number;
  outcome: string;
  id: string;
}

const importBatch = async (
  { door, ledger }: Desk,
  records: readonly object[],
  expected: "new" | "changed",
): Promise<Map<number, string>> => {
  const lines = new Map<number, string>();
  const opened = await insist(door, ledger, {
    as: "member",
    method: "POST",
    path: "/imports",
    body: { kind: "case", fileName: "示例.jsonl" },
  });
  if (!opened) return lines;
  const batch = String(opened.body["id"]);
  const answer = await insist(door, ledger, {
    as: "member",
    method: "POST",
    path: `/imports/${batch}/rows`,
    body: { rows: records.map((record, position) => ({ line: position + 1, record })) },
  });
  for (const { line, outcome, id } of (answer?.body["results"] ?? []) as RowResult[]) {
    if (outcome === expected) lines.set(line, id);
    else
      ledger.violations.push({ what: "refused", text: `row ${line} of ${batch}: ${outcome} instead of ${expected}` });
  }
  ledger.imports.set(batch, lines);
  return lines;
};

/** Writes until the desk closes; then ends with the last command it began answered. */
export const write = async (desk: Desk, name: string, chance: Chance): Promise<void> => {
  for (let step = 0; !desk.closed(); step++) {
    const kind = chance();
    if (kind < 0.2) {
      await quarrel(desk, Math.floor(chance() * 100));
      continue;
    }
    if (kind < 0.4) {
      await importSome(desk, 2 + Math.floor(chance() * 4), chance() < 0.5);
      continue;
    }
    const known = await draft(desk, chance() < 0.7 ? `${name}-${step}` : undefined);
    const wish = chance();
    if (!known || desk.closed() || wish < 0.2) continue;
    if (!(await change(desk, known)) || desk.closed() || wish < 0.5) continue;
    if (!(await hand(desk, known, "submit")) || desk.closed() || wish < 0.6) continue;
    if (!(await hand(desk, known, "publish")) || desk.closed() || wish < 0.9) continue;
    await change(desk, known);
  }
};
