import { styled } from '@mui/material/styles';
import { useMemo, type ReactNode } from 'react';
import { formatDistinguishedName } from '../../../shared/domain/distinguished-name.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { IdChips } from '../../ui/id-chip.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { importAnswer, mayTakeAnswer } from '../answers/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import {
  algorithmName,
  isRsa,
  mayAskForCertificate,
  purposeWord,
  SoftwareMark,
  stateLook,
  typedIds,
  useGroup,
} from '../keys/index.ts';
import { Link } from '../lists/filter-bar.tsx';
import { BytesPart } from './bytes-part.tsx';
import { HandOver } from './hand-over.tsx';
import { useHandOver } from './use-hand-over.ts';
import { PhonePart } from './phone-part.tsx';
import { ProofPart } from './proof-part.tsx';
import { useCsr, type CsrDetail } from './use-csr.ts';

const Speaks = styled('section')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(6),
  margin: `${rem(-12)} ${rem(-20)} 0`,
  padding: `${rem(12)} ${rem(20)}`,
  background: look.canvas,
  borderBottom: `1px solid ${look.line}`,
  h2: { ...type.small, color: look.ink2 },
});

const Sides = styled('div')({
  display: 'grid',
  gap: `${rem(16)} ${rem(24)}`,
  gridTemplateColumns: 'minmax(0, 1fr)',
  alignItems: 'start',
  '& > div': { display: 'flex', flexDirection: 'column', gap: rem(16), minWidth: 0 },
  '@container (min-width: 62rem)': {
    gridTemplateColumns: 'minmax(0, 1fr) minmax(37.5rem, 1fr)',
    // The bytes stay beside what is read of them.
    '& > .bytes': {
      position: 'sticky',
      top: rem(-12),
      height: `calc(100vh - ${rem(250)})`,
      minHeight: rem(560),
      '& > section': { display: 'flex', flexDirection: 'column', minHeight: 0, flex: '1 1 auto' },
    },
  },
});

/** One CSR of ours: whom it speaks for, what it says, its bytes, how it gets to the partner. */
export function CsrPage({ csrId }: { readonly csrId: string }): ReactNode {
  const t = useT();
  const query = useCsr(csrId);
  if (query.error !== null) {
    return (
      <>
        <PageHead title={t('csrs.title')} />
        <PageBody>
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        </PageBody>
      </>
    );
  }
  return query.data === undefined ? <LoadingState what={t('csrs.theCsr')} /> : <Loaded detail={query.data} />;
}

