import { styled } from '@mui/material/styles';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { goBack } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { ItemList, type ListItem } from '../../ui/item-list.tsx';
import { MasterDetail } from '../../ui/master-detail.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { BatchItem, type Looked } from './batch-item.tsx';

const Cast = styled('div')({ padding: `${rem(10)} ${rem(12)}`, display: 'flex', flexDirection: 'column', gap: rem(8) });

/** Several requests, opened one after the other, then one signature for all that were marked. */
export function ReviewBatch({ requestIds }: { readonly requestIds: readonly string[] }): ReactNode {
  const t = useT();
  const [at, setAt] = useState(0);
  const [looked, setLooked] = useState<ReadonlyMap<string, Looked>>(new Map());
  const shown = requestIds[at];
  const prompt = usePromptState();
  const cast = useCoreAction((core, ballots: { issuanceId: string; tbsSha256: string }[], signal) =>
    core.decisions.vote({ ballots, decision: 'approve' }, { signal, onItem: prompt.take }),
  );
  const marked = requestIds.flatMap((requestId) => {
    const one = looked.get(requestId);
    return one?.marked === true ? [one] : [];
  });
  const busy = cast.busy;
  const look = useCallback(
    (requestId: string, one: Looked) => setLooked((before) => new Map(before).set(requestId, one)),
    [],
  );
  const castAll = async (): Promise<void> => {
    if (busy || marked.length === 0) return;
    prompt.reset();
    const end = await cast.run(marked.map(({ issuanceId, tbsSha256 }) => ({ issuanceId, tbsSha256 })));
    if (end === undefined) return;
    showToast(t('decisions.castDone', { count: end.decisions.length }));
    goBack();
  };
  const nothing = busy ? t('keys.busy') : marked.length === 0 ? t('decisions.nothingMarked') : undefined;
  useSteps({ at, count: requestIds.length, go: setAt, cast: () => void castAll(), nothing });
  const items = requestIds.map((requestId): ListItem => {
    const one = looked.get(requestId);
    return {
      key: requestId,
      title: one === undefined ? requestId : <SafeText text={one.name} />,
      quiet: one === undefined,
      text: t(one === undefined ? 'decisions.notLookedAt' : 'decisions.lookedAt'),
      ...(one?.marked === true ? { aside: <StateWord verdict="pass" word={t('decisions.marked')} /> } : {}),
    };
  });
  return (
    <>
      <PageHead
        title={t('decisions.batchTitle')}
        facts={<span>{t('decisions.batchAt', { at: at + 1, of: requestIds.length })}</span>}
        actions={
          <ButtonRow>
            <Button icon="chevron-left" keys="[" disabled={at === 0} onClick={() => setAt(at - 1)}>
              {t('decisions.previous')}
            </Button>
            <Button icon="chevron-right" keys="]" disabled={at >= requestIds.length - 1} onClick={() => setAt(at + 1)}>
              {t('decisions.next')}
            </Button>
          </ButtonRow>
        }
      />
      <MasterDetail
        memoryKey="votes"
        detailLabel={t('requests.theDecision')}
        list={
          <>
            <ItemList
              label={t('decisions.batchList')}
              items={items}
              activeKey={shown}
              onActive={(key) => setAt(Math.max(0, requestIds.indexOf(key)))}
              empty={<Prose>{t('decisions.batchNone')}</Prose>}
            />
            <Cast>
              {cast.fault === undefined ? null : <BatchFault fault={cast.fault} asked={marked} />}
              {busy ? (
                <TokenWork
                  what={t('decisions.voting')}
                  state={prompt.state}
                  onCancel={cast.cancel}
                  cancelKeeps={t('decisions.cancelKeeps')}
                />
              ) : null}
              <Button
                kind="primary"
                icon="signature"
                keys="Ctrl+Enter"
                disabledReason={nothing}
                onClick={() => void castAll()}
              >
                {t('decisions.castMarked', { count: marked.length })}
              </Button>
            </Cast>
          </>
        }
        detail={
          shown === undefined ? (
            <Prose>{t('decisions.batchNone')}</Prose>
          ) : (
            <BatchItem key={shown} requestId={shown} looked={looked.get(shown)} onLooked={look} />
          )
        }
      />
    </>
  );
}

interface StepsProps {
  readonly at: number;
  readonly count: number;
  readonly go: (at: number) => void;
  readonly cast: () => void;
  readonly nothing: string | undefined;
}

function useSteps({ at, count, go, cast, nothing }: StepsProps): void {
  const t = useT();
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'decisions.previous',
        title: () => t('decisions.previous'),
        icon: 'chevron-left',
        keys: '[',
        scope: 'here',
        run: () => go(Math.max(0, at - 1)),
      },
      {
        id: 'decisions.next',
        title: () => t('decisions.next'),
        icon: 'chevron-right',
        keys: ']',
        scope: 'here',
        run: () => go(Math.min(count - 1, at + 1)),
      },
      {
        id: 'decisions.cast',
        title: () => t('decisions.voteFor'),
        icon: 'signature',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => nothing,
        run: cast,
      },
    ],
    [at, count, go, cast, nothing, t],
  );
  useCommands(commands);
}

/** None was cast; which of them core refuses is named. */
function BatchFault({ fault, asked }: { readonly fault: CoreFault; readonly asked: readonly Looked[] }): ReactNode {
  const data: unknown = fault.data;
  const index = typeof data === 'object' && data !== null && 'index' in data ? data.index : undefined;
  const refused = typeof index === 'number' ? asked[index] : undefined;
  return (
    <>
      {refused === undefined ? null : (
        <strong>
          <SafeText text={refused.name} />
        </strong>
      )}
      <FaultNote fault={fault} />
    </>
  );
}
