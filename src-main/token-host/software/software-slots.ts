import { join } from 'node:path';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import {
  MOST_SOFTWARE_TOKENS,
  softwareSlotId,
  softwareTokenFolder,
  softwareTokenFolders,
  softwareTokenNumber,
} from '../../../shared/domain/software-tokens.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { type CertificateFiles, createCertificateFiles } from './certificate-files.ts';
import type { TokenFile } from './envelope.ts';
import { fileProblem } from './fault.ts';
import type { TokenFiles } from './token-files.ts';
import { createTokenStore, type OpenToken, type TokenPlace, type TokenStore } from './token-store.ts';

type Answer<T> = Promise<Result<T, TokenFault>>;

/** What one slot is in this process: its files, and its token's master key while somebody is signed in. */
export interface SoftwareSlot {
  readonly slotId: string;
  readonly store: TokenStore;
  readonly certificates: CertificateFiles;
  readonly workspaceId: string;
  signedIn: OpenToken | undefined;
}

/** A slot and what is in it: a token, nothing yet, or what cannot be read. */
export interface SeenSlot {
  readonly slot: SoftwareSlot;
  readonly token: Result<TokenFile | undefined, TokenFault>;
}

export interface SoftwareSlots {
  /** Removes leftovers of a crash everywhere. Refuses a folder that is a link. */
  prepare(): Answer<undefined>;
  /** Every slot with something in it by its number, and the lowest one without for the next token. */
  look(): Answer<readonly SeenSlot[]>;
  /** The slot of that name, shown or not. */
  at(slotId: string): SoftwareSlot | undefined;
  /** Ends the sign-in of one slot, or of all. */
  forget(slot?: SoftwareSlot): void;
}

/**
 * The slots of the software module. The first token lies in the module's folder itself, every further one in a folder
 * inside it that is named by its number, and the number is the slot: no token's slot depends on another token.
 */
export function createSoftwareSlots(files: TokenFiles, { folder, workspaceId }: TokenPlace): SoftwareSlots {
  const slots = new Map<number, SoftwareSlot>();

  function numbered(number: number): SoftwareSlot {
    const known = slots.get(number);
    if (known !== undefined) return known;
    const place = { folder: join(folder, softwareTokenFolder(number) ?? ''), workspaceId };
    const slot: SoftwareSlot = {
      slotId: softwareSlotId(number),
      store: createTokenStore(files, place),
      certificates: createCertificateFiles(files, place),
      workspaceId,
      signedIn: undefined,
    };
    slots.set(number, slot);
    return slot;
  }

  /** Numbers that may have a token: the first one, and those with a folder, or with anything of such a name. */
  async function numbers(): Answer<readonly number[]> {
    const names = await files.names(folder);
    if (!names.ok) return names;
    const further = softwareTokenFolders.flatMap((name, index) => (names.value.includes(name) ? [index + 2] : []));
    return ok([1, ...further]);
  }

  function forget(slot?: SoftwareSlot): void {
    for (const each of slot === undefined ? slots.values() : [slot]) {
      each.signedIn?.master.fill(0);
      each.signedIn = undefined;
    }
  }

  async function prepare(): Answer<undefined> {
    const there = await numbers();
    if (!there.ok) return there;
    // What is wrong with one of them is told of its slot and is not in the way of the others.
    for (const number of there.value) await numbered(number).store.prepare();
    return ok(undefined);
  }

  async function look(): Answer<readonly SeenSlot[]> {
    const there = await numbers();
    if (!there.ok) return there;
    const seen = new Map<number, SeenSlot>();
    const serials = new Set<string>();
    for (const number of there.value) {
      const slot = numbered(number);
      const read = await slot.store.readToken();
      if (read.ok && read.value === undefined) continue;
      // A copied folder: two slots with one serial would be one token to whoever asks for it.
      const isCopy = read.ok && serials.has(read.value?.serial ?? '');
      if (read.ok) serials.add(read.value?.serial ?? '');
      seen.set(number, { slot, token: isCopy ? fileProblem('DEVICE_ERROR', 'file-foreign') : read });
    }
    for (let number = 1; number <= MOST_SOFTWARE_TOKENS; number += 1) {
      if (seen.has(number)) continue;
      seen.set(number, { slot: numbered(number), token: ok(undefined) });
      break;
    }
    for (const slot of slots.values()) {
      const now = [...seen.values()].find((one) => one.slot === slot)?.token;
      // The folder may have been exchanged under us: the master key in hand is then another token's.
      const isSame = now?.ok === true && now.value?.serial === slot.signedIn?.serial;
      if (slot.signedIn !== undefined && !isSame) forget(slot);
    }
    return ok([...seen].sort(([a], [b]) => a - b).map(([, one]) => one));
  }

  return {
    prepare,
    look,
    at: (slotId) => {
      const number = softwareTokenNumber(slotId);
      return number === undefined ? undefined : numbered(number);
    },
    forget,
  };
}
