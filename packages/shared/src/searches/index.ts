// Saved searches: what a person keeps asking, what it found since, and the feed of it.
export { changeSearch } from "./change.ts";
export { deleteSearch } from "./delete.ts";
export { makeFeed, openFeed, repeatFeed, revokeFeed } from "./feed.ts";
export { type DescribeThings, listAlerts } from "./list-alerts.ts";
export { alertsAtOnce, raiseAlerts } from "./raise-alerts.ts";
export { getSearch, listSearches } from "./read.ts";
export { saveSearch } from "./save.ts";
export { standingQuery, viewSearch } from "./saved-search.ts";
export { findSearch } from "./store.ts";
export { findWatch } from "./watch.ts";
