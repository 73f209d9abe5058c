import { useEffect, useState, type ReactNode } from 'react';
import {
  coreConnection,
  queryClient,
  useCoreClient,
  useCoreQuery,
  useCoreState,
  useRefresh,
} from '../platform/core.ts';
import type { AppClient } from '../../shared/contract/app-contract.ts';
import type { ModuleView, SlotRow } from '../../shared/contract/tokens.ts';
import { dismissBanner, setAppStatus, showBanner, useAppStatus, type StatusBanner } from '../platform/app-status.ts';
import { troubleText } from '../features/operators/operator-words.ts';
import { useOperators } from '../platform/operators.ts';
import { navigate, useRouteStore } from '../platform/route.ts';
import { QueryClientProvider } from '@tanstack/react-query';

/** Joins the window to core: queries, live events, and what the frame tells on every page. */
export function CoreStatus({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <QueryClientProvider client={queryClient}>
      <LiveEvents />
      <FrameStatus />
      {children}
    </QueryClientProvider>
  );
}

/** Everything is read anew after core came back; then only what it says has changed. */
function LiveEvents(): ReactNode {
  const state = useCoreState();
  const refresh = useRefresh();
  useEffect(() => {
    setAppStatus({ core: state.kind === 'connected' ? 'ready' : state.kind });
    if (state.kind !== 'connected') return;
    const stop = new AbortController();
    void queryClient.invalidateQueries();
    void state.client.system.watch({}, { signal: stop.signal, onItem: ({ topics }) => refresh(topics) });
    return () => stop.abort();
  }, [state, refresh]);
  useActivity();
  return null;
}

const ACTIVE_EVERY_MS = 20_000;

/** Tells core that a person is there, so that tokens stay signed in; at most three times a minute. */
function useActivity(): void {
  const client = useCoreClient();
  useEffect(() => {
    if (client === undefined) return;
    let quiet = false;
    const told = (): void => {
      if (quiet) return;
      quiet = true;
      setTimeout(() => {
        quiet = false;
      }, ACTIVE_EVERY_MS);
      void client.system.active({});
    };
    window.addEventListener('pointerdown', told);
    window.addEventListener('keydown', told);
    return () => {
      window.removeEventListener('pointerdown', told);
      window.removeEventListener('keydown', told);
    };
  }, [client]);
}

