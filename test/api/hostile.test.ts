// Hostile input on every field, query, header and at the wire: an answer or a problem that names the place, never a 500, never a silent change.
import { randomUUID } from "node:crypto";
import type { Server, ServerOptions } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createHttpServer } from "../../packages/local/src/wire.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newIndex } from "../support/index.ts";
import { newWorld, type World } from "../support/world.ts";

let world: World;
let door: TestDoor;
let closeIndex: () => Promise<void>;
const logged: string[] = [];
beforeAll(async () => {
  world = await newWorld();
  const index = await newIndex();
  closeIndex = index.close;
  door = newDoor(world, { index: () => index.index, log: (message) => logged.push(message) });
});
afterAll(() => closeIndex());

const send = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  door.fetch(`http://door/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${door.tokenOf(world.engineer)}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });

const texts = [
  "",
  " ",
  "\u3000\u3000",
  "\u0000",
  "a\u0000b",
  "\u001b[31m",
  "\u202Egnp.exe",
  "\u2066隔离\u2069",
  "\uFEFF开头",
  "\u{E0041}标签",
  "𠮷野家𨭎",
  "👩‍👩‍👧‍👦🇨🇳",
  "e\u0301e\u0301",
  "ﬁ㎡①Ａ",
  "'; DROP TABLE x; --",
  '" OR 1=1 *',
  "NEAR(a b) ^ - + : ( )",
  "${jndi:ldap://x}",
  "../../etc/passwd",
  "%00%2e%2e",
  "=HYPERLINK(1)",
  "<script>alert(1)</script>",
  "a#b#c",
  "case_01J00000000000000000000000",
  "长".repeat(121),
  "长".repeat(25_000),
  "a".repeat(70_000),
  "NaN",
  "undefined",
  "null",
];

const values: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  1.5,
  2 ** 53,
  [],
  {},
  [[]],
  { a: 1 },
  [null],
  "2026-02-30",
  "C",
  "0000",
];
const fields = [
  "title",
  "body",
  "problem",
  "practice",
  "conditions",
  "lessons",
  "externalId",
  "mode",
  "industry",
  "region",
  "firmSize",
  "investmentBand",
  "paybackMonths",
  "processes",
  "tags",
  "results",
  "audience",
  "organisationId",
];

interface Answered {
  status: number;
  body: Record<string, unknown> & { issues?: { pointer: string; message: string }[] };
}
const answered = async (answer: Response): Promise<Answered> => ({
  status: answer.status,
  body: (await answer.json()) as Answered["body"],
});

describe("every field of a case", () => {
  it.each(fields)("%s is kept as it was sent, or refused with its pointer", async (field) => {
    for (const value of [...texts, ...values]) {
      const { status, body } = await answered(
        await send("POST", "/cases", JSON.stringify({ title: "标题", [field]: value })),
      );
      if (status === 201) {
        const kept = body[field];
        const expected = field === "industry" || field === "region" ? (kept as { code: string }).code : kept;
        expect([field, expected]).toEqual([field, value]);
      } else {
        expect([field, value, [400, 403, 409, 422].includes(status), status]).toEqual([field, value, true, status]);
        if (status === 422) expect(body.issues?.some(({ pointer }) => pointer.startsWith(`/${field}`))).toBe(true);
      }
    }
  });

  it("is refused when its results are absurd", async () => {
    for (const result of [
      { name: "n" },
      { name: "n", result: "x" },
      { name: "n", result: 1e300 },
      { name: "n", result: 1, grade: "verified" },
      { name: "", result: 1 },
    ]) {
      const { status, body } = await answered(
        await send("POST", "/cases", JSON.stringify({ title: "标题", results: [result] })),
      );
      expect([status, body.issues?.[0]?.pointer.startsWith("/results/0")]).toEqual([422, true]);
    }
    const many = Array.from({ length: 11 }, () => ({ name: "n", result: 1 }));
    expect((await send("POST", "/cases", JSON.stringify({ title: "标题", results: many }))).status).toBe(422);
  });
});

const deepArray = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const deepObject = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const record = (members: string) => `{"externalId":"${randomUUID()}","title":"标题"${members && `,${members}`}}`;

describe("every row of an import", () => {
  const sendRows = async (rows: string) => {
    const opened = await answered(await send("POST", "/imports", '{"kind":"case"}'));
    return send("POST", `/imports/${String(opened.body["id"])}/rows`, `{"rows":${rows}}`);
  };
  interface Outcome {
    line: number;
    outcome: string;
    issues?: { pointer: string; message: string }[];
  }
  /** Sends records, a good one last, and gives the outcomes of all but the last, which must be new. */
  const outcomesOf = async (records: readonly string[]): Promise<Outcome[]> => {
    const rows = [...records, record("")].map((text, position) => `{"line":${position + 1},"record":${text}}`);
    const answer = await sendRows(`[${rows.join()}]`);
    const text = await answer.text();
    expect([answer.status, text.slice(0, 200)]).toEqual([200, expect.stringContaining("results")]);
    const { results } = JSON.parse(text) as { results: Outcome[] };
    expect(results.map(({ line }) => line)).toEqual(rows.map((_, position) => position + 1));
    expect(results.pop()?.outcome).toBe("new");
    for (const { pointer, message } of results.flatMap(({ issues = [] }) => issues))
      expect([pointer.length < 400, message.length < 400, pointer.isWellFormed()]).toEqual([true, true, true]);
    return results;
  };

  it.each<[string, string, string, string]>([
    ["an array 100,000 deep", deepArray(100_000), "/0/0/", "32"],
    ["an object 100,000 deep", deepObject(100_000), "/a/a/", "32"],
    ["a title 100,000 deep", record(`"title":${deepArray(100_000)}`), "/title/0", "32"],
    ["a result 100,000 deep", record(`"results":[${deepObject(100_000)}]`), "/results/0/a", "32"],
    ["an unknown field 100,000 deep", record(`"x":${deepObject(100_000)}`), "/x/a", "32"],
    ["a list of a million", record(`"tags":[${"0,".repeat(999_999)}0]`), "/tags", "10"],
    ["a million in place of a text", record(`"body":[${"0,".repeat(999_999)}0]`), "/body", "1000000 项的数组"],
    ["an object in place of a text", record('"body":{"a":{"b":1}}'), "/body", "对象"],
    ["a list in place of a record", "[1,2]", "", "2 项的数组"],
    ["a text of 4 MB", record(`"body":"${"a".repeat(4_000_000)}"`), "/body", "60000"],
    ["a name of 4 MB", record(`"${"a".repeat(4_000_000)}":1`), `/${"a".repeat(38)}…`, "字段"],
    ["a number beyond all", record('"paybackMonths":1e400'), "/paybackMonths", "Infinity"],
    ["a number below all", record('"results":[{"name":"n","result":-1e400}]'), "/results/0/result", "-Infinity"],
    ["a number next to nothing", record('"results":[{"name":"n","result":1e-300}]'), "/results/0/result", "接近零"],
    ["a text that shows nothing", record('"body":"\\u3164 \\u200b"'), "/body", "不可见"],
    ["__proto__", record('"__proto__":{"polluted":true}'), "/__proto__", "保留"],
    ["constructor", record('"results":[{"constructor":{"prototype":1}}]'), "/results/0/constructor", "保留"],
    ["half a surrogate pair", record('"body":"\\ud800"'), "/body", "代理对"],
    ["half a surrogate pair in a name", record('"\\udc00":1'), "/\ufffd", "代理对"],
    ["null", "null", "", "null"],
  ])("is refused alone when it holds %s", async (_, hostile, pointer, message) => {
    const [result] = await outcomesOf([hostile]);
    expect(result?.outcome).toBe("invalid");
    expect(result?.issues?.[0]?.pointer.startsWith(pointer)).toBe(true);
    expect(result?.issues?.[0]?.message).toContain(message);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("is refused alone, though 49 of them are 8,000 deep", async () => {
    for (const hostile of [deepArray(8000), deepObject(8000), record(`"title":${deepArray(8000)}`)])
      for (const { outcome } of await outcomesOf(Array.from({ length: 49 }, () => hostile)))
        expect(outcome).toBe("invalid");
  });

  it.each([
    ["a line", `[{"line":${deepArray(100_000)},"record":{}}]`, "/rows/0/line"],
    ["a row", `[${deepObject(100_000)}]`, "/rows/0/line"],
    ["a row's unknown field", `[{"line":1,"record":{},"x":${deepObject(100_000)}}]`, "/rows/0/x"],
    ["a row's name", `[{"line":1,"record":{},"${"a".repeat(100_000)}\\ud800":1}]`, `/rows/0/${"a".repeat(38)}…`],
    ["half a surrogate pair", '[{"line":1,"record":{},"\\ud800":1}]', "/rows/0/\ufffd"],
    ["__proto__ of a row", '[{"line":1,"record":{},"__proto__":{}}]', "/rows/0/__proto__"],
    ["the rows", deepObject(100_000), "/rows"],
    ["rows without end", `[${"0,".repeat(999_999)}0]`, "/rows"],
  ])("stops the request, with its place, when the fault is in what holds the records: %s", async (_, rows, pointer) => {
    const { status, body } = await answered(await sendRows(rows));
    expect([status, body.issues?.map((issue) => issue.pointer)]).toEqual([422, expect.arrayContaining([pointer])]);
    expect(JSON.stringify(body).length).toBeLessThan(5000);
  });
});

describe("every query", () => {
  const queries = [
    "。，！",
    '"',
    "''",
    "* * *",
    "a AND b OR NOT c",
    "NEAR(数控, 3)",
    "title:数控",
    "{}[]()^~",
    "\\",
    "的",
    "a",
    "数",
    "👩‍🔬",
    "\u0000",
    "\ud800",
    "\u202e数控",
    "ﬁ㎡",
    "数".repeat(256),
    "数".repeat(257),
    "a b ".repeat(64),
    "%",
    "_",
    ";--",
  ];
  it("of search gets an answer or a clear problem", async () => {
    for (const query of queries) {
      const { status, body } = await answered(
        await send("GET", `/search?q=${encodeURIComponent(query.toWellFormed())}`),
      );
      expect([query, status]).toEqual([query, query.length === 257 ? 400 : 200]);
      if (status === 400) expect(body.issues?.[0]).toMatchObject({ pointer: "/query/q" });
    }
    expect((await send("GET", "/search?q=%ff%fe")).status).toBeLessThan(500);
    expect((await send("GET", "/search?q=a&q=b")).status).toBe(400);
  });

  it("of limits, cursors and ids is refused by name", async () => {
    for (const limit of ["0", "-1", "101", "1e9", "ten", "", "1.5", "99999999999999999999", "０"]) {
      const { status, body } = await answered(await send("GET", `/search?limit=${encodeURIComponent(limit)}`));
      expect([limit, status, body.issues?.[0]?.pointer]).toEqual([limit, 400, "/query/limit"]);
    }
    for (const cursor of ["x", "A".repeat(1999), "漢字", "../", "AAAA=="])
      expect([cursor, (await send("GET", `/search?cursor=${encodeURIComponent(cursor)}`)).status]).toEqual([
        cursor,
        400,
      ]);
    for (const id of [
      "",
      "x",
      "case_",
      "case_01J0000000000000000000000",
      "case_01J0000000000000000000000O",
      "CASE_01J00000000000000000000000",
      "case_01j00000000000000000000000",
      "%00",
      "%2e%2e",
      "case_01J00000000000000000000000%20",
    ])
      expect([id, (await send("GET", `/cases/${id}`)).status]).toEqual([id, 404]);
  });
});

describe("every header", () => {
  it("is read, ignored or refused, never a fault", async () => {
    for (const [name, value] of [
      ["accept-language", "xx-YY;q=banana, *;q=0"],
      ["accept-language", ",".repeat(500)],
      ["if-none-match", '"'],
      ["if-none-match", "*"],
      ["if-match", 'W/"x"'],
      ["x-request-id", "<script>"],
      ["origin", "null"],
      ["content-type", "application/json; charset=gbk"],
      ["authorization", "Basic abc"],
      ["authorization", "Bearer"],
      ["authorization", "Bearer a b"],
      ["authorization", `Bearer ${"a.".repeat(3000)}`],
      ["range", "bytes=0-1"],
    ] as const) {
      const answer = await send("GET", "/organisations", undefined, { [name]: value });
      expect([name, value.slice(0, 20), answer.status < 500]).toEqual([name, value.slice(0, 20), true]);
      expect(answer.headers.get("x-request-id")).toMatch(/^[\w-]+$/);
    }
  });

  it("with tokens of all forged kinds is not accepted", async () => {
    const [header = "", payload = "", signature = ""] = door.tokenOf(world.engineer).split(".");
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    const now = Math.floor(Date.now() / 1000);
    const tokens = [
      `${encode({ alg: "none" })}.${payload}.`,
      `${encode({ alg: "HS256" })}.${payload}.${signature}`,
      `${encode({ alg: "ES256", kid: "../../etc/passwd" })}.${payload}.${signature}`,
      `${header}.${encode({ ...claims, sub: "person_01J00000000000000000000000" })}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      door.tokenOf(world.engineer, { exp: now - 1 }),
      door.tokenOf(world.engineer, { iss: "https://other.example" }),
      door.tokenOf(world.engineer, { aud: "other" }),
      door.tokenOf(world.engineer, { token_use: "id" }),
      door.tokenOf(world.engineer, { sub: undefined }),
      door.tokenOf(world.engineer, { exp: undefined }),
      door.tokenOf(world.engineer, { nbf: now + 3600 }),
      door.tokenOf(world.engineer, { sub: world.organisationId }),
    ];
    for (const [position, token] of tokens.entries())
      expect([position, (await send("GET", "/me", undefined, { authorization: `Bearer ${token}` })).status]).toEqual([
        position,
        401,
      ]);
  });
});

