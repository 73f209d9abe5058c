import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { dismissBanner, useAppStatus, type StatusBanner } from '../platform/app-status.ts';
import { Banner } from '../ui/banner.tsx';
import { rem } from '../ui/theme/tokens.ts';

const Stack = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(6),
  padding: `${rem(8)} ${rem(20)}`,
  flex: 'none',
});

const ORDER = { fail: 0, warn: 1, info: 2 } as const;
const MOST = 3;

/** The worst three, worst first; of equals the older one first. */
export function shownBanners(banners: readonly StatusBanner[]): readonly StatusBanner[] {
  return [...banners].sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict]).slice(0, MOST);
}

/** States that last, above the page. */
export function Banners(): ReactNode {
  const t = useT();
  const banners = shownBanners(useAppStatus((status) => status.banners));
  if (banners.length === 0) return null;
  return (
    <Stack role="region" aria-label={t('ui.banners')}>
      {banners.map((banner) => {
        const { action } = banner;
        return (
          <Banner
            key={banner.id}
            verdict={banner.verdict}
            text={banner.text(t)}
            action={action === undefined ? undefined : { label: action.label(t), onAction: action.onAction }}
            onClose={banner.closable === true ? () => dismissBanner(banner.id) : undefined}
          />
        );
      })}
    </Stack>
  );
}
