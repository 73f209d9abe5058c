import { useState, type ReactNode } from 'react';
import type { GuideAbout } from '../../../shared/contract/guides.ts';
import { type AboutKind, type GuideId, mayBeAbout } from '../../../shared/domain/guides.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { readUtcInput, UtcField } from '../keys/index.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { aboutKey } from './guide-words.ts';

interface StartDialogProps {
  readonly guide: GuideId;
  /** Where the page that it was asked from has said it; else it is chosen here. */
  readonly about?: GuideAbout;
  readonly name?: string;
  readonly forbidden: string | undefined;
  readonly onClose: () => void;
  readonly onStarted: (runId: string) => void;
}

const kindOf = {
  'token-lost': 'token',
  'key-compromised': 'certificate',
  'card-lost': 'operator',
  'ca-rollover': 'authority',
  'clock-wrong': 'nothing',
} as const satisfies Record<GuideId, AboutKind>;

const NOTHING: GuideAbout = { kind: 'nothing' };

/** What the guide is about, and since when; then its run begins. */
export function StartDialog(props: StartDialogProps): ReactNode {
  const t = useT();
  const now = useNow();
  const { guide } = props;
  const needsChoice = props.about === undefined && kindOf[guide] !== 'nothing';
  const [chosen, setChosen] = useState<GuideAbout | undefined>(needsChoice ? undefined : (props.about ?? NOTHING));
  const [since, setSince] = useState('');
  const read = readUtcInput(since);
  const isAhead = read.kind === 'time' && new Date(read.iso) > now;
  const starting = useCoreAction((core, about: GuideAbout) =>
    core.guides.start({ guide, about, ...(read.kind === 'time' ? { since: read.iso } : {}) }),
  );
  const open = useCoreQuery('audit', ['guides.list', 'open'], (core) =>
    core.guides.list({ offset: 0, limit: 100, state: 'open' }),
  ).data?.rows;
  const same =
    chosen === undefined
      ? undefined
      : open?.find((run) => run.guide === guide && aboutKey(run.about) === aboutKey(chosen));
  const wrong = read.kind === 'wrong' || isAhead;
  const missing =
    props.forbidden ??
    (chosen === undefined
      ? t('guides.chooseFirst')
      : wrong
        ? t('guides.sincePast')
        : starting.busy
          ? t('guides.busy')
          : undefined);
  const submit = async (): Promise<void> => {
    if (missing !== undefined || chosen === undefined) return;
    const started = await starting.run(chosen);
    if (started !== undefined) props.onStarted(started.run.runId);
  };
  return (
    <Dialog
      open
      width="wide"
      title={t(`guides.guide_${guide}`)}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={props.onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={missing}>
            {t('guides.startNow')}
          </Button>
        </>
      }
    >
      <Prose>{t(`guides.when_${guide}`)}</Prose>
      {props.about === undefined || props.about.kind === 'key' || props.about.kind === 'nothing' ? null : (
        <Facts
          facts={[{ label: t(`guides.about_${props.about.kind}`), value: <SafeText text={props.name ?? ''} /> }]}
        />
      )}
      {needsChoice ? <AboutField guide={guide} chosen={chosen} onChoose={setChosen} /> : null}
      {guide === 'ca-rollover' ? null : (
        <UtcField
          label={t(`guides.since_${guide}`)}
          value={since}
          placeholder={t('guides.sinceHint')}
          findings={isAhead ? [{ verdict: 'fail', text: t('guides.sincePast') }] : []}
          onChange={setSince}
        />
      )}
      {same === undefined ? null : (
        <Banner
          verdict="info"
          text={t('guides.alreadyOpen')}
          action={{ label: t('guides.openRun'), onAction: () => navigate('guides', { run: same.runId }) }}
        />
      )}
      {starting.fault === undefined ? null : <FaultNote fault={starting.fault} />}
    </Dialog>
  );
}

interface Choice {
  readonly about: GuideAbout;
  readonly name: string;
  readonly detail: string;
}

/** A choice among what the workspace knows; the list can be long, so part of a name narrows it. */
function AboutField(props: {
  readonly guide: GuideId;
  readonly chosen: GuideAbout | undefined;
  readonly onChoose: (about: GuideAbout | undefined) => void;
}): ReactNode {
  const t = useT();
  const { guide, chosen, onChoose } = props;
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState<Choice>();
  const filter = useSettled(typed, 200);
  const query = useCoreQuery('audit', ['guides.choices', guide, filter], (core) =>
    core.guides.choices({ guide, filter }),
  );
  const kind = kindOf[guide];
  if (kind === 'nothing') return null;
  const listed = query.data?.choices ?? [];
  // What was chosen stays in the list whatever is typed after it.
  const isListed = picked === undefined || listed.some(({ about }) => aboutKey(about) === aboutKey(picked.about));
  const choices = isListed ? listed : [picked, ...listed];
  const mayBeNothing = mayBeAbout(guide, 'nothing');
  const pick = (key: string): void => {
    const choice = choices.find(({ about }) => aboutKey(about) === key);
    setPicked(choice);
    onChoose(key === NOTHING.kind ? NOTHING : choice?.about);
  };
  return (
    <>
      {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
      <TextField label={t('guides.filter')} value={typed} maxLength={200} autoFocus icon="search" onChange={setTyped} />
      <SelectField
        label={t(`guides.about_${kind}`)}
        value={chosen === undefined ? '' : aboutKey(chosen)}
        choices={[
          { value: '', label: t('guides.chooseAbout'), disabled: true },
          ...choices.map(({ about, name, detail }) => ({
            value: aboutKey(about),
            label: revealUnsafeCharacters(detail === '' ? name : `${name} – ${detail}`),
          })),
          ...(mayBeNothing ? [{ value: NOTHING.kind, label: t('guides.nothing') }] : []),
        ]}
        hint={
          query.data?.more === true
            ? t('guides.moreChoices')
            : chosen?.kind === 'nothing'
              ? t('guides.nothingText')
              : undefined
        }
        onChange={pick}
      />
    </>
  );
}
