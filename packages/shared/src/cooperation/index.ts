// Cooperation: what organisations need of each other and offer, shown as far as each may see.
export { changeRequest } from "./change.ts";
export { closeRequest } from "./close.ts";
export { confirmRequest } from "./confirm.ts";
export { requestDocuments } from "./document.ts";
export { draftRequest } from "./draft.ts";
export { holdRequest } from "./hold.ts";
export { listLeaks } from "./leaks.ts";
export { listRequests, summariseRequests } from "./list.ts";
export { openRequest } from "./open.ts";
export { getRequest, show } from "./read.ts";
export { renewRequest } from "./renew.ts";
export { returnRequest } from "./return.ts";
export { listSights } from "./sight.ts";
export { findWhole as findRequest } from "./store.ts";
export { submitRequest } from "./submit.ts";
export { listRequestEvents } from "./timeline.ts";
export { withdrawRequest } from "./withdraw.ts";
