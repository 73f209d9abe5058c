import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatNamePattern, matchesNamePattern, parseNamePattern } from './name-pattern.ts';
import { parseSubjectAltName } from './san.ts';

function allows(patternText: string, nameText: string): boolean {
  const pattern = parseNamePattern(patternText);
  if (!pattern.ok) throw new Error(`${patternText}: ${pattern.error.code}`);
  const colon = nameText.indexOf(':');
  const kind = nameText.slice(0, colon) as 'dns'; // any kind: the test writes it
  return matchesNamePattern(pattern.value, { kind, value: nameText.slice(colon + 1) });
}

test.each([
  ['dns:cpo.example.org', 'dns:cpo.example.org'],
  ['dns:CPO.example.org', 'dns:cpo.Example.ORG'],
  ['dns:*.example.org', 'dns:cpo.example.org'],
  ['dns:*.example.org', 'dns:*.example.org'],
  ['dns:**.example.org', 'dns:cpo.example.org'],
  ['dns:**.example.org', 'dns:a.b.example.org'],
  ['dns:**.example.org', 'dns:*.b.example.org'],
  ['ip:192.0.2.7', 'ip:192.0.2.7'],
  ['ip:192.0.2.0/24', 'ip:192.0.2.255'],
  ['ip:192.0.2.128/25', 'ip:192.0.2.129'],
  ['ip:2001:db8::/32', 'ip:2001:DB8:ffff::1'],
  ['uri:https://cpo.example.org', 'uri:https://cpo.example.org'],
  ['uri:https://cpo.example.org', 'uri:https://cpo.example.org/ocpi/versions?x=1'],
  ['uri:https://CPO.example.org/ocpi', 'uri:https://cpo.example.org/ocpi'],
  ['uri:https://cpo.example.org/ocpi', 'uri:https://cpo.example.org/ocpi/2.2'],
  ['uri:https://cpo.example.org/ocpi/', 'uri:https://cpo.example.org/ocpi/2.2#a'],
  ['uri:https://[2001:db8::1]:8443/', 'uri:https://[2001:db8::1]:8443/x'],
  ['uri:urn:acme:device', 'uri:urn:acme:device:1234'],
  ['mail:example.org', 'mail:Ops@EXAMPLE.org'],
  ['mail:ops@example.org', 'mail:ops@Example.org'],
])('%s allows %s', (pattern, name) => {
  expect(allows(pattern, name)).toBe(true);
});

test.each([
  ['dns:cpo.example.org', 'dns:x.cpo.example.org'],
  ['dns:cpo.example.org', 'dns:cpo.example.org.evil.example'],
  ['dns:*.example.org', 'dns:example.org'],
  ['dns:*.example.org', 'dns:a.b.example.org'],
  ['dns:*.example.org', 'dns:*.b.example.org'],
  ['dns:*.example.org', 'dns:evilexample.org'],
  ['dns:**.example.org', 'dns:example.org'],
  ['dns:**.example.org', 'dns:evilexample.org'],
  ['dns:**.example.org', 'dns:.example.org'],
  ['dns:**.example.org', 'dns:a..example.org'],
  ['dns:cpo.example.org', 'dns:*.example.org'],
  ['dns:cpo.example.org', 'uri:https://cpo.example.org'],
  ['dns:**.example.org', 'dns:\u0430.example.org'],
  ['ip:192.0.2.0/24', 'ip:192.0.3.0'],
  ['ip:192.0.2.7', 'ip:192.0.2.8'],
  ['ip:192.0.2.0/24', 'ip:::ffff:192.0.2.1'],
  ['uri:https://cpo.example.org', 'uri:https://cpo.example.org.evil.example/'],
  ['uri:https://cpo.example.org', 'uri:https://cpo.example.org@evil.example/'],
  ['uri:https://cpo.example.org', 'uri:https://user@cpo.example.org/'],
  ['uri:https://cpo.example.org', 'uri:http://cpo.example.org/'],
  ['uri:https://cpo.example.org', 'uri:https://cpo.example.org:8443/'],
  ['uri:https://cpo.example.org/ocpi', 'uri:https://cpo.example.org/ocpi-test'],
  ['uri:https://cpo.example.org/ocpi/', 'uri:https://cpo.example.org/ocpi'],
  ['uri:https://cpo.example.org/ocpi/', 'uri:https://cpo.example.org/ocpi/../admin'],
  ['uri:https://cpo.example.org/ocpi/', 'uri:https://cpo.example.org/ocpi/%2E%2e/admin'],
  ['uri:urn:acme:device', 'uri:urn:acme:devices:1'],
  ['mail:example.org', 'mail:ops@mail.example.org'],
  ['mail:example.org', 'mail:ops@example.org@evil.example'],
  ['mail:ops@example.org', 'mail:OPS@example.org'],
  ['mail:ops@example.org', 'mail:root@example.org'],
])('%s does not allow %s', (pattern, name) => {
  expect(allows(pattern, name)).toBe(false);
});

