import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { ComparedRow } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { isTextKey } from '../../locales/translate.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Findings, type FindingData } from '../../ui/finding.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { decodedFindings, DecodedView } from '../decoded/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { useReview, type Prepared } from './use-request.ts';

const Room = styled('div')({ containerType: 'inline-size', flex: '1 1 auto', minHeight: 0, overflow: 'auto' });
const Sides = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr)',
  minHeight: '100%',
  '& > div': { padding: `${rem(12)} ${rem(20)}`, display: 'flex', flexDirection: 'column', gap: rem(12), minWidth: 0 },
  '& > .approve': { background: look.canvas, borderTop: `1px solid ${look.line}` },
  '@container (min-width: 60rem)': {
    gridTemplateColumns: `minmax(0, 1fr) ${rem(330)}`,
    '& > .approve': { borderTop: 0, borderLeft: `1px solid ${look.line}` },
  },
});
const Table = styled('table')({
  width: '100%',
  borderCollapse: 'collapse',
  tableLayout: 'fixed',
  'th, td': {
    padding: `${rem(5)} ${rem(10)}`,
    borderBottom: `1px solid ${look.line}`,
    textAlign: 'left',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
    fontWeight: 400,
  },
  'thead th': { ...type.bodyStrong },
  'th:first-of-type': { width: '9.5rem', color: look.ink3 },
  '.signed': { borderLeft: `2px solid ${look.accent}`, borderRight: `2px solid ${look.accent}` },
  'thead .signed': { borderTop: `2px solid ${look.accent}`, background: look.selected },
  'td[data-different]': { background: look.diffTint },
  '.mark': { ...type.small, fontWeight: 600, color: look.diff },
  '.same': { ...type.small, color: look.ink3 },
  '.absent': { color: look.ink3 },
});
const Hash = styled('div')({
  ...type.mono,
  padding: rem(8),
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.control,
  background: look.surface,
  overflowWrap: 'anywhere',
});

interface DecisionViewProps {
  readonly issuanceId: string;
  readonly onDrop: () => void;
  readonly onReject: () => void;
}

/** Request, certificate to be signed and predecessor side by side; what is approved is named by its SHA-256. */
export function DecisionView(props: DecisionViewProps): ReactNode {
  const t = useT();
  const review = useReview(props.issuanceId);
  if (review.error !== null) return <FaultNote fault={review.error.fault} onRetry={() => void review.refetch()} />;
  if (review.data === undefined) return <LoadingState what={t('requests.theDecision')} />;
  return <Decision {...props} prepared={review.data} />;
}

