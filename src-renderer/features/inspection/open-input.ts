import { create } from 'zustand';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import type { Translate } from '../../locales/translate.ts';
import { tellWork } from '../../platform/app-status.ts';
import { coreConnection, type CoreFault } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { openPackage } from '../decisions/package-file.ts';
import { openedAsMeterData } from '../signatures/meter-files.ts';
import { sourceOfText, sourcesOfFiles } from './input-sources.ts';

interface Opening {
  readonly busy: boolean;
  readonly done: number;
  readonly total: number;
  readonly fault: CoreFault | undefined;
}

const IDLE: Opening = { busy: false, done: 0, total: 0, fault: undefined };

/** Reading goes on whatever page is shown: files may be dropped on any of them. */
export const useOpening = create<Opening>(() => IDLE);
let stop: AbortController | undefined;

/** Hands files to core and shows what came of them. */
export async function openFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  navigate('inspection');
  const sources = await sourcesOfFiles(files);
  if ('code' in sources) useOpening.setState({ ...IDLE, fault: sources });
  else if (!(await openedAsPackage(sources)) && !(await maybeMeterData(sources))) await open(sources);
}

/** Files whose names end like certificates and requests are taken apart as such at once; core tells of the others what they are. */
async function maybeMeterData(sources: readonly InputSource[]): Promise<boolean> {
  const isPki = sources.every(({ name }) => /\.(?:csr|req|p10|cer|crt|der|pem|p7[bc]|crl|zip|pdf)$/iu.test(name));
  return !isPki && openedAsMeterData(sources);
}

/** An approval package is not decoded but reviewed, on a page of its own. Core alone can tell what is one. */
async function openedAsPackage(sources: readonly InputSource[]): Promise<boolean> {
  const [only, another] = sources;
  const core = coreConnection().current();
  if (only === undefined || another !== undefined || !/\.json$/iu.test(only.name)) return false;
  if (core.kind !== 'connected') return false;
  const { content } = only;
  const seen = await core.client.decisions.readPackage({ content });
  if (seen.ok) openPackage({ content, seen: seen.value });
  return seen.ok;
}

export async function openText(t: Translate, text: string): Promise<void> {
  await open([sourceOfText(t('inspection.pasted'), text)]);
}

export function cancelOpening(): void {
  stop?.abort();
  ended(IDLE);
}

/** Puts a fault away, when something else is opened. */
export function forgetOpening(): void {
  if (!useOpening.getState().busy) useOpening.setState(IDLE);
}

async function open(sources: readonly InputSource[]): Promise<void> {
  const core = coreConnection().current();
  if (core.kind !== 'connected') {
    ended({ ...IDLE, fault: { code: 'CLOSED' } });
    return;
  }
  stop?.abort();
  const mine = new AbortController();
  stop = mine;
  useOpening.setState({ ...IDLE, busy: true });
  const answer = await core.client.inspection.open(
    { sources: [...sources] },
    {
      signal: mine.signal,
      onItem: ({ done, total }) => {
        useOpening.setState({ done, total });
        tellWork('inspection', { what: (t) => t('inspection.reading'), done, total, onCancel: cancelOpening });
      },
    },
  );
  if (mine.signal.aborted) return;
  ended(answer.ok ? IDLE : { ...IDLE, fault: answer.error });
  const [only] = sources;
  const name = only !== undefined && sources.length === 1 ? { name: only.name } : {};
  if (answer.ok) navigate('inspection', { id: answer.value.inspectionId, ...name });
}

function ended(state: Opening): void {
  tellWork('inspection', undefined);
  useOpening.setState(state);
}
