// What text may enter: lengths in graphemes as people count them, no characters that deceive or break. Browser-safe.
import * as z from "zod";
import { segmentGraphemes } from "./segments.ts";

/** Graphemes of a text, counted no further than `enough`. */
export const graphemes = (text: string, enough = Number.POSITIVE_INFINITY): number => {
  let count = 0;
  for (const _ of segmentGraphemes(text)) if (++count > enough) break;
  return count;
};

/** The first `count` graphemes of a text, or all of it. */
export const firstGraphemes = (text: string, count: number): string => {
  let taken = 0;
  for (const { index } of segmentGraphemes(text)) if (taken++ === count) return text.slice(0, index);
  return text;
};

// Controls but tab and line ends, lone surrogates, bidirectional and deprecated format controls, noncharacters, tags.
const forbidden =
  /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}\u206A-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/u;

/** What shows nothing: white space, and characters that leave none on paper. */
const unseen = /[\s\u2800\u3164\p{Default_Ignorable_Code_Point}]/gu;

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
    .refine((text) => text.replace(unseen, "").length > 0, { params: { rule: "blank" }, abort: true })
    .refine((text) => graphemes(text, max) <= max, { params: { rule: "graphemes", maximum: max } })
    .refine((text) => new TextEncoder().encode(text).length <= maxBytes, {
      params: { rule: "bytes", maximum: maxBytes },
    });

/** One line of text: as `prose`, without line ends and tabs. */
export const line = (max: number): z.ZodString =>
  prose(max).refine((text) => !/[\t\n\r\u2028\u2029]/.test(text), { params: { rule: "one_line" } });
