// The floor of search: plain SQL on the same index file, with the same tokens and the same facts, and nothing of ours around it.
import { DatabaseSync } from "node:sqlite";
import { fold } from "@lianchuang/shared/search";
import { commonFrom, enoughTokens } from "@lianchuang/shared/search/rank";
import { facetNames, factFacets } from "@lianchuang/shared/search/schema";
import { matchExpression } from "@lianchuang/shared/search/sqlite/posting";
import { queryTokens } from "@lianchuang/shared/search/token-lists";
import { isHan, tokenise } from "@lianchuang/shared/search/tokens";

/** What it does, for whoever reads the figures. */
export const plainSqlDoes =
  "plain SQL: the same tokens but common ones, as many of them enough, sum of idf, count, 8 GROUP BY, 20 titles and texts; no second pass, highlights, reasons, corrections or synonyms";

const tables = `
  CREATE TEMP TABLE seen (id INTEGER PRIMARY KEY);
  CREATE TEMP TABLE hit (number INTEGER NOT NULL, token INTEGER NOT NULL);
  CREATE TEMP TABLE weight (token INTEGER PRIMARY KEY, says REAL NOT NULL);
  CREATE TEMP TABLE found (number INTEGER PRIMARY KEY, score REAL NOT NULL, ${facetNames.join(", ")});`;

const see = `
  INSERT INTO seen SELECT id FROM readership WHERE documents > 0
    AND EXISTS (SELECT 1 FROM json_each(rule -> 0) WHERE value IN (SELECT value FROM json_each(:held)))
    AND NOT EXISTS (SELECT 1 FROM json_each(rule -> 1) WHERE value IN (SELECT value FROM json_each(:held)))`;

/** A rowid is readers, length and number; see posting.ts. */
const hold = `
  INSERT INTO hit SELECT rowid & 67108863, ? FROM posting WHERE posting MATCH ? AND rowid >> 33 IN (SELECT id FROM seen)`;

const find = `
  INSERT INTO found SELECT number, score, ${factFacets.map((_, at) => `facets ->> ${at}`).join(", ")}, substr(updatedAt, 1, 4), kind
    FROM (SELECT number, sum(says) AS score FROM hit JOIN weight USING (token) GROUP BY number HAVING count(*) >= ?)
    JOIN document USING (number)`;

const best = `
  SELECT id, kind, view, externalId, updatedAt, title, substr(text, 1, 120) AS text, score
    FROM (SELECT number, score FROM found ORDER BY score DESC LIMIT 20) JOIN document USING (number) JOIN body USING (number)
    ORDER BY score DESC`;

const count = (name: string) =>
  `SELECT ${name} AS value, count(*) AS count FROM found WHERE ${name} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 50`;

/** Searches the file of a generation: best twenty, total and facets. */
export const openPlainSql = (path: string): ((q: string, audience: readonly string[]) => unknown) => {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec(`PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY; ${tables}`);
  const sql = {
    see: database.prepare(see),
    documents: database.prepare("SELECT sum(documents) AS n FROM readership WHERE id IN (SELECT id FROM seen)"),
    hold: database.prepare(hold),
    weigh: database.prepare("INSERT INTO weight VALUES (?, ?)"),
    find: database.prepare(find),
    total: database.prepare("SELECT count(*) AS n FROM found"),
    facets: facetNames.map((name) => [name, database.prepare(count(name))] as const),
    best: database.prepare(best),
    drop: database.prepare("DELETE FROM hit WHERE token = ?"),
  };
  // Ours remembers which tokens are common, too.
  const common = new Set<string>();
  const answer = (q: string, audience: readonly string[]) => {
    sql.see.run({ held: JSON.stringify(audience) });
    const documents = Number(sql.documents.get()?.n ?? 0);
    const cut = tokenise(fold(q));
    const tokens = queryTokens(cut);
    let asked = 0;
    for (const [at, token] of tokens.entries()) {
      if (common.has(token.token)) continue;
      const frequency = Number(sql.hold.run(at, matchExpression(token, 1)).changes);
      if (frequency > commonFrom({ documents })) {
        common.add(token.token);
        sql.drop.run(at);
        continue;
      }
      sql.weigh.run(at, Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5)));
      asked++;
    }
    const words = new Set(cut.words.filter((word) => !isHan(word) || word.length > 1)).size;
    sql.find.run(enoughTokens(asked, words > 1 ? 0 : 1));
    const facets = Object.fromEntries(sql.facets.map(([name, statement]) => [name, statement.all()]));
    return { total: sql.total.get()?.n, facets, items: sql.best.all() };
  };
  return (q, audience) => {
    database.exec("BEGIN");
    try {
      return answer(q, audience);
    } finally {
      database.exec("ROLLBACK");
    }
  };
};
