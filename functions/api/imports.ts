// Imports at the door: open a batch, send rows, look back, undo.
import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  getImport,
  importRows,
  listImportRows,
  listImports,
  openImport,
  undoImport,
  viewImport,
} from "@lianchuang/shared/cases";
import {
  ImportRows,
  ImportView,
  OpenImport,
  RowResults,
  UndoStep,
  WrittenRow,
} from "@lianchuang/shared/cases/import/schema";
import type { Door, Result } from "./door.ts";
import { idParams, pageOf, paging, queryOf } from "./lists.ts";
import { operation } from "./operation.ts";

const tag = "imports";
const ImportPage = pageOf(ImportView, "ImportPage");
const WrittenRowPage = pageOf(WrittenRow, "WrittenRowPage");
const params = idParams("imp");
const maxRowsBytes = 5 * 1_048_576;

type Batch = Parameters<typeof viewImport>[0];
const shown = (batch: Batch): Result<ImportView> => ({
  value: viewImport(batch),
  revision: batch.revision,
  location: `/v1/imports/${batch.id}`,
});

/** Parsed, so that first and repeated answers are the same bytes. */
const undone = (answer: unknown): Result<UndoStep> => {
  const step = UndoStep.parse(answer);
  return { value: step, revision: step.revision };
};

export const imports = (app: OpenAPIHono<Door>): void => {
  operation(app, {
    id: "openImport",
    kind: "create",
    method: "post",
    path: "/imports",
    tag,
    summary: "Open an import · 新建导入",
    access: "person",
    body: OpenImport,
    answer: ImportView,
    handle: async (ctx, { body }) => shown(await openImport(ctx, body)),
    replay: async (ctx, record) => shown(await getImport(ctx, record.id)),
  });

  operation(app, {
    id: "listImports",
    kind: "read",
    method: "get",
    path: "/imports",
    tag,
    summary: "My imports, newest first · 我的导入",
    access: "person",
    query: queryOf(paging),
    answer: ImportPage,
    handle: async (ctx, { query }) => {
      const page = await listImports(ctx, query);
      return { value: { ...page, items: page.items.map(viewImport) } };
    },
  });

  operation(app, {
    id: "getImport",
    kind: "read",
    method: "get",
    path: "/imports/{id}",
    tag,
    summary: "One import · 导入详情",
    access: "person",
    params,
    answer: ImportView,
    handle: async (ctx, { params: { id } }) => shown(await getImport(ctx, id)),
  });

  operation(app, {
    id: "importRows",
    kind: "rows",
    method: "post",
    path: "/imports/{id}/rows",
    tag,
    summary: "Send up to 50 rows; each has its own result · 导入数据行",
    access: "person",
    params,
    body: ImportRows,
    maxBytes: maxRowsBytes,
    answer: RowResults,
    handle: async (ctx, { params: { id }, body, language }) => ({
      value: {
        results: (await importRows(ctx, id, body)).map(({ issues, ...row }) => ({
          ...row,
          ...(issues && { issues: issues.map((issue) => ({ ...issue, message: issue.message[language] })) }),
        })),
      },
    }),
  });

  operation(app, {
    id: "listImportRows",
    kind: "read",
    method: "get",
    path: "/imports/{id}/rows",
    tag,
    summary: "The rows an import wrote · 已写入的数据行",
    access: "person",
    params,
    query: queryOf(paging),
    answer: WrittenRowPage,
    handle: async (ctx, { params: { id }, query }) => ({ value: await listImportRows(ctx, id, query) }),
  });

  operation(app, {
    id: "undoImport",
    kind: "change",
    method: "post",
    path: "/imports/{id}/undo",
    tag,
    summary: "Undo an import, 50 rows a step, last row first · 撤销导入",
    access: "person",
    params,
    answer: UndoStep,
    handle: async (ctx, { params: { id }, revision }) => undone(await undoImport(ctx, { id, revision })),
    replay: async (ctx, { id, answer, revision }) => {
      await getImport(ctx, id);
      return undone({ ...answer, revision });
    },
  });
};
