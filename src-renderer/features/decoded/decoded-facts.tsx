import type { ReactNode } from 'react';
import type {
  CertificateFacts,
  CsrFacts,
  DecodedField,
  DecodedItem,
  OcpiFacts,
} from '../../../shared/contract/pki-facts.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { UtcDate } from '../../ui/dates.tsx';
import { IdChips, type IdKind } from '../../ui/id-chip.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { allFindings, fieldOf } from './decoded-rows.ts';
import { FactTable, type FactRow } from './fact-table.tsx';

interface DecodedFactsProps {
  readonly item: DecodedItem;
  readonly activeId: string | undefined;
  readonly onShow: (field: DecodedField) => void;
}

/** Whom it speaks for, subject and key, extensions, envelope: the facts of a CSR or certificate in a fixed order. */
export function DecodedFacts({ item, activeId, onShow }: DecodedFactsProps): ReactNode {
  const t = useT();
  const facts = item.csr ?? item.certificate;
  if (facts === undefined) return <OtherFacts item={item} activeId={activeId} onShow={onShow} />;
  const table = (rows: readonly FactRow[]): ReactNode => (
    <FactTable rows={rows} findings={allFindings(item)} activeId={activeId} onShow={onShow} />
  );
  const isCsr = item.csr !== undefined;
  return (
    <>
      <Section
        title={t(isCsr ? 'decoded.speaksFor' : 'decoded.ocpiExtensions')}
        aside={isCsr ? t('decoded.ocpiAttributes') : undefined}
        bare
      >
        {table(ocpiRows(t, item, facts.ocpi))}
      </Section>
      <Section title={t('decoded.subjectAndKey')} bare>
        {table(subjectRows(t, item, facts))}
      </Section>
      <Section
        title={t(isCsr ? 'decoded.requestedExtensions' : 'decoded.extensions')}
        aside={isCsr ? t('decoded.wish') : undefined}
        bare
      >
        {table(extensionRows(t, item, facts))}
      </Section>
      <Section title={t('decoded.envelope')} bare>
        {table(envelopeRows(t, item, facts))}
      </Section>
    </>
  );
}

function ocpiRows(t: Translate, { fields, certificate }: DecodedItem, ocpi: OcpiFacts): readonly FactRow[] {
  const none = <span>{t('decoded.none')}</span>;
  const ids = (kind: IdKind, values: readonly string[]): ReactNode =>
    values.length === 0 ? none : <IdChips ids={values.map((value) => ({ kind, value }))} />;
  const text = (value: string | null): ReactNode => (value === null ? none : <SafeText text={value} />);
  const rows: FactRow[] = [
    {
      label: t('decoded.partyIds'),
      value: ids('party', ocpi.partyIds),
      field: fieldOf(fields, ['ocpi.partyIds'], 'partyIds'),
    },
    {
      label: t('decoded.subCpoIds'),
      value: ids('subCpo', ocpi.subCpoIds),
      field: fieldOf(fields, ['ocpi.subCpoIds'], 'subCpoIds'),
    },
    {
      label: t('decoded.subEmspIds'),
      value: ids('subEmsp', ocpi.subEmspIds),
      field: fieldOf(fields, ['ocpi.subEmspIds'], 'subEmspIds'),
    },
    {
      label: t('decoded.keyGroup'),
      value: ocpi.keyGroupId === null ? none : inline(<Mono text={ocpi.keyGroupId} copy={t('decoded.keyGroup')} />),
      field: fieldOf(fields, ['ocpi.keyGroupId'], 'keyGroupId'),
    },
  ];
  if (certificate !== undefined) {
    if (certificate.services.length > 0)
      rows.push({
        label: t('decoded.services'),
        value: <SafeText text={certificate.services.join(', ')} />,
        field: fieldOf(fields, [], 'serviceRoles'),
      });
    return rows;
  }
  return [
    ...rows,
    {
      label: t('decoded.keySerial'),
      value: text(ocpi.keySerialNumber),
      field: fieldOf(fields, ['ocpi.keySerialNumber']),
    },
    {
      label: t('decoded.wishedFrom'),
      value: moment(ocpi.notBefore) ?? none,
      field: fieldOf(fields, ['ocpi.notBefore']),
    },
    {
      label: t('decoded.wishedUntil'),
      value: moment(ocpi.notAfter) ?? none,
      field: fieldOf(fields, ['ocpi.notAfter']),
    },
    {
      label: t('decoded.idEncoding'),
      value: ocpi.encoding === null ? none : t(`decoded.encoding_${ocpi.encoding}`),
    },
  ];
}

/** A long value with its copy button right behind its last character. */
function inline(value: ReactNode): ReactNode {
  return <span>{value}</span>;
}

/** A moment as everywhere in the window; what is none stands as it came. */
function moment(text: string | null): ReactNode {
  if (text === null) return null;
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/u.test(text) && !Number.isNaN(Date.parse(text)) ? (
    <UtcDate date={new Date(text)} />
  ) : (
    <SafeText text={text} />
  );
}

