// Corrections: what a query may have been meant to say, judged by what its reader can find. Pure.
import { functionWords } from "./function-words.ts";
import { letterRun, readingsOf, spokenRuns } from "./pinyin.ts";

/** What corrections are judged by: nothing is offered that the reader could not find. */
export interface Lexicon {
  /** Tokens of the query that no document holds which the reader sees. */
  readonly unknown: ReadonlySet<string>;
  /** In how many of those documents a word in Latin letters stands. */
  words(word: string): number;
  /** Folded beginnings of what the query found best: hanzi are offered only as they stand there. */
  texts(): readonly string[];
}

/** What a folded query may have been meant to say; nothing where that is what it says. `spoken`: its runs of letters that were taken for pinyin, and their syllables. */
export function correct(
  text: string,
  spoken: ReadonlyMap<string, readonly string[]>,
  lexicon: Lexicon,
): string | undefined {
  if (lexicon.unknown.size === 0 && spoken.size === 0) return undefined;
  const corrected = text
    .replaceAll(
      letterRun,
      once((run) => {
        const said = spokenRuns(run).find((each) => spoken.has(each));
        const phrase = said && phraseRead(spoken.get(said) ?? [], lexicon.texts());
        return phrase ? run.replace(said, phrase) : run;
      }),
    )
    .replaceAll(
      /[a-z]+/g,
      once((word) => (lexicon.unknown.has(word) ? correctWord(word, lexicon) : word)),
    )
    .replaceAll(
      /\p{Script=Han}{2,}/gu,
      once((run) => correctHanzi(run, lexicon)),
    );
  return corrected === text ? undefined : corrected;
}

/** Asks but once for the same. */
function once(ask: (text: string) => string): (text: string) => string {
  const answers = new Map<string, string>();
  return (text) => {
    const answer = answers.get(text) ?? ask(text);
    answers.set(text, answer);
    return answer;
  };
}

/** In hanzi; longer runs are sentences, which have unknown pairs wherever two words meet. */
const longestRun = 24;

/**
 * A run of hanzi as it most often stands in the texts with other hanzi of the same sound in place of those that make no known
 * pair; the run itself where it does not. Between two known pairs nothing is touched.
 */
function correctHanzi(run: string, lexicon: Lexicon): string {
  const hanzi = Array.from(run);
  if (hanzi.length < 2 || hanzi.length > longestRun) return run;
  const isDoubted = (one: string, at: number): boolean =>
    !functionWords.has(one) &&
    (at === 0 || lexicon.unknown.has(hanzi[at - 1] + one)) &&
    (at === hanzi.length - 1 || lexicon.unknown.has(one + hanzi[at + 1]));
  const doubted = hanzi.map(isDoubted);
  if (!doubted.includes(true)) return run;
  const fits = hanzi.map((one, at) => {
    const readings = new Set(doubted[at] ? readingsOf(one) : []);
    return (other: string) => other === one || readingsOf(other).some((reading) => readings.has(reading));
  });
  return phraseLike(fits, lexicon.texts()) ?? run;
}

/** What is read so (one syllable each) most often in some folded texts, hanzi beside hanzi; nothing where no text holds it. */
function phraseRead(syllables: readonly string[], texts: readonly string[]): string | undefined {
  const fits = syllables.map((syllable) => (hanzi: string) => readingsOf(hanzi).includes(syllable));
  return phraseLike(fits, texts);
}

/** What fits hanzi by hanzi and stands most often in some texts; of equals what comes first. */
function phraseLike(fits: readonly ((hanzi: string) => boolean)[], texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (let start = 0; start + fits.length <= text.length; start++) {
      if (!fits.every((fit, at) => fit(text[start + at] ?? ""))) continue;
      const phrase = text.slice(start, start + fits.length);
      counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
    }
  let most: [phrase: string, count: number] | undefined;
  for (const counted of counts) if (counted[1] > (most?.[1] ?? 0)) most = counted;
  return most?.[0];
}

const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
/** In letters: shorter words are a step away from too many others. */
const shortestWord = 4;
const longestWord = 24;

/** The commonest known word one step (Damerau 1964: a letter more, less, other, or two exchanged) from an unknown one; itself where there is none. */
function correctWord(word: string, lexicon: Lexicon): string {
  if (word.length < shortestWord || word.length > longestWord || !/^[a-z]+$/.test(word)) return word;
  let corrected = word;
  let bestCount = 0;
  for (const other of oneStepFrom(word)) {
    const count = lexicon.words(other);
    if (count > bestCount) [corrected, bestCount] = [other, count];
  }
  return corrected;
}

function oneStepFrom(word: string): Set<string> {
  const steps = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [start, end] = [word.slice(0, at), word.slice(at)];
    if (end !== "") steps.add(start + end.slice(1));
    if (end.length > 1) steps.add(start + (end[1] ?? "") + (end[0] ?? "") + end.slice(2));
    for (const letter of letters) {
      steps.add(start + letter + end);
      if (end !== "") steps.add(start + letter + end.slice(1));
    }
  }
  steps.delete(word);
  return steps;
}
