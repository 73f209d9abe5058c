import fc from 'fast-check';
import { isIPv4, isIPv6, SocketAddress } from 'node:net';
import { expect, test } from 'vitest';
import { formatIp, parseIp, parseIpv4, parseIpv6 } from './ip-address.ts';

test('an IPv4 address is read exactly when Node reads it, and printed as it was', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.stringMatching(/^[0-9]{1,4}(\.[0-9]{0,4}){2,4}$/)), (text) => {
      const bytes = parseIpv4(text);
      expect(bytes !== undefined).toBe(isIPv4(text));
      if (bytes) expect(formatIp(bytes)).toBe(text);
    }),
  );
});

test('an IPv6 address is read exactly when Node reads it, and printed as the system prints it', () => {
  const pieces = fc
    .array(fc.constantFrom('0', 'f', '1:', ':', '::', 'abcd', '00', '1.2.3.4', '.'), { maxLength: 10 })
    .map((list) => list.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.ipV6(), pieces), (text) => {
      const bytes = parseIpv6(text);
      expect(bytes !== undefined).toBe(isIPv6(text));
      if (!bytes) return;
      const printed = formatIp(bytes) ?? '';
      expect(parseIpv6(printed)).toEqual(bytes);
      // The system prints mapped and compatible addresses with an IPv4 tail, which names in certificates never need.
      const system = new SocketAddress({ family: 'ipv6', address: text }).address;
      if (!system.includes('.')) expect(printed).toBe(system);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  '',
  '1.2.3',
  '1.2.3.4.5',
  '256.1.1.1',
  '01.2.3.4',
  '1.2.3.4 ',
  ':',
  ':::',
  '1::2::3',
  'fe80::1%eth0',
  '[::1]',
  '12345::',
  '::g',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7::8:9',
  '::1.2.3.4:5',
])('%j is no address', (text) => {
  expect(parseIp(text)).toBeUndefined();
});

test.each([
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['0:0:0:0:0:0:0:0', '::'],
])('%s is printed as %s', (text, usual) => {
  expect(formatIp(parseIp(text)!)).toBe(usual);
});

test('other lengths are no address', () => {
  expect(formatIp(new Uint8Array(5))).toBeUndefined();
});
