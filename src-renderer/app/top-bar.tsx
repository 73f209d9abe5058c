import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { OperatorState } from '../features/operators/operator-state.tsx';
import { useT } from '../locales/language.tsx';
import { useAppStatus } from '../platform/app-status.ts';
import { navigate, useRoute } from '../platform/route.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { SafeText } from '../ui/safe-text.tsx';
import { spanText } from '../ui/format/date-text.ts';
import { look, type, visuallyHidden } from '../ui/theme/look.ts';
import { rem, tokens } from '../ui/theme/tokens.ts';
import { useNow } from '../ui/use-now.ts';
import type { Page } from './pages.tsx';
import { WorkspaceChip, WorkspaceHead } from './workspace-head.tsx';

const Bar = styled('header')({
  gridArea: 'top',
  display: 'flex',
  alignItems: 'center',
  gap: rem(12),
  minWidth: 0,
  padding: `${rem(4)} ${rem(16)} ${rem(4)} ${rem(15)}`,
  borderBottom: `1px solid ${look.line}`,
  containerType: 'inline-size',
  minHeight: rem(tokens.size.topBar),
  '.path': { display: 'flex', alignItems: 'center', gap: rem(6), minWidth: 0, flex: '1 1 0' },
  '.path > *': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '.path > svg': { flex: 'none', color: look.ink3 },
  '.path button': {
    ...type.body,
    border: 0,
    padding: 0,
    background: 'none',
    color: look.ink2,
    cursor: 'pointer',
    minHeight: rem(24),
    '&:hover': { textDecoration: 'underline' },
  },
  '.path [aria-current]': { fontWeight: 600 },
  '.search': {
    ...type.body,
    display: 'flex',
    alignItems: 'center',
    gap: rem(8),
    flex: '0 1 17rem',
    minWidth: rem(34),
    minHeight: rem(28),
    padding: `0 ${rem(8)}`,
    border: `1px solid ${look.lineStrong}`,
    borderRadius: tokens.radius.control,
    background: look.canvas,
    color: look.ink2,
    cursor: 'pointer',
    '& > .words': {
      flex: '1 1 auto',
      textAlign: 'left',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    '& > svg': { flex: 'none' },
    '&:hover': { background: look.hover },
  },
  '.two': {
    display: 'flex',
    alignItems: 'center',
    gap: rem(8),
    flex: 'none',
    maxWidth: rem(240),
    paddingLeft: rem(12),
    borderLeft: `1px solid ${look.line}`,
    minHeight: rem(28),
    '& > svg': { flex: 'none', color: look.ink2 },
    '& > .names': { minWidth: 0 },
    strong: {
      ...type.body,
      lineHeight: rem(17),
      fontWeight: 600,
      display: 'block',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    small: {
      ...type.label,
      lineHeight: rem(14),
      fontWeight: 400,
      color: look.ink3,
      display: 'block',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
  },
  '.initials': {
    ...type.label,
    display: 'grid',
    placeItems: 'center',
    width: rem(26),
    height: rem(26),
    flex: 'none',
    borderRadius: tokens.radius.control,
    background: look.sunken,
    border: `1px solid ${look.line}`,
    color: look.ink2,
  },
  '@container (max-width: 56rem)': { '.user .names': { display: 'none' } },
  '@container (max-width: 44rem)': {
    '.search > .words': visuallyHidden,
    '.search > span:last-child': { display: 'none' },
    '.search': { flex: 'none' },
    '.user': { display: 'none' },
    '.two': { maxWidth: rem(150) },
  },
  '@container (max-width: 32rem)': { '.token .names, .operator .names': { display: 'none' } },
});

function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}

interface TopBarProps {
  readonly page: Page;
  readonly withWorkspace: boolean;
  readonly onSearch: () => void;
}

/** Workspace (when the navigation is closed), path, search, token with sign-out, operator or local user. */
export function TopBar({ page, withWorkspace, onSearch }: TopBarProps): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const user = useAppStatus((status) => status.user);
  const name = user.name === '' ? t('app.localUser') : user.name;
  return (
    <Bar>
      {withWorkspace ? <WorkspaceHead inline /> : null}
      <nav className="path" aria-label={t('app.path')}>
        {params['name'] === undefined ? (
          <span aria-current="page">{t(page.titleKey)}</span>
        ) : (
          <>
            <button type="button" onClick={() => navigate(page.id)}>
              {t(page.titleKey)}
            </button>
            <Icon name="chevron-right" size={14} />
            <span aria-current="page">
              <SafeText text={params['name']} />
            </span>
          </>
        )}
      </nav>
      <WorkspaceChip />
      <button type="button" className="search" onClick={onSearch}>
        <Icon name="search" />
        <span className="words">{t('app.searchOrRun')}</span>
        <Kbd keys="Ctrl+K" />
      </button>
      <TokenState />
      <OperatorState
        otherwise={
          <div className="two user" title={name}>
            <span className="initials" aria-hidden>
              {initialsOf(name)}
            </span>
            <div className="names">
              <strong>{name}</strong>
              <small>{t('app.localUser')}</small>
            </div>
          </div>
        }
      />
    </Bar>
  );
}

function TokenState(): ReactNode {
  const t = useT();
  const now = useNow();
  const token = useAppStatus((status) => status.token);
  if (token === undefined) {
    return (
      <div className="two token" title={t('app.noToken')}>
        <Icon name="memory-stick" />
        <div className="names">
          <small>{t('app.noToken')}</small>
        </div>
      </div>
    );
  }
  const left = token.idleEndsAt === undefined ? undefined : token.idleEndsAt.getTime() - now.getTime();
  const state = !token.signedIn
    ? t('app.signedOut')
    : left === undefined || left <= 0
      ? t('app.signedIn')
      : t('app.signedInLeft', { time: spanText(t, left) });
  return (
    <div className="two token" title={`${token.label}: ${state}`}>
      <Icon name={token.signedIn ? 'lock-open' : 'lock'} />
      <div className="names">
        <strong>
          <SafeText text={token.label} />
        </strong>
        <small>{state}</small>
      </div>
      {token.signedIn && token.onSignOut !== undefined ? (
        <IconButton icon="log-out" label={t('app.signOut', { token: token.label })} onClick={token.onSignOut} />
      ) : null}
    </div>
  );
}
