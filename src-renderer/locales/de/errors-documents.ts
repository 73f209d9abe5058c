import type { documentFaultSentences } from '../../../shared/texts/document-fault-sentences.ts';
import type { errorsDocuments as original } from '../en/errors-documents.ts';
import type { Translation } from '../text-types.ts';

export const errorsDocuments: Translation<typeof original & typeof documentFaultSentences> = {
  DOCUMENT_ALTERED: 'Der gespeicherte Text von {document} ist nicht der, über den abgestimmt wurde.',
  DOCUMENT_ALTERED_next:
    'Nichts wird signiert. Jemand hat die Datenbank geändert: Klären Sie, wer, und schlagen Sie den Text neu vor.',
  DOCUMENT_VERSION_NOT_FOUND: 'Diese Fassung des Dokuments gibt es nicht.',
  DOCUMENT_VERSION_NOT_FOUND_next: 'Sehen Sie noch einmal in seinen Verlauf.',
  POLICY_UNREADABLE: 'Das ist keine Richtlinie ({rule}: {detail}).',
  POLICY_UNREADABLE_next: 'Nichts wurde übernommen. Die Form einer Richtlinie steht im Handbuch.',
  DOCUMENT_UNCHANGED: 'Genau das gilt schon.',
  DOCUMENT_UNCHANGED_next: 'Nichts wurde vorgeschlagen.',
  DOCUMENT_TOO_LARGE: 'Der Text ist länger als {limit} Oktette.',
  DOCUMENT_TOO_LARGE_next: 'Nichts wurde vorgeschlagen. Kürzen Sie seine Listen.',
  DOCUMENTS_TOO_MANY: 'Das Verzeichnis der Operatoren legt schon {limit} Dokumente fest.',
  DOCUMENTS_TOO_MANY_next: 'Nichts wurde vorgeschlagen. Ändern Sie eines, das es schon gibt.',
  DOCUMENT_VOTED: 'Darüber stimmen die Operatoren ab; es ist keine Einstellung mehr.',
  DOCUMENT_VOTED_next: 'Nichts wurde geändert. Schlagen Sie es vor; es gilt mit den nötigen Stimmen.',
};
