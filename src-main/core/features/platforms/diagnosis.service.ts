import { isIP } from 'node:net';
import type { platformsContract } from '../../../../shared/contract/platforms.ts';
import type { TlsHandshake } from '../../../../shared/contract/tls.ts';
import type { DiagnosisStep } from '../../../../shared/contract/platform-diagnosis.ts';
import type { CommonFault, InputOf } from '../../../../shared/contract/wire/contract.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { originOf, originText } from '../../ocpi/client/connect.ts';
import { partnerAdvice } from '../../ocpi/client/partner-advice.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import { findPartner, toPartnerRow } from '../partners/index.ts';
import { judgeHandshake } from '../tls/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { PlatformFault } from './connection-settings.service.ts';
import { createConnectTicket, type SeenHandshake } from './connect-ticket.ts';
import type { ConnectionRecord } from './connection-record.ts';
import { judgeParties, type PartyClaims } from './judge-parties.ts';
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
    const reached = await connection(context, { record, party, tell }, as);
    if (reached !== undefined) {
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
      const parties = as === 'stranger' ? undefined : judgeParties(await claimsOf(record, reached.handshake, steps));
      if (parties !== undefined) await tell({ ...parties, milliseconds: 0, exchanges: [] });
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

  /** Who says whom the platform speaks for, from everywhere that it is said. */
  async function claimsOf(
    { settings, found }: ConnectionRecord,
    handshake: TlsHandshake | undefined,
    steps: readonly DiagnosisStep[],
  ): Promise<PartyClaims> {
    const partner = settings.partnerId === null ? undefined : await findPartner(db, settings.partnerId);
    const objects = steps.flatMap(({ values }) => String(values['parties'] ?? '').split(' '));
    return {
      certificate: handshake?.theirs.ocpi?.partyIds ?? [],
      platform: (found?.parties ?? []).map(({ party }) => party).filter((party) => party !== ''),
      partner: partner === undefined ? [] : toPartnerRow(partner).partyIds,
      objects: [...new Set(objects)].filter((party) => party !== ''),
      ownCertificate: handshake?.ours.ocpi?.partyIds ?? [],
      own: settings.ownParty === null ? [] : [settings.ownParty],
    };
  }

  /** Name, TCP, TLS and trust in one step; undefined: there is nothing to ask further over. */
  async function connection(
    context: DiagnosisContext,
    {
      record,
      party,
      tell,
    }: Pick<Parameters<typeof createConnectTicket>[1], 'record' | 'party'> & {
      readonly tell: (step: DiagnosisStep) => Promise<boolean>;
    },
    as: 'ourselves' | 'stranger',
  ): Promise<{ readonly handshake: TlsHandshake | undefined } | undefined> {
    const { settings } = record;
    const origin = originOf(settings.versionsUrl);
    if (origin === undefined) return undefined;
    const ticket = createConnectTicket(deps, { record, party, context });
    const began = deps.clock.monotonicMs();
    const connected = await ticket.connect(origin, context.stop);
    const milliseconds = Math.round(deps.clock.monotonicMs() - began);
    const common = { step: 'connection', milliseconds, exchanges: [] };
    if (!connected.ok) {
      const { code, data } = connected.error;
      const { reason, message, step } = data as Readonly<Record<string, string | undefined>>;
      const why = (reason ?? code).slice(0, 60);
      const text = (message ?? code).slice(0, 4000);
      const values = { host: originText(origin), step: step ?? '' };
      // With TLS 1.2 a server that wants a client certificate ends the handshake with whoever has none.
      if (as === 'stranger' && step === 'tls' && settings.generationId !== null) {
        await tell({ ...common, verdict: 'pass', code: 'STRANGER_REFUSED', message: text, values });
        return undefined;
      }
      await tell({ ...common, verdict: 'fail', code: why, message: text, values, ...partnerAdvice(why, text) });
      return undefined;
    }
    connected.value.stream.destroy();
    const [shown] = ticket.seen;
    if (origin.protocol === 'http:' || shown === undefined) {
      const message = 'Connected without TLS, to this machine alone.';
      await tell({ ...common, verdict: 'warn', code: 'PLAIN_HTTP', message, values: { host: originText(origin) } });
      return { handshake: undefined };
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
    return { handshake };
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
