import { testKills } from './test-kills-for-tests.ts';

testKills(25);
