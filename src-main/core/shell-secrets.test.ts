import { expect, test } from 'vitest';
import type { CoreToShell } from '../../shared/contract/owner.ts';
import { createShellSecrets } from './shell-secrets.ts';

function world() {
  const posted: CoreToShell[] = [];
  return { posted, secrets: createShellSecrets((message) => posted.push(message)) };
}
const bytes = new Uint8Array([1, 2, 3]);

test('each question gets the answer that names it, in any order', async () => {
  const { posted, secrets } = world();
  const wrapped = secrets.wrap(bytes);
  const offered = secrets.offered();
  expect(posted).toEqual([
    { kind: 'os-secrets', askId: 'os-1', wish: { kind: 'wrap', bytes } },
    { kind: 'os-secrets', askId: 'os-2', wish: { kind: 'offered' } },
  ]);
  secrets.answered({ kind: 'os-secrets-refused', askId: 'os-2' });
  secrets.answered({ kind: 'os-secrets-done', askId: 'os-1', bytes: new Uint8Array([9]) });
  expect(await offered).toBe(false);
  expect(await wrapped).toEqual(new Uint8Array([9]));
});

test('a refusal rejects what waits for bytes', async () => {
  const { secrets } = world();
  const unwrapped = secrets.unwrap(bytes);
  secrets.answered({ kind: 'os-secrets-refused', askId: 'os-1' });
  await expect(unwrapped).rejects.toThrow('refused');
});

test('an answer counts once, and one that nobody waits for does nothing', async () => {
  const { secrets } = world();
  secrets.answered({ kind: 'os-secrets-done', askId: 'os-1', bytes });
  const offered = secrets.offered();
  secrets.answered({ kind: 'os-secrets-done', askId: 'os-1', bytes });
  secrets.answered({ kind: 'os-secrets-refused', askId: 'os-1' });
  expect(await offered).toBe(true);
});
