import { useCallback, useEffect, useMemo, type ReactNode } from 'react';
import type { DecisionView as DecisionState } from '../../../shared/contract/decisions.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { Prose } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { DecisionView, TbsHash } from '../requests/decision-view.tsx';
import { requestName } from '../requests/request-words.ts';
import { useRequest, type Prepared, type RequestDetail } from '../requests/use-request.ts';
import { whyNoVote } from './decision-words.ts';
import { useDecision } from './use-decision.ts';
import { VotesPart } from './votes-part.tsx';

/** One that was looked at: what its bytes were then, and whether it is to be approved. */
export interface Looked {
  readonly name: string;
  readonly issuanceId: string;
  readonly tbsSha256: string;
  readonly marked: boolean;
}

interface BatchItemProps {
  readonly requestId: string;
  readonly looked: Looked | undefined;
  readonly onLooked: (requestId: string, one: Looked) => void;
}

/** One of several that are voted on together: shown whole, then marked or not. */
export function BatchItem(props: BatchItemProps): ReactNode {
  const t = useT();
  const query = useRequest(props.requestId);
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingState what={t('requests.theRequest')} />;
  const issuance = query.data.issuances.findLast(({ state }) => state === 'prepared');
  if (issuance === undefined) return <Prose>{t('decisions.nothingPrepared')}</Prose>;
  return <Opened {...props} detail={query.data} issuanceId={issuance.issuanceId} />;
}

function Opened({
  detail,
  issuanceId,
  looked,
  onLooked,
}: BatchItemProps & { readonly detail: RequestDetail; readonly issuanceId: string }): ReactNode {
  const { data, error, refetch } = useDecision(issuanceId);
  if (error !== null) return <FaultNote fault={error.fault} onRetry={() => void refetch()} />;
  return (
    <DecisionView
      detail={detail}
      issuanceId={issuanceId}
      aside={(prepared) =>
        data === undefined ? null : (
          <Mark detail={detail} prepared={prepared} decision={data} looked={looked} onLooked={onLooked} />
        )
      }
    />
  );
}

interface MarkProps {
  readonly detail: RequestDetail;
  readonly prepared: Prepared;
  readonly decision: DecisionState;
  readonly looked: Looked | undefined;
  readonly onLooked: BatchItemProps['onLooked'];
}

function Mark({ detail, prepared, decision, looked, onLooked }: MarkProps): ReactNode {
  const t = useT();
  const { requestId } = detail.request;
  const name = requestName(detail.request);
  const { issuanceId, tbsSha256, tbs } = prepared.issuance;
  const reason = whyNoVote(t, decision, 'approve', undefined);
  // Other bytes than those that were looked at are not looked at, and a mark on them is none.
  const same = looked?.issuanceId === issuanceId && looked.tbsSha256 === tbsSha256;
  const marked = same && looked.marked && reason === undefined;
  const known = same && looked.marked === marked;
  const mark = useCallback(
    (next: boolean) => onLooked(requestId, { name, issuanceId, tbsSha256, marked: next }),
    [onLooked, requestId, name, issuanceId, tbsSha256],
  );
  useEffect(() => {
    if (!known) mark(marked);
  }, [known, mark, marked]);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'decisions.mark',
        title: () => t('decisions.approveThis'),
        icon: 'check',
        keys: 'M',
        scope: 'here',
        disabledReason: () => reason,
        run: () => mark(!marked),
      },
    ],
    [t, reason, mark, marked],
  );
  useCommands(commands);
  return (
    <>
      <div className="after">
        <VotesPart decision={decision} />
      </div>
      <p>
        {t('decisions.votesOf', { have: decision.approvals, needed: decision.needed })}.{' '}
        {t('decisions.votedOnBytes', { bytes: tbs.length })}
      </p>
      <TbsHash sha256={tbsSha256} />
      <CheckField
        label={`${t('decisions.approveThis')} (M)`}
        checked={marked}
        disabled={reason !== undefined}
        onChange={mark}
      />
      <p className="small">{reason ?? t('decisions.approveThisText')}</p>
    </>
  );
}
