// Who may look after the index. Pure: actor in, yes or no out.
import { isStaff } from "../../actor.ts";

export const mayOperate = isStaff;
