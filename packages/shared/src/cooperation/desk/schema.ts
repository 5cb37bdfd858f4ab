// What leaves of the broker's desk: browser-safe.
import * as z from "zod";
import { InterestSummary } from "../interests/schema.ts";
import { RequestSummary } from "../schema.ts";

const queueOf = <T extends z.ZodType>(item: T) =>
  z.object({ count: z.int().meta({ description: "At most 100 are counted" }), items: z.array(item) });

/** What waits for the secretariat, longest waiting first; of each queue the first ten. */
export const DeskView = z
  .object({
    screening: queueOf(RequestSummary).meta({ description: "To be screened" }),
    unanswered: queueOf(InterestSummary).meta({ description: "Interests without an answer for seven days" }),
    stuck: queueOf(InterestSummary).meta({ description: "Talks that nobody moved for thirty days" }),
    expiring: queueOf(RequestSummary).meta({ description: "Open requests that end within fourteen days" }),
    workload: z.object({ open: z.int(), inTalks: z.int() }),
  })
  .meta({ id: "CooperationDesk" });
export type DeskView = z.infer<typeof DeskView>;
