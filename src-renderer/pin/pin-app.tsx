import GlobalStyles from '@mui/material/GlobalStyles';
import { useMemo, type ReactNode } from 'react';
import type { pinWindowContract } from '../../shared/contract/prompt.ts';
import type { Client } from '../../shared/contract/wire/client.ts';
import { LanguageProvider } from '../locales/language.tsx';
import type { Language } from '../locales/translate.ts';
import { systemClock } from '../platform/clock.ts';
import { AppTheme } from '../ui/theme/app-theme.tsx';
import { UiProvider, type Ui } from '../ui/ui-context.tsx';
import { PromptPage } from './prompt-page.tsx';

export type PinClient = Client<typeof pinWindowContract>;

interface PinAppProps {
  readonly client: PinClient;
  readonly language: Language;
  readonly textScale: number;
  /** The window has nothing more to do. */
  readonly onDone: () => void;
}

/** The shell makes the window as high as the page is, so the page takes the height it needs. */
const ownHeight = { 'html, body, #root': { height: 'auto' }, body: { overflow: 'auto' } } as const;

/** The PIN window: theme, language, and the one question it is here for. It keeps nothing and copies nothing. */
export function PinApp({ client, language, textScale, onDone }: PinAppProps): ReactNode {
  const ui = useMemo<Ui>(
    () => ({
      ports: {
        clock: systemClock,
        copyText: () => Promise.resolve(false),
        memory: { read: () => undefined, write: () => undefined },
      },
      settings: { density: 'normal', textScale },
    }),
    [textScale],
  );
  return (
    <UiProvider ui={ui}>
      <LanguageProvider language={language}>
        <AppTheme scheme="system">
          <GlobalStyles styles={ownHeight} />
          <PromptPage client={client} onDone={onDone} />
        </AppTheme>
      </LanguageProvider>
    </UiProvider>
  );
}
