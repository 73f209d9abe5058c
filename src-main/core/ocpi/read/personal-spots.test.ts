import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPersonal, personalSpots, replaceSpots } from './personal-spots.ts';

const session = JSON.stringify({
  id: 'S1',
  cdr_token: { uid: '04A2B3C4D5E680', type: 'RFID', contract_id: 'DE-GDF-C12345678-X' },
  evse_uid: '12',
  location: { evses: [{ uid: 'EVSE1', license_plate: 'J-AB 123' }], operator: { name: 'x', phone: '+49 1' } },
});

describe('personal data in the JSON of an object', () => {
  it('is found by where it stands, and EVSEs and companies are nobody', () => {
    expect(personalSpots('sessions', session).map(({ path, value }) => [path, value])).toEqual([
      ['cdr_token.uid', '04A2B3C4D5E680'],
      ['cdr_token.contract_id', 'DE-GDF-C12345678-X'],
      ['location.evses[0].license_plate', 'J-AB 123'],
    ]);
  });

  it('is masked in place, and everything else stays as it is', () => {
    const masked = replaceSpots(session, personalSpots('sessions', session), maskPersonal);
    expect(masked).not.toContain('04A2B3C4D5E680');
    expect(JSON.parse(masked)).toMatchObject({
      cdr_token: { uid: '••••••E680', type: 'RFID' },
      location: { evses: [{ uid: 'EVSE1' }], operator: { phone: '+49 1' } },
    });
  });

  it('of a driver token is its uid, too', () => {
    const token = '{"uid":"ABC123","type":"RFID","visual_number":"DF000-2001","issuer":"TheNewMotion"}';
    expect(personalSpots('tokens', token).map(({ path }) => path)).toEqual(['uid', 'visual_number']);
  });

  it('shows nothing of what is short', () => {
    expect(maskPersonal('12')).toBe('••••••');
    expect(maskPersonal('123456')).toBe('••••••56');
  });

  it('leaves JSON as valid as it was, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ minLength: 1 }), (value, uid) => {
        const text = JSON.stringify({ other: value, cdr_token: { uid } });
        const masked = replaceSpots(text, personalSpots('cdrs', text), () => '');
        expect(JSON.parse(masked)).toMatchObject({ cdr_token: { uid: '' } });
      }),
    );
  });

  it('in broken text does not throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void personalSpots('cdrs', text)));
  });
});
