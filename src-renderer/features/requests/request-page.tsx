import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { nameOf } from '../certificates/certificate-words.ts';
import { DeliveryPart, PlansPart } from '../due/index.ts';
import { DecodedView } from '../decoded/index.ts';
import { StandingPart } from '../decisions/index.ts';
import { EvidencePart } from '../evidence/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { RequestRules } from '../standing/index.ts';
import { AnswerPart } from './answer-part.tsx';
import { ChecksPart } from './checks-part.tsx';
import { DecisionAside, DecisionView } from './decision-view.tsx';
import { DeskPart } from './desk-part.tsx';
import { PrepareDialog } from './prepare-dialog.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import { requestLook, requestName } from './request-words.ts';
import { SpkiPart } from './spki-part.tsx';
import { judgedSources, useRequest, type RequestDetail } from './use-request.ts';
import { VouchingPart } from './vouching-part.tsx';

/** What is prepared stands to the vote or to be signed. */
const DECIDING: ReadonlySet<RequestDetail['request']['state']> = new Set(['prepared', 'voting', 'approved']);

/** One request: understood to the last byte, then prepared, decided and answered. */
export function RequestPage({ requestId }: { readonly requestId: string }): ReactNode {
  const t = useT();
  const query = useRequest(requestId);
  if (query.error !== null) {
    return (
      <>
        <PageHead title={t('requests.title')} />
        <PageBody>
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        </PageBody>
      </>
    );
  }
  return query.data === undefined ? <LoadingState what={t('requests.theRequest')} /> : <Loaded detail={query.data} />;
}

function Loaded({ detail }: { readonly detail: RequestDetail }): ReactNode {
  const t = useT();
  const { request, item, predecessor } = detail;
  const [asking, setAsking] = useState<'nothing' | 'prepare' | 'reject'>('nothing');
  const [shown, setShown] = useState<'request' | 'decision'>(DECIDING.has(request.state) ? 'decision' : 'request');
  // What ended without an answer may be prepared anew, under another serial number.
  const open = ['received', 'prepared', 'voting', 'approved', 'unclear'].includes(request.state);
  const issuance = detail.issuances.findLast((one) => one.state === 'prepared');
  const decided = detail.issuances.findLast((one) => one.state === 'issued');
  const drop = useCoreAction((core, issuanceId: string) => core.requests.drop({ issuanceId }));
  const closed = open ? undefined : t('requests.closed');
  const mayPrepare = useMayCall('requests.prepare');
  const mayReject = useMayCall('requests.reject');
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'requests.prepare',
        title: () => t('requests.prepare'),
        icon: 'badge-check',
        keys: 'P',
        scope: 'here',
        disabledReason: () => closed ?? mayPrepare,
        run: () => setAsking('prepare'),
      },
      {
        id: 'requests.reject',
        title: () => t('requests.reject'),
        icon: 'x',
        keys: 'R',
        scope: 'here',
        disabledReason: () => closed ?? mayReject,
        run: () => setAsking('reject'),
      },
    ],
    [closed, mayPrepare, mayReject, t],
  );
  useCommands(commands);
  const deciding = issuance !== undefined && shown === 'decision';
  const sources = useMemo(() => judgedSources(detail), [detail]);
  return (
    <>
      <PageHead
        title={<SafeText text={requestName(request)} />}
        facts={
          <>
            <VerdictChip {...requestLook(t, request.state)} />
            <VerdictChip
              verdict={request.signatureValid ? 'pass' : 'fail'}
              word={t(request.signatureValid ? 'inspection.proofHolds' : 'inspection.proofFails')}
            />
            {predecessor === undefined ? (
              <span>{t('requests.firstOfGroup')}</span>
            ) : (
              <span>
                {t('requests.replacesIn')} <Mono text={request.keyGroupId ?? ''} />:{' '}
                <Link
                  onFollow={() =>
                    navigate('certificates', { id: predecessor.certificateId, name: nameOf(predecessor) })
                  }
                >
                  {t('requests.predecessorUntil', { date: predecessor.notAfter.slice(0, 10) })}
                </Link>
              </span>
            )}
            <span>
              {t('requests.cameFrom')}
              <span>
                <SafeText text={request.source} />,
              </span>
              <UtcDate date={new Date(request.receivedAt)} />
            </span>
          </>
        }
        actions={
          <>
            {issuance === undefined ? null : (
              <Button onClick={() => setShown(shown === 'decision' ? 'request' : 'decision')}>
                {t(shown === 'decision' ? 'requests.showRequest' : 'requests.showDecision')}
              </Button>
            )}
            {deciding || !open ? null : (
              <Button kind="danger" keys="R" disabledReason={mayReject} onClick={() => setAsking('reject')}>
                {t('requests.reject')}
              </Button>
            )}
            {open ? (
              <Button
                kind={issuance === undefined ? 'primary' : 'plain'}
                icon="badge-check"
                keys="P"
                disabledReason={mayPrepare}
                onClick={() => setAsking('prepare')}
              >
                {t(issuance === undefined ? 'requests.prepare' : 'requests.prepareAgain')}
              </Button>
            ) : null}
          </>
        }
      />
      <StateBanner detail={detail} />
      {drop.fault === undefined ? null : <FaultNote fault={drop.fault} />}
      {deciding ? (
        <DecisionView
          detail={detail}
          issuanceId={issuance.issuanceId}
          aside={(prepared) => (
            <DecisionAside
              prepared={prepared}
              onDrop={() => void drop.run(issuance.issuanceId)}
              onReject={() => setAsking('reject')}
            />
          )}
        />
      ) : (
        <DecodedView
          item={item}
          above={
            <>
              {decided === undefined ? null : <StandingPart issuanceId={decided.issuanceId} />}
              {request.certificateId === undefined ? null : <AnswerPart requestId={request.requestId} />}
              {request.certificateId === undefined ? null : (
                <DeliveryPart requestId={request.requestId} state={request.state} />
              )}
              <PlansPart about={{ requestId: request.requestId }} undecided={open && predecessor !== undefined} />
              {request.certificateId === undefined && request.state !== 'rejected' ? null : (
                <EvidencePart requestId={request.requestId} rejected={request.state === 'rejected'} />
              )}
              <VouchingPart detail={detail} closed={request.state === 'held' ? undefined : closed} />
              {open ? <RequestRules requestId={request.requestId} /> : null}
              <ChecksPart requestId={request.requestId} sources={sources} />
              <DeskPart request={request} />
            </>
          }
          below={<SpkiPart words={detail.spkiWords} groups={detail.spkiGroups} />}
        />
      )}
      {asking === 'prepare' ? (
        <PrepareDialog
          detail={detail}
          onClose={() => setAsking('nothing')}
          onPrepared={() => {
            setAsking('nothing');
            setShown('decision');
          }}
        />
      ) : null}
      {asking === 'reject' ? (
        <RejectDialog
          requestIds={[request.requestId]}
          onClose={() => setAsking('nothing')}
          onDone={() => setAsking('nothing')}
        />
      ) : null}
    </>
  );
}

