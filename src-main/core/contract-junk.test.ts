import { testJunk } from './test-junk-for-tests.ts';

testJunk(60);
