import type { NewVaultOpener, VaultOpener } from '../../../shared/contract/vault.ts';
import { useT } from '../../locales/language.tsx';
import type { PlainKey } from '../../locales/translate.ts';
import { useCoreAction, useCoreQuery, type CoreFault } from '../../platform/core.ts';
import { showToast } from '../../ui/toast-store.ts';
import { usePromptState, type PromptState } from '../keys/index.ts';

interface VaultInView {
  readonly state: 'absent' | 'locked' | 'open';
  readonly protectedBy: 'none' | VaultOpener;
  readonly secrets: number;
  readonly operatingSystem: boolean;
}

export interface VaultDeeds {
  readonly vault: VaultInView | undefined;
  readonly readFault: CoreFault | undefined;
  readonly retry: () => void;
  readonly busy: boolean;
  readonly prompt: PromptState;
  readonly fault: CoreFault | undefined;
  readonly cancel: () => void;
  /** Each asks for places in the system's dialogs first; a dialog that is cancelled ends it and changes nothing. */
  readonly create: (next: VaultOpener) => void;
  readonly unlock: () => void;
  readonly change: (next: VaultOpener) => void;
  readonly lock: () => void;
}

type Deed =
  | { readonly kind: 'create'; readonly next: NewVaultOpener }
  | { readonly kind: 'unlock'; readonly keyFile: { readonly grant: string } | undefined }
  | { readonly kind: 'change'; readonly keyFile: { readonly grant: string } | undefined; readonly next: NewVaultOpener }
  | { readonly kind: 'lock' };

const TOLD: Readonly<Record<Deed['kind'], PlainKey>> = {
  create: 'settings.vaultMade',
  unlock: 'settings.vaultOpened',
  change: 'settings.vaultChanged',
  lock: 'settings.vaultLocked',
};

/** The vault of the workspace and what can be done with it. Passphrases are typed in the PIN window and never come here. */
export function useVault(): VaultDeeds {
  const t = useT();
  const query = useCoreQuery(['settings', 'audit'], ['vault'], (core) => core.vault.status({}));
  const prompt = usePromptState();
  const action = useCoreAction<Deed, object>((client, deed, signal) => {
    const options = { signal, onItem: prompt.take };
    switch (deed.kind) {
      case 'create':
        return client.vault.create({ opener: deed.next }, options);
      case 'unlock':
        return client.vault.unlock(deed.keyFile === undefined ? {} : { keyFile: deed.keyFile }, options);
      case 'change': {
        const { keyFile, next } = deed;
        return client.vault.rewrap({ next, ...(keyFile === undefined ? {} : { keyFile }) }, options);
      }
      case 'lock':
        return client.vault.lock({}, { signal });
    }
  });
  const vault = query.data;

  /** What opens it now, where that is a file: chosen for this one use. `cancelled` where nobody chose. */
  async function present(): Promise<{ readonly grant: string } | 'not-a-file' | 'cancelled'> {
    if (vault?.protectedBy !== 'key-file') return 'not-a-file';
    const picked = await window.shell?.pickPlace('file');
    return picked === undefined ? 'cancelled' : { grant: picked.grant };
  }

  async function opener(next: VaultOpener): Promise<NewVaultOpener | undefined> {
    if (next !== 'key-file') return { kind: next };
    const picked = await window.shell?.pickPlace('new-file', 'ocpi-console-vault.key');
    return picked === undefined ? undefined : { kind: next, place: { grant: picked.grant } };
  }

  async function run(deed: Deed): Promise<void> {
    prompt.reset();
    const done = await action.run(deed);
    if (done !== undefined) showToast(t(TOLD[deed.kind]));
  }

  async function create(next: VaultOpener): Promise<void> {
    const to = await opener(next);
    if (to !== undefined) await run({ kind: 'create', next: to });
  }

  async function unlock(): Promise<void> {
    const keyFile = await present();
    if (keyFile !== 'cancelled') await run({ kind: 'unlock', keyFile: keyFile === 'not-a-file' ? undefined : keyFile });
  }

  async function change(next: VaultOpener): Promise<void> {
    const keyFile = await present();
    if (keyFile === 'cancelled') return;
    const to = await opener(next);
    if (to === undefined) return;
    await run({ kind: 'change', keyFile: keyFile === 'not-a-file' ? undefined : keyFile, next: to });
  }

  return {
    vault,
    readFault: query.error?.fault,
    retry: () => void query.refetch(),
    busy: action.busy,
    prompt: prompt.state,
    fault: action.fault,
    cancel: action.cancel,
    create: (next) => void create(next),
    unlock: () => void unlock(),
    change: (next) => void change(next),
    lock: () => void run({ kind: 'lock' }),
  };
}
