import { z } from 'zod';
import { Bytes, IdText, IsoDate, Nothing, Pkcs11Uri, Sha256Hex, ShortText } from './common.ts';
import { AlgorithmOffer, MechanismView, SlotView } from './key-facts.ts';
import { Place, placeErrors } from './place.ts';
import { PromptItem } from './prompt-item.ts';
import { TokenFaultData, tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

export const HostState = z.strictObject({
  state: z.enum(['stopped', 'starting', 'running', 'restarting', 'failed']),
  pid: z.int().optional(),
  restarts: z.int().nonnegative(),
  /** Why it last ended, as a fault code. */
  lastFault: z.strictObject({ code: z.string().max(40), data: TokenFaultData, at: IsoDate }).optional(),
  answeredInMs: z.number().nonnegative().optional(),
});

/** `software` is the module id of the software token, which is part of the product and always there. */
export const ModuleView = z.strictObject({
  moduleId: IdText,
  name: ShortText,
  profile: z.string().max(40),
  path: z.string().max(4096),
  sha256: Sha256Hex.optional(),
  confirmedAt: IsoDate.optional(),
  trust: z.enum(['built-in', 'confirmed', 'changed', 'writable-by-others', 'missing']),
  library: z
    .strictObject({
      manufacturer: ShortText,
      description: ShortText,
      version: z.string().max(20),
      cryptoki: z.string().max(20),
    })
    .optional(),
  /** What the profile of a known module says that it cannot do. */
  limits: z.array(z.enum(['fixed-slots', 'no-key-generation', 'no-attribute-change', 'no-token-init'])),
  host: HostState,
});
export type ModuleView = z.infer<typeof ModuleView>;

export const FoundLibrary = z.strictObject({
  path: z.string().max(4096),
  profile: z.string().max(40),
  name: ShortText,
  sha256: Sha256Hex.optional(),
  state: z.enum(['new', 'added', 'changed', 'writable-by-others', 'unreadable']),
});
export type FoundLibrary = z.infer<typeof FoundLibrary>;

export const SlotRow = SlotView.extend({ moduleId: IdText, moduleName: ShortText });
export type SlotRow = z.infer<typeof SlotRow>;

const moduleErrors = {
  MODULE_NOT_FOUND: Nothing,
  MODULE_FILE_CHANGED: z.strictObject({ expected: Sha256Hex, actual: Sha256Hex }),
  MODULE_FILE_WRITABLE: Nothing,
  MODULE_FILE_UNREADABLE: Nothing,
} as const;
const tokenRefErrors = { ...tokenErrors, TOKEN_NOT_FOUND: Nothing, TOKEN_LABEL_TAKEN: Nothing } as const;
const TokenRef = z.strictObject({ tokenUri: Pkcs11Uri });

export const tokensContract = {
  tokens: {
    discover: {
      about: 'Known PKCS#11 libraries on this computer; nothing is loaded.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ found: z.array(FoundLibrary) }),
    },
    modules: {
      about: 'The modules of this workspace and how their hosts are.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ modules: z.array(ModuleView) }),
    },
    addModule: {
      about:
        'Confirms a library by path and SHA-256 and loads it in a token host of its own; confirms a changed one again.',
      // An operator's card is read through a library: before it is confirmed nobody can sign in.
      role: 'viewer',
      input: z.strictObject({
        place: Place,
        /** What the operator read; compared with the file again. Absent for a first look: the answer is then the fault with the hash. */
        sha256: Sha256Hex,
        parameters: z.string().max(1000).optional(),
      }),
      output: z.strictObject({ module: ModuleView }),
      errors: { ...moduleErrors, ...tokenErrors, ...placeErrors },
      deadlineMs: 60_000,
    },
    inspectLibrary: {
      about: 'SHA-256 and state of a library that is not among the known ones.',
      role: 'viewer',
      input: z.strictObject({ place: Place }),
      output: z.strictObject({ library: FoundLibrary }),
      errors: { ...moduleErrors, ...placeErrors },
    },
    removeModule: {
      about: 'Forgets a module; its tokens and keys stay where they are.',
      role: 'operator',
      input: z.strictObject({ moduleId: IdText }),
      output: Nothing,
      errors: moduleErrors,
    },
    restartHost: {
      about: 'Ends and starts the token host of a module; every login of it ends.',
      role: 'operator',
      input: z.strictObject({ moduleId: IdText }),
      output: Nothing,
      errors: { ...moduleErrors, ...tokenErrors },
    },
    list: {
      about: 'All slots of all modules, or of one, with their tokens.',
      role: 'viewer',
      input: z.strictObject({ moduleId: IdText.optional() }),
      output: z.strictObject({ slots: z.array(SlotRow), lookedAt: IsoDate }),
    },
    mechanisms: {
      about: 'What a token offers.',
      role: 'viewer',
      input: TokenRef,
      output: z.strictObject({ mechanisms: z.array(MechanismView), algorithms: z.array(AlgorithmOffer) }),
      errors: tokenRefErrors,
    },
    init: {
      about: 'Initialises a token: everything on it is destroyed. The label typed again confirms it.',
      role: 'operator',
      input: z.strictObject({
        moduleId: IdText,
        slotId: z.string().max(40),
        label: z.string().min(1).max(32),
        confirm: z.string().max(64),
      }),
      item: PromptItem,
      output: z.strictObject({ tokenUri: Pkcs11Uri }),
      errors: { ...tokenRefErrors, ...moduleErrors, CONFIRMATION_WRONG: Nothing },
      deadlineMs: 'none',
    },
    signIn: {
      about: 'Signs in to a token; asks for its PIN.',
      role: 'viewer',
      input: z.strictObject({ tokenUri: Pkcs11Uri, reason: ShortText.optional() }),
      item: PromptItem,
      output: Nothing,
      errors: tokenRefErrors,
      deadlineMs: 'none',
    },
    signOut: {
      about: 'Signs out of a token.',
      role: 'viewer',
      input: TokenRef,
      output: Nothing,
      errors: tokenRefErrors,
    },
    signOutAll: {
      about: 'Signs out of every token.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ tokens: z.int() }),
    },
    changePin: {
      about: 'Changes the user PIN.',
      role: 'viewer',
      input: TokenRef,
      item: PromptItem,
      output: Nothing,
      errors: tokenRefErrors,
      deadlineMs: 'none',
    },
    setPin: {
      about: 'Sets the first user PIN, or unblocks it, with the SO PIN or PUK.',
      role: 'operator',
      input: z.strictObject({ tokenUri: Pkcs11Uri, unblock: z.boolean() }),
      item: PromptItem,
      output: Nothing,
      errors: tokenRefErrors,
      deadlineMs: 'none',
    },
    answerPrompt: {
      about: 'Passes sealed secrets on to the token host that asked for them.',
      role: 'viewer',
      input: z.strictObject({ promptId: z.string().max(64), sealed: Bytes }),
      output: Nothing,
      errors: tokenErrors,
      deadlineMs: 130_000,
    },
    cancelPrompt: {
      about: 'Gives a prompt up.',
      role: 'viewer',
      input: z.strictObject({ promptId: z.string().max(64) }),
      output: Nothing,
      errors: tokenErrors,
    },
  },
} as const satisfies ContractTree;
