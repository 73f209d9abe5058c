import type { ObjectVersion } from '../../../shared/contract/platform-data.ts';
import type { Translate } from '../../locales/translate.ts';
import { utcText } from '../../ui/format/date-text.ts';
import type { Choice } from '../../ui/choice-fields.tsx';

/** Stands for the version that holds. */
export const NOW = 'now';

/** The version that holds and those before it, by when they came. */
export function versionChoices(
  t: Translate,
  versions: readonly ObjectVersion[],
  receivedAt: string,
): readonly Choice<string>[] {
  return [
    { value: NOW, label: t('platformData.versionNow', { at: utcText(new Date(receivedAt), true) }) },
    ...versions.map(({ versionId, receivedAt: at, bytes }) => ({
      value: String(versionId),
      label: t('platformData.versionAt', { at: utcText(new Date(at), true), count: bytes }),
    })),
  ];
}
