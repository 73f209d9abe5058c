import { isIP } from 'node:net';
import type { platformsContract } from '../../../../shared/contract/platforms.ts';
import type { DiagnosisStep } from '../../../../shared/contract/platform-diagnosis.ts';
import type { CommonFault, InputOf } from '../../../../shared/contract/wire/contract.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { originOf, originText } from '../../ocpi/client/connect.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import { judgeHandshake } from '../tls/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { PlatformFault } from './connection-settings.service.ts';
import { createConnectTicket, type SeenHandshake } from './connect-ticket.ts';
import { noteHandshakes } from './note-handshakes.ts';
import { openPlatform } from './open-platform.ts';
import { partyNotes } from './party-notes.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { findConnection } from './platforms.store.ts';
import { signalOf } from './stop-signal.ts';
import { toldFault } from './worker-fault.ts';

type Told = PlatformFault | CommonFault;
type ById = InputOf<(typeof platformsContract)['platforms']['diagnose']>;

interface DiagnosisContext extends Omit<TokenContext, 'emit'> {
  readonly emit: (
    item: Parameters<TokenContext['emit']>[0] | { readonly kind: 'step'; readonly step: DiagnosisStep },
  ) => Promise<boolean>;
}

/** Every step to a platform, told as it is done: first the connection itself, which core sees whole, then what is asked over it. */
export function createDiagnosis(deps: PlatformsDeps) {
  const { db, unit, threads } = deps;

  async function diagnose(
    context: DiagnosisContext,
    { connectionId }: ById,
    as: 'ourselves' | 'stranger',
  ): Promise<Result<{ steps: DiagnosisStep[] }, Told>> {
    const record = await findConnection(db, connectionId);
    if (record === undefined) return fail({ code: 'CONNECTION_NOT_FOUND', data: {} });
    const opened = await openPlatform(deps, record, context, as);
    if (!opened.ok) return opened;
    const { spec, seen, party, close } = opened.value;
    const steps: DiagnosisStep[] = [];
    const tell = async (step: DiagnosisStep): Promise<boolean> => {
      steps.push(step);
      return context.emit({ kind: 'step', step });
    };
    const isReached = await connection(context, { record, party, tell });
    if (isReached) {
      const asked = await threads.writer().ask.diagnose(
        { spec, as },
        {
          signal: signalOf(context.stop),
          onItem: async (item) => {
            await tell(item);
          },
        },
      );
      if (!asked.ok) {
        close();
        return fail(toldFault(asked.error));
      }
    }
    close();
    await noteHandshakes(deps, seen, record.settings.name);
    const worst = steps.filter(({ verdict }) => verdict === 'fail').map(({ code }) => code);
    await unit.append({
      event: as === 'stranger' ? 'platform.stranger-checked' : 'platform.diagnosed',
      actor: deps.actorOf(context.caller),
      subject: connectionId,
      outcome: 'done',
      data: { steps: steps.length, failed: worst.join(' ').slice(0, 300) },
    });
    return ok({ steps });
  }

  /** Name, TCP, TLS and trust in one step; false: there is nothing to ask further over. */
  async function connection(
    context: DiagnosisContext,
    {
      record,
      party,
      tell,
    }: Pick<Parameters<typeof createConnectTicket>[1], 'record' | 'party'> & {
      readonly tell: (step: DiagnosisStep) => Promise<boolean>;
    },
  ): Promise<boolean> {
    const { settings } = record;
    const origin = originOf(settings.versionsUrl);
    if (origin === undefined) return false;
    const ticket = createConnectTicket(deps, { record, party, context });
    const began = deps.clock.monotonicMs();
    const connected = await ticket.connect(origin, context.stop);
    const milliseconds = Math.round(deps.clock.monotonicMs() - began);
    const common = { step: 'connection', milliseconds, exchanges: [] };
    if (!connected.ok) {
      const { code, data } = connected.error;
      const { reason, message, step } = data as Readonly<Record<string, string | undefined>>;
      await tell({
        ...common,
        verdict: 'fail',
        code: (reason ?? code).slice(0, 60),
        message: (message ?? code).slice(0, 4000),
        values: { host: originText(origin), step: step ?? '' },
      });
      return false;
    }
    connected.value.stream.destroy();
    const [shown] = ticket.seen;
    if (origin.protocol === 'http:' || shown === undefined) {
      const message = 'Connected without TLS, to this machine alone.';
      await tell({ ...common, verdict: 'warn', code: 'PLAIN_HTTP', message, values: { host: originText(origin) } });
      return true;
    }
    const handshake = await judged(shown, settings.trust, origin.host);
    const notes = [...handshake.notes, ...partyNotes(handshake, record)];
    const isOdd = notes.some(({ level }) => level !== 'note');
    await tell({
      ...common,
      verdict: isOdd ? 'warn' : 'pass',
      code: isOdd ? 'CONNECTED_WITH_NOTES' : 'CONNECTED',
      message: `${handshake.protocol}, ${handshake.cipher}${handshake.oursSent ? ', our certificate was sent' : ''}.`,
      values: { host: originText(origin) },
      handshake: { ...handshake, notes: notes.slice(0, 50) },
    });
    return true;
  }

  async function judged({ handshake, party }: SeenHandshake, trust: Trust, host: string) {
    const roots =
      trust.kind !== 'ca'
        ? undefined
        : trust.certificates.flatMap((der): ReadCertificate[] => {
            const read = readCertificate(der, deps.oidProfile(), 'verdicts');
            return read.ok ? [{ der, view: read.value }] : [];
          });
    return judgeHandshake(deps, handshake, {
      role: 'client',
      chain: party?.chain ?? [],
      trust: roots,
      ...(isIP(host) === 0 || host !== '' ? { wanted: host } : {}),
    });
  }

  return { diagnose };
}

type Trust = Parameters<typeof createConnectTicket>[1]['record']['settings']['trust'];
