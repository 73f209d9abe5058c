/**
 * What to do when something has happened: guides as checklists. Which step comes when, which page of the window and which
 * command do it, and whether core can see something about it. Words are in shared/texts.
 */
export const guideIds = ['token-lost', 'key-compromised', 'card-lost', 'ca-rollover', 'clock-wrong'] as const;
export type GuideId = (typeof guideIds)[number];

/** What a run is about. `nothing`: what the inventory does not have, or nothing in particular. */
export const aboutKinds = ['token', 'certificate', 'key', 'operator', 'authority', 'nothing'] as const;
export type AboutKind = (typeof aboutKinds)[number];

/** Where a step is done in the window; where it can be, the page opens at what the run is about. */
export const guidePlaces = [
  'tokens',
  'keys',
  'csrs',
  'requests',
  'certificate',
  'certificates',
  'authority',
  'successor',
  'operators',
  'partners',
  'policy',
  'standing',
  'due',
  'audit',
  'guides',
] as const;
export type GuidePlace = (typeof guidePlaces)[number];

interface StepShape {
  readonly id: string;
  readonly place?: GuidePlace;
  /** The same by command line, with placeholders in capitals. */
  readonly command?: string;
}

interface GuideShape {
  readonly id: GuideId;
  readonly about: readonly AboutKind[];
  readonly steps: readonly StepShape[];
}

const checkpoint = { place: 'audit', command: 'audit checkpoint --out FILE' } as const;
const list = { place: 'authority', command: 'crl issue --authority NAME' } as const;

/**
 * The order matters: first what stops the damage at once and alone (stop a rule, hold, revoke, sign the list), then who has
 * to be told, then what takes the place of what was lost, and last what proves it all.
 */
