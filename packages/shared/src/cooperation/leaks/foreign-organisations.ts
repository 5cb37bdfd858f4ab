// Names of organisations in other languages that nobody told us of: words with capitals around a legal form or an institution.
import type { Reading } from "./reading.ts";
import type { Found } from "./rules.ts";
import { foreignForms, generalEnglish } from "./words.ts";

/** Names in other languages: words with capitals before a legal form, or University of and the like before them. */
export const findForeignOrganisations = ({ text }: Reading): Found[] => {
  const ended = [...text.matchAll(foreignForms)].flatMap(({ 0: form, index }): Found[] => {
    const start = startOfForeign(text, index);
    const isNumber =
      /^(?:AG|SE|AB|KG|SAS|A\/S)$/.test(form) && /^ ?\d/.test(text.slice(index + form.length, index + form.length + 2));
    if (start === undefined || isNumber) return [];
    return [{ rule: "organisation", start, end: endOfForeign(text, index + form.length) }];
  });
  const begun = [...text.matchAll(institutionOf)].flatMap(({ 0: name, index }): Found[] =>
    generalEnglish.has(name.split(" ").at(-1)?.toLowerCase() ?? "")
      ? []
      : [{ rule: "organisation", start: index, end: index + name.length }],
  );
  return [...ended, ...begun];
};

const institutionOf =
  /(?<![\p{L}\p{N}])(?:University|Universität|College|Institute|Academy|Technical University|Bank)(?: of(?: Applied| Technical)? (?:Sciences?|Technology|Engineering))? (?:of|for|at|zu) (?:the )?\p{Lu}[\p{L}'-]{1,30}(?: \p{Lu}[\p{L}'-]{1,30}){0,2}/gu;

/** In words, and in letters of one word with what parts it from the next. */
const longestForeign = 6;
const wordBefore = /(?:^|[^\p{L}\p{N}&'’.-])([\p{L}\p{N}][\p{L}\p{N}&'’.-]{0,40}|&)$/u;
/** Of `Foo, Inc.` and `Foo (Suzhou) Co., Ltd.` what parts the name from its form. */
const beforeForm = /(?: ?\(\p{Lu}[\p{L} ]{1,20}\))?,? ?$/u;

function startOfForeign(text: string, formStart: number): number | undefined {
  let end = formStart - (beforeForm.exec(text.slice(Math.max(0, formStart - 26), formStart))?.[0].length ?? 0);
  let start = formStart;
  let named = 0;
  for (let count = 0; count < longestForeign; count++) {
    const word = wordBefore.exec(text.slice(Math.max(0, end - 45), end))?.[1];
    if (word === undefined || !/^[\p{Lu}\p{N}&]/u.test(word) || /^\p{N}+$/u.test(word)) break;
    const isGeneralWord = generalEnglish.has(word.toLowerCase());
    if (isGeneralWord && isOpening(word)) break;
    start = end - word.length;
    if (!isGeneralWord && word.length > 1) named++;
    if (text.charAt(start - 1) !== " ") break;
    end = start - 1;
  }
  return named === 0 ? undefined : start;
}

const opening =
  /^(?:an?|the|our|your|their|its|any|each|every|some|we|they|with|without|at|by|of|for|from|in|on|to|and|or|contact|call|ask|see|visit|send|write|please|join|meet|use|using|buy|customers?|suppliers?|dear|attn|attention|german|chinese|japanese|local|seeking)$/i;
const isOpening = (word: string): boolean => opening.test(word);

/** Of Musterstadt Institute of Technology, the rest; of a legal form in two parts, the second. */
const tail =
  /^(?: (?:of|for) \p{Lu}[\p{L}-]{1,30}(?:(?: and| &)? \p{Lu}[\p{L}-]{1,30}){0,4}|,? (?:Co\.?, ?Ltd\.?|Ltd\.?|Inc\.?|GmbH|LLC|Corp\.?))/u;

function endOfForeign(text: string, end: number): number {
  return end + (tail.exec(text.slice(end, end + 40))?.[0].length ?? 0);
}
