import { test } from 'vitest';
import { testClientKills } from './client-kills-for-tests.ts';

if (process.env['LONG'] === '1') testClientKills(20, 5);
else test.skip('not run: the long counts are for npm run test:long');
