import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import type { PlainKey } from '../locales/translate.ts';
import { useAppStatus } from '../platform/app-status.ts';
import { look, type } from '../ui/theme/look.ts';
import { rem } from '../ui/theme/tokens.ts';
import { VerdictChip } from '../ui/verdict-chip.tsx';

const KIND: Readonly<Record<'production' | 'rehearsal' | 'demo', PlainKey>> = {
  production: 'app.production',
  rehearsal: 'app.rehearsal',
  demo: 'app.demo',
};

const Head = styled('section')({
  gridArea: 'brand',
  display: 'flex',
  alignItems: 'center',
  gap: rem(10),
  padding: `0 ${rem(12)}`,
  borderRight: `1px solid ${look.line}`,
  borderBottom: `1px solid ${look.line}`,
  minWidth: 0,
  flex: 'none',
  '&[data-inline]': { borderBottom: 0, paddingLeft: 0, minHeight: rem(28), maxWidth: rem(220) },
  '.mark': { color: look.accent, flex: 'none' },
  '.names': { minWidth: 0, overflow: 'hidden' },
  strong: {
    ...type.body,
    lineHeight: rem(17),
    fontWeight: 600,
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  small: { ...type.label, lineHeight: rem(14), fontWeight: 400, color: look.ink3 },
});

/** The mark of the product: a connector in a frame. */
export function Mark({ size = 22 }: { readonly size?: number }): ReactNode {
  const length = `${size / 16}rem`;
  return (
    <svg className="mark" viewBox="0 0 24 24" width={length} height={length} fill="none" aria-hidden focusable={false}>
      <rect x="1.5" y="1.5" width="21" height="21" rx="5" stroke="currentColor" strokeWidth="2" />
      <path d="M5.5 8.5h5M5.5 12h6M5.5 15.5h5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <circle cx="15" cy="12" r="3" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}

/** Which workspace, and of which kind; software keys and the demo carry a chip on every screen. */
export function WorkspaceHead({ inline = false }: { readonly inline?: boolean }): ReactNode {
  const t = useT();
  const workspace = useAppStatus((status) => status.workspace);
  return (
    <Head data-inline={inline || undefined} aria-label={t('app.workspace')}>
      <Mark />
      <div className="names">
        <strong title={workspace?.name}>{workspace?.name ?? t('app.name')}</strong>
        {workspace === undefined ? null : <small>{t(KIND[workspace.kind])}</small>}
      </div>
    </Head>
  );
}

/** The chip of a workspace whose keys are software keys, or that is the demo. */
export function WorkspaceChip(): ReactNode {
  const t = useT();
  const workspace = useAppStatus((status) => status.workspace);
  if (workspace?.kind === 'demo') return <VerdictChip verdict="info" icon="layers" word={t('app.demo')} />;
  if (workspace?.softwareKeys === true) {
    return <VerdictChip verdict="info" icon="hard-drive" word={t('app.softwareKeys')} />;
  }
  return null;
}
