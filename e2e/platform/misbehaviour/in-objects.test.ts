import { afterEach, describe, expect, it } from 'vitest';
import type { OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import type { Json } from '../json.ts';
import type { PlatformOptions } from '../platform-options.ts';
import { type Platform, startPlatform } from '../start-platform.ts';
import { base64, call, type Called } from '../call-for-tests.ts';
import type { MisbehaviourName } from './catalogue.ts';

const started: Platform[] = [];
afterEach(async () => {
  for (const platform of started.splice(0)) await platform.close();
});

async function start(name: MisbehaviourName, options: PlatformOptions = {}): Promise<Platform> {
  const platform = await startPlatform({ misbehaviour: [name], ...options });
  started.push(platform);
  return platform;
}

const at = ({ url }: Platform, path: string): string => url.replace('/versions', path);
const ask = (platform: Platform, path: string, more: Readonly<Record<string, string>> = {}): Promise<Called> =>
  call(at(platform, path), {
    token: path.startsWith('/2.1.1') ? platform.token : base64(platform.token),
    headers: more,
  });

/** What an object looks like in a list, as text; with the second answer where it is another. */
const inObjects: Readonly<Partial<Record<MisbehaviourName, readonly [module: string, RegExp, version?: OcpiVersion]>>> =
  {
    'time-without-zone': ['cdrs', /"last_updated":"[^"Z]*\d"/],
    'time-with-offset': ['cdrs', /"last_updated":"[^"]*\+00:00"/],
    'time-with-microseconds': ['cdrs', /"last_updated":"[^"Z]*\.123456"/],
    'time-with-space': ['cdrs', /"last_updated":"\d{4}-\d\d-\d\d \d/],
    'time-of-year-one': ['cdrs', /"last_updated":"0001-01-01T00:00:00"/],
    'time-as-epoch': ['cdrs', /"last_updated":\d{10}\D/],
    'last-updated-missing': ['tariffs', /^(?!.*last_updated)/],
    'names-of-other-version': ['sessions', /"start_datetime"/],
    'connector-names-of-other-version': ['locations', /"voltage":\d+,"amperage"/],
    'camel-case': ['tariffs', /"lastUpdated"/],
    'more-keys': ['tariffs', /"_response_url"/],
    nulls: ['locations', /"parking_type":null/],
    'required-null': ['sessions', /"currency":null/],
    'required-empty': ['locations', /"city":""/],
    'enum-of-later-version': ['locations', /IEC_99999_T9/],
    'enum-of-vendor': ['locations', /GB\/T \(DC\)/],
    'enum-case': ['locations', /"format":"(socket|cable)"/],
    'enum-blank': ['locations', /"status":"[A-Z]+ "/],
    'enum-hyphen': ['locations', /OUT-OF-ORDER/],
    'price-component-unknown': ['tariffs', /SESSION_TIME/],
    'numbers-as-text': ['locations', /"max_voltage":"\d+"/],
    'fraction-for-integer': ['locations', /"max_voltage":\d+\.5/],
    'coordinates-as-numbers': ['locations', /"latitude":\d/],
    'coordinates-too-fine': ['locations', /"latitude":"\d+\.\d{14}"/],
    'id-as-number': ['tariffs', /"id":1,/],
    'decimal-comma': ['tariffs', /"price":"\d+,\d+"/],
    'country-alpha-2': ['locations', /"country":"DE"/],
    'country-name': ['locations', /"country":"Deutschland"/],
    'address-too-long': ['locations', /"address":"[^"]{256,}"/],
    'power-in-kilowatts': ['locations', /"max_electric_power":22,/],
    'time-in-minutes': ['cdrs', /"type":"TIME","volume":\d{2}/],
    'energy-in-watt-hours': ['cdrs', /"type":"ENERGY","volume":\d{4}/],
    'vat-as-fraction': ['tariffs', /"vat":0\.19/],
    'zero-for-unknown': ['locations', /"max_voltage":0/],
    'evse-id-of-its-own': ['locations', /"evse_id":"1210"/],
    'evse-uid-null': ['locations', /"uid":null/],
    'evse-uid-twice': ['locations', /("uid":"EVSE0000000-1")[^]*\1/],
    'evse-uid-elsewhere': ['locations', /"uid":"Shared-7"[^]*"uid":"SHARED-7"/],
    'id-too-long': ['tariffs', /"id":"[^"]{80}"/],
    'id-with-slashes': ['tariffs', /"id":"a\/b c\//],
    'id-missing': ['tariffs', /"type":"REGULAR","currency"/],
    'no-evses': ['locations', /^(?![^]*"evses")/],
    'no-connectors': ['locations', /"connectors":\[\]/],
    unpublished: ['locations', /"publish":false/],
    'tariff-not-included': ['cdrs', /"tariffs":\[\]/],
    'currency-null': ['tariffs', /"currency":null/],
    'restrictions-as-list': ['tariffs', /"restrictions":\[\{/],
    'cost-negative': ['cdrs', /"total_cost":\{"excl_vat":-/],
    'credit-without-reference': ['cdrs', /"credit":true/],
    'step-size-zero': ['tariffs', /"step_size":0/],
    'party-missing': ['tariffs', /\{"type":"REGULAR","id"/],
    'party-ill-formed': ['tariffs', /"party_id":"HUBONE"/],
    'session-not-named': ['cdrs', /^(?![^]*"session_id")/],
    'broken-among-good': ['tariffs', /,"not an object"/],
  };

describe('objects of a platform that misbehaves', () => {
  it.each(Object.entries(inObjects))('%s', async (name, [module, text, version = '2.2.1']) => {
    const platform = await start(name as MisbehaviourName); // a key of the table
    const odd = await ask(platform, `/${version}/${module}`);
    expect(odd.text).toMatch(text);
    await platform.change([]);
    expect((await ask(platform, `/${version}/${module}`)).text).not.toMatch(text);
  });

  it('end before they begin', async () => {
    const [cdr] = (await ask(await start('end-before-start'), '/2.2.1/cdrs')).data as readonly Json[];
    expect(String(cdr!['end_date_time']) < String(cdr!['start_date_time'])).toBe(true);
  });

  it.each<[MisbehaviourName, string, (text: string) => string]>([
    ['id-case-changes', 'tariffs', (text) => text.replace(/"id":"TAR/g, '"id":"tar')],
    [
      'cdr-changes',
      'cdrs',
      (text) => text.replace(/"total_energy":([\d.]+)/g, (_all, kwh) => `"total_energy":${Number(kwh) + 1}`),
    ],
  ])('are others the second time: %s', async (name, module, change) => {
    const platform = await start(name);
    const [first, second] = [await ask(platform, `/2.2.1/${module}`), await ask(platform, `/2.2.1/${module}`)];
    expect(second.data).toEqual((JSON.parse(change(first.text)) as Json)['data']);
    expect(second.data).not.toEqual(first.data);
  });

  it('vanish, or come with their last EVSE alone, the second time', async () => {
    const vanishing = await start('objects-vanish');
    const counts = [await ask(vanishing, '/2.2.1/tariffs'), await ask(vanishing, '/2.2.1/tariffs')].map(
      ({ data }) => (data as readonly Json[]).length,
    );
    expect(counts).toEqual([5, 3]);
    const never = await start('delta-gives-nothing');
    expect((await ask(never, '/2.2.1/cdrs')).data).not.toEqual([]);
    expect((await ask(never, '/2.2.1/cdrs?date_from=2002-01-01T00:00:00Z')).data).toEqual([]);
    const partial = await start('status-only-delta');
    const [whole, part] = [await ask(partial, '/2.2.1/locations'), await ask(partial, '/2.2.1/locations')].map(
      ({ text }) => text.length,
    );
    expect(part).toBeLessThan(whole!);
  });
});
