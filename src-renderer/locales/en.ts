import { answers } from './en/answers.ts';
import { app } from './en/app.ts';
import { audit } from './en/audit.ts';
import { authorities } from './en/authorities.ts';
import { certificates } from './en/certificates.ts';
import { checks } from './en/checks.ts';
import { csrs } from './en/csrs.ts';
import { dataLists } from './en/data-lists.ts';
import { decisions } from './en/decisions.ts';
import { decoded } from './en/decoded.ts';
import { demo } from './en/demo.ts';
import { due } from './en/due.ts';
import { errors } from './en/errors.ts';
import { evidence } from './en/evidence.ts';
import { guides } from './en/guides.ts';
import { inspection } from './en/inspection.ts';
import { keys } from './en/keys.ts';
import { ocpiFindings } from './en/ocpi-findings.ts';
import { operators } from './en/operators.ts';
import { partners } from './en/partners.ts';
import { parts } from './en/parts.ts';
import { pin } from './en/pin.ts';
import { platforms } from './en/platforms.ts';
import { platformObjects } from './en/platform-objects.ts';
import { platformData } from './en/platform-data.ts';
import { platformDiagnosis } from './en/platform-diagnosis.ts';
import { policies } from './en/policies.ts';
import { policy } from './en/policy.ts';
import { requests } from './en/requests.ts';
import { revocations } from './en/revocations.ts';
import { settings } from './en/settings.ts';
import { signatures } from './en/signatures.ts';
import { standing } from './en/standing.ts';
import { tls } from './en/tls.ts';
import { tokens } from './en/tokens.ts';
import { ui } from './en/ui.ts';
import { welcome } from './en/welcome.ts';

/** English, the original: its keys and values are what every other language must have. */
export const en = {
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
