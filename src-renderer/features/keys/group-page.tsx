import { useMemo, useState, type ReactNode } from 'react';
import type { GenerationView } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { navigate, replaceParams } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { IdChip } from '../../ui/id-chip.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { OwnSeriesPart } from '../due/index.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { AdoptDialog } from './adopt-dialog.tsx';
import { DefaultsDialog } from './defaults-dialog.tsx';
import { GenerateDialog } from './generate-dialog.tsx';
import { GenerationTimeline } from './generation-timeline.tsx';
import { GenerationsPart } from './generations-part.tsx';
import { DefaultsPart } from './defaults-part.tsx';
import { algorithmName, mayAskForCertificate, purposeWord } from './key-words.ts';
import { makeCsr } from './make-csr.ts';
import { SoftwareMark } from './software-mark.tsx';
import { useGroup, type GroupDetail } from './use-group.ts';

type Asking = 'nothing' | 'generate' | 'adopt' | 'defaults';

interface GroupPageProps {
  readonly groupRef: string;
  /** The generation that is looked at; the latest if absent. */
  readonly generationId: string | undefined;
}

/** One key group: whose it is, who answers when, its generations, what the next one starts from. */
export function GroupPage({ groupRef, generationId }: GroupPageProps): ReactNode {
  const t = useT();
  const query = useGroup(groupRef);
  if (query.error !== null) {
    return (
      <>
        <PageHead title={t('keys.title')} />
        <PageBody>
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        </PageBody>
      </>
    );
  }
  if (query.data === undefined) return <LoadingState what={t('keys.theGroup')} />;
  return <Loaded key={groupRef} detail={query.data} generationId={generationId} />;
}

function Loaded(props: { readonly detail: GroupDetail; readonly generationId: string | undefined }): ReactNode {
  const t = useT();
  const { group, defaults, generations } = props.detail;
  const [asking, setAsking] = useState<Asking>('nothing');
  const latest = generations.at(-1);
  const active = generations.find((one) => one.generationId === props.generationId) ?? latest;
  const choose = (id: string): void => replaceParams({ ref: group.groupRef, name: group.id, generation: id });
  const asksNext = latest !== undefined && mayAskForCertificate(latest.state) && latest.csrCount === 0;
  const next = (latest?.number ?? 0) + 1;

  const commands = useMemo((): readonly Command[] => {
    const csr: Command = {
      id: 'keys.makeCsr',
      title: () => t('keys.makeCsr'),
      icon: 'file-plus',
      scope: 'here',
      keys: asksNext ? 'Ctrl+Enter' : 'M',
      disabledReason: () =>
        active === undefined
          ? t('keys.noKeyYet')
          : mayAskForCertificate(active.state)
            ? undefined
            : t('keys.noCsrInState', { state: t(`keys.state_${active.state}`) }),
      run: () => {
        if (active !== undefined && mayAskForCertificate(active.state)) makeCsr(active, group.id);
      },
    };
    return [
      {
        id: 'keys.generate',
        title: () => t('keys.generateNext', { number: next }),
        icon: 'key-round',
        scope: 'here',
        keys: asksNext ? 'Shift+N' : 'Ctrl+Enter',
        run: () => setAsking('generate'),
      },
      csr,
      {
        id: 'keys.adopt',
        title: () => t('keys.adoptKey'),
        icon: 'log-in',
        scope: 'here',
        run: () => setAsking('adopt'),
      },
      {
        id: 'keys.defaults',
        title: () => t('keys.editDefaults'),
        icon: 'pen-line',
        scope: 'here',
        keys: 'E',
        run: () => setAsking('defaults'),
      },
      {
        id: 'keys.csrsOfGroup',
        title: () => t('keys.csrsOfGroup', { count: group.csrs }),
        icon: 'file-key',
        scope: 'here',
        run: () => navigate('csrs', { group: group.groupRef, name: group.id }),
      },
    ];
  }, [active, asksNext, group, next, t]);
  useCommands(commands);

  const [generate, csr, adopt, edit, csrs] = commands;
  const close = (): void => setAsking('nothing');
  const made = (generation: GenerationView, text: string): void => {
    close();
    showToast(text);
    choose(generation.generationId);
  };
  return (
    <>
      <PageHead
        mono
        title={<SafeText text={group.id} />}
        facts={
          <>
            <span>{purposeWord(t, group.purpose)}</span>
            <span>
              <IdChip kind="party" value={group.owner} showKind />
              {group.counterpart === undefined ? null : (
                <>
                  {t('keys.towards')} <SafeText text={group.counterpart} />
                </>
              )}
            </span>
            <span>{algorithmName(latest?.algorithm ?? defaults.algorithm)}</span>
            <span>{t('keys.daysFact', { validity: defaults.validityDays, overlap: defaults.overlapDays })}</span>
            {latest?.tokenLabel === undefined ? null : (
              <span>
                <SafeText text={latest.tokenLabel} />
                {latest.software ? <SoftwareMark /> : null}
              </span>
            )}
          </>
        }
        actions={
          <>
            {asksNext ? (
              <>
                <Button onClick={generate?.run ?? close}>{t('keys.generateNext', { number: next })}</Button>
                <Button kind="primary" icon="file-plus" keys="Ctrl+Enter" onClick={csr?.run ?? close}>
                  {t('keys.makeCsr')}
                </Button>
              </>
            ) : (
              <Button kind="primary" icon="key-round" keys="Ctrl+Enter" onClick={generate?.run ?? close}>
                {t('keys.generateNext', { number: next })}
              </Button>
            )}
            <MenuButton
              items={[adopt, edit, csrs].flatMap((command) =>
                command === undefined
                  ? []
                  : [
                      {
                        label: command.title(t),
                        ...(command.icon === undefined ? {} : { icon: command.icon }),
                        onSelect: command.run,
                      },
                    ],
              )}
            />
          </>
        }
      />
      <PageBody>
        {generations.length === 0 ? null : (
          <GenerationTimeline
            generations={generations}
            defaults={defaults}
            activeId={active?.generationId}
            onRow={choose}
          />
        )}
        <OwnSeriesPart keyGroupId={group.id} owner={group.owner} />
        <GenerationsPart
          group={group}
          generations={generations}
          active={active}
          onActive={choose}
          onGenerate={() => setAsking('generate')}
          onAdopt={() => setAsking('adopt')}
          below={<DefaultsPart defaults={defaults} onEdit={() => setAsking('defaults')} />}
        />
      </PageBody>
      {asking === 'generate' ? (
        <GenerateDialog
          groupRef={group.groupRef}
          groupId={group.id}
          number={next}
          wanted={defaults.algorithm}
          lastToken={latest?.tokenUri}
          onClose={close}
          onMade={(generation) => made(generation, t('keys.keyMade', { number: generation.number, id: group.id }))}
        />
      ) : asking === 'adopt' ? (
        <AdoptDialog
          groupRef={group.groupRef}
          groupId={group.id}
          number={next}
          onClose={close}
          onAdopted={(generation) =>
            made(generation, t('keys.keyAdopted', { number: generation.number, id: group.id }))
          }
        />
      ) : asking === 'defaults' ? (
        <DefaultsDialog groupRef={group.groupRef} groupId={group.id} defaults={defaults} onClose={close} />
      ) : null}
    </>
  );
}
