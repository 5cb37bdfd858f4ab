// The clock in the cloud, once a minute: does what is due, and raises the alerts that new things are due for.
import { readSettings } from "@lianchuang/shared/env";
import { nameOf } from "@lianchuang/shared/errors";
import { currentIndex, SearchUnavailable } from "@lianchuang/shared/search";
import type { Context } from "aws-lambda";
import { log, now, openCloudSearch, openCloudTable, systemContext } from "../cloud.ts";
import { raiseDue } from "../indexer/raise-due.ts";
import { runDue } from "./run-due.ts";

const settings = readSettings("clock");
const current = currentIndex(openCloudSearch(settings).generations);
const index = () => current;
const table = openCloudTable(settings.TABLE_NAME);
const [clock, indexer] = [systemContext(table, "clock"), systemContext(table, "indexer")];

/** It stops so long before its time is over: what it did not come to, the next minute does. */
const reserveMilliseconds = 8_000;

/** @returns how many steps were done, by what they are, and how much was due to saved searches. */
export const handler = async (
  _: unknown,
  { getRemainingTimeInMillis }: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Record<string, number>> => {
  const signal = AbortSignal.timeout(Math.max(0, getRemainingTimeInMillis() - reserveMilliseconds));
  const failed = (id: string, error: unknown) => log("due, but cannot be done", { id, cause: nameOf(error) });
  const done = await runDue(clock, now(), { index, failed, signal });
  const alerts = await raiseAlerts(signal);
  log("done by the clock", { ...done, alerts });
  return { ...done, alerts };
};

/** While search does not answer they wait, and nothing of the clock's waits for them. */
const raiseAlerts = async (signal: AbortSignal): Promise<number> => {
  const failed = (query: string, error: unknown) => log("alert cannot be raised", { query, cause: nameOf(error) });
  let raised = 0;
  try {
    for (let due = 1; due > 0 && !signal.aborted; raised += due) due = await raiseDue(indexer, current, failed);
  } catch (error) {
    if (!(error instanceof SearchUnavailable)) throw error;
    log("alerts are behind", { cause: nameOf(error) });
  }
  return raised;
};