function subjectRows(t: Translate, item: DecodedItem, facts: CsrFacts | CertificateFacts): readonly FactRow[] {
  const { fields, certificate } = item;
  const { publicKey, signature } = facts;
  const word =
    signature.valid === null
      ? ({ verdict: 'unknown', word: t('decoded.signatureUnknown') } as const)
      : signature.valid
        ? ({ verdict: 'pass', word: t('decoded.signatureGood') } as const)
        : ({ verdict: 'fail', word: t('decoded.signatureBad') } as const);
  const rows: FactRow[] = [
    {
      label: t('decoded.subject'),
      value: facts.subject === '' ? t('decoded.empty') : <SafeText text={facts.subject} />,
      field: fieldOf(fields, ['subject'], 'subject'),
    },
  ];
  if (certificate !== undefined) {
    rows.push(
      {
        label: t('decoded.issuer'),
        value: <SafeText text={certificate.issuer} />,
        field: fieldOf(fields, ['issuer'], 'issuer'),
      },
      {
        label: t('decoded.serialNumber'),
        value: inline(<Mono text={certificate.serialNumber} copy={t('decoded.serialNumber')} />),
        field: fieldOf(fields, ['serialNumber'], 'serialNumber'),
      },
      {
        label: t('decoded.validFrom'),
        value: moment(certificate.validity.notBefore) ?? t('decoded.unreadableTime'),
        field: fieldOf(fields, ['notBefore', 'validity.notBefore'], 'notBefore'),
      },
      {
        label: t('decoded.validUntil'),
        value: moment(certificate.validity.notAfter) ?? t('decoded.unreadableTime'),
        field: fieldOf(fields, ['notAfter', 'validity.notAfter'], 'notAfter'),
      },
    );
  }
  return [
    ...rows,
    {
      label: t('decoded.publicKey'),
      value: (
        <>
          <span>
            {[publicKey.algorithm, publicKey.parameters]
              .filter((part, index) => part !== null && (index === 0 || !publicKey.algorithm.includes(part)))
              .join(' ')}
          </span>
        </>
      ),
      field: fieldOf(fields, ['publicKey'], 'publicKey'),
    },
    {
      label: t('decoded.spkiSha256'),
      value: inline(<Fingerprint hex={publicKey.spkiSha256} copy={t('decoded.spkiSha256')} />),
    },
    {
      label: t('decoded.signature'),
      value: (
        <>
          <SafeText text={signature.algorithm} />
          <StateWord {...word} />
        </>
      ),
      field: fieldOf(fields, ['signature.value'], 'signature'),
    },
  ];
}

function extensionRows(
  t: Translate,
  { fields, csr }: DecodedItem,
  facts: CsrFacts | CertificateFacts,
): readonly FactRow[] {
  const rows = facts.extensions.map((extension, index): FactRow => ({
    label: extension.name ?? extension.oid,
    value: (
      <>
        {extension.known ? null : <StateWord verdict="unknown" word={t('decoded.unknown')} />}
        <SafeText text={extension.value} />
        {extension.critical ? <span>{t('decoded.critical')}</span> : null}
      </>
    ),
    field: fieldOf(
      fields,
      facts.extensions.findIndex((one) => one.oid === extension.oid) === index ? [`extension.${extension.oid}`] : [],
    ),
  }));
  const attributes = (csr?.unknownAttributes ?? []).map(({ oid, hex }): FactRow => ({
    label: oid,
    value: (
      <>
        <StateWord verdict="unknown" word={t('decoded.unknownAttribute')} />
        <Mono text={hex} />
      </>
    ),
    field: fieldOf(fields, [`attribute.${oid}`]),
  }));
  const all = [...rows, ...attributes];
  return all.length > 0 ? all : [{ label: t('decoded.extensions'), value: t('decoded.none') }];
}

function envelopeRows(
  t: Translate,
  { der, certificate }: DecodedItem,
  facts: CsrFacts | CertificateFacts,
): readonly FactRow[] {
  return [
    { label: t('decoded.size'), value: t('decoded.derBytes', { count: der.length }) },
    { label: 'SHA-256', value: inline(<Fingerprint hex={facts.sha256} copy="SHA-256" />) },
    ...(certificate === undefined
      ? []
      : [{ label: 'SHA-1', value: inline(<Fingerprint hex={certificate.sha1} copy="SHA-1" />) }]),
  ];
}

/** CRLs, bare keys and what cannot be read: the decoded fields, as far as there are any. */
function OtherFacts({ item, activeId, onShow }: DecodedFactsProps): ReactNode {
  const t = useT();
  const rows = item.fields
    .filter(({ depth }) => depth <= 2)
    .slice(0, 200)
    .map((field): FactRow => ({ label: field.name, value: <SafeText text={field.value} />, field }));
  return (
    <Section title={t(item.kind === 'unreadable' ? 'decoded.unreadable' : 'decoded.content')} bare>
      <FactTable
        rows={
          rows.length > 0
            ? rows
            : [{ label: t('decoded.size'), value: t('decoded.derBytes', { count: item.der.length }) }]
        }
        findings={item.findings}
        activeId={activeId}
        onShow={onShow}
      />
    </Section>
  );
}
