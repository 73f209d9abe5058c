import { test } from 'vitest';
import { testJunk } from './test-junk-for-tests.ts';

if (process.env['LONG'] === '1') testJunk(2000);
else test.skip('not run: the long counts are for npm run test:long');
