// The life of a request: its states, the editions of its text, and which action leads from where to where. Pure.
import { AppError } from "../errors.ts";
import type { CooperationRequest } from "./request.ts";
import { type Edition, editions, inChinese, type RequestAction, type RequestState } from "./schema.ts";

export type Action =
  | RequestAction
  | "draft"
  | "engage"
  | "release"
  | "agree"
  | "expire"
  | "admit"
  | "ask"
  | "answer"
  | "ask-to-confirm"
  | "ends-soon";

interface Transition {
  from: readonly RequestState[];
  /** Where it leads; without it the state stays. */
  to?: RequestState;
  edition?: { from: readonly Edition[]; to: Edition };
}

const outside = ["open", "in-talks", "on-hold", "expired"] as const;

/** From which states an action leads where: no other code decides a state. A request that is shown stays so while its next edition is written and screened. */
const transitions: Record<Exclude<Action, "draft">, readonly Transition[]> = {
  change: [
    { from: ["draft", "screening"], to: "draft", edition: { from: editions, to: "draft" } },
    { from: outside, edition: { from: editions, to: "draft" } },
  ],
  submit: [
    { from: ["draft"], to: "screening", edition: { from: ["draft"], to: "screening" } },
    { from: outside, edition: { from: ["draft"], to: "screening" } },
  ],
  open: [
    { from: ["screening"], to: "open", edition: { from: ["screening"], to: "shown" } },
    { from: outside, edition: { from: ["screening"], to: "shown" } },
  ],
  return: [
    { from: ["screening"], to: "draft", edition: { from: ["screening"], to: "draft" } },
    { from: outside, edition: { from: ["screening"], to: "draft" } },
  ],
  confirm: [{ from: ["open", "in-talks"] }],
  hold: [{ from: ["open"], to: "on-hold" }],
  renew: [{ from: ["open", "on-hold", "expired", "agreed", "closed"], to: "open" }, { from: ["in-talks"] }],
  "ask-to-confirm": [{ from: ["open", "in-talks"] }],
  "ends-soon": [{ from: ["open", "in-talks", "on-hold"] }],
  expire: [{ from: ["open", "on-hold"], to: "expired" }],
  engage: [{ from: ["open", "on-hold", "expired"], to: "in-talks" }, { from: ["in-talks"] }],
  release: [{ from: ["in-talks"], to: "open" }],
  admit: [{ from: ["open", "in-talks", "on-hold", "expired", "agreed"] }],
  agree: [{ from: ["in-talks"], to: "agreed" }],
  ask: [{ from: ["open", "in-talks"] }],
  answer: [{ from: outside }],
  close: [{ from: outside, to: "closed" }],
  withdraw: [{ from: ["draft", "screening", ...outside, "agreed", "closed"], to: "withdrawn" }],
};

type Stand = Pick<CooperationRequest, "state" | "edition">;

const transitionFrom = ({ state, edition }: Stand, action: Exclude<Action, "draft">): Transition | undefined =>
  transitions[action].find(
    ({ from, edition: text }) => from.includes(state) && (text === undefined || text.from.includes(edition)),
  );

export const isPossible = (stand: Stand, action: Exclude<Action, "draft">): boolean =>
  transitionFrom(stand, action) !== undefined;

/** Where the action leads. @throws AppError `state` naming where it is possible. */
export const standAfter = (stand: Stand, action: Exclude<Action, "draft">): Stand => {
  const found = transitionFrom(stand, action);
  if (found) return { state: found.to ?? stand.state, edition: found.edition?.to ?? stand.edition };
  const from = [...new Set(transitions[action].flatMap((each) => each.from))];
  const zh = (one: RequestState) => `${inChinese[one]}（${one}）`;
  const does = action in inChinese ? inChinese[action as keyof typeof inChinese] : "此操作";
  throw new AppError("state", {
    en: `A request that is ${stand.state} (its text: ${stand.edition}) has no "${action}" now; it is possible from: ${from.join(", ")}.`,
    zh: `合作需求当前为${zh(stand.state)}，文本${inChinese[stand.edition]}，不能${does}；可执行的状态：${from.map(zh).join("、")}。`,
  });
};

/** Whether others may read it, by its address: what was withdrawn is gone. */
export const isShown = (state: RequestState): boolean => state !== "withdrawn";
/** Whether others find it. */
export const isSought = (state: RequestState): boolean => state === "open" || state === "in-talks";
