import { testSyncKills } from './sync-kills-for-tests.ts';

testSyncKills(8, 20_261_123, 5);
