import { useId, type ReactNode } from 'react';
import type { ObjectReportView, ObjectSignatureView } from '../../../shared/contract/signed-objects.ts';
import { useT } from '../../locales/language.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { Findings, type FindingData } from '../../ui/finding.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { type SignedModule, useSignedObject } from './cdr-queries.ts';
import { VerdictLine } from './verdict-line.tsx';
import { toneOfObject, toneOfObjectSignature } from './verdict-tones.ts';

/** Who signed a stored object, what is covered, and whether the key was his and valid then. */
export function SignedPart(props: {
  readonly module: SignedModule;
  readonly rowId: number;
  readonly id?: string;
}): ReactNode {
  const t = useT();
  const query = useSignedObject(props.module, props.rowId);
  const own = useId();
  const report = query.data?.report;
  return (
    <div id={props.id ?? own}>
      <Section title={t('signatures.signaturesOf')}>
        {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
        {query.data === undefined && query.error === null ? (
          <LoadingState what={t('signatures.theSignatures')} />
        ) : null}
        {report === undefined ? null : <Report report={report} />}
      </Section>
    </div>
  );
}

function Report({ report }: { readonly report: ObjectReportView }): ReactNode {
  const t = useT();
  const { verdict, signatures, vendor, defects, nested, payloadSha256 } = report;
  return (
    <>
      <VerdictLine
        verdict={toneOfObject[verdict]}
        word={t(`signatures.object_${verdict}`)}
        sentence={t(`signatures.objectMeans_${verdict}`)}
      />
      {signatures.map((signature, index) => (
        <Section key={index} title={t('signatures.signatureTitle', { number: index + 1 })} level={3}>
          <Findings findings={findingsOf(t, signature)} />
          <Facts facts={factsOf(t, signature)} lines wide />
        </Section>
      ))}
      {vendor.length + defects.length + nested.length === 0 ? null : (
        <Findings
          findings={[
            ...vendor.map((one) => ({
              verdict: 'info' as const,
              sentence: t(`signatures.vendor_${one.verdict}`),
              reason: <SafeText text={one.keyId} />,
              code: 'VENDOR_SIGNATURE',
            })),
            ...defects.map((one) => ({
              verdict: 'fail' as const,
              sentence: t('signatures.jsonDefect', { code: one.code }),
              reason: <SafeText text={one.path} />,
              code: one.code,
            })),
            ...nested.map((one) => ({
              verdict: one.verdict === 'UNSIGNED' ? ('info' as const) : toneOfObject[one.verdict],
              sentence: t('signatures.nested', {
                pointer: one.pointer,
                verdict: t(`signatures.object_${one.verdict}`),
              }),
              code: one.signatures[0]?.verdict ?? one.verdict,
            })),
          ]}
        />
      )}
      {payloadSha256 === undefined || signatures.length === 0 ? null : (
        <Facts
          facts={[{ label: t('signatures.canonicalSha256'), value: <Mono text={payloadSha256} copy="SHA-256" /> }]}
        />
      )}
    </>
  );
}

type T = ReturnType<typeof useT>;

function findingsOf(t: T, { verdict, reason, notes }: ObjectSignatureView): readonly FindingData[] {
  return [
    {
      verdict: toneOfObjectSignature[verdict],
      sentence: t(`signatures.signatureMeans_${verdict}`),
      ...(reason === undefined ? {} : { reason: <SafeText text={reason} /> }),
      code: verdict,
    },
    ...notes.map((note) => ({ verdict: 'info' as const, sentence: t(`signatures.note_${note}`), code: note })),
  ];
}

function factsOf(t: T, signature: ObjectSignatureView): readonly Fact[] {
  const { party, role, purpose, coverage, signedAt, parties, certificateSha256, chain, alg, kid } = signature;
  const facts: Fact[] = [];
  if (party !== undefined) {
    facts.push({ label: t('signatures.claimedParty'), value: <SafeText text={`${party} ${role ?? ''}`.trim()} /> });
  }
  if (parties.length > 0) {
    facts.push({ label: t('signatures.speaksFor'), value: <SafeText text={parties.join(', ')} /> });
  }
  if (purpose !== undefined) facts.push({ label: t('signatures.purpose'), value: t(`signatures.purpose_${purpose}`) });
  if (coverage !== undefined) facts.push({ label: t('signatures.covers'), value: t(`signatures.covers_${coverage}`) });
  if (signedAt !== undefined) {
    facts.push({ label: t('signatures.signedAt'), value: <UtcDate date={new Date(signedAt)} /> });
  }
  if (alg !== undefined) facts.push({ label: t('signatures.algorithm'), value: alg });
  if (kid !== undefined) facts.push({ label: t('signatures.kid'), value: <Mono text={kid} /> });
  if (certificateSha256 !== undefined) {
    facts.push({ label: t('signatures.certificate'), value: <Fingerprint hex={certificateSha256} /> });
  }
  if (chain.length > 0) {
    facts.push({ label: t('signatures.chain'), value: <SafeText text={chain.join(' → ')} /> });
  }
  return facts;
}
