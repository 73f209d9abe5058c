import type { LintFinding } from './tariff-lint.ts';

/** Fields of a tariff by where they stand (OCPI 2.2.1 and 2.3.0 §11.3, facts of 3.0). `*` stands for a place in a list. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '': [
    'country_code',
    'party_id',
    'id',
    'currency',
    'type',
    'tariff_alt_text',
    'tariff_alt_url',
    'min_price',
    'max_price',
    'elements',
    'tax_included',
    'start_date_time',
    'end_date_time',
    'energy_mix',
    'last_updated',
    'signatures',
    'version',
    'preauthorize_amount',
  ],
  'elements.*': ['price_components', 'restrictions'],
  'elements.*.price_components.*': ['type', 'price', 'vat', 'step_size', 'taxes'],
  'elements.*.restrictions': [
    'start_time',
    'end_time',
    'start_date',
    'end_date',
    'min_kwh',
    'max_kwh',
    'min_energy',
    'max_energy',
    'min_current',
    'max_current',
    'min_power',
    'max_power',
    'min_duration',
    'max_duration',
    'min_restrictions_duration',
    'day_of_week',
    'reservation',
    'vehicle_requesting_power',
  ],
};

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  '': ['id', 'currency', 'elements', 'last_updated'],
  'elements.*': ['price_components'],
  'elements.*.price_components.*': ['type', 'price'],
};

const MOST = 500;

/** What the shape alone tells: fields that are missing, unknown (and which was meant), or null instead of absent. */
export function lintShape(raw: unknown): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  walk(raw, '', '', findings);
  return findings.slice(0, MOST);
}

function walk(value: unknown, place: string, path: string, findings: LintFinding[]): void {
  if (findings.length >= MOST) return;
  if (Array.isArray(value)) {
    for (const [index, one] of value.slice(0, 1000).entries()) walk(one, `${place}.*`, `${path}[${index}]`, findings);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const known = FIELDS[place.replace(/^\./, '')];
  const members = Object.entries(value);
  const names = new Set(members.map(([name]) => name));
  for (const name of REQUIRED[place.replace(/^\./, '')] ?? []) {
    if (!names.has(name))
      findings.push({ code: 'TARIFF_FIELD_MISSING', severity: 'fail', path: join(path, name), found: name });
  }
  for (const [name, member] of members) {
    if (known !== undefined && !known.includes(name)) {
      const meant = known.find((one) => bare(one) === bare(name));
      findings.push({
        code: 'TARIFF_FIELD_UNKNOWN',
        severity: meant === undefined ? 'warn' : 'fail',
        path: join(path, name),
        found: name.slice(0, 100),
        ...(meant === undefined ? {} : { wanted: meant }),
      });
      continue;
    }
    if (member === null) findings.push({ code: 'TARIFF_NULL', severity: 'warn', path: join(path, name) });
    // What lies below fields that have no table is somebody else's.
    if (FIELDS[`${place}.${name}`.replace(/^\./, '')] !== undefined || Array.isArray(member)) {
      walk(member, `${place}.${name}`, join(path, name), findings);
    }
  }
}

function join(path: string, name: string): string {
  return (path === '' ? name : `${path}.${name}`).slice(0, 400);
}

/** `dayOfWeek`, `day-of-week` and `DAY_OF_WEEK` mean `day_of_week`. */
function bare(name: string): string {
  return name.replace(/[_\-\s]/g, '').toLowerCase();
}
