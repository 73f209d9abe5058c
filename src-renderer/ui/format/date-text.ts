import type { Translate } from '../../locales/translate.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-25` in UTC. */
export function utcDay(date: Date): string {
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** `2026-11-25 00:00 UTC`; with seconds for logs and copies. An invalid date is `–`. */
export function utcText(date: Date, withSeconds = false): string {
  if (Number.isNaN(date.getTime())) return '–';
  const seconds = withSeconds ? `:${two(date.getUTCSeconds())}` : '';
  return `${utcDay(date)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds} UTC`;
}

/** A span in its two largest units: `2 d 10 h`, `3 h 5 min`, `44 min`, `12 s`; from 10 days on days alone. */
export function spanText(t: Translate, milliseconds: number): string {
  const span = Math.abs(milliseconds);
  const d = Math.floor(span / DAY);
  const h = Math.floor((span % DAY) / HOUR);
  const m = Math.floor((span % HOUR) / MINUTE);
  if (d >= 10 || (d > 0 && h === 0)) return t('ui.spanDays', { d });
  if (d > 0) return t('ui.spanDaysHours', { d, h });
  if (h > 0) return m === 0 ? t('ui.spanHours', { h }) : t('ui.spanHoursMinutes', { h, m });
  if (m > 0) return t('ui.spanMinutes', { m });
  return t('ui.spanSeconds', { s: Math.floor(span / 1000) });
}

/** `in 2 d 10 h`, `44 min ago`, `just now` within five seconds. */
export function relativeText(t: Translate, date: Date, now: Date): string {
  const difference = date.getTime() - now.getTime();
  if (Math.abs(difference) < 5000) return t('ui.justNow');
  const time = spanText(t, difference);
  return difference > 0 ? t('ui.inTime', { time }) : t('ui.agoTime', { time });
}

const shortDays = new Map<string, Intl.DateTimeFormat>();

/** Made once per locale: a list asks for it in every row. */
function shortDay(locale: string): Intl.DateTimeFormat {
  const known = shortDays.get(locale);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', timeZone: 'UTC' });
  shortDays.set(locale, made);
  return made;
}

/** Lists: within 24 h the time, within 7 days the day, else the date. All UTC. */
export function listDateText(t: Translate, date: Date, now: Date): string {
  if (Number.isNaN(date.getTime())) return '–';
  const away = Math.abs(date.getTime() - now.getTime());
  if (away < DAY) return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (away < 7 * DAY) {
    return shortDay(t.locale).format(date);
  }
  return utcDay(date);
}
