import { useMemo, useState, type ReactNode } from 'react';
import type { TokenKey } from '../../../shared/contract/key-facts.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Section } from '../../ui/section.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { purposeWord } from '../keys/key-words.ts';
import { Link } from '../lists/filter-bar.tsx';
import { usePagedRows } from '../lists/use-paged-rows.ts';
import { AdoptKeyDialog } from './adopt-key-dialog.tsx';
import { DestroyKeyDialog, ExportKeyDialog } from './key-dialogs.tsx';
import { GenerateKeyDialog } from './generate-key-dialog.tsx';
import { KeyReference } from './key-reference.tsx';
import { useNoGeneration } from './use-mechanisms.ts';
import type { TokenAt } from './token-places.ts';
import { protection } from './token-words.ts';
import type { TokensRoute } from './tokens-route.ts';

export type KeyRow = OutputOf<AppContract['keys']['onToken']>['rows'][number];

/** From how many keys on a search field is worth its place. */
const SEARCH_FROM = 12;

interface KeysOnTokenProps {
  readonly place: TokenAt;
  readonly route: TokensRoute;
  readonly onSignIn: () => void;
}

/** The keys of a token by position, however many; the chosen one's reference below. */
export function KeysOnToken({ place, route, onSignIn }: KeysOnTokenProps): ReactNode {
  const t = useT();
  const { token } = place;
  const [typed, setTyped] = useState('');
  const filter = useSettled(typed.trim());
  const rows = usePagedRows(
    ['keys', 'tokens'],
    ['keys-on-token', token.uri, filter],
    t('tokens.keysWhat'),
    (client, at) => client.keys.onToken({ tokenUri: token.uri, ...at, ...(filter === '' ? {} : { filter }) }),
  );
  const [active, setActive] = useState(-1);
  const columns = useMemo(() => keyColumns(t, token.software), [t, token.software]);
  const chosen = chosenRow(rows, active, route.keyId);
  const signedIn = token.signedIn === 'user';
  const { deed, close } = route;
  return (
    <>
      <Section
        bare
        title={t('tokens.keysTitle')}
        aside={
          <>
            <span>{countText(t, rows.known ? rows.rowCount : undefined, signedIn || !token.loginRequired)}</span>
            {rows.rowCount >= SEARCH_FROM || typed !== '' ? (
              <SearchField label={t('tokens.findKey')} value={typed} onChange={setTyped} />
            ) : null}
            <Button onClick={() => route.ask('adopt')}>{t('tokens.adopt')}</Button>
            <GenerateButton place={place} onGenerate={() => route.ask('generate')} />
          </>
        }
      >
        <DataTable
          label={t('tokens.keysTitle')}
          columns={columns}
          rowCount={rows.rowCount}
          rowAt={rows.rowAt}
          rowKey={({ key }) => `${key.keyId} ${key.spkiSha256 ?? ''}`}
          onRangeChange={rows.onRangeChange}
          state={rows.state}
          maxRows={10}
          {...(chosen === undefined ? {} : { activeIndex: chosen.index })}
          onActiveChange={(index, row) => {
            setActive(index);
            if (row !== undefined) route.chooseKey(row.key.keyId);
          }}
          onOpen={({ group }) => {
            if (group !== undefined) navigate('keys', { ref: group.groupRef, name: group.id });
          }}
          {...(filter === '' ? {} : { noMatch: <NoMatchState onDropLast={() => setTyped('')} /> })}
          empty={<NoKeys signedIn={signedIn || !token.loginRequired} onSignIn={onSignIn} />}
        />
      </Section>
      {chosen === undefined ? null : <KeyReference row={chosen.row} place={place} route={route} />}
      {deed === 'generate' ? <GenerateKeyDialog place={place} route={route} /> : null}
      {deed === 'adopt' ? <AdoptKeyDialog place={place} row={chosen?.row} route={route} /> : null}
      {deed === 'destroy' && chosen !== undefined ? (
        <DestroyKeyDialog place={place} row={chosen.row} onClose={close} />
      ) : null}
      {deed === 'export' && chosen !== undefined ? (
        <ExportKeyDialog place={place} row={chosen.row} onClose={close} />
      ) : null}
    </>
  );
}

