// What every search engine must keep for queries that wait: part of the one suite.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tombstone } from "../../../packages/shared/src/search/document.ts";
import type { SearchQuery } from "../../../packages/shared/src/search/port.ts";
import type { Opened } from "./contract.ts";
import { aDocument } from "./documents.ts";

/** `opened`: the index of the test under way, which is empty when it starts. */
export function standingSuite(opened: () => Opened): void {
  const idsOf = async (q: string, over: Partial<SearchQuery> = {}): Promise<string[]> => {
    const { items } = await opened().index.search({ q, audience: ["public"], limit: 100, ...over });
    return items.map(({ id }) => id);
  };

  describe("standing queries", () => {
    let last = 0;
    const standing = (q: string | undefined, over: { id?: string; version?: number } = {}) => ({
      id: `search_${++last}`,
      version: 1,
      ...(q !== undefined && { q }),
      ...over,
    });
    const everyDocument = { dueSince: "" };
    const dueTo = async (id: string): Promise<string[]> =>
      (await opened().index.due(1_000)).flatMap(({ query, thing }) => (query === id ? [thing] : []));

    it("have every thing due that they find once it is written, whatever they ask", async () => {
      const word = fc.constantFrom("轴", "轴承", "主轴承", "gb/t 1.1", "6063-T5", "cnc", "铸", "的", "。", " ");
      const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(""));
      await fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), text, async (texts, q) => {
          const query = standing(q);
          await opened().index.write([], { standing: [query] });
          const documents = texts.map((each) => aDocument({ title: each, text: "" }));
          await opened().index.write(documents, everyDocument);
          const due = await dueTo(query.id);
          for (const id of await idsOf(q, { among: documents.map((each) => each.id) }))
            expect({ q, texts, due }).toMatchObject({ due: expect.arrayContaining([id]) });
          await opened().index.write([], { standing: [standing(undefined, { id: query.id, version: 2 })] });
          await opened().index.settle(await opened().index.due(1_000));
        }),
        { numRuns: 60 },
      );
    });

    it("have due what they find by its sound, too", async () => {
      const queries = ["树控机床", "shukong jichuang", "shukongjichuang", "误差 shukong", "mes shu kong", "xian"].map(
        (q) => standing(q),
      );
      await opened().index.write([], { standing: queries });
      const documents = Array.from({ length: 12 }, () => aDocument({ title: "数控机床", text: "在西安" }));
      await opened().index.write(documents, everyDocument);
      for (const { id, q = "" } of queries) {
        const found = await idsOf(q);
        expect([q, found.length]).toEqual([q, 12]);
        expect((await dueTo(id)).toSorted()).toEqual(found.toSorted());
      }
    });

    it("have due what holds little of a long one only where that is enough, since all else of it is common", async () => {
      const query = standing("保密主轴轴承激光");
      const little = () => aDocument({ title: "承激", text: "" });
      const [before, after] = [little(), little()];
      await opened().index.write([before], { standing: [query], ...everyDocument });
      expect([await idsOf(query.q ?? ""), await dueTo(query.id)]).toEqual([[], []]);
      const common = Array.from({ length: 1_100 }, () => aDocument({ title: "保密主轴轴承", text: "" }));
      await opened().index.write([...common, ...Array.from({ length: 25 }, little)]);
      await opened().index.write([after], everyDocument);
      expect(await idsOf(query.q ?? "", { among: [after.id] })).toEqual([after.id]);
      expect(await dueTo(query.id)).toEqual([after.id]);
    });

    it("have nothing due that shares no word with them, that is gone, stale, older than asked, or written without asking", async () => {
      const query = standing("主轴改造");
      await opened().index.write([aDocument()], { standing: [query] });
      const old = aDocument({ version: 3, updatedAt: "2026-03-17T00:00:00.000Z" });
      await opened().index.write([old]);
      const [gone, other, newer] = [aDocument(), aDocument({ title: "铸造", text: "" }), aDocument()];
      const later = aDocument({ updatedAt: "2026-03-17T00:00:00.001Z" });
      const since = { dueSince: "2026-03-17T00:00:00.001Z" };
      await opened().index.write(
        [{ ...old, version: 2 }, { ...old, version: 4 }, tombstone(gone), other, later],
        since,
      );
      expect(await dueTo(query.id)).toEqual([later.id]);
      await opened().index.write([newer], everyDocument);
      expect(await dueTo(query.id)).toEqual([later.id, newer.id]);
    });

    it("wait for documents of the very write that brings them, with the words of their newest version, until they end", async () => {
      const query = standing("主轴改造", { version: 2 });
      const [first, second, third, fourth] = [aDocument(), aDocument(), aDocument(), aDocument({ title: "铸造" })];
      await opened().index.write([first], { standing: [query], ...everyDocument });
      await opened().index.write([second], { standing: [{ ...query, version: 1, q: "铸造" }], ...everyDocument });
      expect(await dueTo(query.id)).toEqual([first.id, second.id]);
      await opened().index.write([third, fourth], {
        standing: [{ ...query, version: 3, q: "铸造" }],
        ...everyDocument,
      });
      expect(await dueTo(query.id)).toEqual([first.id, second.id, fourth.id]);
      await opened().index.write([{ ...fourth, version: 2 }], {
        standing: [standing(undefined, { id: query.id, version: 4 })],
      });
      await opened().index.write([{ ...fourth, version: 3 }], everyDocument);
      expect(await dueTo(query.id)).toEqual([first.id, second.id, fourth.id]);
      expect(Object.fromEntries(await opened().index.held([query.id]))).toEqual({ [query.id]: 4 });
      expect((await opened().index.versions("", 10)).map(({ id }) => id)).not.toContain(query.id);
    });

    it("take along what was due elsewhere, once, and wait on when a newer version asks the same", async () => {
      const query = { id: "search_along", version: 1, q: "热补偿" };
      await opened().index.write([], { standing: [query], due: [{ query: query.id, thing: "case_before" }] });
      await opened().index.write([], { due: [{ query: query.id, thing: "case_before" }] });
      expect(await dueTo(query.id)).toEqual(["case_before"]);
      await opened().index.write([], { standing: [{ ...query, version: 2 }] });
      const document = aDocument({ title: "主轴热补偿" });
      await opened().index.write([document], everyDocument);
      expect((await dueTo(query.id)).toSorted()).toEqual(["case_before", document.id].toSorted());
    });

    it("have a thing due until it is settled, whether or not the index was opened anew, and once more when it is written again", async () => {
      const [query, other] = [standing("主轴改造"), standing("")];
      const document = aDocument();
      await opened().index.write([document], { standing: [query, other], ...everyDocument });
      const again = await opened().reopen();
      const due = await again.due(10);
      expect(due.map(({ query: of }) => of).toSorted()).toEqual([query.id, other.id].toSorted());
      expect((await again.due(1)).length).toBe(1);
      await again.write([{ ...document, version: 2 }], everyDocument);
      await again.settle(due);
      expect((await again.due(10)).map(({ query: of }) => of).toSorted()).toEqual([query.id, other.id].toSorted());
      await again.settle(await again.due(10));
      await again.settle(due);
      expect(await again.due(10)).toEqual([]);
    });
  });
}
