import { z } from 'zod';
import { requestStates } from '../domain/request-state.ts';
import { Bytes, Count, IdText, IsoDate, Nothing, PageInput, ShortText } from './common.ts';
import { RefusedInput } from './inspection.ts';
import { KeyPurpose } from './key-facts.ts';
import { Place, placeErrors } from './place.ts';
import type { Procedure } from './wire/contract.ts';

export const RequestState = z.enum(requestStates);
export type RequestState = z.infer<typeof RequestState>;

export const RejectReason = z.enum([
  'wrong-ids',
  'not-authorised',
  'wrong-names',
  'wrong-key',
  'weak-key',
  'wrong-validity',
  'malformed',
  'duplicate',
  'no-answer',
  'other',
]);
export type RejectReason = z.infer<typeof RejectReason>;

/** What the list of requests can be ordered by. `ids`: the first claimed id; `verdict`: as it was at arrival. */
export const RequestSort = z.enum([
  'receivedAt',
  'commonName',
  'keyGroupId',
  'state',
  'partner',
  'ids',
  'claimedBy',
  'verdict',
]);

const WorstVerdict = z.enum(['pass', 'warn', 'fail']);

/** What of the inbox is looked at; all conditions together, of a list one. */
export const InboxQuery = z.strictObject({
  filter: z.string().max(200).optional(),
  claims: z.string().max(64).optional(),
  state: RequestState.optional(),
  states: z.array(RequestState).max(20).optional(),
  partnerId: IdText.optional(),
  purpose: KeyPurpose.optional(),
  /** `me`: whoever asks. */
  claimed: z.enum(['me', 'nobody']).optional(),
  claimedBy: ShortText.optional(),
  verdicts: z.array(WorstVerdict).max(3).optional(),
  sort: RequestSort.optional(),
  descending: z.boolean().optional(),
});
export type InboxQuery = z.infer<typeof InboxQuery>;

export const InboxPage = z.strictObject({ ...PageInput, ...InboxQuery.shape });

/** What people have noted on a request beside deciding on it. */
export const deskFields = {
  partner: z.strictObject({ partnerId: IdText, name: ShortText }).optional(),
  claimedBy: ShortText.optional(),
  claimedAt: IsoDate.optional(),
  /** The worst that the checks said when it came in, or when somebody vouched for it after that. */
  verdict: WorstVerdict.optional(),
  verdictAt: IsoDate.optional(),
  purpose: KeyPurpose.optional(),
  /** Open at this time it becomes `expired`. */
  endsAt: IsoDate.optional(),
  /** Why, by whom and when it was held, withdrawn, superseded or found expired. */
  aside: z.strictObject({ reason: z.string().max(2000), by: ShortText, at: IsoDate }).optional(),
  supersededBy: IdText.optional(),
  /** Of the message that it came in. */
  callbackId: z.string().max(300).optional(),
  renewalReason: z.string().max(600).optional(),
} as const;

/** Work of people on many requests: those that cannot be changed are told and stay; no change at all is a refusal. */
const Changed = z.strictObject({
  changed: Count,
  skipped: z.array(z.strictObject({ requestId: IdText, state: RequestState.optional() })).max(1000),
});
export type DeskChange = z.infer<typeof Changed>;

/** Why one request may not take the place of another. */
const SupersedeReason = z.enum(['other-group', 'other-partner', 'not-newer', 'not-open', 'not-vouched']);
export type SupersedeReason = z.infer<typeof SupersedeReason>;

const requestIds = z.array(IdText).min(1).max(1000);

const deskErrors = {
  REQUEST_NOT_FOUND: Nothing,
  REQUEST_STATE: z.strictObject({ state: RequestState }),
} as const;

export const RequestNote = z.strictObject({ noteId: IdText, text: z.string().max(4000), by: ShortText, at: IsoDate });
export type RequestNote = z.infer<typeof RequestNote>;

export const SavedView = z.strictObject({
  viewId: IdText,
  name: z.string().trim().min(1).max(80),
  query: InboxQuery,
  by: ShortText,
  at: IsoDate,
});
export type SavedView = z.infer<typeof SavedView>;

/** What was found in the watched folder and not taken. */
export const WatchedFault = z.strictObject({
  name: ShortText,
  at: IsoDate,
  ...RefusedInput.omit({ source: true }).shape,
});
export type WatchedFault = z.infer<typeof WatchedFault>;

export const WatchedFolder = z.strictObject({
  /** Absent: no folder is watched. */
  path: z.string().max(4096).optional(),
  since: IsoDate.optional(),
  by: ShortText.optional(),
  lookedAt: IsoDate.optional(),
  /** The folder itself cannot be read. */
  unreadable: z.boolean(),
  /** Files that were taken as they are, and requests out of them that are new. */
  files: Count,
  requests: Count,
  faults: z.array(WatchedFault).max(200),
});
export type WatchedFolder = z.infer<typeof WatchedFolder>;

const File = z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) });
const desk = ['requester', 'approver', 'ca-operator'] as const;
const deciders = ['approver', 'ca-operator'] as const;

