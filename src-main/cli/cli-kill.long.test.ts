import { test } from 'vitest';
import { testKills } from './test-kills-for-tests.ts';

if (process.env['LONG'] === '1') testKills(100);
else test.skip('not run: the long counts are for npm run test:long');
