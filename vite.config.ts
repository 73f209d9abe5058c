import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One CommonJS program for a Node-like process: sandboxed preloads must be CommonJS, so all of them are. */
function program(name: string, entry: string, natives: readonly string[] = []): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: [...natives], conditions: ['node'], mainFields: ['module', 'main'] },
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    build: {
      outDir: here(`out/${name}`),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: { [name]: here(entry) },
        external: ['electron', ...natives, ...builtinModules, /^node:/],
        output: {
          format: 'cjs',
          entryFileNames: UTILITIES.includes(name) ? '[name]-program.cjs' : '[name].cjs',
          chunkFileNames: '[name].cjs',
        },
      },
    },
  };
}

/**
 * Electron starts a utility process by `import()`, which walks a CommonJS file from end to end in search of its exports
 * before V8 reads it. What it walks is one line here; the program is the file beside it.
 */
function smallDoors(names: readonly string[]): Plugin {
  return {
    name: 'small-doors',
    applyToEnvironment: ({ name }) => names.includes(name),
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.isEntry) continue;
        const source = `require('./${chunk.name}-program.cjs');\n`;
        this.emitFile({ type: 'asset', fileName: `${chunk.name}.cjs`, source });
      }
    },
  };
}

/** The window's picture on Linux, where no package brings it to the window. */
function icon(): Plugin {
  return {
    name: 'icon',
    applyToEnvironment: ({ name }) => name === 'main',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'icon.png', source: readFileSync(here('assets/icon.png')) });
    },
  };
}

const UTILITIES = ['core', 'tokenHost', 'softwareHost'];

export default defineConfig({
  root: here('src-renderer'),
  plugins: [react(), smallDoors(UTILITIES), icon()],
  builder: {},
  environments: {
    client: {
      build: {
        outDir: here('out/renderer'),
        emptyOutDir: true,
        target: 'chrome130',
        assetsInlineLimit: 0,
        rolldownOptions: { input: { index: here('src-renderer/index.html'), pin: here('src-renderer/pin.html') } },
      },
    },
    main: program('main', 'src-main/shell/main.ts', ['better-sqlite3']),
    preload: program('preload', 'src-main/shell/preload/preload.ts'),
    pinPreload: program('pinPreload', 'src-main/shell/preload/pin-preload.ts'),
    core: program('core', 'src-main/core/entry.ts', ['better-sqlite3']),
    decodeWorker: program('decodeWorker', 'src-main/core/workers/decode-worker.ts'),
    platformWorker: program('platformWorker', 'src-main/core/platform-worker/platform-worker.ts', ['better-sqlite3']),
    tokenHost: program('tokenHost', 'src-main/token-host/pkcs11-entry.ts', ['pkcs11js']),
    softwareHost: program('softwareHost', 'src-main/token-host/software-entry.ts'),
    cli: program('cli', 'src-main/cli/main.ts', ['better-sqlite3']),
  },
});
