import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';

/** What an event is in words; one that this window has no words for is shown as it is written. */
export function eventWords(t: Translate, event: string): string {
  const refused = event.endsWith('.refused');
  const key = `audit.event_${refused ? event.slice(0, -'.refused'.length) : event}`;
  return isTextKey(key) ? formatText(t.language, key) : event;
}

/** The first word of an event: what kind of thing it is about. */
export function groupOf(event: string): string {
  return event.split('.')[0] ?? event;
}

export function groupWords(t: Translate, group: string): string {
  const key = `audit.group_${group}`;
  return isTextKey(key) ? formatText(t.language, key) : group;
}

/** Canonical JSON with lines and indents, for reading; what is no JSON stays as it is. */
export function readableJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
