// Finds where a text stops being JSON (RFC 8259): the engine's own messages name no place for every fault.

const space = /[ \t\r\n]*/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// oxlint-disable-next-line no-control-regex -- JSON forbids them in strings
const openString = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;

/** The column, in characters from 1, at which a text that is not JSON goes wrong; its end where something is missing. */
export const findFault = (text: string): number => Array.from(text.slice(0, faultAt(text))).length + 1;

const faultAt = (text: string): number => {
  const closers: string[] = [];
  let at = 0;
  let state: "first" | "item" | "colon" | "value" | "next" = "value";
  const took = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    at += length;
    return length > 0;
  };
  for (;;) {
    took(space);
    const sign = text[at];
    const closer = closers.at(-1);
    if (sign === undefined || (state === "next" && closer === undefined)) return at;
    if (sign === closer && (state === "next" || state === "first")) {
      at += 1;
      closers.pop();
      state = "next";
    } else if (state === "next" || state === "colon") {
      if (sign !== (state === "next" ? "," : ":")) return at;
      at += 1;
      state = state === "next" ? "item" : "value";
    } else if (sign === '"') {
      took(openString);
      if (text[at] !== '"') return at;
      at += 1;
      state = closer === "}" && state !== "value" ? "colon" : "next";
    } else if (closer === "}" && state !== "value") return at;
    else if (sign === "{" || sign === "[") {
      at += 1;
      closers.push(sign === "{" ? "}" : "]");
      state = "first";
    } else if (took(scalar)) state = "next";
    else return at;
  }
};
