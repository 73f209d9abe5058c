import { fileURLToPath } from 'node:url';
import { forkHosts } from '../../src-main/common/fork-hosts.ts';
import { startCore } from '../../src-main/core/core.ts';
import { type Stalls, watchLoop } from './stalls.ts';

/**
 * A core in a process of its own, forked by `core-child.ts`. Its callers come through its door, as the command line does.
 */
export type CoreOrder =
  { readonly kind: 'start'; readonly workspacePath: string } | { readonly kind: 'watch' | 'stalls' };

const entry = (name: string): string => fileURLToPath(new URL(`../../src-main/token-host/${name}`, import.meta.url));
let endWatch: (() => Stalls) | undefined;

process.on('message', (order: CoreOrder) => void answer(order));
process.on('disconnect', () => process.exit(0));

async function answer(order: CoreOrder): Promise<void> {
  if (order.kind === 'start') {
    const started = await startCore({
      workspacePath: order.workspacePath,
      owner: {
        spawnHost: forkHosts({ pkcs11: entry('pkcs11-entry.ts'), software: entry('software-entry.ts') }, process.env),
        openPinWindow: undefined,
        takeGrant: () => undefined,
        decodeWorker: fileURLToPath(new URL('../../src-main/core/workers/decode-worker.ts', import.meta.url)),
        runtime: { version: '0', testRuntime: true },
      },
    });
    process.send?.(started.ok ? 'up' : started.error.code);
  } else if (order.kind === 'watch') {
    endWatch = watchLoop();
    process.send?.('watching');
  } else process.send?.(endWatch?.());
}