/** What people do with a request beside deciding on it; calls of `requests`. */
export const requestDeskCalls = {
  claim: {
    about: 'Takes requests to work on, also from somebody else.',
    role: desk,
    input: z.strictObject({ requestIds }),
    output: Changed,
    errors: deskErrors,
  },
  unclaim: {
    about: 'Gives requests back to everybody.',
    role: desk,
    input: z.strictObject({ requestIds }),
    output: Changed,
    errors: deskErrors,
  },
  assignTo: {
    about: 'Gives requests to an operator to work on.',
    role: deciders,
    input: z.strictObject({ requestIds, operator: ShortText }),
    output: Changed,
    errors: { ...deskErrors, OPERATOR_NOT_FOUND: Nothing },
  },
  hold: {
    about: 'Puts requests aside with a reason: nothing is prepared, voted on or signed until they are released.',
    role: deciders,
    input: z.strictObject({ requestIds, reason: z.string().trim().min(1).max(2000) }),
    output: Changed,
    errors: deskErrors,
  },
  release: {
    about: 'Takes held requests up again; what was prepared for them is still there.',
    role: deciders,
    input: z.strictObject({ requestIds }),
    output: Changed,
    errors: deskErrors,
  },
  withdraw: {
    about: 'Ends requests that the partner or whoever entered them has taken back.',
    role: desk,
    input: z.strictObject({ requestIds, reason: z.string().trim().min(1).max(2000) }),
    output: Changed,
    errors: deskErrors,
  },
  reopen: {
    about: 'Takes a withdrawal or a supersession back.',
    role: desk,
    input: z.strictObject({ requestIds }),
    output: Changed,
    errors: deskErrors,
  },
  supersede: {
    about:
      'Ends an older request because a newer one of the same key group, that somebody vouches for, takes its place.',
    role: deciders,
    input: z.strictObject({ requestId: IdText, byRequestId: IdText }),
    output: Changed,
    errors: {
      ...deskErrors,
      SUPERSEDE_REFUSED: z.strictObject({ reason: SupersedeReason }),
    },
  },
  rejectMany: {
    about: 'Rejects several requests with the same reason.',
    role: 'approver',
    input: z.strictObject({ requestIds, reason: RejectReason, note: z.string().max(2000) }),
    output: Changed,
    errors: deskErrors,
  },
  rejectionText: {
    about: 'What a partner would read when its request was rejected like this; changes nothing.',
    role: 'viewer',
    input: z.strictObject({
      requestId: IdText,
      reason: RejectReason,
      note: z.string().max(2000),
      language: z.enum(['en', 'de']),
    }),
    output: z.strictObject({ text: z.string().max(40_000) }),
    errors: { REQUEST_NOT_FOUND: Nothing },
  },
  addNote: {
    about: 'Notes something on a request for colleagues; it never leaves the workspace with an answer.',
    role: ['requester', 'approver', 'ca-operator', 'auditor'],
    input: z.strictObject({ requestId: IdText, text: z.string().trim().min(1).max(4000) }),
    output: z.strictObject({ notes: z.array(RequestNote).max(500) }),
    errors: { REQUEST_NOT_FOUND: Nothing },
  },
  notes: {
    about: 'What was noted on a request, the newest last.',
    role: 'viewer',
    input: z.strictObject({ requestId: IdText }),
    output: z.strictObject({ notes: z.array(RequestNote).max(500) }),
    errors: { REQUEST_NOT_FOUND: Nothing },
  },
  views: {
    about: 'Saved views of the inbox, by name.',
    role: 'viewer',
    input: Nothing,
    output: z.strictObject({ views: z.array(SavedView).max(200) }),
  },
  saveView: {
    about: 'Saves filters and order of the inbox under a name; the same name again replaces it.',
    role: 'operator',
    input: z.strictObject({ name: SavedView.shape.name, query: InboxQuery }),
    output: z.strictObject({ view: SavedView }),
    errors: { VIEWS_FULL: Nothing },
  },
  dropView: {
    about: 'Removes a saved view.',
    role: 'operator',
    input: z.strictObject({ viewId: IdText }),
    output: Nothing,
    errors: { VIEW_NOT_FOUND: Nothing },
  },
  exportList: {
    about: 'The list of requests as CSV or JSON: those named, or all that a query finds.',
    role: 'viewer',
    input: z.strictObject({
      format: z.enum(['csv', 'json']),
      requestIds: requestIds.optional(),
      query: InboxQuery.optional(),
    }),
    output: File,
    deadlineMs: 'none',
  },
  watched: {
    about: 'The folder that is watched for requests, and what in it could not be taken.',
    role: 'viewer',
    input: Nothing,
    output: WatchedFolder,
  },
  watch: {
    about: 'Watches a folder for requests from now on, in place of any other; without a folder it ends.',
    role: 'ca-operator',
    input: z.strictObject({ folder: Place.optional() }),
    output: WatchedFolder,
    errors: placeErrors,
  },
  lookNow: {
    about: 'Looks into the watched folder at once, twice, so that files that are complete are taken.',
    role: 'operator',
    input: Nothing,
    output: WatchedFolder,
    deadlineMs: 'none',
  },
} as const satisfies Readonly<Record<string, Procedure>>;