function Loaded({ detail }: { readonly detail: CsrDetail }): ReactNode {
  const t = useT();
  const { csr, spec } = detail;
  const group = useGroup(csr.groupRef).data;
  // A similar CSR is for the newest key of the series that may ask.
  const target = group?.generations.findLast((one) => mayAskForCertificate(one.state));
  const commands = useMemo((): readonly Command[] => {
    const similar = (): void => {
      if (target === undefined) return;
      navigate('csrs', {
        generation: target.generationId,
        group: csr.groupRef,
        like: csr.csrId,
        name: `${csr.groupId} g${target.number}`,
      });
    };
    return [
      {
        id: 'csrs.similar',
        title: () => t('csrs.similar'),
        icon: 'copy',
        keys: 'M',
        scope: 'here',
        disabledReason: () => (target === undefined ? t('csrs.noTarget') : undefined),
        run: similar,
      },
      ...(mayTakeAnswer(csr.generationState)
        ? [
            {
              id: 'answers.import',
              title: () => t('answers.import'),
              icon: 'download',
              keys: 'I',
              scope: 'here',
              run: () => importAnswer({ generationId: csr.generationId, name: `${csr.groupId} g${csr.generation}` }),
            } as const,
          ]
        : []),
      {
        id: 'csrs.toGroup',
        title: () => t('csrs.openGroup', { id: csr.groupId }),
        icon: 'key-round',
        scope: 'here',
        run: () => navigate('keys', { ref: csr.groupRef, name: csr.groupId, generation: csr.generationId }),
      },
    ];
  }, [csr, target, t]);
  useCommands(commands);
  const handOver = useHandOver(detail);
  const ids = typedIds(csr.ids);
  const date = (iso: string | undefined): ReactNode =>
    iso === undefined ? t('keys.timePlaceholder') : <UtcDate date={new Date(iso)} />;

  return (
    <>
      <PageHead
        title={<SafeText text={csr.commonName} />}
        facts={
          <>
            <span>
              <Link
                onFollow={() =>
                  navigate('keys', { ref: csr.groupRef, name: csr.groupId, generation: csr.generationId })
                }
              >
                <Mono text={csr.groupId} />
              </Link>
              {t('csrs.generationFact', { number: csr.generation })}
            </span>
            <VerdictChip {...stateLook(t, csr.generationState)} />
            <span>{purposeWord(t, csr.purpose)}</span>
            <span>
              {algorithmName(csr.algorithm)}
              {csr.software ? <SoftwareMark /> : null}
            </span>
            <span>
              {t('csrs.createdBy')} <SafeText text={csr.createdBy} /> <UtcDate date={new Date(csr.createdAt)} />
            </span>
          </>
        }
        actions={
          <>
            <Button kind="primary" icon="save" keys="Ctrl+Enter" onClick={handOver.save}>
              {t('csrs.saveAs', { format: handOver.formatName })}
            </Button>
            <Button
              icon="copy"
              keys="M"
              disabledReason={target === undefined ? t('csrs.noTarget') : undefined}
              onClick={commands[0]?.run ?? (() => undefined)}
            >
              {t('csrs.similar')}
            </Button>
            {mayTakeAnswer(csr.generationState) ? (
              <Button
                icon="download"
                keys="I"
                onClick={() =>
                  importAnswer({ generationId: csr.generationId, name: `${csr.groupId} g${csr.generation}` })
                }
              >
                {t('answers.import')}
              </Button>
            ) : null}
          </>
        }
      />
      <PageBody>
        <Speaks aria-label={t('csrs.speaksFor')}>
          <h2>{t('csrs.speaksFor')}</h2>
          {ids.length === 0 ? <span>{t('csrs.speaksForNobody')}</span> : <IdChips ids={ids} showKind />}
        </Speaks>
        <Sides>
          <div>
            <Section title={t('csrs.asksFor')}>
              <Facts
                lines
                facts={[
                  { label: t('csrs.notBefore'), value: date(spec.notBefore) },
                  { label: t('csrs.notAfter'), value: date(spec.notAfter) },
                  { label: t('keys.subject'), value: <SafeText text={formatDistinguishedName(spec.subject)} /> },
                  {
                    label: t('keys.sanLabel'),
                    value:
                      spec.san.length === 0 ? (
                        '–'
                      ) : (
                        <SafeText text={spec.san.map(({ kind, value }) => `${kind}:${value}`).join(', ')} />
                      ),
                  },
                  { label: t('csrs.group'), value: <Mono text={csr.groupId} /> },
                  {
                    label: t('csrs.keySerial'),
                    value: spec.keySerial === '' ? '–' : <Mono text={spec.keySerial} copy={t('csrs.keySerial')} />,
                  },
                  { label: t('keys.encoding'), value: t(`keys.encoding_${csr.encoding}`) },
                  ...(isRsa(csr.algorithm)
                    ? [{ label: t('keys.padding'), value: t(`keys.padding_${spec.padding}`) }]
                    : []),
                  { label: t('csrs.oidProfile'), value: <Mono text={csr.oidProfile} /> },
                  {
                    label: t('csrs.sha256'),
                    value: <Fingerprint hex={csr.sha256} copy={t('csrs.sha256')} />,
                  },
                ]}
              />
            </Section>
            <HandOver state={handOver} />
            <PhonePart detail={detail} />
            <ProofPart csr={csr} proofJws={detail.proofJws} />
          </div>
          <div className="bytes">
            <Section title={t('csrs.bytes')} aside={t('csrs.derFacts', { bytes: detail.der.length })}>
              <BytesPart
                label={t('csrs.certificationRequest')}
                bytes={detail.der}
                fields={detail.fields}
                findings={detail.findings}
                rows={10}
              />
            </Section>
          </div>
        </Sides>
      </PageBody>
    </>
  );
}
