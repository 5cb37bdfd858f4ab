// What whoever runs a stage may ask of it, invoked by his own rights in the account: the first secretary, the index, a comparison of both.
import { once } from "@lianchuang/shared/command";
import { readSettings } from "@lianchuang/shared/env";
import { AppError } from "@lianchuang/shared/errors";
import { admitFirstSecretary } from "@lianchuang/shared/members";
import { currentIndex, getSearchStatus, rebuildSearch, redriveSearch } from "@lianchuang/shared/search";
import { Redrive } from "@lianchuang/shared/search/operations/schema";
import * as z from "zod";
import { keepFromAfar } from "../api/keep-from-afar.ts";
import { now, openCloudSearch, openCloudTable, systemContext } from "../cloud.ts";
import { auditPatiently } from "../indexer/audit.ts";

const settings = readSettings("operator");
const table = openCloudTable(settings.TABLE_NAME);
const current = currentIndex(openCloudSearch(settings).generations);
const index = () => current;
const keeper = keepFromAfar(table, index, now);
const ctx = systemContext(table, "operator");

/** So many differences are named; the count is of all. */
const mostNamed = 100;

const Secretary = z.strictObject({ name: z.string().min(1).max(60), issuer: z.url(), subject: z.string().min(1) });
const commands = {
  secretary: async (input: unknown) => {
    const secretary = Secretary.parse(input);
    const outcome = await once(ctx, () => admitFirstSecretary(ctx, secretary));
    return outcome.kind === "done" ? outcome.value : {};
  },
  status: () => getSearchStatus(ctx, index, keeper),
  rebuild: () => rebuildSearch(ctx, keeper),
  redrive: (input: unknown) => redriveSearch(ctx, keeper, Redrive.parse(input)),
  audit: async () => {
    const { documents, differences } = await auditPatiently(table, current, now);
    return { documents, differences: differences.length, named: differences.slice(0, mostNamed) };
  },
} as const;

const Command = z.looseObject({ command: z.enum(Object.keys(commands) as (keyof typeof commands)[]) });

/** @returns what the command says, or under `error` why it is refused. */
export const handler = async (event: unknown): Promise<object> => {
  try {
    const { command, ...input } = Command.parse(event);
    return await commands[command](input);
  } catch (error) {
    if (error instanceof AppError) return { error: error.text };
    if (error instanceof z.ZodError) return { error: { en: z.prettifyError(error), zh: z.prettifyError(error) } };
    throw error;
  }
};
