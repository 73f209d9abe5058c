import { testClientKills } from './client-kills-for-tests.ts';

testClientKills(5, 20_261_123);
