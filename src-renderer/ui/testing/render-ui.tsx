import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { LanguageProvider } from '../../locales/language.tsx';
import type { Language } from '../../locales/translate.ts';
import { UiProvider, type UiPorts } from '../ui-context.tsx';

export const TEST_NOW = new Date('2026-11-22T13:42:07Z');

/** Ports for tests: a clock that stands still, a clipboard and a memory that can be looked into. */
export function testPorts(
  now: Date = TEST_NOW,
): UiPorts & { readonly copied: string[]; readonly remembered: Map<string, string> } {
  const copied: string[] = [];
  const remembered = new Map<string, string>();
  return {
    copied,
    remembered,
    clock: { now: () => now },
    copyText: (text) => {
      copied.push(text);
      return Promise.resolve(true);
    },
    memory: { read: (key) => remembered.get(key), write: (key, value) => void remembered.set(key, value) },
  };
}

interface Options {
  readonly ports?: UiPorts;
  readonly language?: Language;
}

/** Renders a part with what the design system needs around it; themes are not needed to test behaviour. */
export function renderUi(part: ReactNode, options: Options = {}): RenderResult {
  const ui = { ports: options.ports ?? testPorts(), settings: { density: 'normal', textScale: 1 } } as const;
  return render(
    <UiProvider ui={ui}>
      <LanguageProvider language={options.language ?? 'en'}>{part}</LanguageProvider>
    </UiProvider>,
  );
}
