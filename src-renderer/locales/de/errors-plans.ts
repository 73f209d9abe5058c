import type { planFaultSentences } from '../../../shared/texts/plan-fault-sentences.ts';
import type { errorsPlans as original } from '../en/errors-plans.ts';
import type { Translation } from '../text-types.ts';

export const errorsPlans: Translation<typeof original & typeof planFaultSentences> = {
  PLAN_NOT_FOUND: 'Diesen Ablöseplan gibt es nicht.',
  PLAN_NOT_FOUND_next: 'Sehen Sie noch einmal in der Liste der fälligen Arbeiten nach.',
  PLAN_STATE: 'Dieser Plan lässt sich nicht mehr ändern, oder seine Zeit ist noch nicht gekommen.',
  PLAN_STATE_next: 'Sehen Sie sich den Plan noch einmal an: Er wurde inzwischen ausgeführt, abgebrochen oder geändert.',
  DELIVERY_STATE: 'Im Zustand, in dem die Anfrage ist, lässt sich das nicht festhalten.',
  DELIVERY_STATE_next:
    'Sehen Sie sich die Anfrage noch einmal an. Übergeben wird nur ein ausgestelltes Zertifikat, und was im Einsatz gesehen wurde, bleibt gesehen.',
  DELIVERY_TIME: 'Die Zeit liegt in der Zukunft oder vor der Ausstellung des Zertifikats.',
  DELIVERY_TIME_next: 'Nichts wurde festgehalten. Geben Sie die Zeit an, zu der es geschah.',
};
