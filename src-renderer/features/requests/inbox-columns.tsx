import type { RequestRow } from '../../../shared/contract/requests.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { IdRows } from '../decoded/index.ts';
import { Link } from '../lists/filter-bar.tsx';
import { openRequest, requestLook, requestName } from './request-words.ts';

/** Columns of the inbox; the ids of those that sort are what core sorts by. */
export function inboxColumns(t: Translate, narrowTo: (row: RequestRow) => void): readonly Column<RequestRow>[] {
  return [
    {
      id: 'state',
      header: t('keys.state'),
      kind: 'state',
      width: '7rem',
      sortable: true,
      render: (row) => <StateWord {...requestLook(t, row.state)} />,
    },
    {
      id: 'commonName',
      header: t('requests.from'),
      width: 'minmax(9rem, 1.3fr)',
      sortable: true,
      render: (row) => (
        <Link inRow onFollow={() => openRequest(row)}>
          <SafeText text={requestName(row)} />
        </Link>
      ),
    },
    {
      id: 'ids',
      header: t('decoded.speaksFor'),
      kind: 'ids',
      width: 'minmax(12rem, 1.1fr)',
      sortable: true,
      render: (row) => <IdRows ids={row} limit={3} none="–" />,
    },
    {
      id: 'keyGroupId',
      header: t('decoded.keyGroup'),
      kind: 'mono',
      width: 'minmax(6rem, 0.9fr)',
      sortable: true,
      render: (row) => (row.keyGroupId === undefined ? '–' : <SafeText text={row.keyGroupId} />),
    },
    {
      id: 'partner',
      header: t('requests.partner'),
      width: 'minmax(6rem, 0.9fr)',
      sortable: true,
      render: (row) =>
        row.partner === undefined ? (
          '–'
        ) : (
          <Link inRow onFollow={() => narrowTo(row)}>
            <SafeText text={row.partner.name} />
          </Link>
        ),
    },
    {
      id: 'verdict',
      header: t('requests.checksColumn'),
      kind: 'state',
      width: '6.5rem',
      sortable: true,
      render: (row) =>
        !row.signatureValid ? (
          <StateWord verdict="fail" word={t('requests.noProof')} />
        ) : row.verdict === undefined ? (
          '–'
        ) : (
          <StateWord verdict={row.verdict} word={t(`requests.verdict_${row.verdict}`)} />
        ),
    },
    {
      id: 'claimedBy',
      header: t('requests.claimedBy'),
      width: '6.5rem',
      sortable: true,
      render: (row) => (row.claimedBy === undefined ? '–' : <SafeText text={row.claimedBy} />),
    },
    {
      id: 'receivedAt',
      header: t('requests.receivedAt'),
      kind: 'date',
      width: '7.5rem',
      sortable: true,
      render: (row) => <RelativeDate date={new Date(row.receivedAt)} />,
    },
  ];
}
