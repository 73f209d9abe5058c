import type { guideFaultSentences } from '../../../shared/texts/guide-fault-sentences.ts';
import type { errorsGuides as original } from '../en/errors-guides.ts';
import type { Translation } from '../text-types.ts';

export const errorsGuides: Translation<typeof original & typeof guideFaultSentences> = {
  GUIDE_RUN_NOT_FOUND: 'Diesen Durchgang eines Leitfadens gibt es nicht.',
  GUIDE_RUN_NOT_FOUND_next: 'Sehen Sie noch einmal in der Liste der Leitfäden nach.',
  GUIDE_ABOUT: 'Darum kann es in diesem Leitfaden nicht gehen: Es ist nicht hier oder von anderer Art ({reason}).',
  GUIDE_ABOUT_next: 'Nichts wurde begonnen. Wählen Sie aus der Liste, worum es geht, oder nichts Bestimmtes.',
  GUIDE_ENDED: 'Dieser Durchgang ist zu Ende; an ihm ändert sich nichts mehr.',
  GUIDE_ENDED_next: 'Beginnen Sie einen neuen, wenn noch etwas zu tun ist.',
  GUIDE_STEP: 'Diesen Schritt hat der Leitfaden nicht.',
  GUIDE_STEP_next: 'Nichts wurde geändert. Sehen Sie sich den Durchgang noch einmal an.',
  GUIDE_NOTE_MISSING: 'Zu einem Schritt, der nicht nötig ist, gehört der Grund.',
  GUIDE_NOTE_MISSING_next: 'Nichts wurde geändert. Schreiben Sie, warum der Schritt nicht nötig ist.',
  GUIDE_MARKS_FULL: 'Zu diesem Schritt ist mehr gesagt worden, als ein Durchgang aufhebt.',
  GUIDE_MARKS_FULL_next: 'Brechen Sie diesen Durchgang mit einem Grund ab und beginnen Sie einen neuen.',
  GUIDE_STEPS_OPEN: 'Nicht jeder Schritt ist erledigt.',
  GUIDE_STEPS_OPEN_next: 'Sagen Sie zu jedem Schritt, dass er erledigt oder nicht nötig ist, oder brechen Sie ab.',
  GUIDE_TIME: 'Diese Zeit liegt in der Zukunft.',
  GUIDE_TIME_next: 'Nichts wurde geändert. Geben Sie eine Zeit ein, die vergangen ist.',
};
