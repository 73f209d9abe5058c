import { create } from 'zustand';
import type { Translate } from '../locales/translate.ts';

/** A state that lasts and needs a look. One action. */
export interface StatusBanner {
  readonly id: string;
  readonly verdict: 'fail' | 'warn' | 'info';
  readonly text: (t: Translate) => string;
  readonly action?: { readonly label: (t: Translate) => string; readonly onAction: () => void };
  /** May be put away by the user. */
  readonly closable?: boolean;
}

export interface RunningJob {
  readonly what: (t: Translate) => string;
  readonly done: number;
  readonly total?: number;
  readonly onCancel?: () => void;
}

interface NamedJob extends RunningJob {
  readonly id: string;
}

/** What the frame of the window tells on every page. The window shows it; whoever speaks with core fills it. */
export interface AppStatus {
  readonly core: 'starting' | 'ready' | 'lost';
  readonly hosts: { readonly up: number; readonly total: number };
  readonly audit:
    | { readonly kind: 'unchecked' }
    | { readonly kind: 'intact'; readonly entries: number; readonly head: string }
    | { readonly kind: 'broken'; readonly entry: number };
  readonly workspace:
    | {
        readonly name: string;
        readonly kind: 'production' | 'rehearsal' | 'demo';
        /** Keys of this workspace live in software: marked on every screen. */
        readonly softwareKeys: boolean;
      }
    | undefined;
  /** The token in use, if any. */
  readonly token:
    | {
        readonly label: string;
        readonly signedIn: boolean;
        /** When it signs out by itself. */
        readonly idleEndsAt?: Date;
        readonly onSignOut?: () => void;
      }
    | undefined;
  readonly user: { readonly name: string };
  readonly job: RunningJob | undefined;
  /** Long work of the pages, in the order it began. */
  readonly work: readonly NamedJob[];
  readonly banners: readonly StatusBanner[];
  readonly version: string;
}

export const INITIAL_STATUS: AppStatus = {
  core: 'starting',
  hosts: { up: 0, total: 0 },
  audit: { kind: 'unchecked' },
  workspace: undefined,
  token: undefined,
  user: { name: '' },
  job: undefined,
  work: [],
  banners: [],
  version: '',
};

export const useAppStatus = create<AppStatus>(() => INITIAL_STATUS);

export function setAppStatus(change: Partial<AppStatus>): void {
  useAppStatus.setState(change);
}

/** Tells of long work in the status bar, again as it goes on; `undefined` when it has ended. */
export function tellWork(id: string, job: RunningJob | undefined): void {
  useAppStatus.setState(({ work }) => {
    const told = work.some((one) => one.id === id);
    if (job === undefined) return { work: work.filter((one) => one.id !== id) };
    return { work: told ? work.map((one) => (one.id === id ? { ...job, id } : one)) : [...work, { ...job, id }] };
  });
}

/** Shows a banner, or replaces the one with the same id. */
export function showBanner(banner: StatusBanner): void {
  useAppStatus.setState(({ banners }) => ({
    banners: [...banners.filter(({ id }) => id !== banner.id), banner],
  }));
}

export function dismissBanner(id: string): void {
  useAppStatus.setState(({ banners }) => ({ banners: banners.filter((banner) => banner.id !== id) }));
}
