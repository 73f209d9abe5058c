/** What a CDR does not state and somebody needs who checks it. `for`: what cannot be done without it. */
export interface CdrLack {
  readonly code:
    | 'NO_TARIFF'
    | 'NO_PERIODS'
    | 'NO_VOLUMES'
    | 'NO_CURRENCY'
    | 'NO_TOTAL_COST'
    | 'NO_TOTAL_ENERGY'
    | 'NO_END'
    | 'NO_TIME_ZONE'
    | 'NO_SIGNED_DATA'
    | 'NO_PUBLIC_KEY'
    | 'NO_METER'
    | 'NO_SESSION_ID'
    | 'NO_LOCATION'
    | 'NO_DRIVER';
  readonly for: 'price' | 'signature' | 'links';
}

interface CdrFacts {
  readonly tariffs: readonly { readonly elements: readonly { readonly restrictions?: object | undefined }[] }[];
  readonly tariffId?: string | undefined;
  readonly periods: readonly { readonly dimensions: readonly unknown[] }[];
  readonly currency?: string | undefined;
  readonly totalCost?:
    { readonly beforeTaxes?: string | undefined; readonly afterTaxes?: string | undefined } | undefined;
  readonly totalEnergy?: string | undefined;
  readonly endedAt?: string | null | undefined;
  readonly signedData?: { readonly publicKey?: string | undefined } | undefined;
  readonly meterId?: string | undefined;
  readonly meter?: { readonly publicKeys: readonly string[] } | undefined;
  readonly sessionId?: string | undefined;
  readonly locationId?: string | undefined;
  readonly location?: { readonly timeZone?: string | undefined } | undefined;
  readonly driver?: object | undefined;
}

/**
 * What a CDR lacks for a check of its price (OCPI 2.2.1 §10.3.1, §10.4), of its signature (§10.4.8) and for finding what it
 * belongs to. A time zone is needed only where a tariff asks for times, days or dates.
 */
export function cdrLacks(cdr: CdrFacts): readonly CdrLack[] {
  const { tariffs, periods, totalCost, signedData, meter } = cdr;
  const asksCalendar = tariffs.some(({ elements }) =>
    elements.some(({ restrictions = {} }) =>
      Object.entries(restrictions).some(
        ([name, value]) => CALENDAR.has(name) && value !== undefined && !(Array.isArray(value) && value.length === 0),
      ),
    ),
  );
  const lacks: readonly (readonly [boolean, CdrLack['code'], CdrLack['for']])[] = [
    [tariffs.length === 0, 'NO_TARIFF', 'price'],
    [periods.length === 0, 'NO_PERIODS', 'price'],
    [periods.length > 0 && periods.every(({ dimensions }) => dimensions.length === 0), 'NO_VOLUMES', 'price'],
    [cdr.currency === undefined, 'NO_CURRENCY', 'price'],
    [totalCost?.beforeTaxes === undefined && totalCost?.afterTaxes === undefined, 'NO_TOTAL_COST', 'price'],
    [cdr.totalEnergy === undefined, 'NO_TOTAL_ENERGY', 'price'],
    [(cdr.endedAt ?? null) === null, 'NO_END', 'price'],
    [asksCalendar && cdr.location?.timeZone === undefined, 'NO_TIME_ZONE', 'price'],
    [signedData === undefined, 'NO_SIGNED_DATA', 'signature'],
    [
      signedData !== undefined && signedData.publicKey === undefined && (meter?.publicKeys.length ?? 0) === 0,
      'NO_PUBLIC_KEY',
      'signature',
    ],
    [cdr.meterId === undefined && meter === undefined, 'NO_METER', 'signature'],
    [cdr.sessionId === undefined, 'NO_SESSION_ID', 'links'],
    [cdr.locationId === undefined && cdr.location === undefined, 'NO_LOCATION', 'links'],
    [cdr.driver === undefined, 'NO_DRIVER', 'links'],
  ];
  return lacks.flatMap(([isLacking, code, what]) => (isLacking ? [{ code, for: what }] : []));
}

const CALENDAR = new Set(['startTime', 'endTime', 'startDate', 'endDate', 'days']);
