import { describe, expect, it } from 'vitest';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { discover } from './discover.ts';
import type { Asked, AskFault, PlatformClient } from './platform-client.ts';
import { platformParties } from './platform-parties.ts';

const stop: Stop = { reason: undefined, onStop: () => undefined };
const base = 'https://them.example/ocpi';

/** A platform whose answers lie at their URLs. */
function platform(answers: Readonly<Record<string, object>>) {
  const asked: string[] = [];
  const client: PlatformClient = {
    get: (url): Promise<Result<Asked, AskFault>> => {
      asked.push(url);
      const found = answers[url];
      if (found === undefined) {
        return Promise.resolve(fail({ code: 'PLATFORM_ANSWER', data: { reason: 'NOT_FOUND', message: '' } }));
      }
      const body = Buffer.from(JSON.stringify(found));
      const elements = [{ start: 0, end: body.length }];
      // only what is read of an answer here
      return Promise.resolve(ok({ envelope: { page: { elements } }, answer: { body } } as unknown as Asked));
    },
    send: () => Promise.resolve(fail({ code: 'CANCELLED', data: {} })),
    encoding: () => undefined,
    useToken: () => undefined,
    identifies: () => 'by-token',
    useVersion: () => undefined,
    exchanges: [],
    close: () => undefined,
  };
  return { client, asked };
}

const served = {
  hub_party_id: 'NLHUB',
  parties: [
    {
      party_id: 'DEGEF',
      business_details: { name: 'Example CPO' },
      roles: [
        { module: 'locations', side: 'SENDER' },
        { module: 'tokens', side: 'RECEIVER' },
      ],
    },
  ],
};
const read = [
  { party: 'NLHUB', role: 'HUB', name: '' },
  { party: 'DEGEF', role: 'locations SENDER, tokens RECEIVER', name: 'Example CPO' },
];

function versions(version: string) {
  return {
    [`${base}/versions`]: { versions: [{ version, url: `${base}/versions/${version}` }] },
    [`${base}/versions/${version}`]: {
      version,
      endpoints: [
        { identifier: 'locations', role: 'SENDER', url: `${base}/locations` },
        { identifier: 'parties', role: 'SENDER', url: `${base}/parties` },
      ],
    },
  };
}

describe('the parties of a platform', () => {
  it('of 3.0 are read where it advertises them', async () => {
    const { client } = platform({ ...versions('3.0'), [`${base}/parties`]: served });
    expect(await discover(client, { versionsUrl: `${base}/versions` }, stop)).toMatchObject({
      version: '3.0',
      parties: read,
      fault: undefined,
    });
  });

  it('of 3.0 that cannot be read are no fault: its endpoints are known all the same', async () => {
    const found = await discover(platform(versions('3.0')).client, { versionsUrl: `${base}/versions` }, stop);
    expect(found).toMatchObject({ parties: [], fault: undefined });
    expect(found.endpoints).toHaveLength(2);
  });

  it('of 2.x are not asked for: they come with the credentials', async () => {
    const { client, asked } = platform({ ...versions('2.2.1'), [`${base}/parties`]: served });
    expect((await discover(client, { versionsUrl: `${base}/versions` }, stop)).parties).toEqual([]);
    expect(asked).not.toContain(`${base}/parties`);
  });

  it('are read without their wrapper too', () => {
    expect(platformParties(served.parties)).toEqual(read.slice(1));
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['nothing', {}],
    ['no list', { parties: 'DEGEF' }],
    ['no objects', { parties: [null, 7, 'DEGEF', []] }],
    ['no ids', { parties: [{ party_id: 5 }, { party_id: '' }, {}] }],
  ])('that are %s are none', (_what, raw) => {
    expect(platformParties([raw])).toEqual([]);
  });

  it('of a platform with more than anybody shows are cut', () => {
    const many = Array.from({ length: 5000 }, (_unused, i) => ({ party_id: `P${i}`, roles: 'x', business_details: 1 }));
    expect(platformParties([{ parties: many }])).toHaveLength(1000);
  });
});
