import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { isTextKey, type Translate } from '../../locales/translate.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IdChip } from '../../ui/id-chip.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { useTypedText } from '../lists/use-typed-text.ts';
import { chipOf, plain } from './partner-words.ts';

type Claim = OutputOf<AppContract['certificates']['claims']>['rows'][number];

const Rows = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  borderTop: `1px solid ${look.line}`,
  li: {
    display: 'grid',
    gridTemplateColumns: `minmax(${rem(100)}, ${rem(150)}) minmax(0, 1fr) auto`,
    gap: rem(10),
    alignItems: 'baseline',
    padding: `${rem(6)} 0`,
    borderBottom: `1px solid ${look.line}`,
  },
  '.small': { ...type.small, color: look.ink2 },
});

const MOST = 100;
const PAGES: Readonly<Record<Claim['where'], readonly [page: string, parameter: string]>> = {
  partner: ['partners', 'id'],
  certificate: ['certificates', 'id'],
  csr: ['csrs', 'id'],
  request: ['requests', 'id'],
  'key-group': ['keys', 'ref'],
};

/** Who says it speaks for an id: partners first, then certificates, key groups, CSRs, requests. */
export function ClaimsDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState(id);
  const wanted = useTypedText(typed.trim());
  const query = useCoreQuery(
    ['partners', 'certificates', 'requests', 'csrs', 'keys'],
    ['certificates.claims', wanted],
    (core) => core.certificates.claims({ id: wanted, offset: 0, limit: MOST }),
    { enabled: wanted !== '' },
  );
  const { rows = [], total = 0 } = wanted === '' ? {} : (query.data ?? {});
  const open = ({ where, ref }: Claim): void => {
    onClose();
    const [page, parameter] = PAGES[where];
    navigate(page, { [parameter]: ref });
  };
  return (
    <Dialog
      open
      width="wide"
      title={plain(t('partners.whoClaims'))}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('ui.close')}</Button>}
    >
      <TextField label={t('partners.claimsId')} value={typed} maxLength={64} mono autoFocus onChange={setTyped} />
      {query.error === null ? null : <FaultNote fault={query.error.fault} />}
      <p role="status">
        {wanted === ''
          ? t('partners.claimsType')
          : query.data === undefined
            ? '…'
            : t('partners.claimsCount', { count: total })}
      </p>
      <Rows>
        {rows.map((row, index) => (
          <li key={`${row.ref} ${row.kind} ${index}`}>
            <span>
              {t(`partners.where_${row.where}`)} <span className="small">{stateWord(t, row)}</span>
            </span>
            <Link onFollow={() => open(row)}>
              <SafeText text={row.subject === '' ? row.ref : row.subject} />
            </Link>
            <IdChip {...chipOf(row)} />
          </li>
        ))}
      </Rows>
      {total > rows.length ? <p>{t('partners.moreRows', { count: total - rows.length })}</p> : null}
    </Dialog>
  );
}

/** States of other pages, in their words. */
function stateWord(t: Translate, { where, state }: Claim): string {
  const key =
    where === 'certificate'
      ? `certificates.time_${state}`
      : where === 'request'
        ? `requests.state_${state}`
        : `partners.claim_${state}`;
  return isTextKey(key) ? t(key as 'partners.claim_own') : state; // a key without values, as all states are
}
