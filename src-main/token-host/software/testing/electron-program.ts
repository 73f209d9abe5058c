import fs from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type HostProgram, softwareEntry } from './software-host.ts';

/** The Electron that the project's scripts unpacked or were given; tests download none. */
export const electron = await findElectron();

/** The software host, bundled as in the product, inside Electron as Node: its crypto and TLS are BoringSSL's. */
export async function bundledForElectron(execPath: string, outDir: string): Promise<HostProgram> {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
    ssr: { noExternal: true },
    build: {
      ssr: softwareEntry,
      outDir,
      target: 'node20',
      rolldownOptions: { external: /^node:/, output: { format: 'cjs', entryFileNames: 'software.cjs' } },
    },
  });
  return { entry: join(outDir, 'software.cjs'), execPath, env: { ELECTRON_RUN_AS_NODE: '1' } };
}

async function findElectron(): Promise<string | undefined> {
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'electron-registry-runtime');
  const cached = (await fs.readdir(cache).catch(() => [])).map((entry) => join(cache, entry, 'dist'));
  const official = fileURLToPath(new URL('../../../../node_modules/electron/dist', import.meta.url));
  for (const folder of [...(given === undefined ? [] : [given]), official, ...cached]) {
    const found = await fs.access(join(folder, 'electron'), fs.constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return join(folder, 'electron');
  }
  return undefined;
}
