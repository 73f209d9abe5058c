import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { DecodedField, DecodedFinding } from '../../../shared/contract/pki-facts.ts';
import { useT } from '../../locales/language.tsx';
import { byteRange, hexOffset } from '../../ui/format/byte-range.ts';
import { focusRingInset, look, MONO } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { findingsOf } from './decoded-rows.ts';

const Table = styled('div')({
  '& > .fact': {
    display: 'grid',
    gridTemplateColumns: `minmax(6rem, 9.5rem) minmax(0, 1fr) auto`,
    gap: `${rem(2)} ${rem(12)}`,
    alignItems: 'baseline',
    padding: `${rem(4)} ${rem(8)} ${rem(4)} ${rem(11)}`,
    borderBottom: `1px solid ${look.line}`,
    borderLeft: '3px solid transparent',
  },
  '& > .fact[data-active]': { background: look.selected, borderLeftColor: look.accent },
  // Children only: values hold parts that have such names themselves.
  '& > .fact > .label': { color: look.ink3, overflowWrap: 'anywhere' },
  '& > .fact > .value': {
    display: 'flex',
    flexWrap: 'wrap',
    gap: rem(6),
    alignItems: 'center',
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  '.place': {
    fontFamily: MONO,
    fontSize: rem(12),
    minHeight: rem(24),
    border: 0,
    padding: `0 ${rem(4)}`,
    background: 'none',
    color: look.accent,
    cursor: 'pointer',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': focusRingInset,
  },
  '@container (max-width: 26rem)': {
    '& > .fact': { gridTemplateColumns: 'minmax(0, 1fr) auto' },
    '& > .fact > .label': { gridColumn: '1 / -1' },
  },
  '@media (forced-colors: active)': { '& > .fact[data-active]': { outline: '2px solid Highlight' } },
});

export interface FactRow {
  readonly label: string;
  readonly value: ReactNode;
  readonly field?: DecodedField | undefined;
}

interface FactTableProps {
  readonly rows: readonly FactRow[];
  readonly findings: readonly DecodedFinding[];
  readonly activeId: string | undefined;
  readonly onShow: (field: DecodedField) => void;
}

/** What was decoded, line by line; each line leads to its bytes and says whether something is remarkable about it. */
export function FactTable({ rows, findings, activeId, onShow }: FactTableProps): ReactNode {
  const t = useT();
  return (
    <Table>
      {rows.map(({ label, value, field }, index) => {
        const about = findingsOf(findings, field);
        const worst = about.some(({ severity }) => severity === 'error') ? 'fail' : 'warn';
        return (
          <div
            key={`${label} ${index}`}
            className="fact"
            data-active={(field !== undefined && field.id === activeId) || undefined}
          >
            <span className="label">{label}</span>
            <span className="value">
              {value}
              {about.length === 0 ? null : (
                <StateWord verdict={worst} word={t('decoded.remarks', { count: about.length })} />
              )}
            </span>
            {field === undefined ? (
              <span />
            ) : (
              <button
                type="button"
                className="place"
                aria-label={t('decoded.showBytesOf', { what: label, range: byteRange(field.start, field.end) })}
                onClick={() => onShow(field)}
              >
                @ {hexOffset(field.start)}
              </button>
            )}
          </div>
        );
      })}
    </Table>
  );
}
