import { styled } from '@mui/material/styles';
import { useId, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { look, type } from './theme/look.ts';
import { rem } from './theme/tokens.ts';
import type { Verdict } from './tone.ts';
import { VerdictChip } from './verdict-chip.tsx';

/** What was found about a field while typing: a chip, a sentence, maybe a way out. */
export interface FieldFinding {
  readonly verdict: Verdict;
  readonly word?: string;
  readonly text: ReactNode;
  readonly fix?: { readonly label: string; readonly onFix: () => void };
}

export interface FieldFrameProps {
  readonly label: string;
  /** The label with emphasis; says the same as `label`. */
  readonly labelNode?: ReactNode;
  readonly hint?: ReactNode;
  readonly findings?: readonly FieldFinding[];
  readonly required?: boolean;
}

interface Wiring {
  readonly id: string;
  readonly describedBy: string;
  readonly labelId: string;
  readonly invalid: boolean;
}

const Root = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(4),
  minWidth: 0,
  '.label': { ...type.small, color: look.ink2, display: 'block' },
  '.hint': { ...type.small, color: look.ink3 },
  '.finding': { ...type.small, display: 'flex', gap: rem(8), alignItems: 'flex-start', color: look.ink2 },
  '.finding > span:last-of-type': { paddingTop: rem(2) },
  '.fix': {
    ...type.small,
    font: 'inherit',
    border: 0,
    background: 'none',
    padding: 0,
    color: look.accent,
    cursor: 'pointer',
    '&:hover': { textDecoration: 'underline' },
  },
});

export function isFailing(findings: readonly FieldFinding[] | undefined): boolean {
  return findings?.some((finding) => finding.verdict === 'fail') ?? false;
}

/** Label above, control, hint and findings below; the control gets the ids that tie them together. */
export function FieldFrame(
  props: FieldFrameProps & { readonly group?: boolean; readonly children: (wiring: Wiring) => ReactNode },
): ReactNode {
  const t = useT();
  const id = useId();
  const { findings = [] } = props;
  const wiring = { id, labelId: `${id}-label`, describedBy: `${id}-below`, invalid: isFailing(findings) };
  const plain = props.labelNode ?? props.label;
  const word = props.required === true ? `${props.label} (${t('ui.required')})` : plain;
  return (
    <Root>
      {props.group === true ? (
        <span className="label" id={wiring.labelId}>
          {word}
        </span>
      ) : (
        <label className="label" id={wiring.labelId} htmlFor={id}>
          {word}
        </label>
      )}
      {props.children(wiring)}
      <div id={wiring.describedBy} aria-live="polite" hidden={props.hint === undefined && findings.length === 0}>
        {props.hint === undefined ? null : <div className="hint">{props.hint}</div>}
        {findings.map((finding, index) => (
          <div className="finding" key={index}>
            <VerdictChip verdict={finding.verdict} {...(finding.word === undefined ? {} : { word: finding.word })} />
            <span>
              {finding.text}{' '}
              {finding.fix === undefined ? null : (
                <button type="button" className="fix" onClick={finding.fix.onFix}>
                  {finding.fix.label}
                </button>
              )}
            </span>
          </div>
        ))}
      </div>
    </Root>
  );
}
