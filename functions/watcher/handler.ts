// Looks at the search domain every few minutes and notes its state in the table, for functions within the network that cannot ask its control plane.
import {
  DescribeDomainCommand,
  DescribeDomainHealthCommand,
  type DomainStatus,
  OpenSearchClient,
} from "@aws-sdk/client-opensearch";
import { readSettings } from "@lianchuang/shared/env";
import { nameOf } from "@lianchuang/shared/errors";
import { noteDomain } from "@lianchuang/shared/search";
import type { DomainState } from "@lianchuang/shared/search/operations/schema";
import { log, now, openCloudTable } from "../cloud.ts";

const settings = readSettings("watcher");
const table = openCloudTable(settings.TABLE_NAME);
const client = new OpenSearchClient({});

export const handler = async (): Promise<DomainState> => {
  const domain = { DomainName: settings.DOMAIN_NAME };
  const [{ DomainStatus: status }, health] = await Promise.all([
    client.send(new DescribeDomainCommand(domain)),
    healthOf(domain),
  ]);
  const state = stateOf(status, health);
  await noteDomain(table, state);
  return state;
};

/** What is known is noted, though its health cannot be told. */
const healthOf = async (domain: { DomainName: string }): Promise<string | undefined> => {
  try {
    return (await client.send(new DescribeDomainHealthCommand(domain))).ClusterHealth;
  } catch (error) {
    log("the domain does not tell its health", { cause: nameOf(error) });
    return undefined;
  }
};

const healths: Record<string, DomainState["health"]> = { Green: "green", Yellow: "yellow", Red: "red" };

/** Storage is what is provisioned: how full it is, its alarm watches. */
const stateOf = (status: DomainStatus | undefined, health: string | undefined): DomainState => {
  const { EngineVersion, ClusterConfig, EBSOptions, DomainProcessingStatus, ModifyingProperties = [] } = status ?? {};
  const nodes = ClusterConfig?.InstanceCount ?? 0;
  const isChanging = DomainProcessingStatus !== undefined && DomainProcessingStatus !== "Active";
  return {
    name: settings.DOMAIN_NAME,
    engine: EngineVersion ?? "unknown",
    health: healths[health ?? ""] ?? "unknown",
    nodes,
    storageGiB: nodes * (EBSOptions?.VolumeSize ?? 0),
    ...(isChanging && {
      change: {
        state: DomainProcessingStatus,
        pending: ModifyingProperties.filter(({ PendingValue }) => PendingValue !== undefined).map(
          ({ Name }) => Name ?? "unnamed",
        ),
      },
    }),
    observedAt: now().toISOString(),
  };
};
