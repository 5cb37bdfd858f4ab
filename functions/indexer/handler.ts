// The indexer in the cloud: what the table's stream says has changed is read and indexed.
import { readSettings } from "@lianchuang/shared/env";
import { currentIndex } from "@lianchuang/shared/search";
import { log, openCloudSearch, openCloudTable } from "../cloud.ts";
import { createStreamHandler } from "./stream.ts";

const settings = readSettings("indexer");
const index = currentIndex(openCloudSearch(settings).generations);

export const handler = createStreamHandler({ table: openCloudTable(settings.TABLE_NAME), index: () => index, log });
