import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { maySignElsewhere } from '../../platform/may-sign-elsewhere.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { FieldFrame } from '../../ui/field.tsx';
import { utcText } from '../../ui/format/date-text.ts';
import { shortHex } from '../../ui/format/fingerprint.ts';
import { Fingerprint } from '../../ui/mono.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { saveBytes } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import type { OpenPackage } from './package-file.ts';

const Voting = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(12) });

/** The vote on a package: over exactly the bytes that are shown, by a key of this workspace; a file goes back. */
export function SignPackage({ open: { content, seen } }: { readonly open: OpenPackage }): ReactNode {
  const t = useT();
  const [chosen, setChosen] = useState<string>();
  const prompt = usePromptState();
  const maySign = useMayCall('decisions.signPackage');
  const sign = useCoreAction((core, wish: { certificateId: string; decision: 'approve' | 'reject' }, signal) =>
    core.decisions.signPackage(
      { ...wish, content: new Uint8Array(content), tbsSha256: seen.tbsSha256 },
      { signal, onItem: prompt.take },
    ),
  );
  const vote = async (decision: 'approve' | 'reject'): Promise<void> => {
    if (chosen === undefined || sign.busy) return;
    prompt.reset();
    const file = await sign.run({ certificateId: chosen, decision });
    if (file !== undefined) await saveBytes(t, file.suggestedName, file.content);
  };
  const none = sign.busy
    ? t('keys.busy')
    : (maySign ?? (chosen === undefined ? t('decisions.chooseCertificate') : undefined));
  const fails = [...seen.own, ...seen.results].some(({ verdict }) => verdict === 'fail');
  return (
    <Section title={t('decisions.yourVote')}>
      <Voting>
        <Facts
          lines
          facts={[
            {
              label: t('decisions.votedOn'),
              value: <Fingerprint hex={seen.tbsSha256} copy={t('decisions.votedOn')} />,
            },
            { label: t('decisions.until'), value: <UtcDate date={new Date(seen.expires)} /> },
          ]}
        />
        <OwnCertificates value={chosen} onChange={setChosen} />
        {sign.fault === undefined ? null : <FaultNote fault={sign.fault} />}
        {sign.busy ? <TokenWork what={t('decisions.signing')} state={prompt.state} onCancel={sign.cancel} /> : null}
        <ButtonRow>
          <Button
            kind="primary"
            icon="signature"
            disabledReason={none ?? (fails ? t('decisions.ownFail') : undefined)}
            onClick={() => void vote('approve')}
          >
            {t('decisions.voteFor')}
          </Button>
          <Button disabledReason={none} onClick={() => void vote('reject')}>
            {t('decisions.voteAgainst')}
          </Button>
        </ButtonRow>
      </Voting>
    </Section>
  );
}

interface OwnCertificatesProps {
  readonly value: string | undefined;
  readonly onChange: (certificateId: string) => void;
}

/** Identity certificates whose keys are here. Whether they stand for an operator there is for the other side to say. */
function OwnCertificates({ value, onChange }: OwnCertificatesProps): ReactNode {
  const t = useT();
  const query = useCoreQuery(['operators', 'certificates', 'keys'], ['operators.candidates'], (core) =>
    core.operators.candidates({}),
  );
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingState what={t('decisions.certificate')} />;
  const own = query.data.candidates.filter(maySignElsewhere);
  if (own.length === 0) return <Prose>{t('decisions.noCertificate')}</Prose>;
  return (
    <FieldFrame group label={t('decisions.certificate')}>
      {() => (
        <RadioCards
          label={t('decisions.certificate')}
          value={value}
          cards={own.map(({ certificateId, subject, notAfter, sha256 }) => ({
            value: certificateId,
            title: revealUnsafeCharacters(subject),
            text: '',
            icon: 'id-card' as const,
            facts: (
              <>
                <span>{t('operators.until', { date: utcText(new Date(notAfter)) })}</span>
                <span>{shortHex(sha256)}</span>
              </>
            ),
          }))}
          onChange={onChange}
        />
      )}
    </FieldFrame>
  );
}
