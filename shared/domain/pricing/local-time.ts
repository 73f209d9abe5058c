/** Day and minute of a moment in a time zone. */
export interface LocalMoment {
  /** `yyyy-MM-dd`. */
  readonly date: string;
  /** 0 to 1439. */
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** Undefined for a zone that nobody knows; `UTC` needs no data of zones. */
export function localMoment(at: number, timeZone: string): LocalMoment | undefined {
  if (timeZone === 'UTC') {
    const text = new Date(at).toISOString();
    return { date: text.slice(0, 10), minute: Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) };
  }
  const format = formatOf(timeZone);
  if (format === undefined) return undefined;
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const text = (name: Intl.DateTimeFormatPartTypes): string => part.get(name) ?? '';
  return {
    date: `${text('year')}-${text('month')}-${text('day')}`,
    minute: (Number(text('hour')) % 24) * 60 + Number(text('minute')),
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(timeZone)) return formats.get(timeZone);
  let format: Intl.DateTimeFormat | undefined;
  try {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch {
    // A partner's text that is no zone.
    format = undefined;
  }
  if (formats.size < 1000) formats.set(timeZone, format);
  return format;
}