function Decision({ prepared, onDrop, onReject }: DecisionViewProps & { readonly prepared: Prepared }): ReactNode {
  const t = useT();
  const { issuance } = prepared;
  const [bytes, setBytes] = useState(false);
  const prompt = usePromptState();
  const approve = useCoreAction((core, tbsSha256: string, signal) =>
    core.requests.approve(
      { approvals: [{ issuanceId: issuance.issuanceId, tbsSha256 }] },
      { signal, onItem: prompt.take },
    ),
  );
  const { run, busy } = approve;
  const commands = useMemo((): readonly Command[] => {
    const sign = (): void => {
      if (busy) return;
      prompt.reset();
      void run(issuance.tbsSha256).then((done) => {
        if (done !== undefined) showToast(t('requests.issued'));
      });
    };
    return [
      {
        id: 'requests.approve',
        title: () => t('requests.approve'),
        icon: 'badge-check',
        keys: 'Ctrl+Enter',
        scope: 'here',
        run: sign,
      },
    ];
  }, [issuance, busy, run, prompt, t]);
  useCommands(commands);
  const clips = issuance.clips.map((clip): FindingData => ({
    verdict: 'warn',
    sentence: t(`requests.clip_${clip.code}`),
    reason: (
      <>
        {clip.wished === null ? t('requests.noWish') : <SafeText text={clip.wished} />} →{' '}
        <UtcDate date={new Date(clip.given)} />
      </>
    ),
    code: clip.code,
  }));
  return (
    <Room>
      <Sides>
        <div>
          <Section title={t('requests.remarkable')}>
            {clips.length + issuance.findings.length === 0 ? (
              <p>{t('requests.nothingRemarkable')}</p>
            ) : (
              <Findings findings={[...clips, ...decodedFindings(issuance.findings)]} />
            )}
          </Section>
          <Compared prepared={prepared} />
          <Button small kind="text" onClick={() => setBytes(!bytes)}>
            {t(bytes ? 'requests.hideBytes' : 'requests.showBytes')}
          </Button>
          {bytes ? <DecodedView item={prepared.item} /> : null}
        </div>
        <div className="approve">
          <Section title={t('requests.afterApproval')}>
            <Facts
              lines
              facts={[
                { label: t('decoded.validFrom'), value: <UtcDate date={new Date(issuance.notBefore)} /> },
                { label: t('decoded.validUntil'), value: <UtcDate date={new Date(issuance.notAfter)} /> },
                { label: t('decoded.serialNumber'), value: <Mono text={issuance.serialNumber} /> },
                { label: t('requests.preparedBy'), value: <SafeText text={issuance.createdBy} /> },
              ]}
            />
          </Section>
          <p>{t('requests.youApprove', { bytes: issuance.tbs.length })}</p>
          <Hash>{issuance.tbsSha256.match(/.{1,4}/gu)?.join(' ')}</Hash>
          {approve.fault === undefined ? null : <FaultNote fault={approve.fault} />}
          {busy ? (
            <TokenWork
              what={t('requests.signing')}
              state={prompt.state}
              onCancel={approve.cancel}
              cancelKeeps={t('requests.cancelKeeps')}
            />
          ) : null}
          <Button
            kind="primary"
            icon="badge-check"
            keys="Ctrl+Enter"
            disabledReason={busy ? t('keys.busy') : undefined}
            onClick={commands[0]?.run ?? (() => undefined)}
          >
            {t('requests.approve')}
          </Button>
          <Button kind="danger" disabledReason={busy ? t('keys.busy') : undefined} onClick={onReject}>
            {t('requests.reject')}
          </Button>
          <Button disabledReason={busy ? t('keys.busy') : undefined} onClick={onDrop}>
            {t('requests.giveUp')}
          </Button>
          <p>{t('requests.comparedAgain')}</p>
        </div>
      </Sides>
    </Room>
  );
}

function Compared({ prepared }: { readonly prepared: Prepared }): ReactNode {
  const t = useT();
  const { againstRequest, againstPredecessor } = prepared;
  const before = new Map(againstPredecessor.map((row) => [row.name, row]));
  const names = [...new Set([...againstRequest, ...againstPredecessor].map(({ name }) => name))];
  const beside = new Map(againstRequest.map((row) => [row.name, row]));
  const cell = (row: ComparedRow | undefined): ReactNode =>
    row === undefined || row.left === null ? (
      <td data-different={(row !== undefined && row.right !== null) || undefined}>
        <span className="absent">{t('decoded.notThere')}</span>
      </td>
    ) : (
      <td data-different={!row.same || undefined}>
        <SafeText text={row.left} />{' '}
        {row.same ? <span className="same">=</span> : <span className="mark">≠ {t('decoded.different')}</span>}
      </td>
    );
  return (
    <Table aria-label={t('requests.sideBySide')}>
      <thead>
        <tr>
          <th scope="col">{t('decoded.comparedWhat')}</th>
          <th scope="col">{t('requests.asRequested')}</th>
          <th scope="col" className="signed">
            {t('requests.toBeSigned')}
          </th>
          {againstPredecessor.length === 0 ? null : <th scope="col">{t('requests.predecessor')}</th>}
        </tr>
      </thead>
      <tbody>
        {names.map((name) => {
          const key = `decoded.${name}`;
          const signed = beside.get(name)?.right ?? before.get(name)?.right ?? null;
          return (
            <tr key={name}>
              <th scope="row">{isTextKey(key) ? t(key as 'decoded.subject') : <SafeText text={name} />}</th>
              {cell(beside.get(name))}
              <td className="signed">
                {signed === null ? <span className="absent">{t('decoded.notThere')}</span> : <SafeText text={signed} />}
              </td>
              {againstPredecessor.length === 0 ? null : cell(before.get(name))}
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