export const guides = [
  {
    id: 'token-lost',
    about: ['token', 'nothing'],
    steps: [
      { id: 'token-look', place: 'tokens', command: 'token list' },
      { id: 'token-keys', place: 'keys', command: 'key-group list' },
      { id: 'token-identities', place: 'operators', command: 'guide start --guide card-lost --person NAME' },
      { id: 'token-standing', place: 'standing', command: 'standing stop --standing ID' },
      {
        id: 'token-revoke',
        place: 'certificates',
        command: 'certificate revoke --certificate ID --reason keyCompromise --confirm NAME',
      },
      { id: 'token-authorities', place: 'authority', command: 'authority retire --authority NAME --confirm NAME' },
      { id: 'token-list', ...list },
      { id: 'token-export', place: 'authority', command: 'crl export-all --folder FOLDER' },
      { id: 'token-tell', place: 'partners', command: 'partner list' },
      { id: 'token-new', place: 'tokens', command: 'token init --module MODULE --label LABEL' },
      { id: 'token-successors', place: 'keys', command: 'key generate --group ID --token LABEL' },
      { id: 'token-certificates', place: 'csrs', command: 'csr create --group ID --out FILE' },
      { id: 'token-handover', place: 'certificates', command: 'handover --group ID --target nginx' },
      { id: 'token-checkpoint', ...checkpoint },
    ],
  },
  {
    id: 'key-compromised',
    about: ['certificate', 'key', 'nothing'],
    steps: [
      { id: 'key-standing', place: 'standing', command: 'standing stop --standing ID' },
      { id: 'key-requests', place: 'requests', command: 'request hold --request ID --reason TEXT' },
      { id: 'key-touched', place: 'certificate', command: 'certificate touched --certificate ID' },
      {
        id: 'key-revoke',
        place: 'certificate',
        command: 'certificate revoke --certificate ID --reason keyCompromise --invalid-since TIME --confirm NAME',
      },
      { id: 'key-authority', place: 'authority', command: 'authority retire --authority NAME --confirm NAME' },
      { id: 'key-list', ...list },
      { id: 'key-export', place: 'authority', command: 'crl export-all --folder FOLDER' },
      { id: 'key-tell', place: 'partners', command: 'partner show --partner NAME' },
      { id: 'key-plans', place: 'due', command: 'plan list' },
      { id: 'key-successor', place: 'keys', command: 'key generate --group ID --token LABEL' },
      { id: 'key-certificate', place: 'requests', command: 'request list --state received' },
      { id: 'key-signed', place: 'audit', command: 'audit list --filter TEXT --from TIME' },
      { id: 'key-destroy', place: 'tokens', command: 'key destroy --token LABEL --key-id HEX --confirm LABEL' },
      { id: 'key-checkpoint', ...checkpoint },
    ],
  },
  {
    id: 'card-lost',
    about: ['operator', 'nothing'],
    steps: [
      {
        id: 'card-revoke',
        place: 'certificate',
        command: 'certificate revoke --certificate ID --reason keyCompromise --confirm NAME',
      },
      { id: 'card-list', ...list },
      { id: 'card-roster', place: 'operators', command: 'operator remove NAME' },
      { id: 'card-quorum', place: 'operators', command: 'roster show' },
      { id: 'card-signed', place: 'audit', command: 'audit list --filter NAME --from TIME' },
      { id: 'card-others', place: 'guides', command: 'guide start --guide token-lost --token LABEL' },
      { id: 'card-new', place: 'tokens', command: 'token init --module MODULE --label LABEL' },
      { id: 'card-identity', place: 'keys', command: 'key generate --group ID --token LABEL' },
      { id: 'card-enrol', place: 'operators', command: 'operator renew NAME --certificate ID' },
      { id: 'card-checkpoint', ...checkpoint },
    ],
  },
  {
    id: 'ca-rollover',
    about: ['authority'],
    steps: [
      { id: 'ca-look', place: 'authority', command: 'authority show --authority NAME' },
      { id: 'ca-roll', place: 'authority', command: 'authority roll-over --authority NAME --name NEW' },
      { id: 'ca-list', place: 'successor', command: 'crl issue --authority NEW' },
      { id: 'ca-anchors', place: 'operators', command: 'roster anchors CERTIFICATE' },
      { id: 'ca-publish', place: 'successor', command: 'authority export --authority NEW --out FILE' },
      { id: 'ca-trust', place: 'partners', command: 'partner list' },
      { id: 'ca-serve', place: 'partners', command: 'partner edit --partner NAME --authority NAME --authority NEW' },
      { id: 'ca-policy', place: 'policy', command: 'policy set FILE --authority NEW' },
      { id: 'ca-renew', place: 'requests', command: 'request list --state received' },
      { id: 'ca-standing', place: 'standing', command: 'standing create --certificate ID' },
      { id: 'ca-retire', place: 'authority', command: 'authority retire --authority NAME --confirm NAME' },
      { id: 'ca-end', place: 'due', command: 'due list' },
      { id: 'ca-checkpoint', ...checkpoint },
    ],
  },
  {
    id: 'clock-wrong',
    about: ['nothing'],
    steps: [
      { id: 'clock-stop', place: 'due', command: 'due list' },
      { id: 'clock-since', place: 'audit', command: 'audit list --event clock.fault' },
      { id: 'clock-correct', place: 'due', command: 'due trust-clock' },
      { id: 'clock-signed', place: 'audit', command: 'audit list --from TIME' },
      { id: 'clock-certificates', place: 'certificates', command: 'certificate list --time not-yet' },
      { id: 'clock-requests', place: 'requests', command: 'request list --state prepared' },
      { id: 'clock-lists', place: 'authority', command: 'crl show --authority NAME' },
      { id: 'clock-due', place: 'due', command: 'due run' },
      { id: 'clock-tell', place: 'partners', command: 'partner list' },
      { id: 'clock-checkpoint', ...checkpoint },
    ],
  },
] as const satisfies readonly GuideShape[];

export type GuideStepId = (typeof guides)[number]['steps'][number]['id'];

export interface GuideStep {
  readonly id: GuideStepId;
  readonly place?: GuidePlace;
  readonly command?: string;
}

/** The steps of a guide in their order. */
export function stepsOfGuide(id: GuideId): readonly GuideStep[] {
  return guides.find((guide) => guide.id === id)?.steps ?? [];
}

/** Whether a run of a guide can be about something of this kind. `mayBeAbout('ca-rollover', 'token')` → false. */
export function mayBeAbout(id: GuideId, kind: AboutKind): boolean {
  const kinds: readonly AboutKind[] = guides.find((guide) => guide.id === id)?.about ?? [];
  return kinds.includes(kind);
}

/** What a person says of a step; the last word counts. */
export const stepStates = ['open', 'done', 'not-needed'] as const;
export type StepState = (typeof stepStates)[number];

export interface StepMark {
  readonly step: string;
  readonly state: StepState;
}

