import { createContext, useContext, type ReactNode } from 'react';

/** What the design system needs from outside: it reads no clock, clipboard or storage itself. */
export interface UiPorts {
  readonly clock: { now(): Date };
  /** Resolves to false if the text could not be put on the clipboard. */
  readonly copyText: (text: string) => Promise<boolean>;
  /** Remembers view state (widths, open sections) between starts; never data. */
  readonly memory: { read(key: string): string | undefined; write(key: string, value: string): void };
}

export type Density = 'compact' | 'normal' | 'roomy';

export interface UiSettings {
  readonly density: Density;
  /** 1 = 100 %, up to 2. */
  readonly textScale: number;
}

export interface Ui {
  readonly ports: UiPorts;
  readonly settings: UiSettings;
}

const UiContext = createContext<Ui | undefined>(undefined);

export function UiProvider({ ui, children }: { readonly ui: Ui; readonly children: ReactNode }): ReactNode {
  return <UiContext value={ui}>{children}</UiContext>;
}

export function useUi(): Ui {
  const ui = useContext(UiContext);
  if (ui === undefined) throw new Error('UiProvider is missing');
  return ui;
}
