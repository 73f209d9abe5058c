import type { CsrSpec } from '../../../../shared/contract/csrs.ts';
import type { GenerationView, GroupDefaults } from '../../../../shared/contract/keys.ts';
import type { GenerationState } from '../../../../shared/domain/generation-state.ts';

const DAY_MS = 86_400_000;
const FIVE_MINUTES_MS = 300_000;

/** States in which an earlier generation's key is there and trusted, so that it can vouch for its successor. */
const vouching: ReadonlySet<GenerationState> = new Set(['key-made', 'requested', 'certified', 'retired']);

/** The generation before this one whose key can prove a renewal: the nearest that asked for a certificate. */
export function predecessorOf(generation: GenerationView, all: readonly GenerationView[]): GenerationView | undefined {
  return all
    .filter((one) => one.number < generation.number && vouching.has(one.state) && one.csrCount > 0)
    .toSorted((a, b) => b.number - a.number)[0];
}

/**
 * The spec that a new CSR starts from. A renewal begins `overlapDays` before its predecessor ends; a first CSR at the
 * next five minutes, so that nothing is asked for in the past.
 */
export function draftSpec(input: {
  readonly groupId: string;
  readonly defaults: GroupDefaults;
  readonly predecessor: GenerationView | undefined;
  readonly keySerial: string;
  readonly now: Date;
}): CsrSpec {
  const { defaults, predecessor } = input;
  const soon = Math.ceil(input.now.getTime() / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
  const ends = predecessor?.notAfter === undefined ? 0 : new Date(predecessor.notAfter).getTime();
  const start = Math.max(soon, ends - defaults.overlapDays * DAY_MS);
  return {
    subject: defaults.subject,
    san: defaults.san,
    keyGroupId: input.groupId,
    keySerial: input.keySerial,
    notBefore: isoSeconds(start),
    notAfter: isoSeconds(start + defaults.validityDays * DAY_MS),
    ids: defaults.ids,
    encoding: defaults.encoding,
    padding: defaults.padding,
  };
}

/** Certificates know whole seconds (RFC 5280 §4.1.2.5). */
export function isoSeconds(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