/** Where each step stands by the marks, oldest first. `stateOfStep([], 'ca-look')` → open. */
export function stateOfStep(marks: readonly StepMark[], step: GuideStepId): StepState {
  return marks.findLast((mark) => mark.step === step)?.state ?? 'open';
}

/** Steps that nobody has settled. A run is finished when there are none. */
export function openSteps(id: GuideId, marks: readonly StepMark[]): readonly GuideStepId[] {
  return stepsOfGuide(id)
    .filter((step) => stateOfStep(marks, step.id) === 'open')
    .map((step) => step.id);
}

/**
 * What core can say of a step. `done` and `open`: it sees that it is, or is not; `none`: there is nothing to do; `info`:
 * something to know that settles nothing; `unknown`: it cannot see it, which is neither yes nor no.
 */
export const sightStates = ['done', 'open', 'none', 'info', 'unknown'] as const;
export type SightState = (typeof sightStates)[number];

export const sightCodes = [
  'TOKEN_SEEN',
  'TOKEN_NOT_SEEN',
  'KEYS_ON_TOKEN',
  'IDENTITIES_ON_TOKEN',
  'NO_IDENTITIES_ON_TOKEN',
  'NO_AUTHORITIES_ON_TOKEN',
  'AUTHORITIES_RETIRED',
  'STANDING_IN_FORCE',
  'STANDING_NONE',
  'REQUESTS_OPEN',
  'REQUESTS_NONE',
  'CERTIFICATES_OF_KEY',
  'ISSUED_BY_KEY',
  'REVOKED_OF',
  'NONE_OF_OURS',
  'OTHERS_VALID',
  'OTHERS_NONE',
  'ROOTS_TOUCHED',
  'NO_AUTHORITY_KEY',
  'LIST_ISSUED',
  'LIST_LACKS',
  'LIST_MISSING',
  'LIST_WAITS',
  'LIST_NONE_NEEDED',
  'PARTNER_IS',
  'PARTNER_UNKNOWN',
  'PLANS_OPEN',
  'PLANS_NONE',
  'KEY_OF_PARTNER',
  'SUCCESSOR_KEYS',
  'SUCCESSOR_CERTIFICATES',
  'KEY_DESTROYED',
  'KEY_STILL_THERE',
  'NOT_IN_INVENTORY',
  'OPERATOR_STILL_SAME',
  'OPERATOR_OTHER_CERTIFICATE',
  'OPERATOR_GONE',
  'PROPOSALS_OPEN',
  'APPROVERS_ENOUGH',
  'APPROVERS_TOO_FEW',
  'RECOVERY_KEYS',
  'RECOVERY_NONE',
  'SIGNED_BY_SINCE',
  'SINCE_MISSING',
  'AUTHORITY_ENDS',
  'AUTHORITY_ISSUED',
  'SUCCESSOR_IS',
  'SUCCESSOR_NONE',
  'SUCCESSOR_UNCLEAR',
  'CROSS_CERTIFICATES',
  'CROSS_NONE',
  'NO_IDENTITIES',
  'NOT_A_ROOT',
  'ANCHOR_IN_ROSTER',
  'ANCHOR_MISSING',
  'PARTNERS_SERVED',
  'PARTNERS_SWITCHED',
  'POLICY_NONE',
  'POLICY_NEW',
  'POLICY_MISSING',
  'UNDER_OLD',
  'RETIRED',
  'NOT_RETIRED',
  'LAST_END',
  'CLOCK_FAULT',
  'CLOCK_NOTHING_NOTICED',
  'CLOCK_FAULTS',
  'CLOCK_FAULTS_NONE',
  'SIGNED_SINCE',
  'STARTS_LATER',
  'STARTS_LATER_NONE',
  'PREPARED',
  'PREPARED_NONE',
  'LISTS_AHEAD',
  'LISTS_AHEAD_NONE',
  'DUE_OPEN',
  'DUE_NONE',
  'CHECKPOINT_AT',
  'CHECKPOINT_NONE',
] as const;
export type SightCode = (typeof sightCodes)[number];

export interface Sight {
  readonly code: SightCode;
  readonly state: SightState;
  /** What the words need: counts, names of ours and of others, `at` as ISO 8601. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** Somebody says that it is done, and core sees that it is not. What is not needed is left undone with a reason. */
export function contradicts(state: StepState, sights: readonly Pick<Sight, 'state'>[]): boolean {
  return state === 'done' && sights.some((sight) => sight.state === 'open');
}
