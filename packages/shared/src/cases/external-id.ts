// External ids of cases: each belongs to one case of its organisation, for as long as one of its views carries it.
import { type Claim, claimKey, type Transaction } from "../commit.ts";
import { AppError } from "../errors.ts";
import { readMany, type Table } from "../table.ts";
import type { NextCase } from "./next-case.ts";
import type { WholeCase } from "./practice-case.ts";

export const externalIdKey = (organisationId: string, externalId: string) =>
  claimKey("case.externalId", organisationId, externalId);

/** An organisation's external id belongs to one case. */
export const externalIdClaim = (organisationId: string, externalId: string, rest: Partial<Claim> = {}): Claim => ({
  key: externalIdKey(organisationId, externalId),
  taken: (holder) =>
    new AppError(
      "taken",
      {
        en: `Another case of your organisation has this externalId: ${holder}.`,
        zh: `贵单位已有案例使用此 externalId：${holder}。`,
      },
      {
        issues: [
          {
            pointer: "/externalId",
            code: "taken",
            message: {
              en: `${externalId} belongs to ${holder}; change that case, or use another id`,
              zh: `${externalId} 已属于 ${holder}，请修改该案例或换一个编号`,
            },
          },
        ],
      },
    ),
  ...rest,
});

export const findByExternalId = async (
  table: Table,
  organisationId: string,
  externalId: string,
): Promise<string | undefined> => {
  const [claim] = await readMany(table, [externalIdKey(organisationId, externalId)]);
  return claim && String(claim["holder"]);
};

/** The claims a case gains and gives up by a write. What its published view carries stays its own, whatever its next version says. */
export const claimsMoved = (
  id: string,
  whole: WholeCase | undefined,
  next: NextCase,
): Required<Pick<Transaction, "claims" | "releases">> => {
  const shown = whole?.published?.head.facts.externalId;
  const before = held(whole?.head.facts.externalId, shown);
  const after = held(next.facts.externalId, next.publication === "keep" ? shown : undefined);
  return {
    claims: after.filter((name) => !before.includes(name)).map((name) => externalIdClaim(next.organisationId, name)),
    releases: before
      .filter((name) => !after.includes(name))
      .map((name) => ({ key: externalIdKey(next.organisationId, name), holder: id })),
  };
};

const held = (...names: (string | undefined)[]): string[] => [...new Set(names.filter((name) => name !== undefined))];
