import { z } from 'zod';
import { guideIds, guidePlaces, guides, sightCodes, sightStates, stepStates } from '../domain/guides.ts';
import { Bytes, Count, IdText, IsoDate, PageInput, Pkcs11Uri, ShortText } from './common.ts';
import { ForeignText } from './pki-facts.ts';
import type { ContractTree } from './wire/contract.ts';

const GuideId = z.enum(guideIds);
const GuideStepId = z.enum(guides.flatMap(({ steps }) => steps.map(({ id }) => id)));

/** What a run is about: something that the workspace knows when the run begins; its name is kept. */
export const GuideAbout = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('token'), tokenUri: Pkcs11Uri }),
  z.strictObject({ kind: z.literal('certificate'), certificateId: IdText }),
  /** A generation of one of our key groups. */
  z.strictObject({ kind: z.literal('key'), generationId: IdText }),
  z.strictObject({ kind: z.literal('operator'), operatorId: IdText }),
  z.strictObject({ kind: z.literal('authority'), authorityId: IdText }),
  z.strictObject({ kind: z.literal('nothing') }),
]);
export type GuideAbout = z.infer<typeof GuideAbout>;

const RunState = z.enum(['open', 'finished', 'abandoned']);
const StepState = z.enum(stepStates);

export const GuideRunRow = z.strictObject({
  runId: IdText,
  guide: GuideId,
  about: GuideAbout,
  /** As it was called when the run began; empty for nothing in particular. */
  aboutName: ForeignText,
  state: RunState,
  startedAt: IsoDate,
  startedBy: ShortText,
  /** Since when a key is suspected, a card gone, a clock wrong. */
  since: IsoDate.optional(),
  endedAt: IsoDate.optional(),
  endedBy: ShortText.optional(),
  /** Why it was abandoned. */
  reason: z.string().max(2000),
  /** Steps that are settled, of all. */
  settled: Count,
  steps: Count,
});
export type GuideRunRow = z.infer<typeof GuideRunRow>;

/** What core sees of a step; `unknown` is neither yes nor no. Words: shared/texts/guide-sight-sentences.ts. */
export const GuideSight = z.strictObject({
  code: z.enum(sightCodes),
  state: z.enum(sightStates),
  values: z.record(z.string().max(20), z.union([z.string().max(1000), z.int()])),
});
export type GuideSight = z.infer<typeof GuideSight>;

export const GuideMark = z.strictObject({
  state: StepState,
  note: z.string().max(2000),
  at: IsoDate,
  by: ShortText,
  /** What core saw at that moment. */
  seen: z.array(GuideSight).max(50),
});
export type GuideMark = z.infer<typeof GuideMark>;

export const GuideStepView = z.strictObject({
  step: GuideStepId,
  state: StepState,
  place: z.enum(guidePlaces).optional(),
  command: z.string().max(300).optional(),
  /** What core sees now. Empty where it cannot see anything of it. */
  sights: z.array(GuideSight).max(50),
  /** Everything that was said of it, oldest first; the last one counts. */
  marks: z.array(GuideMark).max(200),
});
export type GuideStepView = z.infer<typeof GuideStepView>;

export const GuideRunView = z.strictObject({
  run: GuideRunRow,
  steps: z.array(GuideStepView).max(40),
  /** Where places of the window open, as far as the workspace knows. */
  links: z.strictObject({
    certificateId: IdText.optional(),
    authorityId: IdText.optional(),
    successorId: IdText.optional(),
    groupRef: IdText.optional(),
    groupId: ForeignText.optional(),
    partnerId: IdText.optional(),
  }),
});
export type GuideRunView = z.infer<typeof GuideRunView>;

const errors = {
  GUIDE_RUN_NOT_FOUND: z.strictObject({}),
  /** There is no such thing here, or the guide is about something else. */
  GUIDE_ABOUT: z.strictObject({ reason: z.enum(['unknown', 'other-kind']) }),
  /** It was finished or abandoned. */
  GUIDE_ENDED: z.strictObject({ state: RunState }),
  GUIDE_STEP: z.strictObject({}),
  /** A step that is not needed says why. */
  GUIDE_NOTE_MISSING: z.strictObject({}),
  /** More was said of one step than a run keeps. */
  GUIDE_MARKS_FULL: z.strictObject({}),
  GUIDE_STEPS_OPEN: z.strictObject({ count: Count }),
  /** In the future. */
  GUIDE_TIME: z.strictObject({}),
} as const;

const everybody = ['requester', 'approver', 'ca-operator', 'auditor'] as const;
const Note = z.string().max(2000);
const ofRun = { runId: IdText };

export const guidesContract = {
  guides: {
    list: {
      about: 'Runs of guides, those that are open first, then the newest.',
      role: 'viewer',
      input: z.strictObject({ ...PageInput, state: RunState.optional() }),
      output: z.strictObject({ total: Count, open: Count, rows: z.array(GuideRunRow).max(500) }),
    },
    choices: {
      about: 'What a run of a guide can be about: tokens, certificates, operators or authorities that are known here.',
      role: 'viewer',
      input: z.strictObject({ guide: GuideId, filter: z.string().max(200) }),
      output: z.strictObject({
        choices: z.array(z.strictObject({ about: GuideAbout, name: ForeignText, detail: ForeignText })).max(200),
        more: z.boolean(),
      }),
    },
    show: {
      about: 'A run with what was said of its steps, and what core sees of each now.',
      role: 'viewer',
      input: z.strictObject(ofRun),
      output: GuideRunView,
      errors,
    },
    start: {
      about: 'Begins a run of a guide. It changes nothing else: each step is done where it is always done.',
      role: everybody,
      input: z.strictObject({ guide: GuideId, about: GuideAbout, since: IsoDate.optional() }),
      output: GuideRunView,
      errors,
    },
    check: {
      about:
        'Says of a step that it is done, not needed (with the reason) or open again. What core sees then is kept with it.',
      role: everybody,
      input: z.strictObject({ ...ofRun, step: GuideStepId, state: StepState, note: Note }),
      output: GuideRunView,
      errors,
    },
    since: {
      about: 'Enters since when the key is suspected, the card gone or the clock wrong.',
      role: everybody,
      input: z.strictObject({ ...ofRun, since: IsoDate }),
      output: GuideRunView,
      errors,
    },
    finish: {
      about: 'Ends a run of which all steps are settled.',
      role: everybody,
      input: z.strictObject(ofRun),
      output: GuideRunView,
      errors,
    },
    abandon: {
      about: 'Ends a run with steps that are open, with the reason.',
      role: everybody,
      input: z.strictObject({ ...ofRun, reason: Note.min(1) }),
      output: GuideRunView,
      errors,
    },
    export: {
      about: 'A run as a record to keep: Markdown or a page for people, or JSON.',
      role: 'viewer',
      input: z.strictObject({ ...ofRun, format: z.enum(['md', 'html', 'json']), language: z.enum(['en', 'de']) }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) }),
      errors,
    },
  },
} as const satisfies ContractTree;
