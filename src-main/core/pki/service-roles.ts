import { addFinding, type DecodeLog } from './decode-log.ts';
import { type DerNode, isUniversal, TAG } from './der/der-node.ts';
import { readText, type TextView } from './text-read.ts';

/** Which OCPI module, on which side, a service may serve: `cdrs:SENDER`. Both null when the text says neither. */
export interface ServiceRoleView extends TextView {
  readonly module: string | null;
  readonly side: 'SENDER' | 'RECEIVER' | null;
}

/** Modules of OCPI 2.1.1 to 3.0; a role for another one is read and marked. */
const MODULES = new Set([
  'bookings',
  'cdrs',
  'chargingprofiles',
  'commands',
  'credentials',
  'evsestatuses',
  'hubclientinfo',
  'irrs',
  'locations',
  'meterreadings',
  'payments',
  'sessions',
  'tariffassociations',
  'tariffs',
  'tokens',
  'versions',
]);

const FORM = /^([a-z0-9][a-z0-9_-]{0,63}):(SENDER|RECEIVER)$/;

/** SEQUENCE OF UTF8String, each `module:SIDE`; undefined when it is no list of texts. */
export function readServiceRoles(node: DerNode, log: DecodeLog, field: string): readonly ServiceRoleView[] | undefined {
  if (!isUniversal(node, TAG.sequence)) return undefined;
  const roles: ServiceRoleView[] = [];
  const seen = new Set<string>();
  for (const [i, child] of node.children.entries()) {
    const at = `${field}[${i}]`;
    const text = readText(child, log, at, ['utf8']);
    if (text === undefined) return undefined;
    const [, module = null, side] = FORM.exec(text.text) ?? [];
    const value = text.text.slice(0, 100);
    if (module === null) addFinding(log, 'error', 'SERVICE_ROLE_FORM', at, child, { value });
    else if (!MODULES.has(module)) addFinding(log, 'warning', 'SERVICE_ROLE_MODULE', at, child, { value });
    if (seen.has(text.text)) addFinding(log, 'warning', 'SERVICE_ROLE_DUPLICATE', at, child, { value });
    seen.add(text.text);
    roles.push({ ...text, module, side: side === 'SENDER' || side === 'RECEIVER' ? side : null });
  }
  if (roles.length === 0) addFinding(log, 'warning', 'SERVICE_ROLES_EMPTY', field, node);
  return roles;
}
