import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEMO_PLATFORM_URL, demoPlatformPorts } from '../../shared/domain/demo.ts';
import { base64, call } from './call-for-tests.ts';
import { readDemoArguments } from './demo-arguments.ts';
import { startDemoPlatform } from './demo-platform.ts';

describe('the arguments of the demo platform', () => {
  it('are read, and have usual values', () => {
    expect(readDemoArguments([])).toMatchObject({
      value: { port: demoPlatformPorts.token, size: 500, misbehaviour: [] },
    });
    const args = ['--port', '9000', '--size', '7', '--misbehave', 'html-500', '--misbehave', 'rate-limit'];
    expect(readDemoArguments(args)).toMatchObject({
      value: { port: 9000, size: 7, misbehaviour: ['html-500', 'rate-limit'] },
    });
  });

  it.each([
    [['--port', '80'], 'between 1024'],
    [['--size', 'x'], 'between 1 and'],
    [['--misbehave', 'nicely'], 'one of token-raw-only'],
    [['--misbehave'], 'needs a value'],
    [['--help', 'me'], 'is not known'],
  ])('%j are refused with a sentence', (args, sentence) => {
    expect(readDemoArguments(args)).toMatchObject({
      ok: false,
      error: { data: { sentence: expect.stringContaining(sentence) as string } },
    });
  });
});

it('the demo platform answers at what it prints, and leaves no file behind', async () => {
  const demo = await startDemoPlatform({ port: 18_411, size: 30, misbehaviour: [], clientAuthorities: [] });
  const said = demo.lines.join('\n');
  const [, tokenUrl = ''] = /with a token: +(\S+)/.exec(said) ?? [];
  const [, token = ''] = /^token: +(\S+)/m.exec(said) ?? [];
  const [, tlsUrl = ''] = /over TLS: +(\S+)/.exec(said) ?? [];
  const [, caFile = ''] = /CA file: +(\S+)/.exec(said) ?? [];
  const [, openUrl = ''] = /open data: +(\S+)/.exec(said) ?? [];
  try {
    expect((await call(tokenUrl, { token: base64(token) })).status).toBe(200);
    expect((await call(tokenUrl)).status).toBe(401);
    const ca = readFileSync(caFile, 'utf8');
    expect((await call(tlsUrl, { token: base64(token), tls: { ca } })).status).toBe(200);
    expect((await call(openUrl)).status).toBe(200);
    const { headers } = await call(openUrl.replace('/versions', '/2.2.1/cdrs?limit=1'));
    expect(headers['x-total-count']).toBe('30');
  } finally {
    await demo.close();
  }
  expect(existsSync(caFile)).toBe(false);
  expect(DEMO_PLATFORM_URL).toBe(openUrl.replace('18413', String(demoPlatformPorts.open)));
});
