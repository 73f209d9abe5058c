import { describe, expect, it } from 'vitest';
import { totpValue } from './totp.ts';

const usual = {
  validitySeconds: 30,
  length: 12,
  alphabet: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  hash: 'sha256',
} as const;
const at = (ms: number) => totpValue('secure!Charging!', usual, new Date(ms));

describe('the one-time password of the OCPI 3.0 reference', () => {
  it.each([
    [1718611200000, 'QT1cCdKsIb9e', 'akF3c7qY2uiu', '1U70OgaBA48M'],
    [1716423785000, 'MdPU0jCm5tXz', 'CN63y502maVh', 'dI54vnA25m2h'],
  ])('at %i is as its vectors say, before, now and after', (now, previous, current, next) => {
    expect([at(now - 30_000), at(now), at(now + 30_000)]).toEqual([previous, current, next]);
  });

  it('bound to a channel is another one', () => {
    const bound = totpValue('secure!Charging!', usual, new Date(1718611200000), '00'.repeat(32));
    expect(bound).toHaveLength(12);
    expect(bound).not.toBe(at(1718611200000));
  });
});
