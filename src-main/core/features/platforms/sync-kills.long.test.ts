import { test } from 'vitest';
import { testSyncKills } from './sync-kills-for-tests.ts';

if (process.env['LONG'] === '1') testSyncKills(300, 5, 200);
else test.skip('not run: the long counts are for npm run test:long');
