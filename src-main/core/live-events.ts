import type { Topic } from '../../shared/contract/workspace.ts';
import type { Stop } from '../../shared/contract/wire/serve.ts';

export interface LiveEvents {
  changed(topic: Topic): void;
  /** Hands topics out as they change until stopped. Many changes of one kind are one topic, so a slow taker costs nothing. */
  watch(stop: Stop, emit: (item: { readonly topics: Topic[] }) => Promise<boolean>): Promise<void>;
}

export function createLiveEvents(): LiveEvents {
  const watchers = new Set<(topic: Topic) => void>();

  async function watch(stop: Stop, emit: (item: { readonly topics: Topic[] }) => Promise<boolean>): Promise<void> {
    const pending = new Set<Topic>();
    let wake: () => void = () => undefined;
    const told = (topic: Topic): void => {
      pending.add(topic);
      wake();
    };
    watchers.add(told);
    stop.onStop(() => wake());
    try {
      while (stop.reason === undefined) {
        if (pending.size === 0) await new Promise<void>((resolve) => (wake = resolve));
        const topics = [...pending];
        pending.clear();
        if (topics.length > 0 && !(await emit({ topics }))) return;
      }
    } finally {
      watchers.delete(told);
    }
  }

  return { watch, changed: (topic) => watchers.forEach((told) => told(topic)) };
}

const topicOfEvent: Readonly<Record<string, Topic>> = {
  key: 'keys',
  'key-group': 'keys',
  csr: 'csrs',
  certificate: 'certificates',
  anchor: 'certificates',
  answer: 'certificates',
  authority: 'authorities',
  crl: 'authorities',
  roster: 'operators',
  operator: 'operators',
  document: 'operators',
  partner: 'partners',
  request: 'requests',
  issuance: 'requests',
  plan: 'requests',
  due: 'requests',
  standing: 'requests',
  token: 'tokens',
  module: 'tokens',
  host: 'tokens',
  settings: 'settings',
  platform: 'platforms',
  'platform-data': 'platforms',
  vault: 'settings',
  workspace: 'workspace',
};

/**
 * What else changes with it: a CSR its generation's state, an answer too, a signed request the inventory. With an issued
 * certificate its request is answered, and an authority that it belongs to begins to issue.
 */
const alongWith: Partial<Readonly<Record<Topic, readonly Topic[]>>> = {
  csrs: ['keys'],
  certificates: ['keys', 'csrs', 'authorities', 'requests'],
  authorities: ['certificates'],
  requests: ['certificates', 'authorities'],
  // By the roster requests are judged, ids count, and object identifiers are read.
  operators: ['requests', 'partners', 'settings'],
};

/** What an audit event changed, by the first word of its name. */
export function topicsOf(event: string): readonly Topic[] {
  const topic = topicOfEvent[event.split('.')[0] ?? ''];
  return topic === undefined ? ['audit'] : ['audit', topic, ...(alongWith[topic] ?? [])];
}
