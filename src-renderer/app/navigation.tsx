import Tooltip from '@mui/material/Tooltip';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { navigate } from '../platform/route.ts';
import { keyLabels } from '../ui/format/key-labels.ts';
import { Icon } from '../ui/icon.tsx';
import { focusRingInset, look, type } from '../ui/theme/look.ts';
import { rem, tokens } from '../ui/theme/tokens.ts';
import { pages, type Page } from './pages.tsx';

const Nav = styled('nav')({
  gridArea: 'nav',
  display: 'flex',
  flexDirection: 'column',
  gap: rem(2),
  minHeight: 0,
  overflow: 'auto',
  padding: `${rem(12)} ${rem(8)}`,
  background: look.sunken,
  borderRight: `1px solid ${look.line}`,
  h2: { ...type.small, fontWeight: 500, color: look.ink2, padding: `${rem(10)} ${rem(8)} ${rem(6)}` },
  '& > h2:first-of-type': { paddingTop: 0 },
  'ul + h2': { paddingTop: rem(14) },
  ul: { display: 'flex', flexDirection: 'column', gap: rem(2) },
  '.foot': { marginTop: 'auto' },
  button: {
    ...type.body,
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: rem(10),
    width: '100%',
    minHeight: rem(28),
    padding: `${rem(2)} ${rem(8)}`,
    border: '1px solid transparent',
    borderRadius: tokens.radius.control,
    background: 'none',
    color: look.ink2,
    textAlign: 'left',
    cursor: 'pointer',
    '& > svg': { flex: 'none' },
    '&:hover': { background: look.hover, color: look.ink },
    '&:focus-visible': focusRingInset,
    '&[aria-current]': { background: look.surface, borderColor: look.line, color: look.ink, fontWeight: 600 },
    '&[aria-current]::before': {
      content: '""',
      position: 'absolute',
      left: rem(-9),
      top: rem(5),
      bottom: rem(5),
      width: rem(3),
      background: look.accent,
    },
  },
  '&[data-closed] button': { justifyContent: 'center', padding: 0, minHeight: rem(32) },
  '@media (forced-colors: active)': { 'button[aria-current]': { borderColor: 'Highlight' } },
});

interface NavigationProps {
  readonly open: boolean;
  readonly current: string;
  readonly onToggle: () => void;
}

/** The pages that exist, in groups; closed it shows icons with tooltips. */
export function Navigation({ open, current, onToggle }: NavigationProps): ReactNode {
  const t = useT();
  const entry = (page: Page): ReactNode => (
    <li key={page.id}>
      <Entry open={open} label={t(page.titleKey)}>
        <button
          type="button"
          aria-current={page.id === current ? 'page' : undefined}
          aria-label={open ? undefined : t(page.titleKey)}
          onClick={() => navigate(page.id)}
        >
          <Icon name={page.icon} />
          {open ? t(page.titleKey) : null}
          {open && page.badge !== undefined ? <page.badge /> : null}
        </button>
      </Entry>
    </li>
  );
  const toggle = t(open ? 'app.closeNavigation' : 'app.openNavigation');
  return (
    <Nav aria-label={t('app.navigation')} data-closed={!open || undefined}>
      {open ? <h2>{t('app.groupKeys')}</h2> : null}
      <ul>{pages.filter((page) => page.place === 'keys').map(entry)}</ul>
      {open ? <h2>{t('app.groupIssuing')}</h2> : null}
      <ul>{pages.filter((page) => page.place === 'issuing').map(entry)}</ul>
      {open ? <h2>{t('app.groupData')}</h2> : null}
      <ul>{pages.filter((page) => page.place === 'data').map(entry)}</ul>
      <ul className="foot">
        {pages.filter((page) => page.place === 'foot').map(entry)}
        <li>
          <Entry open={false} label={`${toggle} (${keyLabels('Ctrl+B', t.language).join(' ')})`}>
            <button type="button" aria-label={toggle} aria-expanded={open} onClick={onToggle}>
              <Icon name={open ? 'panel-left-close' : 'panel-left'} />
            </button>
          </Entry>
        </li>
      </ul>
    </Nav>
  );
}

function Entry(props: {
  readonly open: boolean;
  readonly label: string;
  readonly children: React.JSX.Element;
}): ReactNode {
  return (
    <Tooltip title={props.open ? '' : props.label} placement="right">
      {props.children}
    </Tooltip>
  );
}
