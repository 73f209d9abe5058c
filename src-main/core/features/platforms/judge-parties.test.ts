import { describe, expect, it } from 'vitest';
import { judgeParties, type PartyClaims } from './judge-parties.ts';

const silent: PartyClaims = { certificate: [], platform: [], partner: [], objects: [], ownCertificate: [], own: [] };

describe('the parties of a connection', () => {
  it('are not judged where no two say anything', () => {
    expect(judgeParties(silent)).toBeUndefined();
    expect(judgeParties({ ...silent, certificate: ['DEGEF'] })).toBeUndefined();
  });

  it('fit where everybody names the same, in whatever case', () => {
    const fit = judgeParties({ ...silent, certificate: ['DEGEF', 'DEGE2'], platform: ['degef'], objects: ['DEGEF'] });
    expect(fit).toMatchObject({ verdict: 'pass', code: 'PARTIES_FIT' });
    expect(fit?.tellPartner).toBeUndefined();
  });

  it.each<[keyof PartyClaims, keyof PartyClaims, string]>([
    ['certificate', 'platform', "The server's certificate names DEGEF, the platform NLABC."],
    ['certificate', 'objects', "The server's certificate names DEGEF, its objects NLABC."],
    ['partner', 'certificate', "The partner's record names DEGEF, the server's certificate NLABC."],
    ['partner', 'platform', "The partner's record names DEGEF, the platform NLABC."],
    ['partner', 'objects', "The partner's record names DEGEF, its objects NLABC."],
    ['platform', 'objects', 'The platform names DEGEF, its objects NLABC.'],
    ['ownCertificate', 'own', 'Our certificate names DEGEF, this connection NLABC.'],
  ])('that differ between %s and %s are a warning that names both', (who, whom, message) => {
    const differ = judgeParties({ ...silent, [who]: ['DEGEF'], [whom]: ['NLABC'] });
    expect(differ).toMatchObject({ verdict: 'warn', code: 'PARTIES_DIFFER', message });
    expect(differ?.values).toEqual({ [who]: 'DEGEF', [whom]: 'NLABC' });
  });

  it('of a hub are named by a few, never all of a thousand', () => {
    const objects = Array.from({ length: 1000 }, (_unused, i) => `X${String(i).padStart(4, '0')}`);
    const differ = judgeParties({ ...silent, platform: ['DEGEF'], objects });
    expect(differ?.message).toMatch(/X0004 and 995 more\.$/);
    expect(String(differ?.values['objects']).length).toBeLessThanOrEqual(600);
  });
});
