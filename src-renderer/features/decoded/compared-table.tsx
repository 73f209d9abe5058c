import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { ComparedRow } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { isTextKey } from '../../locales/translate.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

const Table = styled('table')({
  width: '100%',
  borderCollapse: 'collapse',
  tableLayout: 'fixed',
  'th, td': {
    padding: `${rem(5)} ${rem(10)}`,
    borderBottom: `1px solid ${look.line}`,
    textAlign: 'left',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    fontWeight: 400,
  },
  'thead th': { ...type.bodyStrong, background: look.canvas },
  'th:first-of-type': { width: '11rem', color: look.ink3 },
  'th:last-of-type, td:last-of-type': { width: '6rem' },
  '.same': { ...type.small, color: look.ink3 },
  'tr[data-different] td': { background: look.diffTint },
  'tr[data-different] .mark': { ...type.small, fontWeight: 600, color: look.diff },
  '.absent': { color: look.ink3 },
});

interface ComparedTableProps {
  readonly label: string;
  readonly leftTitle: ReactNode;
  readonly rightTitle: ReactNode;
  readonly rows: readonly ComparedRow[];
}

/** Two documents line by line; what differs is marked by sign and word, not by colour alone. */
export function ComparedTable({ label, leftTitle, rightTitle, rows }: ComparedTableProps): ReactNode {
  const t = useT();
  const side = (value: string | null): ReactNode =>
    value === null ? <span className="absent">{t('decoded.notThere')}</span> : <SafeText text={value} />;
  return (
    <Table aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('decoded.comparedWhat')}</th>
          <th scope="col">{leftTitle}</th>
          <th scope="col">{rightTitle}</th>
          <th scope="col">{t('decoded.comparedHow')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const key = `decoded.${row.name}`;
          return (
            <tr key={`${row.name} ${index}`} data-different={!row.same || undefined}>
              <th scope="row">{isTextKey(key) ? t(key as 'decoded.subject') : <SafeText text={row.name} />}</th>
              <td>{side(row.left)}</td>
              <td>{side(row.right)}</td>
              <td>
                {row.same ? (
                  <span className="same">= {t('decoded.same')}</span>
                ) : (
                  <span className="mark">≠ {t('decoded.different')}</span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
