import { styled } from '@mui/material/styles';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { DecodedField, DecodedItem } from '../../../shared/contract/pki-facts.ts';
import { toBase64 } from '../../../shared/util/base64.ts';
import { useT } from '../../locales/language.tsx';
import { ByteView, type ByteField, type ByteRange } from '../../ui/byte-view.tsx';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Findings } from '../../ui/finding.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import { VerdictCounts } from '../../ui/verdict-chip.tsx';
import { decodedFindings } from './decoded-findings.tsx';
import { DecodedFacts } from './decoded-facts.tsx';
import { allFindings } from './decoded-rows.ts';
import { FieldTree } from './field-tree.tsx';

const Room = styled('div')({
  containerType: 'inline-size',
  flex: '1 1 auto',
  minHeight: 0,
  display: 'flex',
  flexDirection: 'column',
  overflow: 'auto',
  // In a low window the page scrolls as a whole.
  '[data-low] &': { flex: '1 0 auto', overflow: 'visible' },
});

const Sides = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr)',
  flex: 'none',
  '& > div': {
    minWidth: 0,
    minHeight: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: rem(12),
    padding: `${rem(12)} ${rem(20)}`,
  },
  '& > .facts': { containerType: 'inline-size' },
  '& > .bytes': { background: look.canvas, borderTop: `1px solid ${look.line}` },
  '@container (min-width: 68rem)': {
    flex: '1 1 auto',
    minHeight: 0,
    gridTemplateColumns: 'minmax(0, 1fr) minmax(41rem, 0.9fr)',
    gridTemplateRows: 'minmax(0, 1fr)',
    '& > div': { overflow: 'auto' },
    '[data-low] &': { gridTemplateRows: 'auto' },
    '& > .bytes': { borderTop: 0, borderLeft: `1px solid ${look.line}` },
  },
});

const Pem = styled('pre')({
  ...type.monoSmall,
  maxHeight: rem(260),
  overflow: 'auto',
  padding: rem(8),
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.control,
  background: look.surface,
});

const LABELS = {
  csr: 'CERTIFICATE REQUEST',
  certificate: 'CERTIFICATE',
  crl: 'X509 CRL',
  'public-key': 'PUBLIC KEY',
  unreadable: '',
} as const;
type Form = 'hex' | 'asn1' | 'pem';

interface DecodedViewProps {
  readonly item: DecodedItem;
  /** Stands above the facts: a predecessor, a path, what else the page knows. */
  readonly above?: ReactNode;
  /** Stands below the findings. */
  readonly below?: ReactNode;
}

/** Decoded bytes whole: facts with their places, the bytes in which each field lights up, and the findings. */
export function DecodedView({ item, above, below }: DecodedViewProps): ReactNode {
  const t = useT();
  const [active, setActive] = useState<{ readonly id?: string | undefined; readonly range: ByteRange }>();
  const [form, setForm] = useState<Form>('hex');
  const bytes = useRef<HTMLDivElement>(null);
  const findings = allFindings(item);
  const byteFields = useMemo(
    () => item.fields.map(({ id, name, start, end }): ByteField => ({ id, label: name, start, end })),
    [item],
  );
  const light = (field: DecodedField | undefined): void =>
    setActive(field === undefined ? undefined : { id: field.id, range: field });
  const toBytes = (): void => {
    setForm('hex');
    requestAnimationFrame(() => bytes.current?.querySelector<HTMLElement>('[role="application"]')?.focus());
  };
  const label = t(`decoded.kind_${item.kind}`);
  const canPem = LABELS[item.kind] !== '';
  return (
    <Room>
      <Sides>
        <div className="facts">
          {above}
          <DecodedFacts
            item={item}
            activeId={active?.id}
            onShow={(field) => {
              light(field);
              setForm('hex');
            }}
          />
        </div>
        <div className="bytes">
          <Section
            title={t('decoded.bytes')}
            bare
            aside={
              <SegmentedField<Form>
                label={t('decoded.form')}
                hideLabel
                value={form}
                choices={[
                  { value: 'hex', label: t('decoded.form_hex') },
                  { value: 'asn1', label: t('decoded.form_asn1') },
                  ...(canPem ? [{ value: 'pem' as const, label: 'PEM' }] : []),
                ]}
                onChange={setForm}
              />
            }
          >
            {form === 'hex' ? (
              <div ref={bytes}>
                <ByteView
                  label={label}
                  bytes={item.der}
                  fields={byteFields}
                  lit={active?.range}
                  rows={12}
                  onField={(field) => light(item.fields.find((one) => one.id === field?.id))}
                />
              </div>
            ) : form === 'asn1' ? (
              <FieldTree
                label={t('csrs.fieldsOf', { what: label })}
                fields={item.fields}
                activeId={active?.id}
                onActive={light}
                onOpen={toBytes}
              />
            ) : (
              <PemText label={LABELS[item.kind]} der={item.der} />
            )}
          </Section>
          <Section
            title={t('decoded.findings')}
            aside={<VerdictCounts counts={countsOf(findings.map(({ severity }) => severity))} />}
          >
            {findings.length === 0 ? (
              <p>{t('decoded.noFindings')}</p>
            ) : (
              <Findings
                findings={decodedFindings(findings)}
                onShowBytes={(start, end) => {
                  setActive({
                    id: item.fields.find((field) => field.start === start && field.end === end)?.id,
                    range: { start, end },
                  });
                  toBytes();
                }}
              />
            )}
          </Section>
          {below}
        </div>
      </Sides>
    </Room>
  );
}

function countsOf(severities: readonly ('info' | 'warning' | 'error')[]) {
  const of = (severity: string): number => severities.filter((one) => one === severity).length;
  return { fail: of('error'), warn: of('warning'), info: of('info') };
}

function PemText({ label, der }: { readonly label: string; readonly der: Uint8Array }): ReactNode {
  const t = useT();
  const text = useMemo(() => {
    const lines = toBase64(der).match(/.{1,64}/gu) ?? [];
    return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
  }, [label, der]);
  return (
    <>
      <CopyButton what={t('decoded.pem')} text={text} />
      <Pem tabIndex={0} aria-label={t('decoded.pem')}>
        {text}
      </Pem>
    </>
  );
}
