import { z } from 'zod';
import { PromptView } from './prompt.ts';

/**
 * On the way of a call that needs a secret. For a caller with no PIN window (the command line) the prompt comes as an item;
 * it seals the secrets to `sealKey` and passes them on with `tokens.answerPrompt`. For the window it only says that the
 * PIN window is open. `wrong` tells of a try that the token refused.
 */
export const PromptItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prompt'), prompt: PromptView }),
  z.strictObject({ kind: z.literal('pin-window-open') }),
  z.strictObject({ kind: z.literal('wrong'), code: z.string().max(40) }),
  z.strictObject({
    kind: z.literal('progress'),
    step: z.string().max(60),
    done: z.int().nonnegative(),
    total: z.int().nonnegative(),
  }),
]);
export type PromptItem = z.infer<typeof PromptItem>;