function chosenRow(
  rows: { readonly rowCount: number; readonly rowAt: (index: number) => KeyRow | undefined },
  active: number,
  keyId: string | undefined,
): { readonly index: number; readonly row: KeyRow } | undefined {
  const there = rows.rowAt(active);
  if (there !== undefined && (keyId === undefined || there.key.keyId === keyId)) return { index: active, row: there };
  if (keyId === undefined) return undefined;
  // Named by another page, or moved by a change of the list: it is looked for among the rows that are here.
  for (let index = 0; index < rows.rowCount && index < 1000; index += 1) {
    const row = rows.rowAt(index);
    if (row?.key.keyId === keyId) return { index, row };
  }
  return undefined;
}

/** Private keys are seen only while signed in: a count without that word would lie. */
function countText(t: Translate, count: number | undefined, all: boolean): string {
  if (count === undefined) return t('tokens.reading');
  return all ? t('tokens.keyCount', { count }) : t('tokens.keyCountPublic', { count });
}

function GenerateButton({
  place,
  onGenerate,
}: {
  readonly place: TokenAt;
  readonly onGenerate: () => void;
}): ReactNode {
  const t = useT();
  const reason = useNoGeneration(place);
  return (
    <Button icon="plus" keys="Ctrl+G" onClick={onGenerate} disabledReason={reason}>
      {t('tokens.generate')}
    </Button>
  );
}

function NoKeys({ signedIn, onSignIn }: { readonly signedIn: boolean; readonly onSignIn: () => void }): ReactNode {
  const t = useT();
  return signedIn ? (
    <EmptyState title={t('tokens.noKeys')} text={t('tokens.noKeysText')} />
  ) : (
    <EmptyState
      title={t('tokens.noKeysSeen')}
      text={t('tokens.noKeysSeenText')}
      actions={<Button onClick={onSignIn}>{t('tokens.signIn')}</Button>}
    />
  );
}

function keyColumns(t: Translate, software: boolean): readonly Column<KeyRow>[] {
  return [
    {
      id: 'label',
      header: t('tokens.label'),
      width: 'minmax(7rem, 2fr)',
      render: ({ key, group }) =>
        group === undefined ? (
          <LabelText keyOf={key} />
        ) : (
          <strong>
            <LabelText keyOf={key} />
          </strong>
        ),
    },
    {
      id: 'algorithm',
      header: t('tokens.algorithm'),
      width: 'minmax(5rem, 1fr)',
      render: ({ key }) => key.algorithmText,
    },
    {
      id: 'use',
      header: t('tokens.use'),
      width: 'minmax(6rem, 1fr)',
      render: ({ group }) => (group === undefined ? t('tokens.noUse') : purposeWord(t, group.purpose)),
    },
    {
      id: 'group',
      header: t('tokens.keyGroup'),
      width: 'minmax(8rem, 2fr)',
      render: ({ group }) =>
        group === undefined ? (
          t('tokens.noGroup')
        ) : (
          <>
            <Link inRow onFollow={() => navigate('keys', { ref: group.groupRef, name: group.id })}>
              {group.id}
            </Link>{' '}
            {t('tokens.generationShort', { number: group.number })}
          </>
        ),
    },
    {
      id: 'id',
      header: t('tokens.ckaId'),
      kind: 'mono',
      width: 'minmax(3.75rem, 0.6fr)',
      render: ({ key }) => key.keyId || '–',
    },
    {
      id: 'protection',
      header: t('tokens.protection'),
      kind: 'state',
      width: 'minmax(9rem, 1.2fr)',
      render: ({ key }) => <StateWord {...protection(t, key, software)} />,
    },
    {
      id: 'certificate',
      header: t('tokens.certificate'),
      width: 'minmax(6rem, 0.8fr)',
      render: ({ key }) => t(key.hasCertificate ? 'tokens.certificateThere' : 'tokens.certificateNone'),
    },
  ];
}

function LabelText({ keyOf }: { readonly keyOf: TokenKey }): ReactNode {
  const t = useT();
  return keyOf.label === '' ? t('tokens.noLabel') : <SafeText text={keyOf.label} />;
}
