import { expect, test } from 'vitest';
import { childEnvironment } from './child-environment.ts';

const parent = {
  PATH: '/bin',
  HOME: '/home/a',
  LC_ALL: 'C.UTF-8',
  SOFTHSM2_CONF: '/s.conf',
  NODE_OPTIONS: '--require /evil.js',
  LD_PRELOAD: '/evil.so',
  OPENSC_DEBUG: '9',
  AWS_SECRET_ACCESS_KEY: 'x',
  ELECTRON_RUN_AS_NODE: '1',
  OCPI_CONSOLE_TEST_FAULT: 'hang',
  GONE: undefined,
};

test('a PKCS#11 host gets the settings of its libraries', () => {
  expect(childEnvironment('pkcs11', parent, true)).toEqual({
    PATH: '/bin',
    HOME: '/home/a',
    LC_ALL: 'C.UTF-8',
    SOFTHSM2_CONF: '/s.conf',
  });
});
test('core and the software token get none of them', () => {
  expect(childEnvironment('core', parent, true)).not.toHaveProperty('SOFTHSM2_CONF');
  expect(childEnvironment('software', parent, true)).not.toHaveProperty('SOFTHSM2_CONF');
});
test('a released build passes on no planted fault', () => {
  expect(childEnvironment('pkcs11', parent, true)).not.toHaveProperty('OCPI_CONSOLE_TEST_FAULT');
  expect(childEnvironment('pkcs11', parent, false)).toHaveProperty('OCPI_CONSOLE_TEST_FAULT', 'hang');
});
test('names are matched without case, as Windows writes them', () => {
  expect(childEnvironment('core', { Path: 'C:\\', SYSTEMROOT: 'C:\\Windows' }, true)).toEqual({
    Path: 'C:\\',
    SYSTEMROOT: 'C:\\Windows',
  });
});
