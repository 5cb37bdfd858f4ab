// One machine, whole: folder, engine, table, index, follower, door; started in order, stopped in reverse.
import type { Server } from "node:http";
import { createApp } from "@lianchuang/functions/api/app";
import type { Log } from "@lianchuang/functions/api/door";
import { isTableReady } from "@lianchuang/functions/api/health";
import { createVerifier } from "@lianchuang/functions/authorizer/verify";
import { openSearchHome, type SearchHome } from "@lianchuang/functions/indexer/search-home";
import { nameOf } from "@lianchuang/shared/errors";
import { foundAlliance } from "@lianchuang/shared/members";
import type { SearchIndex } from "@lianchuang/shared/search";
import { openTable, type Table } from "@lianchuang/shared/table";
import { ensureTable, sweepExpired } from "@lianchuang/shared/upkeep";
import { raiseAlertsOf } from "./alerter.ts";
import { keepClock } from "./clock.ts";
import { demonstrate } from "./demo.ts";
import { clientFor } from "./engine.ts";
import { makeFolder, takeFolder } from "./folder.ts";
import { follow } from "./follower.ts";
import { localIssuer } from "./issuer.ts";
import { keepEngine } from "./keep-engine.ts";
import { keepSearch } from "./keeper.ts";
import { openChores } from "./later.ts";
import { systemContext, tableName } from "./operator.ts";
import { openSearchStore } from "./search-store.ts";
import { createHttpServer } from "./wire.ts";

export interface Machine {
  url: string;
  /** Resolves when search answers, too. */
  searchReady: Promise<void>;
  stop(): Promise<void>;
}

export interface MachineOptions {
  folder: string;
  port: number;
  demo: boolean;
  log: Log;
  /** Another table service instead of the embedded engine. */
  endpoint?: string | undefined;
  /** An OpenSearch cluster instead of the embedded index. */
  searchUrl?: string | undefined;
  /** Called when the machine cannot go on by itself. */
  failed: (why: string) => void;
}

const hour = 3_600_000;

export const startMachine = async (options: MachineOptions): Promise<Machine> => {
  const folder = makeFolder(options.folder);
  const lock = await takeFolder(folder);
  const undo: (() => Promise<void> | void)[] = [() => lock.release()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const now = () => new Date();
    const engine =
      options.endpoint === undefined
        ? await keepEngine({ ...options, file: folder.tableFile, started: ({ pid }) => lock.note({ enginePid: pid }) })
        : undefined;
    if (engine) undo.push(() => engine.stop());
    const endpoint = engine?.endpoint ?? options.endpoint ?? "";
    const table = openTable({ name: tableName, client: clientFor(endpoint) });
    await ensureTable(table);
    lock.note({ endpoint });
    const ctx = systemContext(table, folder);
    const { isNew } = await foundAlliance(ctx);
    if (isNew && options.demo) await demonstrate(ctx);

    let wake = (): void => {};
    const store = await openSearchStore({ folder, url: options.searchUrl, endpoint: options.endpoint, now });
    undo.push(() => store.close());
    const home = await openSearchHome({
      generations: store.generations,
      table,
      now,
      log: options.log,
      adopted: () => wake(),
    });
    undo.push(() => home.close());
    // An event is never dated before what the follower has seen, though the clock was set back since.
    const seen = home.ready() ? await home.index().checkpoint() : undefined;
    if (seen !== undefined) table.tick(new Date(seen));
    const alerter = raiseAlertsOf({ ctx, index: home.index, log: options.log });
    undo.push(() => alerter.stop());
    const follower = follow({ table, index: home.index, now, log: options.log, followed: () => alerter.wake() });
    wake = () => follower.wake();
    undo.push(() => follower.stop());

    const chores = openChores(options.log);
    undo.push(() => chores.finish());
    const issuer = localIssuer(folder);
    const app = createApp({
      table,
      index: home.index,
      keeper: keepSearch(table, home, follower),
      later: chores.later,
      cursors: ctx.cursors,
      presented: createVerifier([issuer]),
      now,
      log: options.log,
      origins: [],
      ready: async () => ({ table: await isTableReady(table), search: home.ready() }),
      progress: () => ({ indexLagSeconds: follower.lagSeconds(), ...buildingOf(home) }),
    });
    app.get("/.well-known/jwks.json", (c) => c.json(issuer.jwks, 200, { "cache-control": "max-age=300" }));
    const server = createHttpServer(app.fetch);
    const url = await listen(server, options.port);
    undo.push(() => drain(server));
    lock.note({ url });

    const clock = keepClock(ctx, home.index, options.log);
    undo.push(() => clock.stop());
    const checker = setInterval(() => void home.check(), 2000);
    const sweeper = setInterval(() => void sweep(table, home.index, now, options.log), hour);
    undo.push(() => {
      clearInterval(checker);
      clearInterval(sweeper);
    });
    return { url, searchReady: home.whenReady, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const buildingOf = (home: SearchHome) => {
  const building = home.rebuilding();
  return building === undefined ? {} : { indexBuilding: building.thingsRead };
};

const listen = (server: Server, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${port} is taken. Choose another with --port.`, { cause: error })
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : port}`);
    });
  });

/** Takes no more connections, lets what is under way finish, for 10 s at most. */
const drain = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), 10_000);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });

const tombstoneHours = 48;

const sweep = async (table: Table, index: () => SearchIndex, now: () => Date, log: Log): Promise<void> => {
  try {
    const expired = await sweepExpired(table, now());
    const purged = await index().purge(new Date(now().getTime() - tombstoneHours * hour).toISOString());
    log("swept", { expired, purged });
  } catch (error) {
    log("sweep failed", { cause: nameOf(error) });
  }
};
