// What a request presents of who asks: proved by the authorizer, carried by the gateway, read at the door.
import * as z from "zod";

/** `person`: of an issuer whose subjects are ids of people; `subject`: of any other. */
export const Presented = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("visitor") }),
  z.object({ kind: z.literal("person"), id: z.string().min(1) }),
  z.object({ kind: z.literal("subject"), issuer: z.string().min(1), subject: z.string().min(1) }),
  z.object({ kind: z.literal("invalid"), reason: z.enum(["malformed", "expired", "not_accepted"]) }),
]);
export type Presented = z.infer<typeof Presented>;

/** How the gateway hands it on. */
const Authorized = z.object({ requestContext: z.object({ authorizer: z.object({ lambda: Presented }) }) });

/** What the gateway says with a request; one that came past the authorizer is no visitor's but refused. */
export const presentedBy = (request: unknown): Presented =>
  Authorized.safeParse(request).data?.requestContext.authorizer.lambda ?? { kind: "invalid", reason: "not_accepted" };
