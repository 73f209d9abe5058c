import type { policy as original } from '../en/policy.ts';
import type { Translation } from '../text-types.ts';

export const policy: Translation<typeof original> = {
  group_v: 'Fassung dieser Form.',
  group_purposes: 'Zwecke, die Zertifikate haben dürfen.',
  group_keys: 'Schlüssel.',
  rule_keys_algorithms: 'Arten und Längen von Schlüsseln, die zertifiziert werden dürfen.',
  rule_keys_compromised:
    'SHA-256 öffentlicher Schlüssel (SubjectPublicKeyInfo), deren private Schlüssel anderen bekannt sind.',
  rule_keys_certifiedBefore: 'Der Schlüssel wurde schon zertifiziert: eine Erneuerung soll einen neuen bringen.',
  rule_keys_inOtherGroup: 'Der Schlüssel ist aus einer anderen Schlüsselgruppe bekannt.',
  group_provenance: 'Wer für eine Anfrage bürgt.',
  rule_provenance_proofIsEnough:
    'Für eine Erneuerung darf allein der Schlüssel des Vorgängers bürgen, ohne Bestätigung durch einen Menschen.',
  rule_provenance_confirmationBySecondPerson:
    'Wer den Schlüssel über einen bekannten Kontakt bestätigt hat, muss jemand anderes sein, als wer die Anfrage eingab.',
  rule_provenance_confirmationMaxAgeDays: 'So viele Tage gilt eine Bestätigung.',
  rule_provenance_proofMaxAgeDays: 'So viele Tage gilt ein Nachweis durch den Schlüssel des Vorgängers.',
  group_subject: 'Das Subject einer Anfrage.',
  rule_subject_required: 'Teile, die ein Subject haben muss.',
  rule_subject_allowed: 'Teile, die ein Subject haben darf; jeder andere Teil führt zur Ablehnung.',
  rule_subject_organizationOther: 'Die Organisation im Subject heißt nicht wie der Partner.',
  rule_subject_hostNotAllowed:
    'Der Common Name ist ein Host, oder es gibt eine Mailadresse, die der Partner nicht haben darf.',
  group_ids: 'Partei-, Unter-CPO- und Unter-EMSP-Kennungen.',
  rule_ids_none: 'Die Anfrage beansprucht gar keine Kennung.',
  rule_ids_unregistered: 'Eine Kennung ist nicht für den Partner eingetragen.',
  rule_ids_unconfirmed: 'Eine Kennung ist eingetragen, aber niemand hat vermerkt, wer sie bestätigt hat.',
  rule_ids_separator: 'Eine Unterkennung hat das Trennzeichen der anderen Art, wie DE*GDF für einen EMSP.',
  rule_ids_claimedByOther:
    'Auch jemand anderes beansprucht die Kennung, in einem Zertifikat oder einer Anfrage; für andere eingetragene führen zur Ablehnung.',
  rule_ids_lookAlike: 'Eine nicht eingetragene Kennung ist mit der eines anderen Partners zu verwechseln.',
  rule_ids_inOtherPlace:
    'Eine eigene Kennung des Partners steht in einem Namen oder im Subject; fremde führen zur Ablehnung.',
  group_groups: 'Schlüsselgruppen und Erneuerungen.',
  rule_groups_absent: 'Die Anfrage nennt keine Schlüsselgruppe und kann also nie ein Zertifikat ersetzen.',
  rule_groups_unusual:
    'Die Kennung der Schlüsselgruppe ist länger oder hat andere Zeichen, als die Konsole sie vergäbe.',
  rule_groups_ofOther:
    'Die Kennung der Schlüsselgruppe, oder eine zum Verwechseln ähnliche, benutzt ein anderer Partner.',
  rule_groups_changed:
    'Gegen das Zertifikat, das sie ersetzt, bringt die Anfrage weitere Kennungen oder Namen, ein anderes Subject oder Verfahren.',
  rule_groups_pending: 'Über eine andere Anfrage derselben Schlüsselgruppe ist noch nicht entschieden.',
  group_names: 'Weitere Namen (subjectAltName).',
  rule_names_kinds: 'Arten weiterer Namen.',
  rule_names_patterns:
    'Namen, die überhaupt erlaubt sind, neben dem, was der Partner haben darf; null überlässt es dessen eigenen Mustern.',
  rule_names_notAllowed: 'Ein Name passt zu keinem Muster.',
  rule_names_wildcard: 'Ein Name steht für viele Hosts (*.example.org).',
  group_validity: 'Zeiten.',
  rule_validity_maxDays: 'Längste Gültigkeit eines Zertifikats in Tagen; für einen Partner kann sie kürzer sein.',
  rule_validity_minHours: 'Kürzeste Gültigkeit, die verlangt werden darf, in Stunden.',
  rule_validity_notWished: 'Die Anfrage wünscht weder Anfang noch Ende.',
  rule_validity_beyond:
    'Der Wunsch reicht über die längste Gültigkeit oder über den Aussteller hinaus: er wird gekürzt, wenn das nicht zur Ablehnung führt.',
  rule_validity_maxPastHours: 'So viele Stunden darf der gewünschte Anfang zurückliegen.',
  rule_validity_maxAheadDays: 'So viele Tage darf der gewünschte Anfang in der Zukunft liegen.',
  rule_validity_pastOrAhead: 'Der gewünschte Anfang liegt weiter zurück oder voraus.',
  rule_validity_backdateMinutes: 'So viele Minuten darf ein Zertifikat vor jetzt beginnen, gegen Uhren, die nachgehen.',
  rule_validity_overlapMinHours: 'Kleinste Überlappung mit dem Zertifikat, das ersetzt wird, in Stunden.',
  rule_validity_overlapMaxDays: 'Längste Überlappung mit dem Zertifikat, das ersetzt wird, in Tagen.',
  rule_validity_overlap: 'Die Überlappung ist kürzer oder länger.',
  rule_validity_gap: 'Das neue Zertifikat würde erst beginnen, wenn das alte schon abgelaufen ist.',
  group_usages: 'Schlüsselverwendungen; Zertifikate bekommen die ihres Zwecks, was auch immer verlangt wird.',
  rule_usages_beyondPurpose: 'Verwendungen werden verlangt, die der Zweck nicht braucht.',
  group_encoding: 'Wie Anfragen geschrieben sind.',
  rule_encoding_findings:
    'Was eine Abweichung mit diesem Code aus einer Anfrage macht; ein Code, der hier fehlt, führt zur Ablehnung, eine bloße Auskunft zur Warnung.',
  rule_encoding_attributes: 'OIDs von Attributen, die hier niemand versteht und die dennoch da sein dürfen.',
  rule_encoding_extensions:
    'OIDs verlangter Erweiterungen, die da sein dürfen, ohne verstanden zu werden; zertifiziert werden sie nie.',
  group_limits: 'Größen.',
  rule_limits_octets: 'Größe einer Anfrage in Oktetten.',
  rule_limits_ids: 'Zahl der Kennungen.',
  rule_limits_names: 'Zahl der weiteren Namen.',
  rule_limits_subjectCharacters: 'Länge des Subjects.',
  rule_limits_textCharacters: 'Länge jedes einzelnen Textes.',
  rule_limits_parts: 'Zahl der Attribute und verlangten Erweiterungen zusammen.',
  group_votes: 'Wer entscheidet.',
  rule_votes_needed: 'So viele Operatoren müssen zustimmen; nie, wer die Anfrage eingegeben hat.',
  rule_votes_roles: 'Rollen, deren Stimmen zählen.',
  rule_votes_expireHours: 'So viele Stunden gilt eine Stimme.',
};
