// What a body is: the secretariat, a committee, a working group; its seats are what gives alliance roles.
import * as z from "zod";
import { bodyKinds } from "../actor.ts";
import { Head } from "../head.ts";

export const Body = Head.extend({
  state: z.enum(["standing", "dissolved"]),
  name: z.string(),
  kind: z.enum(bodyKinds),
});
export type Body = z.infer<typeof Body>;

/** The alliance's own organisation and its secretariat have the same ids everywhere, so that an operator can name them. */
export const allianceId = "org_00000000000000000000000001";
export const secretariatId = "body_00000000000000000000000001";
