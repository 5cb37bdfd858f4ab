// The generation that answers now, for whoever keeps none himself: looked up when it is asked, so that nothing but a search waits for the engine.
import type { Generations } from "./generations.ts";
import { SearchBusy, type SearchIndex, SearchRefused, SearchUnavailable } from "./port.ts";

/** For so long a generation is asked without looking whether it still is the current one. */
const milliseconds = 5_000;

/** Something may be wrong with the index: neither has it too much to do, nor was it asked for what it will not do. */
export const isTrouble = (error: unknown): boolean =>
  error instanceof SearchUnavailable && !(error instanceof SearchBusy) && !(error instanceof SearchRefused);

/**
 * An index that is always the current generation made by this code, some seconds late; the name is that of the generation
 * asked last. Every method rejects with `SearchUnavailable` while there is none.
 */
export const currentIndex = (generations: () => Promise<Generations>): SearchIndex => {
  let opened: { index: SearchIndex; at: number } | undefined;

  const open = async (): Promise<SearchIndex> => {
    if (opened && performance.now() - opened.at < milliseconds) return opened.index;
    const home = await generations();
    const name = await home.current();
    const isSame = opened !== undefined && opened.index.name === name;
    const index = isSame ? opened?.index : await openNamed(home, name);
    if (!index) throw new SearchUnavailable(new Error("there is no generation of this make"));
    opened = { index, at: performance.now() };
    return index;
  };

  const openNamed = async (home: Generations, name: string | undefined): Promise<SearchIndex | undefined> =>
    name !== undefined && home.isOfThisMake(name) ? home.open(name) : undefined;

  const ask = async <T>(question: (index: SearchIndex) => Promise<T>): Promise<T> => {
    const index = await open();
    try {
      return await question(index);
    } catch (error) {
      if (isTrouble(error)) opened = undefined;
      throw error;
    }
  };

  return {
    get name() {
      return opened?.index.name ?? "";
    },
    search: (query) => ask((index) => index.search(query)),
    similar: (query) => ask((index) => index.similar(query)),
    suggest: (query) => ask((index) => index.suggest(query)),
    write: (documents, options) => ask((index) => index.write(documents, options)),
    setAside: () => ask((index) => index.setAside()),
    facts: () => ask((index) => index.facts()),
    checkpoint: () => ask((index) => index.checkpoint()),
    due: (limit) => ask((index) => index.due(limit)),
    settle: (due) => ask((index) => index.settle(due)),
    held: (keys) => ask((index) => index.held(keys)),
    versions: (afterKey, limit) => ask((index) => index.versions(afterKey, limit)),
    purge: (before) => ask((index) => index.purge(before)),
    close: async () => {
      await opened?.index.close();
      opened = undefined;
    },
  };
};
