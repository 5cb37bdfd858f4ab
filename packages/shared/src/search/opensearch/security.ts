// Who may do what in a cluster with fine-grained access control: those who work with documents, beside its master.
import type { Cluster } from "./client.ts";

const role = "lianchuang-documents";

/** To search, read and write documents of its indexes and to see which of them is current; neither to make nor to remove one. */
const permissions = {
  cluster_permissions: ["cluster_composite_ops"],
  index_permissions: [
    {
      index_patterns: ["lianchuang*"],
      allowed_actions: [
        "crud",
        "indices_monitor",
        "indices:admin/get",
        "indices:admin/aliases/get",
        "indices:admin/refresh*",
      ],
    },
  ],
};

/** These roles of AWS Identity and Access Management, by ARN, and no other may work with documents. Asked by the master user; repeating it changes nothing. */
export const admitRoles = async (cluster: Cluster, arns: readonly string[]): Promise<void> => {
  if (arns.length === 0) return;
  const path = "/_plugins/_security/api";
  await cluster.ask({ method: "PUT", path: `${path}/roles/${role}`, body: permissions });
  await cluster.ask({ method: "PUT", path: `${path}/rolesmapping/${role}`, body: { backend_roles: [...arns] } });
};
