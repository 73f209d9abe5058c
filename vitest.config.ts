import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Vitest leaves one processor free; the machines that test this have two, and each test waits for processes of its own.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'shared/**/*.test.ts',
            'src-main/**/*.test.ts',
            'scripts/**/*.test.ts',
            'e2e/platform/**/*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          setupFiles: ['scripts/lib/test/fast-check-seed.mjs'],
          pool: 'forks',
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['src-renderer/**/*.test.ts', 'src-renderer/**/*.test.tsx'],
          setupFiles: ['src-renderer/test-setup.ts', 'scripts/lib/test/fast-check-seed.mjs'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
