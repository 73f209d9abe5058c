import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Findings, type FindingData } from '../../ui/finding.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { DecidePart, ElsewherePart, useDecision, VotesPart } from '../decisions/index.ts';
import { decodedFindings, DecodedView } from '../decoded/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { algorithmName } from '../keys/index.ts';
import { RequestRules } from '../standing/index.ts';
import { ChecksPart } from './checks-part.tsx';
import { ComparedPart } from './compared-part.tsx';
import { judgedSources, useReview, type Prepared, type RequestDetail } from './use-request.ts';
import { VouchingPart } from './vouching-part.tsx';

const Room = styled('div')({ containerType: 'size', flex: '1 1 auto', minHeight: 0 });
/** What is decided on stands beside what is decided with, and each scrolls alone: the button is never out of sight. */
const Sides = styled('div')({
  display: 'grid',
  gridTemplateRows: 'minmax(0, 1fr) auto',
  gridTemplateColumns: 'minmax(0, 1fr)',
  height: '100%',
  '& > div': {
    padding: `${rem(12)} ${rem(20)}`,
    display: 'flex',
    flexDirection: 'column',
    gap: rem(12),
    minWidth: 0,
    overflow: 'auto',
  },
  '& > .approve': { background: look.canvas, borderTop: `1px solid ${look.line}`, maxHeight: '50cqh' },
  '.buttons': { display: 'flex', flexWrap: 'wrap', gap: rem(8), '& > *': { flex: '1 1 auto' } },
  // Where there is no room beside it, it is a bar: the digest and what can be done. The table says all else.
  '@container (max-width: 60rem)': { '.after': { display: 'none' } },
  '.small': { ...type.small, color: look.ink2 },
  '@container (min-width: 60rem)': {
    gridTemplateRows: 'minmax(0, 1fr)',
    gridTemplateColumns: `minmax(0, 1fr) ${rem(352)}`,
    '& > .approve': { borderTop: 0, borderLeft: `1px solid ${look.line}`, maxHeight: 'none' },
  },
  // Too low for two parts of their own: everything scrolls together.
  '@container (max-width: 60rem) and (max-height: 30rem)': {
    gridTemplateRows: 'auto auto',
    height: 'auto',
    '& > .approve': { maxHeight: 'none' },
  },
});
const Hash = styled('div')({
  ...type.mono,
  display: 'flex',
  alignItems: 'flex-start',
  gap: rem(4),
  padding: rem(8),
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.control,
  background: look.surface,
  overflowWrap: 'anywhere',
});

interface DecisionViewProps {
  readonly detail: RequestDetail;
  readonly issuanceId: string;
  /** What stands beside it to decide with: {@link DecisionAside}, or that of a batch. */
  readonly aside: (prepared: Prepared) => ReactNode;
}

/** Request, certificate to be signed and predecessor side by side; what is decided on is named by its SHA-256. */
export function DecisionView({ detail, issuanceId, aside }: DecisionViewProps): ReactNode {
  const t = useT();
  const review = useReview(issuanceId);
  if (review.error !== null) return <FaultNote fault={review.error.fault} onRetry={() => void review.refetch()} />;
  if (review.data === undefined) return <LoadingState what={t('requests.theDecision')} />;
  return (
    <Room>
      <Sides>
        <Decided detail={detail} prepared={review.data} />
        <div className="approve">{aside(review.data)}</div>
      </Sides>
    </Room>
  );
}

interface DecidedProps {
  readonly detail: RequestDetail;
  readonly prepared: Prepared;
}

