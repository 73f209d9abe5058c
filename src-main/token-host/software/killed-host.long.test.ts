import { test } from 'vitest';
import { testKilledHost } from './testing/killed-host.ts';

if (process.env['LONG'] === '1') testKilledHost(100);
else test.skip('not run: the long counts are for npm run test:long');
