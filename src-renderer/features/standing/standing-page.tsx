import { useMemo, useState, type ReactNode } from 'react';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { replaceParams, useRoute } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { ItemList, type ListItem } from '../../ui/item-list.tsx';
import { MasterDetail } from '../../ui/master-detail.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody } from '../../ui/section.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { NewRuleDialog } from './new-rule-dialog.tsx';
import { RuleDetail } from './rule-detail.tsx';
import { standingLook } from './standing-words.ts';

/** Standing approvals: the list, and one of them (`id`); `certificate` begins a new one from that certificate. */
export function StandingPage(): ReactNode {
  const t = useT();
  const { id, certificate } = useRoute().params;
  const [asked, setAsked] = useState(false);
  const mayPropose = useMayCall('standing.propose');
  const query = useCoreQuery(
    ['operators', 'requests', 'partners', 'authorities', 'certificates'],
    ['standing.list'],
    (core) => core.standing.list({}),
  );
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'standing.create',
        title: () => t('standing.create'),
        icon: 'plus',
        keys: 'N',
        scope: 'here',
        disabledReason: () => mayPropose,
        run: () => setAsked(true),
      },
    ],
    [t, mayPropose],
  );
  useCommands(commands);
  const rules = useMemo(() => query.data?.rules ?? [], [query.data]);
  const items = useMemo(
    () =>
      rules.map(({ rule, state, partnerName }): ListItem => ({
        key: rule.standingId,
        title: <SafeText text={rule.name} />,
        text: <SafeText text={`${partnerName} · ${rule.keyGroupId}`} />,
        aside: <StateWord {...standingLook(t, state)} />,
        quiet: state === 'stopped' || state === 'expired' || state === 'dropped',
      })),
    [rules, t],
  );
  const shown = rules.find(({ rule }) => rule.standingId === id) ?? rules[0];
  const choose = (standingId: string): void => {
    const name = rules.find(({ rule }) => rule.standingId === standingId)?.rule.name ?? '';
    replaceParams({ id: standingId, name: revealUnsafeCharacters(name) });
  };
  const close = (): void => {
    setAsked(false);
    if (certificate !== undefined) replaceParams(id === undefined ? {} : { id });
  };
  const create = (
    <Button kind="primary" icon="plus" keys="N" disabledReason={mayPropose} onClick={() => setAsked(true)}>
      {t('standing.create')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('standing.title')} actions={create} />
      {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
      {query.data === undefined ? (
        query.error === null ? (
          <LoadingState what={t('standing.theRules')} />
        ) : null
      ) : shown === undefined ? (
        <PageBody>
          <EmptyState title={t('standing.empty')} text={t('standing.emptyText')} />
        </PageBody>
      ) : (
        <MasterDetail
          memoryKey="standing"
          detailLabel={t('standing.detail')}
          list={
            <ItemList
              label={t('standing.title')}
              items={items}
              activeKey={shown.rule.standingId}
              onActive={choose}
              empty={null}
            />
          }
          detail={<RuleDetail key={shown.rule.standingId} view={shown} />}
        />
      )}
      {asked || certificate !== undefined ? <NewRuleDialog certificateId={certificate} onClose={close} /> : null}
    </>
  );
}
