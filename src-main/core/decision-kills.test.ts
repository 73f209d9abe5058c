import { testDecisionKills } from './decision-kills-for-tests.ts';

testDecisionKills(4);
