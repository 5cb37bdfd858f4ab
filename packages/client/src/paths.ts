// Generated from openapi.json by "npm run client"; a test finds drift. Every operation: its route, what it takes, what it answers.

import type {
  ImportRows,
  ImportView,
  OpenImport,
  RowResults,
  UndoStep,
  WrittenRow,
} from "@lianchuang/shared/cases/import/schema";
import type {
  CaseEventView,
  CaseSummary,
  CaseView,
  ChangeCase,
  DraftCase,
  ReturnCase,
  WithdrawCase,
} from "@lianchuang/shared/cases/schema";
import type { DeskView } from "@lianchuang/shared/cooperation/desk/schema";
import type {
  ConfirmStep,
  EndInterest,
  ExpressInterest,
  InterestSummary,
  InterestView,
  MessageView,
  ProposeStep,
  SendMessage,
} from "@lianchuang/shared/cooperation/interests/schema";
import type { LearningReport } from "@lianchuang/shared/cooperation/learning/schema";
import type { ExpertView, MatchView, TeamView } from "@lianchuang/shared/cooperation/matching/schema";
import type { AnswerQuestion, AskQuestion, QuestionView } from "@lianchuang/shared/cooperation/questions/schema";
import type {
  ChangeRequest,
  CloseRequest,
  DraftRequest,
  ForwardRequest,
  HoldRequest,
  LeakMark,
  RenewRequest,
  RequestEventView,
  RequestSummary,
  RequestView,
  ReturnRequest,
  SightView,
  SubmitRequest,
} from "@lianchuang/shared/cooperation/schema";
import type { MeView, OrganisationView } from "@lianchuang/shared/members/schema";
import type { SearchPage, SimilarHit, SuggestionList } from "@lianchuang/shared/search/schema";
import type { AlertView, DeletedSearch, FeedLink, SearchView } from "@lianchuang/shared/searches/schema";
import type * as z from "zod";

