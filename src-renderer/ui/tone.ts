import type { PlainKey } from '../locales/translate.ts';
import type { IconName } from './icon.tsx';
import { look } from './theme/look.ts';

/** The six verdicts. Unknown looks unlike pass and unlike fail; "not applicable" also stands for retired and empty. */
export const VERDICTS = ['pass', 'warn', 'fail', 'unknown', 'notApplicable', 'info'] as const;
export type Verdict = (typeof VERDICTS)[number];

interface ToneLook {
  readonly icon: IconName;
  readonly word: PlainKey;
  readonly color: { readonly text: string; readonly tint: string; readonly line: string };
  readonly dashed: boolean;
}

export const toneOf: Readonly<Record<Verdict, ToneLook>> = {
  pass: { icon: 'circle-check', word: 'ui.pass', color: look.pass, dashed: false },
  warn: { icon: 'triangle-alert', word: 'ui.warn', color: look.warn, dashed: false },
  fail: { icon: 'octagon-x', word: 'ui.fail', color: look.fail, dashed: false },
  unknown: { icon: 'circle-question-mark', word: 'ui.unknown', color: look.unknown, dashed: true },
  notApplicable: {
    icon: 'circle-minus',
    word: 'ui.notApplicable',
    color: { ...look.unknown, line: look.lineMid },
    dashed: false,
  },
  info: { icon: 'info', word: 'ui.info', color: look.info, dashed: false },
};
