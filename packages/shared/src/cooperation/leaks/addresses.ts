// Addresses: e-mail, links and domains, as they are written and as they are disguised.
import type { Reading } from "./reading.ts";
import type { Found } from "./rules.ts";
import { wordsOf } from "./words.ts";

const label = "[\\p{Script=Han}a-z0-9][\\p{Script=Han}a-z0-9-]{0,62}";
const dot = "(?:\\.|\\[dot\\]|\\(dot\\))";
const at = "(?:@|\\[at\\]|\\(at\\)|\\[@\\]|\\(@\\))";
const email = new RegExp(
  `(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63} ?${at} ?(?:${label}${dot}){1,6}(?:[a-z]{2,12}|中国|公司|网络)(?![a-z0-9])`,
  "gu",
);

const spelled =
  /(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63} at (?:[a-z0-9-]{1,63} dot ){1,3}(?:com|cn|net|org|edu|de|io)(?![a-z0-9])/gu;

export const findEmails = ({ lower }: Reading): Found[] => [
  ...spans("email", lower, email),
  ...spans("email", lower, spelled),
];

const spans = (rule: "email" | "link", text: string, pattern: RegExp): Found[] =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ rule, start: index, end: index + found.length }));

const url = /(?:https?|ftp):\/\/[^\s\p{Script=Han}"'<>()[\]{},;，。；、“”《》]{1,2000}/gu;
const path = "(?::\\d{2,5})?(?:[/?#][a-z0-9\\-._~:/?#@!$&'*+=%]{0,500})?";
/** Ends of domains; those that are words, too, count only with more before or after them. */
const plainEnds =
  "com|cn|net|org|gov|edu|io|co|info|biz|top|xyz|site|tech|cloud|shop|store|online|vip|cc|tv|eu|de|uk|us|jp|kr|fr|ru|ch|at|se|nl|pl|es|hk|tw|sg|ai|app|dev|ltd|link|club|fun|wang|ink|ren|group|company|industries|engineering|example|test";
const domain = new RegExp(
  `(?<![a-z0-9@._/-])(?:[a-z0-9][a-z0-9-]{0,62}\\.){1,5}(?:${plainEnds})(?![a-z0-9-]|\\.[a-z0-9])${path}`,
  "gu",
);
const chineseDomain =
  /(?<![\p{L}\p{N}.@-])(?:www\.)?[\p{Script=Han}a-z0-9-]{2,20}\.(?:中国|公司|网络|网址|企业|商城|集团)(?![\p{L}\p{N}])/gu;
const wide = /(?<![a-z0-9@._/-])www\.[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/gu;

/** Names of software that read as domains do. */
const software = wordsOf(
  "asp.net ado.net vb.net ml.net paint.net f#.net socket.io draw.io mermaid.live node.co three.co d3.co visual.net quartz.net log4j.net power.bi crystal.dev",
);

export const findLinks = ({ lower }: Reading): Found[] =>
  [
    ...spans("link", lower, url),
    ...spans("link", lower, wide),
    ...spans("link", lower, chineseDomain),
    ...spans("link", lower, domain).filter(({ start, end }) => !isNoDomain(lower.slice(start, end))),
  ].map((found) => ({ ...found, end: found.start + withoutStop(lower.slice(found.start, found.end)).length }));

/** 3.5.de or i.e.at: a label of one letter or of digits alone before a short end, or a name of software. */
function isNoDomain(found: string): boolean {
  const labels = found.split(/[/?#:]/)[0]?.split(".") ?? [];
  const isPlain = labels.length === 2;
  return software.has(labels.join(".")) || (isPlain && !/[a-z]{2}|[a-z]\d|\d[a-z]/.test(labels[0] ?? ""));
}

/** A full stop or the like after a link ends the sentence. */
const withoutStop = (link: string): string => {
  let end = link.length;
  while (end > 0 && ".,;:!?'".includes(link.charAt(end - 1))) end--;
  return link.slice(0, end);
};