export const operations = {
  getMe: { method: "GET", path: "/v1/me", kind: "read" },
  listOrganisations: { method: "GET", path: "/v1/organisations", kind: "read" },
  getOrganisation: { method: "GET", path: "/v1/organisations/{id}", kind: "read" },
  draftCase: { method: "POST", path: "/v1/cases", kind: "create" },
  listCases: { method: "GET", path: "/v1/cases", kind: "read" },
  getCase: { method: "GET", path: "/v1/cases/{id}", kind: "read" },
  changeCase: { method: "PATCH", path: "/v1/cases/{id}", kind: "change" },
  submitCase: { method: "POST", path: "/v1/cases/{id}/submit", kind: "change" },
  publishCase: { method: "POST", path: "/v1/cases/{id}/publish", kind: "change" },
  returnCase: { method: "POST", path: "/v1/cases/{id}/return", kind: "change" },
  withdrawCase: { method: "POST", path: "/v1/cases/{id}/withdraw", kind: "change" },
  listSimilarCases: { method: "GET", path: "/v1/cases/{id}/similar", kind: "read" },
  listCaseEvents: { method: "GET", path: "/v1/cases/{id}/events", kind: "read" },
  openImport: { method: "POST", path: "/v1/imports", kind: "create" },
  listImports: { method: "GET", path: "/v1/imports", kind: "read" },
  getImport: { method: "GET", path: "/v1/imports/{id}", kind: "read" },
  importRows: { method: "POST", path: "/v1/imports/{id}/rows", kind: "rows" },
  listImportRows: { method: "GET", path: "/v1/imports/{id}/rows", kind: "read" },
  undoImport: { method: "POST", path: "/v1/imports/{id}/undo", kind: "change" },
  draftRequest: { method: "POST", path: "/v1/cooperation", kind: "create" },
  listRequests: { method: "GET", path: "/v1/cooperation", kind: "read" },
  getRequest: { method: "GET", path: "/v1/cooperation/{id}", kind: "read" },
  changeRequest: { method: "PATCH", path: "/v1/cooperation/{id}", kind: "change" },
  listLeaks: { method: "GET", path: "/v1/cooperation/{id}/leaks", kind: "read" },
  submitRequest: { method: "POST", path: "/v1/cooperation/{id}/submit", kind: "change" },
  openRequest: { method: "POST", path: "/v1/cooperation/{id}/open", kind: "change" },
  returnRequest: { method: "POST", path: "/v1/cooperation/{id}/return", kind: "change" },
  holdRequest: { method: "POST", path: "/v1/cooperation/{id}/hold", kind: "change" },
  renewRequest: { method: "POST", path: "/v1/cooperation/{id}/renew", kind: "change" },
  confirmRequest: { method: "POST", path: "/v1/cooperation/{id}/confirm", kind: "change" },
  closeRequest: { method: "POST", path: "/v1/cooperation/{id}/close", kind: "change" },
  withdrawRequest: { method: "POST", path: "/v1/cooperation/{id}/withdraw", kind: "change" },
  forwardRequest: { method: "POST", path: "/v1/cooperation/{id}/forwards", kind: "append" },
  listSights: { method: "GET", path: "/v1/cooperation/{id}/sights", kind: "read" },
  listRequestEvents: { method: "GET", path: "/v1/cooperation/{id}/events", kind: "read" },
  expressInterest: { method: "POST", path: "/v1/cooperation/{id}/interests", kind: "create" },
  listRequestInterests: { method: "GET", path: "/v1/cooperation/{id}/interests", kind: "read" },
  listInterests: { method: "GET", path: "/v1/interests", kind: "read" },
  getInterest: { method: "GET", path: "/v1/interests/{id}", kind: "read" },
  acceptInterest: { method: "POST", path: "/v1/interests/{id}/accept", kind: "change" },
  declineInterest: { method: "POST", path: "/v1/interests/{id}/decline", kind: "change" },
  withdrawInterest: { method: "POST", path: "/v1/interests/{id}/withdraw", kind: "change" },
  endInterest: { method: "POST", path: "/v1/interests/{id}/end", kind: "change" },
  sendMessage: { method: "POST", path: "/v1/interests/{id}/messages", kind: "append" },
  listMessages: { method: "GET", path: "/v1/interests/{id}/messages", kind: "read" },
  proposeStep: { method: "POST", path: "/v1/interests/{id}/steps", kind: "change" },
  confirmStep: { method: "POST", path: "/v1/interests/{id}/steps/confirm", kind: "change" },
  getMeetings: { method: "GET", path: "/v1/interests/{id}/meetings.ics", kind: "read" },
  draftCaseFrom: { method: "POST", path: "/v1/interests/{id}/case", kind: "change" },
  listMatches: { method: "GET", path: "/v1/cooperation/{id}/matches", kind: "read" },
  listTeams: { method: "GET", path: "/v1/cooperation/{id}/teams", kind: "read" },
  listSimilarRequests: { method: "GET", path: "/v1/cooperation/{id}/similar", kind: "read" },
  listExperts: { method: "GET", path: "/v1/cooperation/{id}/experts", kind: "read" },
  getLearning: { method: "GET", path: "/v1/matching/report", kind: "read" },
  askQuestion: { method: "POST", path: "/v1/cooperation/{id}/questions", kind: "append" },
  listQuestions: { method: "GET", path: "/v1/cooperation/{id}/questions", kind: "read" },
  answerQuestion: { method: "POST", path: "/v1/cooperation/{id}/answers", kind: "append" },
  getDesk: { method: "GET", path: "/v1/desk", kind: "read" },
  search: { method: "GET", path: "/v1/search", kind: "read" },
  suggest: { method: "GET", path: "/v1/suggest", kind: "read" },
  getSearchStatus: { method: "GET", path: "/v1/operations/search", kind: "read" },
  redriveSearch: { method: "POST", path: "/v1/operations/search/redrive", kind: "append" },
  rebuildSearch: { method: "POST", path: "/v1/operations/search/rebuild", kind: "append" },
  listSearchMisses: { method: "GET", path: "/v1/operations/search/misses", kind: "read" },
  saveSearch: { method: "POST", path: "/v1/searches", kind: "create" },
  listSearches: { method: "GET", path: "/v1/searches", kind: "read" },
  getSearch: { method: "GET", path: "/v1/searches/{id}", kind: "read" },
  changeSearch: { method: "PATCH", path: "/v1/searches/{id}", kind: "change" },
  deleteSearch: { method: "DELETE", path: "/v1/searches/{id}", kind: "change" },
  listAlerts: { method: "GET", path: "/v1/searches/{id}/alerts", kind: "read" },
  makeFeed: { method: "POST", path: "/v1/searches/{id}/feed", kind: "change" },
  revokeFeed: { method: "DELETE", path: "/v1/searches/{id}/feed", kind: "change" },
  getSearchFeed: { method: "GET", path: "/v1/search/feed.json", kind: "read" },
  getSearchFeedAtom: { method: "GET", path: "/v1/search/feed.atom", kind: "read" },
  getAlertFeed: { method: "GET", path: "/v1/feeds/{token}/alerts.json", kind: "read" },
  getAlertFeedAtom: { method: "GET", path: "/v1/feeds/{token}/alerts.atom", kind: "read" },
} as const;

