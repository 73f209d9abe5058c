import type { CoreToShell, OsSecretsWish, ShellToCore } from '../../shared/contract/owner.ts';
import type { OsSecrets } from './owner.ts';

type Answer = Extract<ShellToCore, { kind: 'os-secrets-done' | 'os-secrets-refused' }>;

/** The operating system's store for secrets, asked through the shell that owns this process. */
export interface ShellSecrets extends OsSecrets {
  /** Hands in what the shell said; an answer that nobody waits for is dropped. */
  answered(answer: Answer): void;
}

/** @param post to the shell. It asks the system one thing at a time and answers each, so there is no deadline here. */
export function createShellSecrets(post: (message: CoreToShell) => void): ShellSecrets {
  const waiting = new Map<string, (answer: Answer) => void>();
  let asked = 0;

  function ask(wish: OsSecretsWish): Promise<Answer> {
    return new Promise((resolve) => {
      asked += 1;
      const askId = `os-${asked}`;
      waiting.set(askId, resolve);
      post({ kind: 'os-secrets', askId, wish });
    });
  }

  async function bytesOf(wish: OsSecretsWish): Promise<Uint8Array> {
    const answer = await ask(wish);
    if (answer.kind === 'os-secrets-done') return answer.bytes;
    throw new Error('the operating system refused');
  }

  return {
    offered: async () => (await ask({ kind: 'offered' })).kind === 'os-secrets-done',
    wrap: (bytes) => bytesOf({ kind: 'wrap', bytes }),
    unwrap: (bytes) => bytesOf({ kind: 'unwrap', bytes }),
    answered: (answer) => {
      const settle = waiting.get(answer.askId);
      waiting.delete(answer.askId);
      settle?.(answer);
    },
  };
}
