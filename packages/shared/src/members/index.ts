// Members: organisations, people with grants, bodies with seats.
export { industryBranch, industryCount, industryName, isIndustry } from "../industry.ts";
export { allianceId, secretariatId } from "./body.ts";
export { organisationDocuments } from "./document.ts";
export { admitFirstSecretary } from "./first-secretary.ts";
export { foundAlliance } from "./found-alliance.ts";
export { type Identity, linkIdentity } from "./link-identity.ts";
export { notAMember, onlyOrganisation } from "./membership.ts";
export { type Organisation, viewOrganisation } from "./organisation.ts";
export { viewMe } from "./person.ts";
export {
  findActor,
  findActorByIdentity,
  findMember,
  findOrganisations,
  findSecretary,
  getOrganisation,
  listOrganisationNames,
  listOrganisations,
} from "./read.ts";
export { regionCodes, regions } from "./region.ts";
export { registerBody } from "./register-body.ts";
export { registerOrganisation, unknownIndustry } from "./register-organisation.ts";
export { registerPerson } from "./register-person.ts";
export { retireFictitious } from "./retire-fictitious.ts";
export { findBody, findOrganisation, readSuspended } from "./store.ts";