/** What each operation takes and answers. */
export interface Operations {
  getMe: { input: unknown; answer: z.output<typeof MeView> };
  listOrganisations: {
    input: { query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: z.output<typeof OrganisationView>[]; next?: string | undefined };
  };
  getOrganisation: { input: { params: { id: string } }; answer: z.output<typeof OrganisationView> };
  draftCase: {
    input: { body: z.input<typeof DraftCase>; key?: string | undefined };
    answer: z.output<typeof CaseView>;
  };
  listCases: {
    input: {
      query?:
        | {
            organisation?: string | undefined;
            state?: "draft" | "submitted" | "published" | "returned" | "withdrawn" | undefined;
            externalId?: string | undefined;
            limit?: number | undefined;
            cursor?: string | undefined;
          }
        | undefined;
    };
    answer: { items: z.output<typeof CaseSummary>[]; next?: string | undefined };
  };
  getCase: {
    input: { params: { id: string }; query?: { view?: "published" | undefined } | undefined };
    answer: z.output<typeof CaseView>;
  };
  changeCase: {
    input: { params: { id: string }; body: z.input<typeof ChangeCase>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof CaseView>;
  };
  submitCase: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof CaseView>;
  };
  publishCase: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof CaseView>;
  };
  returnCase: {
    input: { params: { id: string }; body: z.input<typeof ReturnCase>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof CaseView>;
  };
  withdrawCase: {
    input: { params: { id: string }; body: z.input<typeof WithdrawCase>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof CaseView>;
  };
  listSimilarCases: {
    input: { params: { id: string }; query?: { limit?: number | undefined } | undefined };
    answer: { items: z.output<typeof SimilarHit>[] };
  };
  listCaseEvents: {
    input: { params: { id: string }; query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: z.output<typeof CaseEventView>[]; next?: string | undefined };
  };
  openImport: {
    input: { body: z.input<typeof OpenImport>; key?: string | undefined };
    answer: z.output<typeof ImportView>;
  };
  listImports: {
    input: { query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: z.output<typeof ImportView>[]; next?: string | undefined };
  };
  getImport: { input: { params: { id: string } }; answer: z.output<typeof ImportView> };
  importRows: {
    input: { params: { id: string }; body: z.input<typeof ImportRows>; key?: string | undefined };
    answer: z.output<typeof RowResults>;
  };
  listImportRows: {
    input: { params: { id: string }; query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: z.output<typeof WrittenRow>[]; next?: string | undefined };
  };
  undoImport: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof UndoStep>;
  };
  draftRequest: {
    input: { body: z.input<typeof DraftRequest>; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  listRequests: {
    input: {
      query?:
        | {
            organisation?: string | undefined;
            state?:
              | "draft"
              | "screening"
              | "open"
              | "in-talks"
              | "agreed"
              | "closed"
              | "expired"
              | "withdrawn"
              | "on-hold"
              | undefined;
            limit?: number | undefined;
            cursor?: string | undefined;
          }
        | undefined;
    };
    answer: { items: z.output<typeof RequestSummary>[]; next?: string | undefined };
  };
  getRequest: {
    input: { params: { id: string }; query?: { view?: "opened" | undefined; from?: string | undefined } | undefined };
    answer: z.output<typeof RequestView>;
  };
  changeRequest: {
    input: { params: { id: string }; body: z.input<typeof ChangeRequest>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  listLeaks: { input: { params: { id: string } }; answer: { items: z.output<typeof LeakMark>[] } };
  submitRequest: {
    input: { params: { id: string }; body: z.input<typeof SubmitRequest>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  openRequest: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  returnRequest: {
    input: { params: { id: string }; body: z.input<typeof ReturnRequest>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  holdRequest: {
    input: { params: { id: string }; body: z.input<typeof HoldRequest>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  renewRequest: {
    input: { params: { id: string }; body: z.input<typeof RenewRequest>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  confirmRequest: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  closeRequest: {
    input: { params: { id: string }; body: z.input<typeof CloseRequest>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  withdrawRequest: {
    input: { params: { id: string }; body: z.input<typeof HoldRequest>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  forwardRequest: {
    input: { params: { id: string }; body: z.input<typeof ForwardRequest>; key?: string | undefined };
    answer: z.output<typeof RequestView>;
  };
  listSights: {
    input: { params: { id: string }; query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: z.output<typeof SightView>[]; next?: string | undefined };
  };
  listRequestEvents: {
    input: { params: { id: string }; query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: z.output<typeof RequestEventView>[]; next?: string | undefined };
  };
  expressInterest: {
    input: { params: { id: string }; body: z.input<typeof ExpressInterest>; key?: string | undefined };
    answer: z.output<typeof InterestView>;
  };
  listRequestInterests: {
    input: { params: { id: string }; query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: z.output<typeof InterestSummary>[]; next?: string | undefined };
  };
  listInterests: {
    input: {
      query?:
        | {
            organisation?: string | undefined;
            state?: "proposed" | "talking" | "declined" | "withdrawn" | "ended" | "agreed" | "done" | undefined;
            limit?: number | undefined;
            cursor?: string | undefined;
          }
        | undefined;
    };
    answer: { items: z.output<typeof InterestSummary>[]; next?: string | undefined };
  };
  getInterest: { input: { params: { id: string } }; answer: z.output<typeof InterestView> };
  acceptInterest: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof InterestView>;
  };
  declineInterest: {
    input: { params: { id: string }; body: z.input<typeof EndInterest>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof InterestView>;
  };
  withdrawInterest: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof InterestView>;
  };
  endInterest: {
    input: { params: { id: string }; body: z.input<typeof EndInterest>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof InterestView>;
  };
  sendMessage: {
    input: { params: { id: string }; body: z.input<typeof SendMessage>; key?: string | undefined };
    answer: z.output<typeof InterestView>;
  };
  listMessages: {
    input: { params: { id: string }; query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: z.output<typeof MessageView>[]; next?: string | undefined };
  };
  proposeStep: {
    input: { params: { id: string }; body: z.input<typeof ProposeStep>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof InterestView>;
  };
  confirmStep: {
    input: { params: { id: string }; body: z.input<typeof ConfirmStep>; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof InterestView>;
  };
  getMeetings: { input: { params: { id: string } }; answer: string };
  draftCaseFrom: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof InterestView>;
  };
  listMatches: {
    input: { params: { id: string }; query?: { limit?: number | undefined } | undefined };
    answer: { items: z.output<typeof MatchView>[] };
  };
  listTeams: {
    input: {
      params: { id: string };
      query?:
        | { roles?: ("maker" | "it" | "university" | "finance" | "testing")[] | undefined; limit?: number | undefined }
        | undefined;
    };
    answer: { items: z.output<typeof TeamView>[] };
  };
  listSimilarRequests: {
    input: {
      params: { id: string };
      query?: { kind?: "request" | "case" | undefined; limit?: number | undefined } | undefined;
    };
    answer: { items: z.output<typeof SimilarHit>[] };
  };
  listExperts: {
    input: { params: { id: string }; query?: { limit?: number | undefined } | undefined };
    answer: { items: z.output<typeof ExpertView>[] };
  };
  getLearning: {
    input: { query?: { from?: string | undefined; to?: string | undefined } | undefined };
    answer: z.output<typeof LearningReport>;
  };
  askQuestion: {
    input: { params: { id: string }; body: z.input<typeof AskQuestion>; key?: string | undefined };
    answer: z.output<typeof QuestionView>;
  };
  listQuestions: { input: { params: { id: string } }; answer: { items: z.output<typeof QuestionView>[] } };
  answerQuestion: {
    input: { params: { id: string }; body: z.input<typeof AnswerQuestion>; key?: string | undefined };
    answer: z.output<typeof QuestionView>;
  };
  getDesk: { input: unknown; answer: z.output<typeof DeskView> };
  search: {
    input: {
      query?:
        | {
            q?: string | undefined;
            sort?: "relevance" | "newest" | undefined;
            industry?: string[] | undefined;
            mode?: ("collaborative-innovation" | "management-change" | "industry-chain" | "other")[] | undefined;
            region?:
              | (
                  | "11"
                  | "12"
                  | "13"
                  | "14"
                  | "15"
                  | "21"
                  | "22"
                  | "23"
                  | "31"
                  | "32"
                  | "33"
                  | "34"
                  | "35"
                  | "36"
                  | "37"
                  | "41"
                  | "42"
                  | "43"
                  | "44"
                  | "45"
                  | "46"
                  | "50"
                  | "51"
                  | "52"
                  | "53"
                  | "54"
                  | "61"
                  | "62"
                  | "63"
                  | "64"
                  | "65"
                  | "71"
                  | "81"
                  | "82"
                )[]
              | undefined;
            firmSize?: ("micro" | "small" | "medium" | "large")[] | undefined;
            maturity?: ("innovation" | "promising" | "good-practice" | "standard-candidate")[] | undefined;
            evidence?: ("claimed" | "documented" | "verified")[] | undefined;
            direction?: ("need" | "offer")[] | undefined;
            cooperation?:
              | ("technology" | "research" | "business" | "capacity" | "testing" | "funding" | "talent")[]
              | undefined;
            year?: string[] | undefined;
            kind?: ("case" | "organisation" | "request")[] | undefined;
            limit?: number | undefined;
            cursor?: string | undefined;
          }
        | undefined;
    };
    answer: z.output<typeof SearchPage>;
  };
  suggest: {
    input: { query?: { q?: string | undefined; limit?: number | undefined } | undefined };
    answer: z.output<typeof SuggestionList>;
  };
  getSearchStatus: {
    input: unknown;
    answer: {
      answers: boolean;
      index?:
        | {
            generation: string;
            icu: string;
            mapping: number;
            tokeniser: number;
            dictionary: string;
            documents: number;
            tombstones: number;
            bytes: number;
            checkpoint?: string | undefined;
          }
        | undefined;
      lagSeconds?: number | undefined;
      rebuild?: { begunAt: string; thingsRead: number } | undefined;
      domain?:
        | {
            name: string;
            engine: string;
            health: "green" | "yellow" | "red" | "unknown";
            nodes: number;
            storageGiB: number;
            change?: { state: string; pending: string[] } | undefined;
            observedAt: string;
          }
        | undefined;
      setAside?: { count: number; items: { id: string; cause: string; since: string; attempts: number }[] } | undefined;
    };
  };
  redriveSearch: {
    input: { body: { ids?: string[] | undefined }; key?: string | undefined };
    answer: { results: { id: string; outcome: "mended" | "failing" | "absent"; cause?: string | undefined }[] };
  };
  rebuildSearch: { input: { key?: string | undefined }; answer: { askedAt: string } };
  listSearchMisses: {
    input: { query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: { day: string; query: string; times: number }[]; next?: string | undefined };
  };
  saveSearch: {
    input: {
      body: {
        name: string;
        query: {
          q?: string | undefined;
          sort?: "relevance" | "newest" | undefined;
          industry?: string[] | undefined;
          mode?: ("collaborative-innovation" | "management-change" | "industry-chain" | "other")[] | undefined;
          region?:
            | (
                | "11"
                | "12"
                | "13"
                | "14"
                | "15"
                | "21"
                | "22"
                | "23"
                | "31"
                | "32"
                | "33"
                | "34"
                | "35"
                | "36"
                | "37"
                | "41"
                | "42"
                | "43"
                | "44"
                | "45"
                | "46"
                | "50"
                | "51"
                | "52"
                | "53"
                | "54"
                | "61"
                | "62"
                | "63"
                | "64"
                | "65"
                | "71"
                | "81"
                | "82"
              )[]
            | undefined;
          firmSize?: ("micro" | "small" | "medium" | "large")[] | undefined;
          maturity?: ("innovation" | "promising" | "good-practice" | "standard-candidate")[] | undefined;
          evidence?: ("claimed" | "documented" | "verified")[] | undefined;
          direction?: ("need" | "offer")[] | undefined;
          cooperation?:
            | ("technology" | "research" | "business" | "capacity" | "testing" | "funding" | "talent")[]
            | undefined;
          year?: string[] | undefined;
          kind?: ("case" | "organisation" | "request")[] | undefined;
        };
        state?: "watching" | "paused" | undefined;
      };
      key?: string | undefined;
    };
    answer: z.output<typeof SearchView>;
  };
  listSearches: { input: unknown; answer: { items: z.output<typeof SearchView>[] } };
  getSearch: { input: { params: { id: string } }; answer: z.output<typeof SearchView> };
  changeSearch: {
    input: {
      params: { id: string };
      body: {
        name?: string | undefined;
        query?:
          | {
              q?: string | undefined;
              sort?: "relevance" | "newest" | undefined;
              industry?: string[] | undefined;
              mode?: ("collaborative-innovation" | "management-change" | "industry-chain" | "other")[] | undefined;
              region?:
                | (
                    | "11"
                    | "12"
                    | "13"
                    | "14"
                    | "15"
                    | "21"
                    | "22"
                    | "23"
                    | "31"
                    | "32"
                    | "33"
                    | "34"
                    | "35"
                    | "36"
                    | "37"
                    | "41"
                    | "42"
                    | "43"
                    | "44"
                    | "45"
                    | "46"
                    | "50"
                    | "51"
                    | "52"
                    | "53"
                    | "54"
                    | "61"
                    | "62"
                    | "63"
                    | "64"
                    | "65"
                    | "71"
                    | "81"
                    | "82"
                  )[]
                | undefined;
              firmSize?: ("micro" | "small" | "medium" | "large")[] | undefined;
              maturity?: ("innovation" | "promising" | "good-practice" | "standard-candidate")[] | undefined;
              evidence?: ("claimed" | "documented" | "verified")[] | undefined;
              direction?: ("need" | "offer")[] | undefined;
              cooperation?:
                | ("technology" | "research" | "business" | "capacity" | "testing" | "funding" | "talent")[]
                | undefined;
              year?: string[] | undefined;
              kind?: ("case" | "organisation" | "request")[] | undefined;
            }
          | undefined;
        state?: "watching" | "paused" | undefined;
        seenAt?: string | undefined;
      };
      ifMatch: string;
      key?: string | undefined;
    };
    answer: z.output<typeof SearchView>;
  };
  deleteSearch: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof DeletedSearch>;
  };
  listAlerts: {
    input: { params: { id: string }; query?: { limit?: number | undefined; cursor?: string | undefined } | undefined };
    answer: { items: z.output<typeof AlertView>[]; next?: string | undefined };
  };
  makeFeed: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof FeedLink>;
  };
  revokeFeed: {
    input: { params: { id: string }; ifMatch: string; key?: string | undefined };
    answer: z.output<typeof SearchView>;
  };
  getSearchFeed: {
    input: {
      query?:
        | {
            q?: string | undefined;
            sort?: "relevance" | "newest" | undefined;
            industry?: string[] | undefined;
            mode?: ("collaborative-innovation" | "management-change" | "industry-chain" | "other")[] | undefined;
            region?:
              | (
                  | "11"
                  | "12"
                  | "13"
                  | "14"
                  | "15"
                  | "21"
                  | "22"
                  | "23"
                  | "31"
                  | "32"
                  | "33"
                  | "34"
                  | "35"
                  | "36"
                  | "37"
                  | "41"
                  | "42"
                  | "43"
                  | "44"
                  | "45"
                  | "46"
                  | "50"
                  | "51"
                  | "52"
                  | "53"
                  | "54"
                  | "61"
                  | "62"
                  | "63"
                  | "64"
                  | "65"
                  | "71"
                  | "81"
                  | "82"
                )[]
              | undefined;
            firmSize?: ("micro" | "small" | "medium" | "large")[] | undefined;
            maturity?: ("innovation" | "promising" | "good-practice" | "standard-candidate")[] | undefined;
            evidence?: ("claimed" | "documented" | "verified")[] | undefined;
            direction?: ("need" | "offer")[] | undefined;
            cooperation?:
              | ("technology" | "research" | "business" | "capacity" | "testing" | "funding" | "talent")[]
              | undefined;
            year?: string[] | undefined;
            kind?: ("case" | "organisation" | "request")[] | undefined;
          }
        | undefined;
    };
    answer: {
      version: "https://jsonfeed.org/version/1.1";
      title: string;
      home_page_url: string;
      feed_url: string;
      language: string;
      authors: { name: string }[];
      items: { id: string; url: string; title: string; content_text: string; date_modified: string }[];
    };
  };
  getSearchFeedAtom: {
    input: {
      query?:
        | {
            q?: string | undefined;
            sort?: "relevance" | "newest" | undefined;
            industry?: string[] | undefined;
            mode?: ("collaborative-innovation" | "management-change" | "industry-chain" | "other")[] | undefined;
            region?:
              | (
                  | "11"
                  | "12"
                  | "13"
                  | "14"
                  | "15"
                  | "21"
                  | "22"
                  | "23"
                  | "31"
                  | "32"
                  | "33"
                  | "34"
                  | "35"
                  | "36"
                  | "37"
                  | "41"
                  | "42"
                  | "43"
                  | "44"
                  | "45"
                  | "46"
                  | "50"
                  | "51"
                  | "52"
                  | "53"
                  | "54"
                  | "61"
                  | "62"
                  | "63"
                  | "64"
                  | "65"
                  | "71"
                  | "81"
                  | "82"
                )[]
              | undefined;
            firmSize?: ("micro" | "small" | "medium" | "large")[] | undefined;
            maturity?: ("innovation" | "promising" | "good-practice" | "standard-candidate")[] | undefined;
            evidence?: ("claimed" | "documented" | "verified")[] | undefined;
            direction?: ("need" | "offer")[] | undefined;
            cooperation?:
              | ("technology" | "research" | "business" | "capacity" | "testing" | "funding" | "talent")[]
              | undefined;
            year?: string[] | undefined;
            kind?: ("case" | "organisation" | "request")[] | undefined;
          }
        | undefined;
    };
    answer: string;
  };
  getAlertFeed: {
    input: { params: { token: string } };
    answer: {
      version: "https://jsonfeed.org/version/1.1";
      title: string;
      home_page_url: string;
      feed_url: string;
      language: string;
      authors: { name: string }[];
      items: { id: string; url: string; title: string; content_text: string; date_modified: string }[];
    };
  };
  getAlertFeedAtom: { input: { params: { token: string } }; answer: string };
}

/** Problem details (RFC 9457) as the door answers them. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  reason: string;
  requestId: string;
  issues?: { pointer: string; code: string; message: string }[] | undefined;
};
