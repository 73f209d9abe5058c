import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { useNow } from '../../ui/use-now.ts';

const DAY = 86_400_000;

const Root = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(6),
  '.line': { display: 'flex', flexWrap: 'wrap', gap: rem(12), alignItems: 'center' },
  '.ends': {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: rem(12),
    ...type.small,
    color: look.ink2,
  },
  '.bar': {
    position: 'relative',
    height: rem(14),
    border: `1px solid ${look.lineStrong}`,
    borderRadius: rem(3),
    background: look.sunken,
    overflow: 'hidden',
  },
  '.window': { position: 'absolute', top: 0, bottom: 0, background: look.accent, opacity: 0.35 },
  '.now': { position: 'absolute', top: 0, bottom: 0, width: rem(2), background: look.ink },
});

interface ValidityBarProps {
  readonly notBefore: string;
  readonly notAfter: string;
  readonly chip: ReactNode;
}

/** From when until when, where now is, and for how many days in all. */
export function ValidityBar({ notBefore, notAfter, chip }: ValidityBarProps): ReactNode {
  const t = useT();
  const now = useNow().getTime();
  const start = Date.parse(notBefore);
  const end = Date.parse(notAfter);
  // Now is always on the bar, also before the start and after the end.
  const from = Math.min(start, now);
  const to = Math.max(end, now, from + 1);
  const at = (time: number): string => `${((time - from) / (to - from)) * 100}%`;
  const days = Math.round(((end - start) / DAY) * 10) / 10;
  return (
    <Root>
      <div className="line">
        {chip}
        <strong>{t('certificates.validFor', { count: days })}</strong>
      </div>
      <div className="bar" aria-hidden>
        <div className="window" style={{ left: at(start), width: `${((end - start) / (to - from)) * 100}%` }} />
        <div className="now" style={{ left: `min(${at(now)}, calc(100% - 2px))` }} />
      </div>
      <div className="ends">
        {now < start ? <span>{t('certificates.now')}</span> : null}
        {now < start || now > end ? (
          <span>
            <UtcDate date={new Date(notBefore)} /> – <UtcDate date={new Date(notAfter)} />
          </span>
        ) : (
          <>
            <UtcDate date={new Date(notBefore)} />
            <UtcDate date={new Date(notAfter)} />
          </>
        )}
        {now > end ? <span>{t('certificates.now')}</span> : null}
      </div>
    </Root>
  );
}
