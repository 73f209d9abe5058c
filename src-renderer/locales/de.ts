import { answers } from './de/answers.ts';
import { app } from './de/app.ts';
import { audit } from './de/audit.ts';
import { authorities } from './de/authorities.ts';
import { certificates } from './de/certificates.ts';
import { checks } from './de/checks.ts';
import { csrs } from './de/csrs.ts';
import { dataLists } from './de/data-lists.ts';
import { decisions } from './de/decisions.ts';
import { decoded } from './de/decoded.ts';
import { demo } from './de/demo.ts';
import { due } from './de/due.ts';
import { errors } from './de/errors.ts';
import { evidence } from './de/evidence.ts';
import { guides } from './de/guides.ts';
import { inspection } from './de/inspection.ts';
import { keys } from './de/keys.ts';
import { ocpiFindings } from './de/ocpi-findings.ts';
import { operators } from './de/operators.ts';
import { partners } from './de/partners.ts';
import { parts } from './de/parts.ts';
import { pin } from './de/pin.ts';
import { platforms } from './de/platforms.ts';
import { platformObjects } from './de/platform-objects.ts';
import { platformData } from './de/platform-data.ts';
import { platformDiagnosis } from './de/platform-diagnosis.ts';
import { policies } from './de/policies.ts';
import { policy } from './de/policy.ts';
import { requests } from './de/requests.ts';
import { revocations } from './de/revocations.ts';
import { settings } from './de/settings.ts';
import { signatures } from './de/signatures.ts';
import { standing } from './de/standing.ts';
import { tls } from './de/tls.ts';
import { tokens } from './de/tokens.ts';
import { ui } from './de/ui.ts';
import { welcome } from './de/welcome.ts';

/** German. Each area is checked against the English one by its type. */
export const de = {
  answers,
  app,
  audit,
  authorities,
  certificates,
  checks,
  csrs,
  dataLists,
  decisions,
  decoded,
  demo,
  due,
  errors,
  evidence,
  guides,
  inspection,
  keys,
  ocpiFindings,
  operators,
  partners,
  parts,
  pin,
  platforms,
  platformData,
  platformObjects,
  platformDiagnosis,
  policies,
  policy,
  requests,
  revocations,
  settings,
  signatures,
  standing,
  tls,
  tokens,
  ui,
  welcome,
} as const;
