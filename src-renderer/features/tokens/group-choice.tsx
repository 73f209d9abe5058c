import { useMemo, useState, type ReactNode } from 'react';
import type { GroupRow } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { purposeWord } from '../keys/key-words.ts';
import { usePagedRows } from '../lists/use-paged-rows.ts';

interface GroupChoiceProps {
  readonly chosen: GroupRow | undefined;
  readonly onChoose: (group: GroupRow) => void;
  /** A group that another page named; chosen as soon as it is read. */
  readonly wanted: string | undefined;
}

/** Which key group a key is for; of any number, searched in core. */
export function GroupChoice({ chosen, onChoose, wanted }: GroupChoiceProps): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState('');
  const filter = useSettled(typed.trim());
  const rows = usePagedRows('keys', ['group-choice', filter], t('tokens.groupsWhat'), (client, at) =>
    client.keys.groups({ ...at, sort: 'id', ...(filter === '' ? {} : { filter }) }),
  );
  const columns = useMemo(
    (): readonly Column<GroupRow>[] => [
      { id: 'id', header: t('tokens.keyGroup'), kind: 'mono', width: 'minmax(9rem, 2fr)', render: (row) => row.id },
      {
        id: 'purpose',
        header: t('tokens.use'),
        width: 'minmax(7rem, 1fr)',
        render: (row) => purposeWord(t, row.purpose),
      },
      { id: 'owner', header: t('tokens.owner'), kind: 'mono', width: 'minmax(5rem, 1fr)', render: (row) => row.owner },
      {
        id: 'counterpart',
        header: t('tokens.counterpart'),
        width: 'minmax(6rem, 1fr)',
        render: (row) => (row.counterpart === undefined ? '–' : <SafeText text={row.counterpart} />),
      },
      {
        id: 'generations',
        header: t('tokens.generations'),
        kind: 'number',
        width: '6.5rem',
        render: (row) => row.generations.toLocaleString(t.locale),
      },
    ],
    [t],
  );
  const index = indexOf(rows, chosen?.groupRef ?? wanted);
  return (
    <>
      <SearchField autoFocus label={t('tokens.findGroup')} value={typed} onChange={setTyped} />
      <DataTable
        label={t('tokens.groupsLabel')}
        columns={columns}
        rowCount={rows.rowCount}
        rowAt={rows.rowAt}
        rowKey={(row) => row.groupRef}
        onRangeChange={rows.onRangeChange}
        state={rows.state}
        activeIndex={index}
        maxRows={6}
        onActiveChange={(_, row) => {
          if (row !== undefined) onChoose(row);
        }}
        {...(filter === '' ? {} : { noMatch: <NoMatchState onDropLast={() => setTyped('')} /> })}
        empty={<EmptyState title={t('tokens.noGroups')} text={t('tokens.noGroupsText')} actions={<NewGroup />} />}
      />
    </>
  );
}

/** A key belongs to a group: where there is none yet, one is made first. */
export function NewGroup(): ReactNode {
  const t = useT();
  return <Button onClick={() => navigate('keys', { new: 'group' })}>{t('tokens.newGroup')}</Button>;
}

function indexOf(
  rows: { readonly rowCount: number; readonly rowAt: (index: number) => GroupRow | undefined },
  groupRef: string | undefined,
): number {
  if (groupRef === undefined) return -1;
  for (let index = 0; index < rows.rowCount && index < 1000; index += 1) {
    if (rows.rowAt(index)?.groupRef === groupRef) return index;
  }
  return -1;
}
