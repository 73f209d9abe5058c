import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { MeterRecordView, MeterSessionView } from '../../../shared/contract/signed-meter.ts';
import { toBase64 } from '../../../shared/util/base64.ts';
import { toHex } from '../../../shared/util/hex.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ByteView } from '../../ui/byte-view.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { Findings } from '../../ui/finding.tsx';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { decimalWords } from '../platform-data/decimal-words.ts';
import { VerdictLine } from './verdict-line.tsx';
import { meterFindings, toneOfMeter, toneOfSignature } from './meter-words.ts';

const Scroll = styled('div')({ overflowX: 'auto' });
const Table = styled('table')({
  ...type.body,
  borderCollapse: 'collapse',
  width: '100%',
  'th, td': { textAlign: 'left', padding: `${rem(5)} ${rem(12)} ${rem(5)} 0`, borderBottom: `1px solid ${look.line}` },
  th: { ...type.small, color: look.ink3, fontWeight: 400, whiteSpace: 'nowrap' },
  td: { verticalAlign: 'top', overflowWrap: 'anywhere' },
  '.number': { textAlign: 'right', whiteSpace: 'nowrap' },
  '.quiet': { ...type.small, color: look.ink3 },
});
const Bytes = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(8), paddingTop: rem(8) });

/** One session of signed meter data: the verdict, why, every reading with how far its time is to be trusted, what was signed. */
export function MeterSession({ session }: { readonly session: MeterSessionView }): ReactNode {
  const t = useT();
  const { verdict, records, moreRecords, findings, energyWh } = session;
  return (
    <>
      <VerdictLine
        verdict={toneOfMeter[verdict]}
        word={t(`signatures.verdict_${verdict}`)}
        fact={energyWh === undefined ? undefined : t('signatures.energy', { kwh: kwhText(t.locale, energyWh) })}
        sentence={t(`signatures.means_${verdict}`)}
      />
      {findings.length === 0 ? null : (
        <Section title={t('signatures.reasons')} level={3}>
          <Findings findings={meterFindings(t, session)} />
        </Section>
      )}
      <Readings records={records} />
      {records.map((record, index) => (
        <Record key={index} record={record} number={index + 1} />
      ))}
      {moreRecords === 0 ? null : <p>{t('signatures.moreRecords', { count: moreRecords })}</p>}
    </>
  );
}

/** Watt hours as kilowatt hours, exact. */
export function kwhText(locale: string, wh: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(wh);
  if (match === null) return wh;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = whole.padStart(4, '0');
  const rest = `${digits.slice(-3)}${fraction}`.replace(/0+$/, '');
  return decimalWords(locale, `${sign}${digits.slice(0, -3)}${rest === '' ? '' : `.${rest}`}`);
}

function Readings({ records }: { readonly records: readonly MeterRecordView[] }): ReactNode {
  const t = useT();
  const rows = records.flatMap((record, index) => record.readings.map((reading) => ({ reading, number: index + 1 })));
  if (rows.length === 0) return null;
  return (
    <Section title={t('signatures.readings')} level={3}>
      <Scroll>
        <Table>
          <thead>
            <tr>
              <th>{t('signatures.record')}</th>
              <th>{t('signatures.role')}</th>
              <th>{t('signatures.time')}</th>
              <th>{t('signatures.register')}</th>
              <th className="number">{t('signatures.value')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ reading, number }, index) => (
              <tr key={index}>
                <td>{number}</td>
                <td>
                  {t(`signatures.role_${reading.role}`)}{' '}
                  <span className="quiet">
                    <SafeText text={reading.roleText} />
                  </span>
                </td>
                <td>
                  <SafeText text={reading.time} />
                  <div className="quiet">{t(`signatures.quality_${reading.quality}`)}</div>
                </td>
                <td>
                  {t(`signatures.register_${reading.kind}`)}
                  <div className="quiet">
                    <SafeText text={reading.obis} />
                  </div>
                </td>
                <td className="number">
                  <SafeText text={`${reading.value} ${reading.unit}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Scroll>
    </Section>
  );
}

function Record({ record, number }: { readonly record: MeterRecordView; readonly number: number }): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title={t('signatures.recordTitle', { number })}
      level={3}
      aside={
        <>
          <StateWord verdict={toneOfSignature[record.signature]} word={t(`signatures.signature_${record.signature}`)} />
          {record.signed === undefined ? null : (
            <Button onClick={() => setOpen(!isOpen)}>
              {t(isOpen ? 'signatures.hideBytes' : 'signatures.showBytes')}
            </Button>
          )}
        </>
      }
    >
      <Facts facts={recordFacts(t, record)} lines wide />
      {isOpen && record.signed !== undefined ? (
        <Bytes>
          <ByteView label={t('signatures.signedBytes')} bytes={record.signed} fields={[]} rows={12} />
          <span>
            <CopyButton what={t('signatures.copySigned')} text={toHex(record.signed)} />
            {record.signatureBytes === undefined ? null : (
              <CopyButton what={t('signatures.copySignature')} text={toHex(record.signatureBytes)} />
            )}
          </span>
        </Bytes>
      ) : null}
    </Section>
  );
}

type T = ReturnType<typeof useT>;

function recordFacts(t: T, record: MeterRecordView): readonly Fact[] {
  const { where, format, version, algorithm, key, keyReason, page, signedSha256, signedBytes, fault, names, claimed } =
    record;
  const facts: Fact[] = [{ label: t('signatures.where'), value: <SafeText text={where} /> }];
  if (fault !== undefined) {
    facts.push({ label: t('signatures.fault'), value: <SafeText text={`${fault.code} ${fault.reason}`} /> });
  }
  if (format !== undefined) {
    facts.push({ label: t('signatures.format'), value: <SafeText text={`${format} ${version ?? ''}`.trim()} /> });
  }
  if (algorithm !== undefined) {
    const stated = algorithm.stated ?? t('signatures.byFormat');
    facts.push({ label: t('signatures.algorithm'), value: <SafeText text={`${stated}, ${algorithm.hash}`} /> });
  }
  if (key !== undefined) {
    facts.push({
      label: t('signatures.key'),
      value: (
        <>
          {key.curve}, {t(`signatures.origin_${key.origin}`)}{' '}
          {key.where === undefined ? null : <SafeText text={key.where} />}
          <div>
            <Fingerprint hex={key.sha256} />
            <CopyButton what={t('signatures.copyKey')} text={toBase64(key.spki)} />
          </div>
        </>
      ),
    });
  }
  if (keyReason !== undefined) facts.push({ label: t('signatures.keyReason'), value: <SafeText text={keyReason} /> });
  if (claimed !== undefined) {
    facts.push({ label: t('signatures.claimed'), value: t(`signatures.claimed_${claimed}`) });
  }
  if (page !== undefined) facts.push({ label: t('signatures.page'), value: <SafeText text={page} /> });
  for (const { name, text } of names) {
    facts.push({ label: t(`signatures.name_${nameKey(name)}`), value: <SafeText text={text} /> });
  }
  if (signedSha256 !== undefined) {
    facts.push({
      label: t('signatures.signedSha256', { bytes: signedBytes }),
      value: <Mono text={signedSha256} copy={t('signatures.copyHash')} />,
    });
  }
  return facts;
}

const NAMES = [
  'meter',
  'gateway',
  'model',
  'firmware',
  'user',
  'userType',
  'chargePoint',
  'chargePointType',
  'tariff',
  'session',
  'cable',
] as const;

function nameKey(name: string): (typeof NAMES)[number] | 'other' {
  return NAMES.find((one) => one === name) ?? 'other';
}
