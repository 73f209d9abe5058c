import { test } from 'vitest';
import { testDecisionKills } from './decision-kills-for-tests.ts';

if (process.env['LONG'] === '1') testDecisionKills(500);
else test.skip('not run: the long counts are for npm run test:long');
