import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { ComparedRow } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import type { PlainKey, Translate } from '../../locales/translate.ts';
import { utcText } from '../../ui/format/date-text.ts';
import { IdChips, type IdKind } from '../../ui/id-chip.tsx';
import { Mono } from '../../ui/mono.tsx';
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

/** Lines that core names otherwise than the facts of a document are called here. */
const LINES: Readonly<Record<string, PlainKey>> = {
  'publicKey.algorithm': 'decoded.publicKey',
  'publicKey.sha256': 'decoded.spkiSha256',
  keyGroupId: 'decoded.keyGroup',
  keySerialNumber: 'decoded.keySerial',
  notBefore: 'decoded.validFrom',
  notAfter: 'decoded.validUntil',
  partyIds: 'decoded.partyIds',
  subCpoIds: 'decoded.subCpoIds',
  subEmspIds: 'decoded.subEmspIds',
  services: 'decoded.services',
  subject: 'decoded.subject',
  issuer: 'decoded.issuer',
  serialNumber: 'decoded.serialNumber',
  signature: 'decoded.signature',
};

/** Lists of ids come one to a line. */
const IDS: Readonly<Record<string, IdKind>> = { partyIds: 'party', subCpoIds: 'subCpo', subEmspIds: 'subEmsp' };
/** What is compared character by character. */
const EXACT: ReadonlySet<string> = new Set(['publicKey.sha256', 'serialNumber', 'keySerialNumber', 'keyGroupId']);

function valueOf(name: string, value: string): ReactNode {
  const kind = Object.hasOwn(IDS, name) ? IDS[name] : undefined;
  if (kind !== undefined) return <IdChips ids={value.split('\n').map((id) => ({ kind, value: id }))} />;
  if (EXACT.has(name)) return <Mono text={value} />;
  if (name === 'notBefore' || name === 'notAfter') {
    const time = Date.parse(value);
    return Number.isNaN(time) ? <SafeText text={value} /> : utcText(new Date(time));
  }
  return name === 'services' ? <SafeText text={value.replaceAll('\n', ', ')} /> : <SafeText text={value} />;
}

function lineName(t: Translate, name: string): ReactNode {
  const key = Object.hasOwn(LINES, name) ? LINES[name] : undefined;
  // An extension goes by the name of its standard.
  return key === undefined ? <SafeText text={name.replace(/^(?:extension|attribute) /u, '')} /> : t(key);
}

function resultOf(t: Translate, { left, right, same }: ComparedRow): string {
  if (same) return `= ${t('decoded.same')}`;
  if (left === null) return `+ ${t('decoded.added')}`;
  if (right === null) return `− ${t('decoded.leftOut')}`;
  return `≠ ${t('decoded.different')}`;
}

/** Two documents line by line; what differs is marked by sign and word, not by colour alone. */
export function ComparedTable({ label, leftTitle, rightTitle, rows }: ComparedTableProps): ReactNode {
  const t = useT();
  const side = (name: string, value: string | null): ReactNode =>
    value === null ? <span className="absent">{t('decoded.notThere')}</span> : valueOf(name, value);
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
        {rows.map((row, index) => (
          <tr key={`${row.name} ${index}`} data-different={!row.same || undefined}>
            <th scope="row">{lineName(t, row.name)}</th>
            <td>{side(row.name, row.left)}</td>
            <td>{side(row.name, row.right)}</td>
            <td>
              <span className={row.same ? 'same' : 'mark'}>{resultOf(t, row)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
