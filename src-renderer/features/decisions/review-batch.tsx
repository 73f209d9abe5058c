import { styled } from '@mui/material/styles';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { DecisionView as DecisionState } from '../../../shared/contract/decisions.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { goBack } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { ItemList, type ListItem } from '../../ui/item-list.tsx';
import { MasterDetail } from '../../ui/master-detail.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { DecisionView, TbsHash } from '../requests/decision-view.tsx';
import { requestName } from '../requests/request-words.ts';
import { useRequest, type Prepared, type RequestDetail } from '../requests/use-request.ts';
import { VotesPart } from './votes-part.tsx';
import { whyNoVote } from './decision-words.ts';
import { useDecision } from './use-decision.ts';

const Cast = styled('div')({ padding: `${rem(10)} ${rem(12)}`, display: 'flex', flexDirection: 'column', gap: rem(8) });

/** One that was looked at: what its bytes were then, and whether it is to be approved. */
interface Looked {
  readonly name: string;
  readonly issuanceId: string;
  readonly tbsSha256: string;
  readonly marked: boolean;
}

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
  const change = (requestId: string, one: Looked): void =>
    setLooked((before) => new Map(before).set(requestId, one));
  const castAll = (): void => {
    if (busy || marked.length === 0) return;
    prompt.reset();
    void cast.run(marked.map(({ issuanceId, tbsSha256 }) => ({ issuanceId, tbsSha256 }))).then((end) => {
      if (end === undefined) return;
      showToast(t('decisions.castDone', { count: end.decisions.length }));
      goBack();
    });
  };
  const nothing = busy ? t('keys.busy') : marked.length === 0 ? t('decisions.nothingMarked') : undefined;
  useSteps({ at, count: requestIds.length, go: setAt, cast: castAll, nothing });
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
              <Button kind="primary" icon="signature" keys="Ctrl+Enter" disabledReason={nothing} onClick={castAll}>
                {t('decisions.castMarked', { count: marked.length })}
              </Button>
            </Cast>
          </>
        }
        detail={
          shown === undefined ? (
            <Prose>{t('decisions.batchNone')}</Prose>
          ) : (
            <One key={shown} requestId={shown} looked={looked.get(shown)} onLooked={(one) => change(shown, one)} />
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

interface OneProps {
  readonly requestId: string;
  readonly looked: Looked | undefined;
  readonly onLooked: (one: Looked) => void;
}

function One(props: OneProps): ReactNode {
  const t = useT();
  const query = useRequest(props.requestId);
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingState what={t('requests.theRequest')} />;
  const issuance = query.data.issuances.findLast(({ state }) => state === 'prepared');
  if (issuance === undefined) return <Prose>{t('decisions.nothingPrepared')}</Prose>;
  return <Prepared_ {...props} detail={query.data} issuanceId={issuance.issuanceId} />;
}

function Prepared_({
  detail,
  issuanceId,
  looked,
  onLooked,
}: OneProps & { readonly detail: RequestDetail; readonly issuanceId: string }): ReactNode {
  const decision = useDecision(issuanceId);
  if (decision.error !== null)
    return <FaultNote fault={decision.error.fault} onRetry={() => void decision.refetch()} />;
  const { data } = decision;
  return (
    <DecisionView
      detail={detail}
      issuanceId={issuanceId}
      aside={(prepared) =>
        data === undefined ? null : (
          <Mark
            prepared={prepared}
            decision={data}
            name={requestName(detail.request)}
            looked={looked}
            onLooked={onLooked}
          />
        )
      }
    />
  );
}

interface MarkProps {
  readonly prepared: Prepared;
  readonly decision: DecisionState;
  readonly name: string;
  readonly looked: Looked | undefined;
  readonly onLooked: (one: Looked) => void;
}

function Mark({ prepared, decision, name, looked, onLooked }: MarkProps): ReactNode {
  const t = useT();
  const { issuanceId, tbsSha256, tbs } = prepared.issuance;
  const reason = whyNoVote(t, decision, 'approve', undefined);
  // Other bytes than those that were looked at are not looked at, and a mark on them is none.
  const same = looked?.issuanceId === issuanceId && looked.tbsSha256 === tbsSha256;
  const marked = same && looked.marked && reason === undefined;
  useEffect(() => {
    if (!same || looked.marked !== marked) onLooked({ name, issuanceId, tbsSha256, marked });
  });
  const toggle = (next: boolean): void => {
    if (reason === undefined) onLooked({ name, issuanceId, tbsSha256, marked: next });
  };
  const commands: readonly Command[] = [
    {
      id: 'decisions.mark',
      title: () => t('decisions.approveThis'),
      icon: 'check',
      keys: 'M',
      scope: 'here',
      disabledReason: () => reason,
      run: () => toggle(!marked),
    },
  ];
  useCommands(useStable(commands, `${issuanceId} ${tbsSha256} ${String(marked)} ${reason ?? ''}`));
  return (
    <>
      <VotesPart decision={decision} />
      <p>{t('decisions.votedOnBytes', { bytes: tbs.length })}</p>
      <TbsHash sha256={tbsSha256} />
      <CheckField
        label={`${t('decisions.approveThis')} (M)`}
        checked={marked}
        disabled={reason !== undefined}
        onChange={toggle}
      />
      <p className="small">{reason ?? t('decisions.approveThisText')}</p>
    </>
  );
}
