// Writes the client's paths from the OpenAPI document: one typed entry per operation, bodies and answers typed by the schema faces.

import * as imports from "@lianchuang/shared/cases/import/schema";
import * as cases from "@lianchuang/shared/cases/schema";
import * as desk from "@lianchuang/shared/cooperation/desk/schema";
import * as interests from "@lianchuang/shared/cooperation/interests/schema";
import * as learning from "@lianchuang/shared/cooperation/learning/schema";
import * as matching from "@lianchuang/shared/cooperation/matching/schema";
import * as questions from "@lianchuang/shared/cooperation/questions/schema";
import * as cooperation from "@lianchuang/shared/cooperation/schema";
import * as members from "@lianchuang/shared/members/schema";
import * as search from "@lianchuang/shared/search/schema";
import * as searches from "@lianchuang/shared/searches/schema";
import * as z from "zod";

const faces: Record<string, object> = {
  "@lianchuang/shared/cases/schema": cases,
  "@lianchuang/shared/cases/import/schema": imports,
  "@lianchuang/shared/cooperation/interests/schema": interests,
  "@lianchuang/shared/cooperation/desk/schema": desk,
  "@lianchuang/shared/cooperation/learning/schema": learning,
  "@lianchuang/shared/cooperation/matching/schema": matching,
  "@lianchuang/shared/cooperation/schema": cooperation,
  "@lianchuang/shared/cooperation/questions/schema": questions,
  "@lianchuang/shared/members/schema": members,
  "@lianchuang/shared/search/schema": search,
  "@lianchuang/shared/searches/schema": searches,
};

/** As much of JSON Schema (2020-12) as the door's answers use; anything else is refused. */
interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
}
interface Media {
  content?: Record<string, { schema: Schema }>;
}
interface Operation {
  operationId: string;
  "x-kind": string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: Media;
  responses: Record<string, Media>;
}
/** The parts of an OpenAPI 3.1 document that are read here. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

interface Face {
  from: string;
  name: string;
}

/** Where the schema of a component is exported: the one whose `meta` carries the component's id. */
const facesById = (): Map<string, Face> => {
  const found = new Map<string, Face>();
  for (const [from, face] of Object.entries(faces))
    for (const [name, schema] of Object.entries(face)) {
      const id = schema instanceof z.ZodType ? schema.meta()?.id : undefined;
      if (id !== undefined) found.set(id, { from, name });
    }
  return found;
};

type Side = "input" | "output";

/** The source text of `paths.ts`, not yet formatted. @throws Error for a schema it has no type for. */
export const generatePaths = (document: Document): string => {
  const known = facesById();
  const used = new Map<string, Set<string>>();

  const referred = (ref: string, side: Side): string => {
    const id = ref.replace("#/components/schemas/", "");
    const face = known.get(id);
    if (!face) return typeOf(document.components.schemas[id] ?? {}, side);
    used.set(face.from, (used.get(face.from) ?? new Set()).add(face.name));
    return `z.${side}<typeof ${face.name}>`;
  };
  const typeOf = (schema: Schema, side: Side): string => {
    if (schema.$ref !== undefined) return referred(schema.$ref, side);
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.anyOf) return schema.anyOf.map((one) => typeOf(one, side)).join(" | ");
    if (schema.prefixItems) return `[${schema.prefixItems.map((item) => typeOf(item, side)).join(", ")}]`;
    if (schema.type === "array") return `(${typeOf(schema.items ?? {}, side)})[]`;
    if (schema.type === "object") return objectOf(schema, side);
    if (schema.type === "integer") return "number";
    if (["string", "number", "boolean", "null"].includes(schema.type ?? "")) return schema.type ?? "";
    throw new Error(`no type for the schema ${JSON.stringify(schema).slice(0, 200)}`);
  };
  const objectOf = ({ properties = {}, required = [] }: Schema, side: Side): string => {
    const lines = Object.entries(properties).map(([name, schema]) => {
      const type = typeOf(schema, side);
      return required.includes(name) ? `${name}: ${type};` : `${name}?: ${type} | undefined;`;
    });
    return `{ ${lines.join(" ")} }`;
  };

  const routes: string[] = [];
  const shapes: string[] = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const kind = operation["x-kind"];
      routes.push(`${operation.operationId}: ${JSON.stringify({ method: method.toUpperCase(), path, kind })},`);
      shapes.push(
        `${operation.operationId}: { input: ${inputOf(operation, typeOf)}; answer: ${answerOf(operation, typeOf)} };`,
      );
    }
  const problem = typeOf({ $ref: "#/components/schemas/Problem" }, "output");
  const imported = [...used].map(
    ([from, names]) => `import type { ${[...names].toSorted().join(", ")} } from "${from}";`,
  );
  return `// Generated from openapi.json by "npm run client"; a test finds drift. Every operation: its route, what it takes, what it answers.
${imported.toSorted().join("\n")}
import type * as z from "zod";

export const operations = {
${routes.join("\n")}
} as const;

/** What each operation takes and answers. */
export interface Operations {
${shapes.join("\n")}
}

/** Problem details (RFC 9457) as the door answers them. */
export type Problem = ${problem};
`;
};

type TypeOf = (schema: Schema, side: Side) => string;

/** The first argument of a call: only what the operation has, required where it is. */
const inputOf = (operation: Operation, typeOf: TypeOf): string => {
  const within = (place: string) => (operation.parameters ?? []).filter((parameter) => parameter.in === place);
  const group = (place: string, name: string): string => {
    const parameters = within(place);
    if (parameters.length === 0) return "";
    const properties = Object.fromEntries(parameters.map(({ name: key, schema }) => [key, schema]));
    const required = parameters.flatMap((parameter) => (parameter.required ? [parameter.name] : []));
    const type = typeOf({ type: "object", properties, required }, "input");
    return required.length > 0 ? `${name}: ${type};` : `${name}?: ${type} | undefined;`;
  };
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  const headers = within("header").map(({ name }) => name);
  const parts = [
    group("path", "params"),
    group("query", "query"),
    body ? `body: ${typeOf(body, "input")};` : "",
    headers.includes("If-Match") ? "ifMatch: string;" : "",
    operation["x-kind"] === "read" ? "" : "key?: string | undefined;",
  ];
  const text = parts.filter((part) => part !== "").join(" ");
  return text === "" ? "unknown" : `{ ${text} }`;
};

const answerOf = (operation: Operation, typeOf: TypeOf): string => {
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  const [media] = Object.values(success?.[1].content ?? {});
  return typeOf(media?.schema ?? {}, "output");
};