describe("the wire", () => {
  const listen = async (serverOptions: ServerOptions = {}) => {
    const server = createHttpServer((request) => door.app.fetch(request), serverOptions);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, port: (server.address() as AddressInfo).port };
  };
  let server: Server;
  let port: number;
  beforeAll(async () => {
    ({ server, port } = await listen());
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  const raw = (text: string, to = port): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(to, "127.0.0.1", () => socket.write(text));
      let answer = "";
      socket.on("data", (chunk) => {
        answer += chunk.toString();
      });
      socket.on("close", () => resolve(answer));
      socket.on("error", reject);
    });
  /** Asserts an answer that is a problem in both languages, and gives its reason. */
  const reasonOf = (answer: string, status: number): string => {
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain("application/problem+json");
    const body = JSON.parse(answer.split("\r\n\r\n")[1] ?? "") as Record<
      "status" | "title" | "requestId" | "reason",
      unknown
    >;
    expect(body.status).toBe(status);
    expect(body.title).toMatch(/\p{Script=Han}.*[a-z]{3}/u);
    expect(answer).toContain(`x-request-id: ${String(body.requestId)}\r\n`);
    return String(body.reason);
  };

  it.each([
    ["nonsense", "nonsense\r\n\r\n", 400, "malformed"],
    ["no host", "GET /v1/me HTTP/1.1\r\nconnection: close\r\n\r\n", 400, "malformed"],
    ["a host that is none", "GET /v1/me HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n", 400, "malformed"],
    ["another scheme", "GET ftp://x/v1/me HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", 400, "malformed"],
    [
      "an expectation",
      "GET /v1/me HTTP/1.1\r\nhost: x\r\nexpect: tea\r\nconnection: close\r\n\r\n",
      417,
      "expectation",
    ],
    ["a wrong length", "POST /v1/cases HTTP/1.1\r\nhost: x\r\ncontent-length: abc\r\n\r\n", 400, "malformed"],
    [
      "two lengths",
      "POST /v1/cases HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
      400,
      "malformed",
    ],
    [
      "headers of 20 KB",
      `GET /health/live HTTP/1.1\r\nhost: x\r\nx: ${"a".repeat(20_000)}\r\n\r\n`,
      431,
      "headers_too_large",
    ],
    ["an address of 20 KB", `GET /${"a".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431, "headers_too_large"],
    ["a null byte", "GET /v1/\u0000 HTTP/1.1\r\nhost: x\r\n\r\n", 400, "malformed"],
  ])("answers %s with a problem", async (_, text, status, reason) => {
    expect(reasonOf(await raw(text), status)).toBe(reason);
  });

  const beginning = () =>
    `POST /v1/cases HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${door.tokenOf(world.engineer)}\r\n` +
    `content-type: application/json\r\nidempotency-key: ${randomUUID()}\r\ncontent-length: 99\r\n`;

  it("answers a request that does not come to its end, in its headers or in its body, and reports no fault of ours", async () => {
    const impatient = await listen({ headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 50 });
    logged.length = 0;
    for (const text of [beginning(), `${beginning()}\r\n{"title":`])
      expect(reasonOf(await raw(text, impatient.port), 408)).toBe("timeout");
    await new Promise<void>((resolve) => impatient.server.close(() => resolve()));
    await vi.waitFor(() => expect(logged).toContain("request"));
    expect(logged).not.toContain("unexpected");
  });

  it("lets go of peers that never close their side, silent or still sending, within two seconds", async () => {
    const held = await listen();
    const open = (): Promise<Socket> =>
      new Promise((resolve) => {
        const socket = connect({ port: held.port, host: "127.0.0.1", allowHalfOpen: true }, () => resolve(socket));
        socket.on("error", () => {});
        socket.resume();
      });
    const sockets = await Promise.all(Array.from({ length: 20 }, open));
    for (const socket of sockets) socket.write("nonsense\r\n\r\n");
    const sending = setInterval(() => sockets[0]?.write("more\r\n"), 20);
    const connections = () =>
      new Promise<number>((resolve, reject) => {
        held.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      });
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 2000, interval: 50 });
    clearInterval(sending);
    await new Promise<void>((resolve) => held.server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
  });
});