/** What is decided on. */
function Decided({ detail, prepared }: DecidedProps): ReactNode {
  const t = useT();
  const { issuance } = prepared;
  const sources = useMemo(() => judgedSources(detail, issuance), [detail, issuance]);
  const [bytes, setBytes] = useState(false);
  const clips = issuance.clips.map((clip): FindingData => ({
    verdict: 'warn',
    sentence: t(`requests.clip_${clip.code}`),
    reason: (
      <>
        {clip.wished === null ? t('requests.noWish') : <Wished text={clip.wished} />} →{' '}
        <UtcDate date={new Date(clip.given)} />
      </>
    ),
    code: clip.code,
  }));
  return (
    <div>
      <RequestRules requestId={detail.request.requestId} />
      <ChecksPart requestId={detail.request.requestId} sources={sources} />
      <Section title={t('requests.remarkable')}>
        {clips.length + issuance.findings.length === 0 ? (
          <p>{t('requests.nothingRemarkable')}</p>
        ) : (
          <Findings findings={[...clips, ...decodedFindings(issuance.findings)]} />
        )}
      </Section>
      <ComparedPart prepared={prepared} />
      <VouchingPart detail={detail} closed={undefined} />
      <Button small kind="text" onClick={() => setBytes(!bytes)}>
        {t(bytes ? 'requests.hideBytes' : 'requests.showBytes')}
      </Button>
      {bytes ? <DecodedView item={prepared.item} /> : null}
    </div>
  );
}

interface DecisionAsideProps {
  readonly prepared: Prepared;
  readonly onDrop: () => void;
  readonly onReject: () => void;
}

/** What is decided with: the digest, the votes, the buttons. */
export function DecisionAside({ prepared, onDrop, onReject }: DecisionAsideProps): ReactNode {
  const t = useT();
  const { issuanceId, tbsSha256, tbs } = prepared.issuance;
  const decision = useDecision(issuanceId);
  const mayDrop = useMayCall('requests.drop');
  const mayReject = useMayCall('requests.reject');
  if (decision.error !== null)
    return <FaultNote fault={decision.error.fault} onRetry={() => void decision.refetch()} />;
  if (decision.data === undefined) return <LoadingState what={t('decisions.reading')} />;
  const free = decision.data.state === 'free';
  return (
    <>
      <VotesPart decision={decision.data} />
      <AfterPart prepared={prepared} />
      <p>{t(free ? 'requests.youApprove' : 'decisions.votedOnBytes', { bytes: tbs.length })}</p>
      <TbsHash sha256={tbsSha256} />
      <DecidePart
        decision={decision.data}
        tbsSha256={tbsSha256}
        others={(busy) => (
          <>
            <Button kind="danger" keys="R" disabledReason={busy ? t('keys.busy') : mayReject} onClick={onReject}>
              {t('requests.reject')}
            </Button>
            <Button disabledReason={busy ? t('keys.busy') : mayDrop} onClick={onDrop}>
              {t('requests.giveUp')}
            </Button>
          </>
        )}
      />
      {free ? null : <ElsewherePart issuanceId={issuanceId} />}
    </>
  );
}

/** What is decided on, to the last digit, to compare and to copy. */
export function TbsHash({ sha256 }: { readonly sha256: string }): ReactNode {
  const t = useT();
  return (
    <Hash>
      <span>{sha256.match(/.{1,4}/gu)?.join(' ')}</span>
      <CopyButton what={t('decisions.votedOn')} text={sha256} />
    </Hash>
  );
}

function AfterPart({ prepared: { issuance } }: { readonly prepared: Prepared }): ReactNode {
  const t = useT();
  return (
    <div className="after">
      <Section title={t('requests.afterApproval')}>
        <Facts
          lines
          facts={[
            { label: t('decoded.validFrom'), value: <UtcDate date={new Date(issuance.notBefore)} /> },
            { label: t('decoded.validUntil'), value: <UtcDate date={new Date(issuance.notAfter)} /> },
            { label: t('requests.signedBy'), value: <AuthorityLine authorityId={issuance.authorityId} /> },
            { label: t('requests.preparedBy'), value: <SafeText text={issuance.createdBy} /> },
          ]}
        />
      </Section>
    </div>
  );
}

function Wished({ text }: { readonly text: string }): ReactNode {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? <SafeText text={text} /> : <UtcDate date={date} relative={false} />;
}

/** Whose key signs, and where it lies. */
function AuthorityLine({ authorityId }: { readonly authorityId: string }): ReactNode {
  const list = useCoreQuery('authorities', ['authorities.list'], (core) => core.authorities.list({}));
  const row = list.data?.authorities.find((one) => one.authorityId === authorityId);
  if (row === undefined) return '–';
  return (
    <>
      <SafeText text={row.name} />, <SafeText text={row.tokenLabel} />, {algorithmName(row.algorithm)}
    </>
  );
}
