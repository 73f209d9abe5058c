import { useState, type ReactNode } from 'react';
import type { GenerationView } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose } from '../../ui/section.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from './prompt-state.tsx';
import { TokenChoice } from './token-choice.tsx';
import { usePresentTokens } from './use-tokens.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import type { AppContract } from '../../../shared/contract/app-contract.ts';

type KeyRow = OutputOf<AppContract['keys']['onToken']>['rows'][number];
const MOST_KEYS = 500;

interface AdoptDialogProps {
  readonly groupRef: string;
  readonly groupId: string;
  readonly number: number;
  readonly onClose: () => void;
  readonly onAdopted: (generation: GenerationView) => void;
}

/** Takes a key that is on a token already (PIV slots, vendor tools) as the next generation. */
export function AdoptDialog(props: AdoptDialogProps): ReactNode {
  const t = useT();
  const tokens = usePresentTokens();
  const [chosen, setChosen] = useState<string>();
  const token = tokens?.find(({ uri }) => uri === chosen) ?? tokens?.[0];
  const [picked, setPicked] = useState<string>();
  const keys = useCoreQuery(
    ['tokens', 'keys'],
    ['keys.adoptable', token?.uri],
    (core) => core.keys.onToken({ tokenUri: token?.uri ?? '', offset: 0, limit: MOST_KEYS }),
    { enabled: token !== undefined, keepPrevious: false },
  );
  const rows = keys.data?.rows ?? [];
  const row = rows.find(({ key }) => key.keyId === picked);
  const prompt = usePromptState();
  const signIn = useCoreAction((client, tokenUri: string, signal) =>
    client.tokens.signIn({ tokenUri, reason: t('keys.adoptReason') }, { signal, onItem: prompt.take }),
  );
  const adopt = useCoreAction((client, input: { readonly tokenUri: string; readonly keyId: string }, signal) =>
    client.keys.adopt({ groupRef: props.groupRef, ...input }, { signal, onItem: prompt.take }),
  );
  const busy = adopt.busy || signIn.busy;
  const fault = adopt.fault ?? signIn.fault ?? keys.error?.fault;
  const reason =
    row === undefined
      ? t('keys.adoptPick')
      : row.group !== undefined
        ? t('keys.adoptTaken', { id: row.group.id, number: row.group.number })
        : row.key.algorithm === undefined
          ? t('keys.adoptAlgorithm')
          : undefined;

  const run = (): void => {
    if (token === undefined || row === undefined || reason !== undefined || busy) return;
    prompt.reset();
    void adopt.run({ tokenUri: token.uri, keyId: row.key.keyId }).then((done) => {
      if (done !== undefined) props.onAdopted(done.generation);
    });
  };
  const close = (): void => {
    adopt.cancel();
    signIn.cancel();
    props.onClose();
  };
  const columns: readonly Column<KeyRow>[] = [
    {
      id: 'label',
      header: t('keys.keyLabel'),
      width: 'minmax(8rem, 1fr)',
      render: ({ key }) => (key.label === '' ? '–' : <SafeText text={key.label} />),
    },
    { id: 'algorithm', header: t('keys.algorithm'), width: '7rem', render: ({ key }) => key.algorithmText },
    {
      id: 'fingerprint',
      header: t('keys.fingerprint'),
      kind: 'mono',
      width: '10rem',
      render: ({ key }) => (key.spkiSha256 === undefined ? '–' : <Fingerprint hex={key.spkiSha256} short />),
    },
    {
      id: 'group',
      header: t('keys.inGroup'),
      width: 'minmax(7rem, 0.8fr)',
      render: ({ group }) => (group === undefined ? '–' : <SafeText text={`${group.id} g${group.number}`} />),
    },
  ];
  return (
    <Dialog
      open
      width="wide"
      title={t('keys.adoptTitle', { number: props.number, id: props.groupId })}
      onClose={close}
      onSubmit={run}
      actions={
        <>
          <Button onClick={close}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={busy ? t('keys.busy') : reason}>
            {t('keys.adopt')}
          </Button>
        </>
      }
    >
      <Prose>{t('keys.adoptText')}</Prose>
      <TokenChoice
        tokens={tokens}
        value={token?.uri ?? ''}
        disabled={busy}
        onChange={(uri) => {
          setChosen(uri);
          setPicked(undefined);
        }}
      />
      {token === undefined ? null : (
        <DataTable
          label={t('keys.keysOnToken')}
          columns={columns}
          rowCount={rows.length}
          rowAt={(index) => rows[index]}
          rowKey={({ key }) => key.keyId}
          activeIndex={rows.findIndex(({ key }) => key.keyId === picked)}
          onActiveChange={(_, next) => setPicked(next?.key.keyId)}
          isQuiet={(one) => one.group !== undefined || one.key.algorithm === undefined}
          state={
            keys.data === undefined && keys.error === null
              ? { kind: 'loading', what: t('keys.theKeys') }
              : { kind: 'ready' }
          }
          empty={
            keys.data?.signedIn === false ? (
              <EmptyState
                title={t('keys.signInToSee')}
                text={t('keys.signInToSeeText')}
                actions={
                  <Button
                    onClick={() => {
                      prompt.reset();
                      void signIn.run(token.uri).then(() => keys.refetch());
                    }}
                  >
                    {t('keys.signIn')}
                  </Button>
                }
              />
            ) : (
              <EmptyState title={t('keys.noKeys')} text={t('keys.noKeysText')} />
            )
          }
          maxRows={6}
        />
      )}
      {busy && token !== undefined ? (
        <TokenWork
          what={t('keys.adopting', { token: token.label })}
          state={prompt.state}
          onCancel={() => {
            adopt.cancel();
            signIn.cancel();
          }}
        />
      ) : null}
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
