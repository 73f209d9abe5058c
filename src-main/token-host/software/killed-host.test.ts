import { testKilledHost } from './testing/killed-host.ts';

// A few rounds run always, so that the test itself cannot rot.
testKilledHost(3);
