import { styled } from '@mui/material/styles';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import type { PlainKey } from '../../locales/translate.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';

const Panel = styled('section')({
  position: 'fixed',
  right: rem(16),
  bottom: rem(42),
  zIndex: 20,
  width: `min(${rem(380)}, calc(100vw - ${rem(32)}))`,
  maxHeight: '60vh',
  overflow: 'auto',
  display: 'flex',
  flexDirection: 'column',
  gap: rem(8),
  padding: rem(16),
  background: look.raised,
  color: look.ink,
  border: `1px solid ${look.accent}`,
  borderRadius: tokens.radius.overlay,
  boxShadow: 'var(--oc-overlay)',
  '&:focus': { outline: 'none' },
  h2: { ...type.section },
  '.step': { ...type.small, color: look.ink3 },
  '.text': { color: look.ink2 },
});

interface Step {
  readonly title: PlainKey;
  readonly text: PlainKey;
  readonly page: string;
  /** Leads to the request that waits for a decision. */
  readonly decision?: true;
}

const STEPS: readonly Step[] = [
  { title: 'demo.title_groups', text: 'demo.text_groups', page: 'keys' },
  { title: 'demo.title_csr', text: 'demo.text_csr', page: 'csrs' },
  { title: 'demo.title_requests', text: 'demo.text_requests', page: 'requests' },
  { title: 'demo.title_decision', text: 'demo.text_decision', page: 'requests', decision: true },
  { title: 'demo.title_authorities', text: 'demo.text_authorities', page: 'authorities' },
  { title: 'demo.title_certificates', text: 'demo.text_certificates', page: 'certificates' },
  { title: 'demo.title_tls', text: 'demo.text_tls', page: 'tls' },
];

/** Leads through the whole job in a minute: each step opens its page and says where to look. Blocks nothing. */
export function TourPanel({ onEnd }: { readonly onEnd: () => void }): ReactNode {
  const t = useT();
  const panel = useRef<HTMLElement>(null);
  const [at, setAt] = useState(0);
  const waiting = useCoreQuery(
    'requests',
    ['demo.waiting'],
    (core) => core.requests.list({ offset: 0, limit: 20, state: 'prepared' }),
    // While the demo is being filled others are prepared for a moment: this one waits beside its predecessor.
  ).data?.rows.find(({ replaces }) => replaces !== undefined);
  const step = STEPS[at];
  const last = at === STEPS.length - 1;

  const go = (to: number): void => {
    const next = STEPS[to];
    if (next === undefined) return;
    setAt(to);
    const params = next.decision === true && waiting !== undefined ? decisionOf(waiting) : {};
    navigate(next.page, params);
    // The page takes the focus when it is shown; the tour takes it back, so that its keys go on.
    setTimeout(() => panel.current?.focus(), 0);
  };
  useEffect(() => {
    navigate(STEPS[0]?.page ?? 'keys', {});
    const timer = setTimeout(() => panel.current?.focus(), 0);
    return () => clearTimeout(timer);
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight') go(at + 1);
    else if (event.key === 'ArrowLeft') go(at - 1);
    else if (event.key === 'Escape') onEnd();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (step === undefined) return null;
  return (
    <Panel ref={panel} tabIndex={-1} aria-label={t('demo.tour')} onKeyDown={onKeyDown}>
      <div aria-live="polite">
        <span className="step">{t('demo.step', { number: at + 1, total: STEPS.length })}</span>
        <h2>{t(step.title)}</h2>
        <p className="text">{t(step.text)}</p>
      </div>
      <p className="step">{t('demo.hint')}</p>
      <ButtonRow>
        <Button small kind="text" onClick={onEnd}>
          {t('demo.end')}
        </Button>
        {at === 0 ? null : (
          <Button small onClick={() => go(at - 1)}>
            {t('demo.back')}
          </Button>
        )}
        <Button small kind="primary" onClick={() => (last ? onEnd() : go(at + 1))}>
          {t(last ? 'demo.end' : 'demo.next')}
        </Button>
      </ButtonRow>
    </Panel>
  );
}

function decisionOf(row: { readonly requestId: string; readonly commonName: string }): Record<string, string> {
  return { id: row.requestId, name: row.commonName };
}
