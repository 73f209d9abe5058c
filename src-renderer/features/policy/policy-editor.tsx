import { useMemo, useState, type ReactNode } from 'react';
import type { PolicyView } from '../../../shared/contract/documents.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useMayCall, useOperators } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Prose } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { JsonDialog } from './json-dialog.tsx';
import { NarrowerPart } from './narrower-part.tsx';
import { usePolicyDraft } from './policy-draft.ts';
import { PolicyHistory } from './policy-history.tsx';
import { standingLook } from './policy-words.ts';
import { ProposeDialog } from './propose-dialog.tsx';
import { RulesPart } from './rules-part.tsx';
import { TryDialog } from './try-dialog.tsx';

type Asking = 'nothing' | 'try' | 'propose' | 'give-up' | 'json';

/** One policy: its rules with their controls, and what can be done with what was changed. */
export function PolicyEditor({ view }: { readonly view: PolicyView }): ReactNode {
  const t = useT();
  const { document, standing, version, sha256, proposed } = view;
  const [asking, setAsking] = useState<Asking>('nothing');
  const draft = usePolicyDraft(view.policy);
  const close = (): void => setAsking('nothing');
  const isVoted = useOperators().data?.roster.state === 'good';
  const mayPropose = useMayCall('policy.propose');
  const wrong = draft.wrong.size > 0 ? t('policies.mendFirst') : undefined;
  const unchanged = draft.changed.size === 0 && standing !== 'altered' ? t('policies.nothingChanged') : undefined;
  const noPropose = mayPropose ?? wrong ?? unchanged;
  const word = t(isVoted ? 'policies.propose' : 'policies.set');
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'policy.propose',
        title: () => word,
        keys: 'P',
        scope: 'here',
        disabledReason: () => noPropose,
        run: () => (noPropose === undefined ? setAsking('propose') : undefined),
      },
      {
        id: 'policy.try',
        title: () => t('policies.try'),
        keys: 'Y',
        scope: 'here',
        disabledReason: () => wrong,
        run: () => (wrong === undefined ? setAsking('try') : undefined),
      },
    ],
    [t, word, noPropose, wrong],
  );
  useCommands(commands);
  const look =
    standing === 'usual'
      ? ({ verdict: 'notApplicable', word: t('policies.standing_usual') } as const)
      : standingLook(t, standing);
  return (
    <>
      <PageHead
        title={t('policies.title')}
        facts={
          <>
            <VerdictChip {...look} />
            {version === undefined ? null : <span>{t('policies.version', { version })}</span>}
            {sha256 === undefined ? null : (
              <span>
                <Fingerprint hex={sha256} short copy={t('policies.sha256')} />
              </span>
            )}
          </>
        }
        actions={
          <>
            <MenuButton
              items={[
                { label: t('policies.json'), onSelect: () => setAsking('json') },
                {
                  label: t('policies.undoAll'),
                  disabledReason: unchanged,
                  onSelect: () => draft.take(view.policy),
                },
                {
                  label: t('policies.giveUp'),
                  disabledReason: mayPropose ?? (standing === 'usual' ? t('policies.standing_usual') : undefined),
                  onSelect: () => setAsking('give-up'),
                },
              ]}
            />
            <Button keys="Y" disabledReason={wrong} onClick={() => setAsking('try')}>
              {t('policies.try')}
            </Button>
            <Button kind="primary" keys="P" disabledReason={noPropose} onClick={() => setAsking('propose')}>
              {word}
            </Button>
          </>
        }
      />
      <RulesPart
        document={document}
        draft={draft}
        start={view.policy}
        after={
          <>
            {document === 'policy' ? <NarrowerPart /> : null}
            <PolicyHistory
              document={document}
              onTake={(policy) => {
                draft.take(policy);
                showToast(t('policies.taken'));
              }}
            />
          </>
        }
      >
        {standing === 'altered' ? <Banner verdict="fail" text={t('policies.alteredText')} /> : null}
        {proposed === undefined ? null : (
          <Banner
            verdict="info"
            text={t('policies.proposedText', { version: proposed.version })}
            action={{ label: t('policies.toVotes'), onAction: () => navigate('operators') }}
          />
        )}
        {document === 'policy' ? null : <Prose>{t('policies.narrowsText')}</Prose>}
      </RulesPart>
      {asking === 'try' ? <TryDialog document={document} text={draft.text()} onClose={close} /> : null}
      {asking === 'json' ? <JsonDialog text={draft.text()} onTake={draft.take} onClose={close} /> : null}
      {asking === 'propose' || asking === 'give-up' ? (
        <ProposeDialog
          view={view}
          text={asking === 'give-up' ? undefined : draft.text()}
          values={draft.values}
          isVoted={isVoted}
          onClose={close}
        />
      ) : null}
    </>
  );
}
