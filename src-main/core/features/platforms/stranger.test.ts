import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MisbehaviourName } from '../../../../e2e/platform/misbehaviour/catalogue.ts';
import { value } from '../../core-for-tests.ts';
import { type PlatformWorld, platformWorld } from './demo-platform-for-tests.ts';

let w: PlatformWorld;
beforeAll(async () => {
  w = await platformWorld();
});
afterAll(() => w[Symbol.asyncDispose]());
afterEach(() => w.closeAll());

/** Steps of the stranger check by their names. */
async function strangerOf(...names: readonly MisbehaviourName[]) {
  const platform = await w.start({ misbehaviour: names });
  const connectionId = await w.connect(platform, {}, platform.token);
  const { steps } = value(await w.world.client.platforms.stranger({ connectionId }));
  return new Map(steps.map((step) => [step.step, step]));
}

describe('somebody without token and certificate', () => {
  it('is refused by a platform that looks at tokens, and so is a wrong token', async () => {
    const steps = await strangerOf();
    expect(steps.get('versions')).toMatchObject({ verdict: 'pass', code: 'STRANGER_REFUSED' });
    expect(steps.get('wrong-token')).toMatchObject({ verdict: 'pass', code: 'WRONG_TOKEN_REFUSED' });
  });

  it('who sends a wrong token and silently becomes a stranger is recognised', async () => {
    const steps = await strangerOf('silent-stranger');
    expect(steps.get('wrong-token')).toMatchObject({ verdict: 'warn', code: 'WRONG_TOKEN_IS_STRANGER' });
    expect(steps.get('wrong-token')?.tellPartner).toMatch(/401/);
  });

  it('reads everything of a platform without authentication, and drivers are told apart from open data', async () => {
    const steps = await strangerOf('no-authentication');
    expect(steps.get('module:tariffs')).toMatchObject({ verdict: 'warn', code: 'STRANGER_SEES_OPEN_DATA' });
    expect(steps.get('module:tariffs')?.message).toContain('No licence is stated.');
    const cdrs = steps.get('module:cdrs');
    expect(cdrs).toMatchObject({ verdict: 'fail', code: 'STRANGER_SEES_PERSONAL_DATA' });
    expect(cdrs?.values['personal']).toBeGreaterThan(0);
    expect(cdrs?.tellPartner).toMatch(/name a driver/);
  });

  it('who reads places that are not to be published is told of them', async () => {
    const steps = await strangerOf('no-authentication', 'unpublished');
    const locations = steps.get('module:locations');
    expect(locations).toMatchObject({ verdict: 'fail', code: 'STRANGER_SEES_UNPUBLISHED' });
    expect(locations?.tellPartner).toMatch(/publish: false/);
  });
});

describe('the diagnosis', () => {
  it('marks what is asked at an address that was given by hand', async () => {
    const platform = await w.start({});
    const versions = new URL(platform.url);
    const overrides = [{ module: 'tariffs' as const, url: new URL('/somewhere/tariffs', versions).href }];
    const connectionId = await w.connect(platform, { overrides }, platform.token);
    const steps = await w.diagnose(connectionId);
    expect(steps.find(({ step }) => step === 'details')).toMatchObject({ verdict: 'warn', code: 'ENDPOINTS_BY_HAND' });
    expect(steps.find(({ step }) => step === 'module:tariffs')).toMatchObject({ verdict: 'fail' });
  });

  it('has something to tell the partner for whatever fails there', async () => {
    for (const name of [
      'html-500',
      'json-cut',
      'status-404-without-body',
      'truncated-body',
      'redirect-elsewhere',
    ] as const) {
      const platform = await w.start({ misbehaviour: [name] });
      const connectionId = await w.connect(platform, {}, platform.token);
      const failed = (await w.diagnose(connectionId)).filter(({ verdict }) => verdict === 'fail');
      expect(failed.length).toBeGreaterThan(0);
      for (const step of failed) expect(step.tellPartner ?? `${name} ${step.code}`).toMatch(/^(?:Your|There|None)/);
    }
  });
});
