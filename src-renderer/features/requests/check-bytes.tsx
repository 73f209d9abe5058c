import { styled } from '@mui/material/styles';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { CheckView } from '../../../shared/contract/request-checks.ts';
import type { DecodedField } from '../../../shared/contract/pki-facts.ts';
import { useT } from '../../locales/language.tsx';
import { ByteView, type ByteField, type ByteRange } from '../../ui/byte-view.tsx';
import { Button } from '../../ui/button.tsx';
import { look } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

type JudgedRange = NonNullable<CheckView['bytes']>;

/** What checks have looked at, as it stands in the store. */
export interface JudgedBytes {
  readonly der: Uint8Array;
  readonly fields: readonly DecodedField[];
}
/** The request, and the certificate that is prepared for it. */
export type JudgedSources = Readonly<Partial<Record<JudgedRange['of'], JudgedBytes>>>;

/** The bytes that a result is about; none where they are not at hand or do not reach that far. */
export function judgedBytes(sources: JudgedSources, range: JudgedRange | undefined): JudgedBytes | undefined {
  if (range === undefined) return undefined;
  const source = sources[range.of];
  return source !== undefined && range.from < range.to && range.to <= source.der.length ? source : undefined;
}

const Box = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'flex-start',
  gap: rem(4),
  padding: `${rem(4)} 0 ${rem(8)}`,
  borderBottom: `1px solid ${look.line}`,
  '& > div': { width: '100%' },
});

interface CheckBytesProps {
  readonly source: JudgedBytes;
  readonly range: JudgedRange;
  readonly onClose: () => void;
}

/** The judged bytes, lit, among all others. They take the focus; Esc gives it back. */
export function CheckBytes({ source, range, onClose }: CheckBytesProps): ReactNode {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const { from, to, of } = range;
  const fields = useMemo(
    () => source.fields.map(({ id, name, start, end }): ByteField => ({ id, label: name, start, end })),
    [source],
  );
  // Lit once they are in sight: the byte view then goes to them, and its line names them.
  const [lit, setLit] = useState<ByteRange>();
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      setLit({ start: from, end: to });
      box.current?.querySelector<HTMLElement>('[role="application"]')?.focus({ preventScroll: true });
      box.current?.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [from, to]);
  return (
    <Box
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <ByteView label={t(`requests.bytesOf_${of}`)} bytes={source.der} fields={fields} lit={lit} rows={6} />
      <Button small kind="text" onClick={onClose}>
        {t('requests.hideBytes')}
      </Button>
    </Box>
  );
}
