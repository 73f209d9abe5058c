/** A core of its own that reads a connection once, unless it is killed: `sync-once-for-tests.ts WORKSPACE CONNECTION`. */
import { fileURLToPath } from 'node:url';
import type { AppContract } from '../../../../shared/contract/app-contract.ts';
import { createClient } from '../../../../shared/contract/wire/client.ts';
import { wirePair } from '../../../../shared/contract/wire/frames.ts';
import { realHosts, value } from '../../core-for-tests.ts';
import { startCore } from '../../core.ts';

const [workspacePath = '', connectionId = ''] = process.argv.slice(2);
const core = value(
  await startCore({
    workspacePath,
    owner: {
      spawnHost: realHosts({}),
      openPinWindow: undefined,
      takeGrant: () => undefined,
      decodeWorker: fileURLToPath(new URL('../../workers/decode-worker.ts', import.meta.url)),
      platformWorker: fileURLToPath(new URL('../../platform-worker/platform-worker.ts', import.meta.url)),
      runtime: { version: '0.0.0', testRuntime: true },
    },
  }),
);
const [near, far] = wirePair();
core.serve(far, { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli' });
value(await createClient<AppContract>(near).platforms.sync({ connectionId, kind: 'auto' }));
await core.close();
