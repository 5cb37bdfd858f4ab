// For which organisation a person acts. Pure.
import type { Actor } from "../actor.ts";
import { forbidden, invalid } from "../errors.ts";

/** The organisation meant where none is named. @throws AppError `forbidden` where there is none, `invalid` where there are several. */
export const onlyOrganisation = (actor: Actor): string => {
  const places = actor.kind === "person" ? actor.memberships : [];
  const [place, second] = places;
  if (!place) throw notAMember();
  if (second === undefined) return place.organisationId;
  const ids = places.map(({ organisationId }) => organisationId).join(", ");
  throw invalid("/organisationId", "required", {
    en: `You belong to several organisations; name one of: ${ids}`,
    zh: `您属于多个单位，请指定其中之一：${ids}`,
  });
};

/** What is done for an organisation is done by its people. */
export const notAMember = () =>
  forbidden({
    en: "People of a member organisation in good standing do this, for that organisation.",
    zh: "须由状态正常的成员单位人员为本单位办理。",
  });
