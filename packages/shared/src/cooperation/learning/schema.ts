// What leaves of what was learned about suggestions: browser-safe.
import * as z from "zod";

const count = z.int().min(0);
export const LearningReport = z
  .object({
    byRank: z
      .array(z.object({ rank: z.int(), shown: count, opened: count, interests: count, accepted: count }))
      .meta({ description: "What became of suggestions, by the rank where they were last shown before" }),
    exposure: z.object({
      bySize: z.array(z.object({ size: z.string(), shown: count })),
      gini: z.number().meta({ description: "How unevenly organisations were shown: 0 to 1" }),
    }),
    answers: z.object({
      interests: count,
      accepted: count,
      declined: z.array(z.object({ reason: z.string(), count })),
      medianHours: z.number().optional().meta({ description: "From an interest to its answer" }),
    }),
  })
  .meta({ id: "LearningReport" });
export type LearningReport = z.infer<typeof LearningReport>;
