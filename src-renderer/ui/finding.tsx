import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Icon } from './icon.tsx';
import { byteRange } from './format/byte-range.ts';
import { look, type } from './theme/look.ts';
import { rem } from './theme/tokens.ts';
import { toneOf, type Verdict } from './tone.ts';
import { VerdictChip } from './verdict-chip.tsx';

export interface FindingData {
  readonly verdict: Verdict;
  /** What is so. */
  readonly sentence: ReactNode;
  /** Why it matters. */
  readonly reason?: ReactNode;
  /** Stable code: `ids.claimed-by-other`. */
  readonly code: string;
  /** Where: first byte and the one after the last. */
  readonly bytes?: { readonly start: number; readonly end: number };
}

const Row = styled('div')({
  display: 'grid',
  gridTemplateColumns: `${rem(92)} minmax(0, 1fr)`,
  gap: rem(4),
  padding: `${rem(8)} 0`,
  borderBottom: `1px solid ${look.line}`,
  alignItems: 'start',
  justifyItems: 'start',
  '@container (max-width: 24rem)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  '.sentence': { fontWeight: 600, overflowWrap: 'anywhere' },
  '.reason': { ...type.small, color: look.ink2, lineHeight: rem(18) },
  '.where': { display: 'flex', flexWrap: 'wrap', gap: rem(14), alignItems: 'center' },
  code: { ...type.monoSmall, color: look.ink3 },
});

const LinkButton = styled('button')({
  ...type.small,
  display: 'inline-flex',
  alignItems: 'center',
  gap: rem(5),
  minHeight: rem(24),
  border: 0,
  padding: 0,
  background: 'none',
  color: look.accent,
  cursor: 'pointer',
  '&:hover': { textDecoration: 'underline' },
});

/** Link to bytes: lights them and moves the focus there. */
export function ByteLink(props: {
  readonly start: number;
  readonly end: number;
  readonly onShow: () => void;
}): ReactNode {
  const t = useT();
  const range = byteRange(props.start, props.end);
  return (
    <LinkButton type="button" aria-label={t('ui.showBytes', { range })} onClick={props.onShow}>
      <Icon name="binary" size={13} />
      {range}
    </LinkButton>
  );
}

interface FindingProps {
  readonly finding: FindingData;
  readonly onShowBytes?: ((start: number, end: number) => void) | undefined;
}

/** A verdict is never alone: chip, sentence, reason, code, link to the bytes. */
export function Finding({ finding, onShowBytes }: FindingProps): ReactNode {
  const { bytes } = finding;
  return (
    <Row>
      <VerdictChip verdict={finding.verdict} />
      <div>
        <div className="sentence">{finding.sentence}</div>
        {finding.reason === undefined ? null : <div className="reason">{finding.reason}</div>}
        <div className="where">
          <code>{finding.code}</code>
          {bytes === undefined || onShowBytes === undefined ? null : (
            <ByteLink {...bytes} onShow={() => onShowBytes(bytes.start, bytes.end)} />
          )}
        </div>
      </div>
    </Row>
  );
}

const ORDER: readonly Verdict[] = ['fail', 'unknown', 'warn', 'info', 'notApplicable', 'pass'];

const Fold = styled('button')({
  ...type.body,
  display: 'flex',
  alignItems: 'center',
  gap: rem(6),
  width: '100%',
  minHeight: rem(32),
  border: 0,
  padding: 0,
  background: 'none',
  color: look.pass.text,
  cursor: 'pointer',
});

const Container = styled('div')({ containerType: 'inline-size' });

/** Findings, worst first; what passed is folded into one line that opens. */
export function Findings(props: {
  readonly findings: readonly FindingData[];
  readonly onShowBytes?: (start: number, end: number) => void;
}): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  const sorted = [...props.findings].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const passed = sorted.filter((finding) => finding.verdict === 'pass');
  const shown = open ? sorted : sorted.filter((finding) => finding.verdict !== 'pass');
  return (
    <Container>
      {shown.map((finding, index) => (
        <Finding key={`${finding.code} ${index}`} finding={finding} onShowBytes={props.onShowBytes} />
      ))}
      {passed.length === 0 ? null : (
        <Fold type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={toneOf.pass.icon} size={14} />
          {t('ui.passFolded', { count: passed.length })}
          <Icon name={open ? 'chevron-up' : 'chevron-down'} size={14} />
        </Fold>
      )}
    </Container>
  );
}
