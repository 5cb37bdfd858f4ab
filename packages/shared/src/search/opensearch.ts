// The face of the search engine in the cloud: an OpenSearch cluster, one index per generation.

export { type Cluster, type ClusterOptions, openCluster } from "./opensearch/client.ts";
export { openSearchGenerations } from "./opensearch/generations.ts";
export { type Profile, singleNode } from "./opensearch/mapping.ts";
export { admitRoles } from "./opensearch/security.ts";
