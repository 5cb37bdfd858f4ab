// What text may enter: lengths in graphemes as people count them, no characters that deceive or break. Browser-safe.
import * as z from "zod";

const segmenter = new Intl.Segmenter("zh", { granularity: "grapheme" });

/** Graphemes of a text, counted no further than `enough`. */
export const graphemes = (text: string, enough = Number.POSITIVE_INFINITY): number => {
  let count = 0;
  for (const _ of segmenter.segment(text)) if (++count > enough) break;
  return count;
};

// Lone surrogates, C0 and C1 controls but tab and line ends, bidirectional overrides and isolates, tags, noncharacters.
const forbidden =
  // oxlint-disable-next-line no-control-regex -- refusing control characters is its purpose
  /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|\uDB40[\uDC00-\uDC7F]/;

/** The first character that may not enter: its place, in characters from 1, and its code point. */
export const findForbidden = (text: string): { position: number; code: number } | undefined => {
  const at = forbidden.exec(text)?.index;
  if (at === undefined) return undefined;
  return { position: Array.from(text.slice(0, at)).length + 1, code: text.codePointAt(at) ?? 0 };
};

/** A text of 1 to `max` graphemes; never changed silently, refused instead. `maxBytes` bounds its UTF-8. */
export const prose = (max: number, maxBytes = max * 12): z.ZodString =>
  z
    .string()
    .max(maxBytes, { abort: true })
    .refine((text) => !forbidden.test(text), { params: { rule: "characters" }, abort: true })
    .refine((text) => text.trim().length > 0, { params: { rule: "blank" }, abort: true })
    .refine((text) => graphemes(text, max) <= max, { params: { rule: "graphemes", maximum: max } })
    .refine((text) => new TextEncoder().encode(text).length <= maxBytes, {
      params: { rule: "bytes", maximum: maxBytes },
    });

/** One line of text: as `prose`, without line ends and tabs. */
export const line = (max: number): z.ZodString =>
  prose(max).refine((text) => !/[\t\n\r\u2028\u2029]/.test(text), { params: { rule: "one_line" } });
