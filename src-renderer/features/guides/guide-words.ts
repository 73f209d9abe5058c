import type { GuideAbout, GuideRunRow, GuideSight } from '../../../shared/contract/guides.ts';
import type { GuidePlace, SightState, StepState } from '../../../shared/domain/guides.ts';
import type { GuideRunView } from '../../../shared/contract/guides.ts';
import { formatText, type Translate } from '../../locales/translate.ts';
import { utcText } from '../../ui/format/date-text.ts';
import type { Verdict } from '../../ui/tone.ts';

export const sightVerdicts = {
  done: 'pass',
  open: 'warn',
  none: 'notApplicable',
  info: 'info',
  unknown: 'unknown',
} as const satisfies Record<SightState, Verdict>;

const stepVerdicts = { open: 'unknown', done: 'pass', 'not-needed': 'notApplicable' } as const satisfies Record<
  StepState,
  Verdict
>;

export function stepLook(t: Translate, state: StepState) {
  const look = { verdict: stepVerdicts[state], word: t(`guides.state_${state}`) };
  // A question mark would say that nobody knows.
  return state === 'open' ? { ...look, icon: 'circle-dashed' as const } : look;
}

const runVerdicts = { open: 'info', finished: 'pass', abandoned: 'notApplicable' } as const satisfies Record<
  GuideRunRow['state'],
  Verdict
>;

export function runLook(t: Translate, state: GuideRunRow['state']) {
  return { verdict: runVerdicts[state], word: t(`guides.run_${state}`) };
}

const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/u;

/** What core saw, in words. Names in it may be foreign: shown as safe text. */
export function sightWords(t: Translate, { code, values }: GuideSight): string {
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && ISO.test(value) ? utcText(new Date(value)) : value,
    ]),
  );
  return formatText(t.language, `guides.sight_${code}`, shown);
}

type Goal = readonly [page: string, params: Readonly<Record<string, string>>];

/** The page where a step is done, opened at what the run is about where that is known. */
export function placeOf(place: GuidePlace, links: GuideRunView['links']): Goal {
  const { certificateId, authorityId, successorId, groupRef, groupId, partnerId } = links;
  switch (place) {
    case 'certificate':
      return ['certificates', certificateId === undefined ? {} : { id: certificateId }];
    case 'authority':
      return ['authorities', authorityId === undefined ? {} : { id: authorityId }];
    case 'successor':
      return ['authorities', successorId === undefined ? {} : { id: successorId }];
    case 'partners':
      return ['partners', partnerId === undefined ? {} : { id: partnerId }];
    case 'keys':
      return ['keys', groupRef === undefined ? {} : { ref: groupRef, name: groupId ?? '' }];
    case 'standing':
    case 'tokens':
    case 'csrs':
    case 'requests':
    case 'certificates':
    case 'operators':
    case 'policy':
    case 'due':
    case 'audit':
    case 'guides':
      return [place, {}];
  }
}

/** What the button says that leads there: of one thing where it is known, else of all of them. */
export function placeWords(t: Translate, place: GuidePlace, links: GuideRunView['links']): string {
  const { certificateId, authorityId, successorId } = links;
  if (place === 'certificate' && certificateId === undefined) return t('guides.go_certificates');
  if (place === 'authority' && authorityId === undefined) return t('guides.go_authorities');
  if (place === 'successor' && successorId === undefined) return t('guides.go_authorities');
  return t(`guides.go_${place}`);
}

/** A choice as text for a list. */
export function aboutKey(about: GuideAbout): string {
  return Object.values(about).join(' ');
}

const members = {
  certificate: (id: string): GuideAbout => ({ kind: 'certificate', certificateId: id }),
  token: (id: string): GuideAbout => ({ kind: 'token', tokenUri: id }),
  operator: (id: string): GuideAbout => ({ kind: 'operator', operatorId: id }),
  authority: (id: string): GuideAbout => ({ kind: 'authority', authorityId: id }),
  key: (id: string): GuideAbout => ({ kind: 'key', generationId: id }),
} as const;

/** What the route says that a guide is to be about: `{ certificate: id, name }`. */
export function aboutOfRoute(params: Readonly<Record<string, string>>): GuideAbout | undefined {
  for (const [kind, make] of Object.entries(members)) {
    const id = params[kind];
    if (id !== undefined) return make(id);
  }
  return undefined;
}
