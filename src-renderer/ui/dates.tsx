import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { listDateText, relativeText, utcText } from './format/date-text.ts';
import { look } from './theme/look.ts';
import { useNow } from './use-now.ts';

const Aside = styled('span')({ color: look.ink3 });
const Whole = styled('time')({ whiteSpace: 'nowrap' });

interface DateProps {
  readonly date: Date;
}

/** `2026-11-25 00:00 UTC` and, in the quiet colour, how far away that is. For details. */
export function UtcDate({ date, relative = true }: DateProps & { readonly relative?: boolean }): ReactNode {
  const t = useT();
  const now = useNow();
  const valid = !Number.isNaN(date.getTime());
  return (
    <span>
      <Whole dateTime={valid ? date.toISOString() : undefined}>{utcText(date)}</Whole>
      {relative && valid ? <Aside> {relativeText(t, date, now)}</Aside> : null}
    </span>
  );
}

/** Lists: short date (time, day or date by distance) and the distance; the full form on focus and pointer. */
export function RelativeDate({ date, distance = true }: DateProps & { readonly distance?: boolean }): ReactNode {
  const t = useT();
  const now = useNow();
  const valid = !Number.isNaN(date.getTime());
  return (
    <Whole dateTime={valid ? date.toISOString() : undefined} title={utcText(date, true)}>
      {listDateText(t, date, now)}
      {distance && valid ? <Aside> {relativeText(t, date, now)}</Aside> : null}
    </Whole>
  );
}
