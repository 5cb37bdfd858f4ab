// Leak check: finds in a text what may tell who wrote it. Pure, linear in the length of the text.
import type { Text } from "../errors.ts";
import type { LeakKind } from "./schema.ts";

export interface Leak {
  kind: LeakKind;
  /** `[start, end)` in UTF-16 units. */
  span: readonly [start: number, end: number];
  text: string;
  reason: Text;
}

/** Names of organisations. */
export interface Known {
  own: readonly string[];
  members: readonly string[];
}

const patterns: readonly { kind: LeakKind; form: RegExp; reason: Text }[] = [
  {
    kind: "email",
    form: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g,
    reason: { en: "an e-mail address leads to you", zh: "邮箱地址可直接找到贵单位" },
  },
  {
    kind: "telephone",
    form: /(?<!\d)1[3-9]\d{9}(?!\d)/g,
    reason: { en: "a telephone number leads to you", zh: "电话号码可直接找到贵单位" },
  },
];

const named: Text = { en: "the name of an organisation", zh: "单位名称" };

/** What may tell who wrote a text, in order of place. */
export const findLeaks = (text: string, { own, members }: Known): Leak[] => {
  const leaks: Leak[] = patterns.flatMap(({ kind, form, reason }) =>
    [...text.matchAll(form)].map(({ 0: found, index }) => leakAt(kind, found, index, reason)),
  );
  for (const name of new Set([...own, ...members]))
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
      leaks.push(leakAt("organisation", name, at, named));
  return leaks.toSorted((one, other) => one.span[0] - other.span[0]);
};

const leakAt = (kind: LeakKind, text: string, start: number, reason: Text): Leak => ({
  kind,
  span: [start, start + text.length],
  text,
  reason,
});