function StateBanner({ detail: { request, note } }: { readonly detail: RequestDetail }): ReactNode {
  const t = useT();
  const { certificateId } = request;
  switch (request.state) {
    case 'unclear':
    case 'signing':
      return <Banner verdict="warn" text={t('requests.unclearText')} />;
    case 'rejected':
      return (
        <Banner
          verdict="info"
          text={[
            t('requests.rejectedFor', { reason: t(`requests.reason_${request.rejectReason ?? 'other'}`) }),
            note ?? '',
          ].join(' ')}
        />
      );
    case 'issued':
      return certificateId === undefined ? null : (
        <Banner
          verdict="pass"
          text={t('requests.issuedText')}
          action={{
            label: t('requests.openCertificate'),
            onAction: () => navigate('certificates', { id: certificateId, name: requestName(request) }),
          }}
        />
      );
    case 'held':
    case 'withdrawn':
      return (
        <Banner
          verdict={request.state === 'held' ? 'warn' : 'info'}
          text={
            <SafeText
              text={t(request.state === 'held' ? 'requests.asideHeld' : 'requests.asideWithdrawn', {
                by: request.aside?.by ?? '–',
                reason: request.aside?.reason ?? '–',
              })}
            />
          }
        />
      );
    case 'superseded':
      return (
        <Banner
          verdict="info"
          text={t('requests.asideSuperseded')}
          action={
            request.supersededBy === undefined
              ? undefined
              : {
                  label: t('requests.openNewer'),
                  onAction: () => navigate('requests', { id: request.supersededBy ?? '', name: requestName(request) }),
                }
          }
        />
      );
    case 'expired':
      return <Banner verdict="info" text={t('requests.asideExpired')} />;
    default:
      return null;
  }
}
