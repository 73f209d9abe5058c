import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

const Badge = styled('span')({
  ...type.small,
  marginLeft: 'auto',
  minWidth: rem(18),
  padding: `0 ${rem(5)}`,
  borderRadius: rem(9),
  textAlign: 'center',
  border: `1px solid ${look.fail.line}`,
  background: look.fail.tint,
  color: look.fail.text,
});

/** How many plans wait for a decision; nothing while there are none. */
export function DueBadge(): ReactNode {
  const t = useT();
  const { data } = useCoreQuery(['requests', 'certificates'], ['plans.red'], (core) =>
    core.plans.list({ show: 'red', offset: 0, limit: 1 }),
  );
  const red = data?.red ?? 0;
  return red === 0 ? null : <Badge title={t('due.red')}>{red}</Badge>;
}