test.each([
  ['cpo.example.org', 'NAME_PATTERN_KIND'],
  ['dn:CN=x', 'NAME_PATTERN_KIND'],
  ['dns:', 'NAME_PATTERN_FORM'],
  ['dns:a.*.example.org', 'NAME_PATTERN_FORM'],
  ['dns:a*.example.org', 'NAME_PATTERN_FORM'],
  ['dns:***.example.org', 'NAME_PATTERN_FORM'],
  ['dns:*.*.example.org', 'NAME_PATTERN_FORM'],
  ['dns:*.org', 'NAME_PATTERN_TOO_WIDE'],
  ['dns:**.org', 'NAME_PATTERN_TOO_WIDE'],
  ['dns:**', 'NAME_PATTERN_FORM'],
  ['ip:example.org', 'NAME_PATTERN_FORM'],
  ['ip:192.0.2.0/33', 'NAME_PATTERN_FORM'],
  ['ip:192.0.2.0/024', 'NAME_PATTERN_FORM'],
  ['ip:192.0.2.0/24/1', 'NAME_PATTERN_FORM'],
  ['ip:0.0.0.0/0', 'NAME_PATTERN_TOO_WIDE'],
  ['ip:192.0.2.7/24', 'NAME_PATTERN_HOST_BITS'],
  ['uri:javascript:alert(1)', 'NAME_PATTERN_FORM'],
  ['uri:https://user@example.org/', 'NAME_PATTERN_FORM'],
  ['uri:https://example.org/?a', 'NAME_PATTERN_FORM'],
  ['uri:https://example.org/../x', 'NAME_PATTERN_FORM'],
  ['uri:urn:', 'NAME_PATTERN_FORM'],
  ['mail:', 'NAME_PATTERN_FORM'],
  ['mail:a b@example.org', 'NAME_PATTERN_FORM'],
])('%s is refused: %s', (text, code) => {
  const read = parseNamePattern(text);
  expect(read.ok ? 'read' : read.error.code).toBe(code);
});

test('a network whose address does not fit its length is told with the one that does', () => {
  expect(parseNamePattern('ip:192.0.2.7/24')).toMatchObject({ error: { suggestion: 'ip:192.0.2.0/24' } });
  expect(parseNamePattern('ip:2001:db8::1/33')).toMatchObject({ error: { suggestion: 'ip:2001:db8::/33' } });
});

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9]{0,6}[a-z])?$/).filter((text) => !/^\d+$/.test(text));
const host = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
const anyPattern = fc.oneof(
  fc.tuple(fc.constantFrom('', '*.', '**.'), host).map(([stars, name]) => `dns:${stars}${name}`),
  fc.tuple(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.integer({ min: 1, max: 32 })).map(([bytes, bits]) => {
    const read = parseNamePattern(`ip:${bytes.join('.')}/${bits}`);
    return read.ok ? formatNamePattern(read.value) : (read.error.suggestion ?? '');
  }),
  fc.tuple(host, fc.array(label)).map(([name, path]) => `uri:https://${name}/${path.join('/')}`),
  fc.tuple(fc.constantFrom('', 'ops@'), host).map(([local, name]) => `mail:${local}${name}`),
);

test('the usual spelling of a pattern is read as the same pattern', () => {
  fc.assert(
    fc.property(anyPattern, (text) => {
      const read = parseNamePattern(text);
      expect(read.ok && formatNamePattern(read.value)).toBe(text);
    }),
    { numRuns: 100 },
  );
});

test('a pattern without a star, a length or a bare domain allows the name it is written like', () => {
  fc.assert(
    fc.property(host, (name) => {
      expect(allows(`dns:${name}`, `dns:${name}`)).toBe(true);
      expect(allows(`dns:**.${name}`, `dns:x.${name}`)).toBe(true);
      expect(allows(`dns:**.${name}`, `dns:x${name}`)).toBe(false);
      expect(allows(`uri:https://${name}/`, `uri:https://${name}.evil.example/`)).toBe(false);
      expect(allows(`mail:${name}`, `mail:ops@x.${name}`)).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test('any text is read or refused, and what is read never allows what is no name', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), anyPattern), fc.string(), (text, name) => {
      const read = parseNamePattern(text);
      if (!read.ok) return;
      for (const kind of ['dns', 'ip', 'uri', 'mail'] as const) {
        const allowed = matchesNamePattern(read.value, { kind, value: name });
        if (allowed) expect(parseSubjectAltName(`${kind}:${name}`).ok).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
