/**
 * Which price of a tariff applies at a local day and time (OCPI 2.2.1 §11.4.3, §11.4.6): for each dimension the first element
 * in the order of the list that has it and whose restrictions all hold. Only what a calendar decides is decided here: an
 * element that also asks for energy, power, current or duration may apply, and is told as such.
 */
export interface WeekElement {
  readonly components: readonly { readonly type: string }[];
  readonly restrictions?: WeekRestrictions | undefined;
}

interface WeekRestrictions {
  /** `HH:mm`, local time of the location; start inclusive, end exclusive, 00:00 as the end is the end of the day. */
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
  /** `yyyy-MM-dd`; start inclusive, end exclusive. */
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  readonly days: readonly string[];
  readonly reservation?: string | undefined;
  readonly requestingPower?: boolean | undefined;
}

/** A local day and minute of it, 0 to 1439. */
export interface LocalMoment {
  /** `yyyy-MM-dd`. */
  readonly date: string;
  readonly minute: number;
}

/** `maybe`: elements before it that apply when more than the calendar fits. Numbers are places in the list. */
export type WeekPrice =
  | { readonly kind: 'price'; readonly element: number; readonly component: number; readonly maybe: readonly number[] }
  /** Nothing is asked for this dimension then. */
  | { readonly kind: 'none'; readonly maybe: readonly number[] }
  /** The restrictions of this element cannot be read, so that nothing behind it can be told. */
  | { readonly kind: 'unreadable'; readonly element: number };

export interface PriceAt {
  /** As the tariff has it. */
  readonly type: string;
  /** False for a dimension that OCPI does not know: what it asks for cannot be computed. */
  readonly known: boolean;
  readonly price: WeekPrice;
}

export interface WeekDimension {
  readonly type: string;
  readonly known: boolean;
  /** Minutes from…to, the same on each day; together the whole day. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
  /** By span, then by day from Monday on. */
  readonly prices: readonly (readonly WeekPrice[])[];
}

const KNOWN = ['ENERGY', 'TIME', 'PARKING_TIME', 'FLAT'];
const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const DAY_MINUTES = 1440;
const DAY_MS = 86_400_000;
const CALENDAR = new Set(['startTime', 'endTime', 'startDate', 'endDate', 'days', 'reservation']);

/** The dimensions of a tariff at one moment, those that OCPI knows first. */
export function pricesAt(elements: readonly WeekElement[], moment: LocalMoment): readonly PriceAt[] {
  return typesOf(elements).map((type) => ({
    type,
    known: KNOWN.includes(type),
    price: priceAt(elements, type, moment),
  }));
}

/** The same over the week that begins with a Monday (`yyyy-MM-dd`), in spans in which nothing changes. */
export function tariffWeek(elements: readonly WeekElement[], monday: string): readonly WeekDimension[] {
  const edges = edgesOf(elements);
  const spans = edges.slice(0, -1).map((from, at) => ({ from, to: edges[at + 1] ?? DAY_MINUTES }));
  const dates = DAYS.map((_day, at) => dateText(Date.parse(`${monday}T00:00:00Z`) + at * DAY_MS));
  return typesOf(elements).map((type) => ({
    type,
    known: KNOWN.includes(type),
    spans,
    prices: spans.map(({ from }) => dates.map((date) => priceAt(elements, type, { date, minute: from }))),
  }));
}

/** The Monday of the week of a day, both `yyyy-MM-dd`. */
export function mondayOf(date: string): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  return dateText(at - weekdayAt(at) * DAY_MS);
}

/** Minutes of `HH:mm` (seconds are taken where they are zero); undefined for anything else. 24:00 is the end of the day. */
export function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})(?::00)?$/.exec(text.trim()) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const total = Number(hours) * 60 + Number(minutes);
  return total <= DAY_MINUTES && Number(minutes) < 60 ? total : undefined;
}

function priceAt(elements: readonly WeekElement[], type: string, moment: LocalMoment): WeekPrice {
  const maybe: number[] = [];
  for (const [element, { components, restrictions }] of elements.entries()) {
    const component = components.findIndex((one) => wordOf(one.type) === type);
    // Reservation time is priced by elements of its own.
    if (component < 0 || restrictions?.reservation !== undefined) continue;
    const fits = restrictions === undefined ? 'yes' : fitsCalendar(restrictions, moment);
    if (fits === 'unreadable') return { kind: 'unreadable', element };
    if (fits === 'no') continue;
    if (restrictions !== undefined && hasMore(restrictions)) maybe.push(element);
    else return { kind: 'price', element, component, maybe };
  }
  return { kind: 'none', maybe };
}

/** Whether time of day, date and weekday fit a local moment. */
export function fitsCalendar(
  restrictions: WeekRestrictions,
  { date, minute }: LocalMoment,
): 'yes' | 'no' | 'unreadable' {
  const { startTime, endTime, startDate, endDate, days } = restrictions;
  const from = startTime === undefined ? 0 : minutesOf(startTime);
  const end = endTime === undefined ? DAY_MINUTES : minutesOf(endTime);
  const isDate = (text: string | undefined): boolean => text === undefined || /^\d{4}-\d{2}-\d{2}$/.test(text);
  const named = days.map(wordOf);
  if (from === undefined || end === undefined || !isDate(startDate) || !isDate(endDate)) return 'unreadable';
  if (named.some((day) => !DAYS.includes(day))) return 'unreadable';
  const to = end === 0 ? DAY_MINUTES : end;
  const isInTime = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  const today = DAYS[weekdayAt(Date.parse(`${date}T00:00:00Z`))] ?? '';
  const isInDays = named.length === 0 || named.includes(today);
  // Dates of this form are in order as texts.
  const isInDates = (startDate === undefined || date >= startDate) && (endDate === undefined || date < endDate);
  return isInTime && isInDays && isInDates ? 'yes' : 'no';
}

/** Whether something is asked for that no calendar tells. */
function hasMore(restrictions: WeekRestrictions): boolean {
  return Object.entries(restrictions).some(([name, value]) => value !== undefined && !CALENDAR.has(name));
}

function typesOf(elements: readonly WeekElement[]): readonly string[] {
  const all = new Set(elements.flatMap(({ components }) => components.map(({ type }) => wordOf(type))));
  const unknown = [...all].filter((type) => !KNOWN.includes(type));
  return [...KNOWN.filter((type) => all.has(type)), ...unknown];
}

/** Minutes at which something may begin or end, with both ends of the day, in order. */
function edgesOf(elements: readonly WeekElement[]): readonly number[] {
  const times = elements.flatMap(({ restrictions }) => [restrictions?.startTime, restrictions?.endTime]);
  const minutes = times.flatMap((text) => (text === undefined ? [] : (minutesOf(text) ?? [])));
  return [...new Set([0, DAY_MINUTES, ...minutes])].toSorted((a, b) => a - b);
}

/** As words of OCPI are compared: ` energy`, `parking-time`. */
const wordOf = (text: string): string => text.trim().toUpperCase().replaceAll('-', '_');
/** 0 for Monday. The first of January 1970 was a Thursday. */
const weekdayAt = (at: number): number => (Math.floor(at / DAY_MS) + 3) % 7;
const dateText = (at: number): string => new Date(at).toISOString().slice(0, 10);