function FrameStatus(): ReactNode {
  const client = useCoreClient();
  const status = useCoreQuery(['system', 'audit'], ['status'], (core) => core.system.status({})).data;
  const workspace = useCoreQuery('workspace', ['workspace'], (core) => core.workspace.show({})).data?.workspace;
  const modules = useCoreQuery('tokens', ['modules'], (core) => core.tokens.modules({})).data?.modules;
  const slots = useCoreQuery('tokens', ['slots'], (core) => core.tokens.list({})).data?.slots;
  // Walked once after each start of core; from then on core appends to what was found intact.
  const settled = useAfterStart();
  const verified = useCoreQuery([], ['audit-at-start'], (core) => core.audit.verify({}), { enabled: settled }).data;

  // Once for each start: whoever has put it away has seen it.
  const ending = useCoreQuery(
    [],
    ['expiry-at-start'],
    (core) => core.expiry.list({ within: 7, replaced: false, offset: 0, limit: 1 }),
    { enabled: settled },
  ).data?.counts.week;
  useEffect(() => {
    if (ending === undefined || ending === 0) return;
    showBanner({
      id: 'expiry',
      verdict: 'info',
      text: (t) => t('due.endsSoon', { count: ending }),
      closable: true,
      action: {
        label: (t) => t('due.toExpiry'),
        onAction: () => {
          dismissBanner('expiry');
          navigate('expiry', { within: '7' });
        },
      },
    });
  }, [ending]);

  useEffect(() => {
    if (status === undefined) return;
    setAppStatus({
      user: { name: status.actor },
      version: status.version,
      audit:
        verified === undefined
          ? { kind: 'unchecked' }
          : verified.verdict === 'intact'
            ? { kind: 'intact', entries: status.auditEntries, head: status.auditHead }
            : { kind: 'broken', entry: verified.fault?.seq ?? 0 },
    });
    keepBanner(status.testRuntime, {
      id: 'test-runtime',
      verdict: 'warn',
      text: (t) => t('app.testRuntime'),
    });
    keepBanner(status.diskFull, { id: 'disk-full', verdict: 'fail', text: (t) => t('app.diskFull') });
    const { clockFault } = status;
    keepBanner(clockFault !== undefined, {
      id: 'clock',
      verdict: 'warn',
      text: (t) =>
        clockFault?.kind === 'jumped'
          ? t('app.clockJumped', { seconds: clockFault.seconds })
          : t('app.clockBehind', { seconds: Math.abs(clockFault?.seconds ?? 0) }),
      action: { label: (t) => t('app.toDue'), onAction: () => navigate('due') },
    });
    const { requests, authorities } = status.unclear;
    keepBanner(requests > 0, {
      id: 'unclear-requests',
      verdict: 'warn',
      text: (t) => t('app.unclearRequests', { count: requests }),
      action: { label: (t) => t('app.toRequests'), onAction: () => navigate('requests') },
    });
    keepBanner(authorities > 0, {
      id: 'unclear-authorities',
      verdict: 'warn',
      text: (t) => t('app.unclearAuthorities', { count: authorities }),
      action: { label: (t) => t('app.toAuthorities'), onAction: () => navigate('authorities') },
    });
  }, [status, verified]);

  const roster = useOperators().data?.roster;
  useEffect(() => {
    keepBanner(roster?.state === 'locked', {
      id: 'roster-locked',
      verdict: 'fail',
      text: (t) => t('operators.lockedBanner', { what: troubleText(t, roster?.trouble) }),
      action: { label: (t) => t('operators.lockedOpen'), onAction: () => navigate('operators') },
    });
  }, [roster]);

  useEffect(() => {
    if (workspace === undefined) return;
    const tokens = (slots ?? []).flatMap(({ token }) => (token?.initialised === true ? [token] : []));
    const softwareKeys = tokens.length > 0 && tokens.every((token) => token.software);
    setAppStatus({ workspace: { name: workspace.name, kind: workspace.kind, softwareKeys } });
    keepBanner(workspace.provenance !== 'original', {
      id: 'provenance',
      verdict: 'warn',
      text: (t) => t(workspace.provenance === 'copied' ? 'app.workspaceCopied' : 'app.workspaceRestored'),
      action: {
        label: (t) => t('app.workspaceAccept'),
        onAction: () =>
          void client?.workspace.acknowledge({}).then(({ ok }) => (ok ? tellOfModules(client) : undefined)),
      },
    });
  }, [workspace, slots, client]);

  // Once: whoever leaves the welcome is not called back while the answer that it is over is still under way.
  const fresh = useFresh(workspace?.fresh === true, modules, slots);
  useEffect(() => {
    if (fresh && useRouteStore.getState().route.page !== 'welcome') navigate('welcome');
  }, [fresh]);

  useEffect(() => {
    setAppStatus({
      hosts: {
        up: (modules ?? []).filter(({ host }) => host.state === 'running').length,
        total: modules?.length ?? 0,
      },
    });
  }, [modules]);

  useEffect(() => {
    const present = (slots ?? []).flatMap(({ token }) => (token?.initialised === true ? [token] : []));
    const token = present.find(({ signedIn }) => signedIn === 'user') ?? present[0];
    setAppStatus({
      token:
        token === undefined
          ? undefined
          : {
              label: token.label,
              signedIn: token.signedIn === 'user',
              onSignOut: () => void client?.tokens.signOut({ tokenUri: token.uri }),
            },
    });
  }, [slots, client]);

  return null;
}

/** The first answers are on the screen by then: what walks the whole workspace must not keep them waiting. */
const AFTER_START_MS = 1500;

function useAfterStart(): boolean {
  const [is, setIs] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIs(true), AFTER_START_MS);
    return () => clearTimeout(timer);
  }, []);
  return is;
}

/**
 * Whether the welcome is due: it was never finished, and nothing was set up without it either (by the command line, say):
 * no library, no token of our own, no key group.
 */
function useFresh(
  unwelcomed: boolean,
  modules: readonly ModuleView[] | undefined,
  slots: readonly SlotRow[] | undefined,
): boolean {
  const groups = useCoreQuery('keys', ['keys.any'], (core) => core.keys.groups({ offset: 0, limit: 1 }), {
    enabled: unwelcomed,
  }).data;
  return (
    unwelcomed &&
    groups?.total === 0 &&
    modules?.every(({ trust }) => trust === 'built-in') === true &&
    slots?.some(({ token }) => token?.initialised === true) === false
  );
}

/** What was confirmed on another computer is loaded here only after it was confirmed here. */
async function tellOfModules(client: AppClient): Promise<void> {
  const answer = await client.tokens.modules({});
  if (!answer.ok || answer.value.modules.every(({ trust }) => trust === 'built-in' || trust === 'confirmed')) return;
  showBanner({
    id: 'modules-again',
    verdict: 'warn',
    text: (t) => t('app.modulesConfirmAgain'),
    closable: true,
    action: {
      label: (t) => t('app.toModules'),
      onAction: () => {
        dismissBanner('modules-again');
        navigate('tokens');
      },
    },
  });
}

function keepBanner(shown: boolean, banner: StatusBanner): void {
  if (shown) showBanner(banner);
  else if (useAppStatus.getState().banners.some(({ id }) => id === banner.id)) dismissBanner(banner.id);
}

/** Called once by main.tsx: asks for the port before the first page is drawn. */
export function joinCore(): void {
  coreConnection();
}
