import { appContract } from '../../../shared/contract/app-contract.ts';
import type { RevocationRow, RevocationTarget } from '../../../shared/contract/revocations.ts';
import { RevocationReason } from '../../../shared/contract/revocations.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { table } from '../print.ts';
import { readTime, usage } from './authority-options.ts';
import { certificateOption, findAuthority, findCertificate } from './find-pki.ts';

const { revocations } = appContract;
const reasons = RevocationReason.exclude(['certificateHold']);

const targetOptions = {
  certificate: {
    kind: 'texts',
    value: 'ID',
    about: 'id or SHA-256 of a certificate of the inventory; may be repeated',
  },
  serial: {
    kind: 'texts',
    value: 'HEX',
    about: 'serial number of one never seen here, with --authority; may be repeated',
  },
  authority: { kind: 'text', value: 'NAME|ID', about: 'the authority that issued the serial numbers' },
  note: { kind: 'text', value: 'TEXT', about: 'why, for the record' },
  confirm: {
    kind: 'text',
    required: true,
    value: 'TEXT',
    about: 'the common name of the one certificate (its serial number without one), or how many there are',
  },
} as const;

async function targetsOf(context: CommandContext): Promise<Result<RevocationTarget[], CommandFault>> {
  const { options } = context;
  const targets: RevocationTarget[] = [];
  for (const name of options.texts('certificate')) {
    const found = await findCertificate(context, name);
    if (!found.ok) return found;
    targets.push({ certificateId: found.value.certificateId });
  }
  const serials = options.texts('serial');
  const named = options.text('authority');
  if (serials.length > 0 && named === undefined) return usage('--serial needs --authority');
  const authority = named === undefined ? undefined : await findAuthority(context, named);
  if (authority?.ok === false) return authority;
  for (const serialNumber of serials) targets.push({ authorityId: authority?.value.authorityId ?? '', serialNumber });
  return targets.length === 0 ? usage('give --certificate, or --authority and --serial') : ok(targets);
}

/** What all three take. */
async function decisionOf(context: CommandContext) {
  const targets = await targetsOf(context);
  if (!targets.ok) return targets;
  const { options } = context;
  return ok({ targets: targets.value, note: options.text('note') ?? '', confirm: options.must('confirm') });
}

function told(
  end: Result<{ readonly revocations: readonly RevocationRow[] }, CommandFault>,
): Result<CommandAnswer, CommandFault> {
  if (!end.ok) return end;
  const lines = end.value.revocations.map((row) => [
    row.state,
    row.reason,
    row.commonName ?? '–',
    row.serialNumber,
    row.authorityName,
  ]);
  const text = table(['state', 'reason', 'common name', 'serial number', 'authority'], lines);
  return ok({ json: end.value, text: `${text}\nOthers learn it from the next list: crl issue.` });
}

async function revoke(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const reason = reasons.safeParse(context.options.text('reason'));
  if (!reason.success) return usage(`--reason is one of ${reasons.options.join(', ')}`);
  const since = readTime(context.options, 'invalid-since');
  if (!since.ok) return since;
  const decision = await decisionOf(context);
  if (!decision.ok) return decision;
  return told(
    await context.client.revocations.revoke({
      ...decision.value,
      reason: reason.data,
      ...(since.value === undefined ? {} : { invalidSince: since.value }),
    }),
  );
}

export const revocationCommands: readonly Command[] = [
  {
    name: 'certificate revoke',
    about: 'ends certificates for good, all or none; the next revocation list names them',
    options: {
      ...targetOptions,
      reason: { kind: 'text', required: true, value: 'REASON', about: reasons.options.join(', ') },
      'invalid-since': { kind: 'text', value: 'TIME', about: 'ISO 8601; since when the key is suspected' },
    },
    shape: revocations.revoke.output,
    run: revoke,
  },
  {
    name: 'certificate hold',
    about: 'suspends certificates until they are released or revoked, all or none',
    options: targetOptions,
    shape: revocations.hold.output,
    run: async (context) => {
      const decision = await decisionOf(context);
      return decision.ok ? told(await context.client.revocations.hold(decision.value)) : decision;
    },
  },
  {
    name: 'certificate release',
    about: 'ends the hold of certificates, all or none; the next revocation list no longer names them',
    options: targetOptions,
    shape: revocations.release.output,
    run: async (context) => {
      const decision = await decisionOf(context);
      return decision.ok ? told(await context.client.revocations.release(decision.value)) : decision;
    },
  },
  {
    name: 'certificate touched',
    about: 'what a compromised key touches: certificates of the same key, and what it issued as an authority',
    options: { certificate: certificateOption },
    shape: revocations.compromised.output,
    run: async (context) => {
      const found = await findCertificate(context, context.options.must('certificate'));
      if (!found.ok) return found;
      const { certificateId } = found.value;
      const end = await context.client.revocations.compromised({ certificateId, offset: 0, limit: 500 });
      if (!end.ok) return end;
      const { sameKey, issued, total, unclear, authority } = end.value;
      const line = (what: string) => (row: (typeof issued)[number]) => [
        what,
        row.commonName,
        row.serialNumber,
        row.revocation?.state ?? row.time,
        row.certificateId,
      ];
      const lines = [...sameKey.map(line('same key')), ...issued.map(line('issued'))];
      const heads = ['how', 'common name', 'serial number', 'state', 'certificate'];
      const more =
        authority === undefined ? [] : [`${authority.name} issued ${total}, and ${unclear} of unknown outcome.`];
      return ok({ json: end.value, text: [table(heads, lines), ...more].join('\n') });
    },
  },
];
