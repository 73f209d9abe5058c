/** One whole-day entry of a calendar file. Times in ISO 8601 UTC. */
export interface CalendarDay {
  /** The same for the same thing in every export, so that a calendar replaces what it has. */
  readonly uid: string;
  readonly at: string;
  readonly summary: string;
  readonly description: string;
}

/** C0 and C1 controls but tab and line breaks, which are told apart below. */
function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || (code >= 0x7f && code < 0xa0);
}

/** TEXT of RFC 5545 §3.3.11: backslash, semicolon, comma and line breaks are escaped, other controls dropped. */
export function calendarText(text: string): string {
  return Array.from(text)
    .filter((character) => !isControl(character))
    .join('')
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n|\r|\n|\u2028|\u2029/g, String.raw`\n`);
}

function octets(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_00_00 ? 3 : 4;
}

/** RFC 5545 §3.1: no line of more than 75 octets; what goes on begins with a space. Never within a character. */
export function foldLine(line: string): string {
  let folded = '';
  let width = 0;
  for (const character of line) {
    const size = octets(character);
    if (width + size > 75) {
      folded += '\r\n ';
      width = 1;
    }
    folded += character;
    width += size;
  }
  return folded;
}

/** A calendar as RFC 5545 has it: one VEVENT without a time of day for each, at its day in UTC. `stamp`: when it is made. */
export function calendarFile(days: readonly CalendarDay[], stamp: string): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//OCPI Console//Expiry//EN', 'CALSCALE:GREGORIAN'];
  for (const { uid, at, summary, description } of days) {
    lines.push(
      'BEGIN:VEVENT',
      `UID:${calendarText(uid)}`,
      `DTSTAMP:${stamp.slice(0, 19).replaceAll(/[-:]/g, '')}Z`,
      `DTSTART;VALUE=DATE:${at.slice(0, 10).replaceAll('-', '')}`,
      `SUMMARY:${calendarText(summary)}`,
      `DESCRIPTION:${calendarText(description)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    );
  }
  lines.push('END:VCALENDAR');
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}
