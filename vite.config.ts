import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';

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
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
      },
    },
  };
}

export default defineConfig({
  root: here('src-renderer'),
  plugins: [react()],
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
    tokenHost: program('tokenHost', 'src-main/token-host/pkcs11-entry.ts', ['pkcs11js']),
    softwareHost: program('softwareHost', 'src-main/token-host/software-entry.ts'),
    cli: program('cli', 'src-main/cli/main.ts', ['better-sqlite3']),
  },
});
