import { create } from 'zustand';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import type { MeterFileView } from '../../../shared/contract/signed-meter.ts';
import { coreConnection, type CoreFault } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';

interface MeterFiles {
  readonly busy: boolean;
  readonly fault: CoreFault | undefined;
  readonly files: readonly MeterFileView[];
}

/** What was verified last stays while other pages are looked at; nothing of it is stored. */
export const useMeterFiles = create<MeterFiles>(() => ({ busy: false, fault: undefined, files: [] }));

/** Has core verify files; typed keys are tried for all of them. */
export async function verifyMeterSources(sources: readonly InputSource[], keys: readonly string[]): Promise<void> {
  const core = coreConnection().current();
  if (core.kind !== 'connected') {
    useMeterFiles.setState({ fault: { code: 'CLOSED' } });
    return;
  }
  useMeterFiles.setState({ busy: true, fault: undefined });
  const answer = await core.client.signatures.verifyFiles({ sources: [...sources], keys: [...keys] });
  useMeterFiles.setState(answer.ok ? { busy: false, files: answer.value.files } : { busy: false, fault: answer.error });
}

/** Files that were dropped anywhere and are no CSR or certificate: shown here when any of them is signed meter data. */
export async function openedAsMeterData(sources: readonly InputSource[]): Promise<boolean> {
  const core = coreConnection().current();
  if (core.kind !== 'connected') return false;
  const answer = await core.client.signatures.verifyFiles({ sources: [...sources], keys: [] });
  const isMeterData =
    answer.ok &&
    answer.value.files.some(({ sessions }) => sessions.some(({ records }) => records.some(({ format }) => format)));
  if (!isMeterData) return false;
  useMeterFiles.setState({ busy: false, fault: undefined, files: answer.value.files });
  navigate('meter');
  return true;
}

export function forgetMeterFiles(): void {
  useMeterFiles.setState({ busy: false, fault: undefined, files: [] });
}
