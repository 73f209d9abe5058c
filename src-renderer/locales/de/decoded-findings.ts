import type { decodedFindings as original } from '../en/decoded-findings.ts';
import type { Translation } from '../text-types.ts';

export const decodedFindings: Translation<typeof original> = {
  finding_NAME_STRING_TYPE: '{name} ist als {form} geschrieben; seine Norm erlaubt nur {expected}.',
  finding_KEY_RSA_SMALL_FACTOR: 'Der RSA-Modulus hat einen kleinen Primfaktor.',
  finding_KEY_RSA_ROCA:
    'Der RSA-Modulus trägt das Merkmal einer fehlerhaften Bibliothek (ROCA); solche Schlüssel sind zu brechen.',
  finding_KEY_RSA_CLOSE_PRIMES:
    'Die beiden Primzahlen des RSA-Modulus liegen so nah beieinander, dass sie zu finden sind.',
  finding_KEY_OF_AUTHORITY:
    'Der verlangte Schlüssel ist der einer Zertifizierungsstelle: er wird nie für einen Partner zertifiziert.',
  finding_KEY_GROUP_OF_OTHERS:
    'Die Schlüsselgruppe {keyGroupId} benutzt schon {subject} ({ids}), ohne gemeinsame Parteikennung mit dieser Anfrage. Das ist nicht ihr Vorgänger.',
  finding_KEY_CERTIFIED_BEFORE:
    'Der Schlüssel wurde schon zertifiziert: für {subject}, Schlüsselgruppe {keyGroupId}. Eine Erneuerung sollte einen neuen Schlüssel bringen.',
  finding_KEY_IN_OTHER_REQUEST:
    'Derselbe Schlüssel kam in einer anderen Anfrage: von {subject}, Schlüsselgruppe {keyGroupId}.',
  finding_KEY_ID_EMPTY: 'Die Schlüsselkennung ist leer.',
  finding_AUTHORITY_KEY_ID_HALF:
    'Die Schlüsselkennung des Ausstellers nennt von Aussteller und Seriennummer nur eines.',
  finding_AUTHORITY_KEY_ID_ABSENT: 'Die Schlüsselkennung des Ausstellers fehlt.',
  finding_SUBJECT_KEY_ID_ABSENT: 'Der Zertifizierungsstelle fehlt die eigene Schlüsselkennung.',
  finding_EXTENSION_CRITICAL: 'Die Erweiterung ist als kritisch markiert, was ihre Norm verbietet.',
  finding_EXTENSION_NOT_CRITICAL: 'Die Erweiterung {oid} ist nicht als kritisch markiert, was ihre Norm verlangt.',
  finding_OCPI_EXTENSION_CRITICAL:
    'Die OCPI-Erweiterung ist als kritisch markiert; Programme, die sie nicht kennen, müssen das Zertifikat ablehnen.',
  finding_PATH_LENGTH_WITHOUT_CA: 'Eine Pfadlänge ist angegeben, obwohl dies keine Zertifizierungsstelle ist.',
  finding_NAME_CONSTRAINTS_EMPTY: 'Die Namensbeschränkungen beschränken nichts.',
  finding_NAME_CONSTRAINT_BOUNDS: 'Eine Namensbeschränkung hat ein Minimum oder Maximum, das jeder anders versteht.',
  finding_NAME_CONSTRAINTS_WITHOUT_CA:
    'Namensbeschränkungen sind angegeben, obwohl dies keine Zertifizierungsstelle ist.',
  finding_POLICY_CONSTRAINTS_EMPTY: 'Die Richtlinienbeschränkungen beschränken nichts.',
  finding_POLICIES_EMPTY: 'Die Liste der Richtlinien ist leer.',
  finding_POLICY_DUPLICATE: 'Die Richtlinie {oid} ist mehrfach genannt.',
  finding_POLICY_MAPPING_ANY: 'Eine Richtlinie ist auf „jede Richtlinie“ abgebildet oder umgekehrt, was verboten ist.',
  finding_DISTRIBUTION_POINTS_EMPTY: 'Die Liste der Orte von Sperrlisten ist leer.',
  finding_DISTRIBUTION_POINT_NOWHERE: 'Ein Ort einer Sperrliste hat weder Namen noch Aussteller.',
  finding_DISTRIBUTION_POINT_CONTRADICTS:
    'Die Sperrliste sagt von mehreren Arten von Zertifikaten, dass sie nur diese umfasst.',
  finding_INFO_ACCESS_EMPTY: 'Die Liste der Informationsorte ist leer.',
  finding_DIRECTORY_ATTRIBUTES_EMPTY: 'Die Liste der Verzeichnisattribute ist leer.',
  finding_CRL_NUMBER_RANGE: 'Die Nummer der Sperrliste ist negativ oder länger als 20 Oktette.',
  finding_CRL_NUMBER_ABSENT: 'Die Sperrliste hat keine Nummer.',
  finding_CRL_VERSION: 'Die Sperrliste hat die Versionsnummer {version}; außer keiner gibt es nur 1.',
  finding_CRL_VERSION_EXTENSIONS: 'Die Sperrliste hat Erweiterungen, die ihre Version nicht kennt.',
  finding_CRL_NEXT_UPDATE_ABSENT: 'Die Sperrliste sagt nicht, wann die nächste kommt.',
  finding_CRL_UPDATE_ORDER: 'Die nächste Sperrliste käme vor dieser.',
  finding_CRL_ENTRIES_EMPTY: 'Die Sperrliste hat eine leere Liste von Einträgen; sie sollte fehlen.',
  finding_CRL_SERIAL_DUPLICATE: 'Die Seriennummer {serialNumber} ist mehrfach gesperrt; nur die erste zählt.',
  finding_CRL_FINDINGS_CUT: 'Von {count} Befunden zu Einträgen der Sperrliste stehen hier nur die ersten {shown}.',
  finding_CRL_REASON_UNKNOWN: 'Den Sperrgrund {number} gibt es nicht.',
  finding_CERTIFICATE_ISSUER_EMPTY: 'Der Aussteller eines gesperrten Zertifikats ist eine leere Liste.',
  finding_PKCS7_SIGNED: 'Die Hülle hat eine eigene Signatur, die nicht geprüft wird.',
  finding_PKCS7_OTHER_MEMBER: 'Die Hülle enthält etwas, das weder Zertifikat noch Sperrliste ist.',
  finding_PKCS7_EMPTY: 'Die Hülle ist leer.',
  finding_SERVICE_ROLE_FORM:
    'Die Dienstrolle {value} hat eine falsche Form; erwartet wird modul:SENDER oder modul:RECEIVER.',
  finding_SERVICE_ROLE_MODULE: 'Die Dienstrolle {value} gilt einem Modul, das es in OCPI nicht gibt.',
  finding_SERVICE_ROLE_DUPLICATE: 'Die Dienstrolle {value} kommt mehrfach vor.',
  finding_SERVICE_ROLES_EMPTY: 'Die Liste der Dienstrollen ist leer.',
  finding_CERTIFICATE_VERSION: 'Das Zertifikat hat die Versionsnummer {version}; es gibt nur 0, 1 und 2.',
  finding_CERTIFICATE_VERSION_OLD: 'Das Zertifikat hat Version {version}; erwartet wird Version 3.',
  finding_CERTIFICATE_VERSION_EXTENSIONS: 'Das Zertifikat hat Erweiterungen, die seine Version {version} nicht kennt.',
  finding_CERTIFICATE_VERSION_UNIQUE_ID:
    'Das Zertifikat hat eine Eindeutigkeitskennung, die seine Version {version} nicht kennt.',
  finding_UNIQUE_ID_PRESENT:
    'Das Zertifikat hat eine Eindeutigkeitskennung von Aussteller oder Subject, die niemand schreiben sollte.',
  finding_SERIAL_NEGATIVE: 'Die Seriennummer ist negativ.',
  finding_SERIAL_ZERO: 'Die Seriennummer ist null.',
  finding_SERIAL_TOO_LONG: 'Die Seriennummer hat {octets} Oktette, mehr als die erlaubten 20.',
  finding_SERIAL_SHORT: 'Die Seriennummer hat {octets} Oktette; sie ließ sich vielleicht erraten.',
  finding_VALIDITY_REVERSED: 'Die Gültigkeit endet, bevor sie beginnt.',
  finding_ISSUER_EMPTY: 'Der Aussteller ist leer.',
  finding_CA_SUBJECT_EMPTY: 'Das Subject ist leer, obwohl dies eine Zertifizierungsstelle ist.',
  finding_SUBJECT_EMPTY_SAN: 'Das Subject ist leer, und die Namen (SAN) fehlen oder sind nicht kritisch.',
  finding_SIGNATURE_ALGORITHM_DIFFERS: 'Das Signaturverfahren im signierten Teil ist ein anderes als das außerhalb.',
  finding_KEY_USAGE_SIGN_WITHOUT_CA:
    'Der Schlüssel darf Zertifikate signieren, obwohl dies keine Zertifizierungsstelle ist.',
  finding_KEY_USAGE_CA_WITHOUT_SIGN:
    'Dies ist eine Zertifizierungsstelle, deren Schlüssel keine Zertifikate signieren darf.',
  finding_EXTENDED_KEY_USAGE_ANY: 'Die erweiterte Schlüsselverwendung erlaubt alles.',
};
