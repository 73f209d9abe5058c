import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { PlanView } from '../../../shared/contract/plans.ts';
import { defaultTerms, type PlanTerms } from '../../../shared/domain/replacement-plan.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { PlanNoteDialog } from './plan-note-dialog.tsx';
import { planLook, termsText } from './plan-words.ts';
import { TermsDialog } from './terms-dialog.tsx';

const Room = styled('div')({ padding: `${rem(8)} 0 ${rem(4)}` });
const Deeds = styled(ButtonRow)({ paddingTop: rem(10) });

type About = { readonly requestId: string } | { readonly certificateId: string };

/**
 * Replacement plans of a request or certificate; nothing where there are none. `undecided`: the request is not issued and
 * would replace a certificate, so the terms can be chosen before.
 */
export function PlansPart({
  about,
  undecided = false,
}: {
  readonly about: About;
  readonly undecided?: boolean;
}): ReactNode {
  const query = useCoreQuery(['requests', 'certificates'], ['plans.list', about], (core) =>
    core.plans.list({ show: 'all', offset: 0, limit: 20, ...about }),
  );
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  const rows = query.data?.rows ?? [];
  if (undecided && 'requestId' in about && rows.length === 0)
    return <Choice requestId={about.requestId} chosen={query.data?.chosen} />;
  return rows.map((plan) => <PlanPart key={plan.planId} plan={plan} />);
}

function Choice(props: {
  readonly requestId: string;
  readonly chosen: (PlanTerms & { readonly by: string }) | undefined;
}): ReactNode {
  const t = useT();
  const { requestId, chosen } = props;
  const [asking, setAsking] = useState(false);
  const noChange = useMayCall('plans.choose');
  const overlapDays = useCoreQuery('settings', ['settings'], (core) => core.settings.get({})).data?.settings
    .overlapDays;
  const usual = { ...defaultTerms, ...(overlapDays === undefined ? {} : { overlapDays }) };
  const choosing = useCoreAction((core, terms: PlanTerms) => core.plans.choose({ requestId, ...terms }));
  const save = async (terms: PlanTerms): Promise<void> => {
    if ((await choosing.run(terms)) !== undefined) setAsking(false);
  };
  return (
    <Section title={t('due.choose')}>
      <Facts
        lines
        facts={[
          {
            label: chosen === undefined ? t('due.chosenDefault') : t('due.chosenBy', { name: chosen.by }),
            value: termsText(t, chosen ?? usual),
          },
        ]}
      />
      <ButtonRow>
        <Button small disabledReason={noChange} onClick={() => setAsking(true)}>
          {t('due.change')}
        </Button>
      </ButtonRow>
      {asking ? (
        <TermsDialog
          terms={chosen ?? usual}
          busy={choosing.busy}
          fault={choosing.fault}
          onSave={save}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Section>
  );
}

/** One plan with what can be done about it. */
export function PlanPart({
  plan,
  opens = false,
}: {
  readonly plan: PlanView;
  /** Offers the way to its request, where the plan is not shown there. */
  readonly opens?: boolean;
}): ReactNode {
  const t = useT();
  const { planId } = plan;
  const [asking, setAsking] = useState<'nothing' | 'terms' | 'confirm' | 'cancel'>('nothing');
  const noSet = useMayCall('plans.set');
  const noConfirm = useMayCall('plans.confirm');
  const noCancel = useMayCall('plans.cancel');
  const setting = useCoreAction((core, terms: PlanTerms) => core.plans.set({ planId, ...terms }));
  const close = (): void => setAsking('nothing');
  const save = async (terms: PlanTerms): Promise<void> => {
    if ((await setting.run(terms)) !== undefined) close();
  };
  const isOpen = plan.state === 'waiting' || plan.state === 'due' || plan.state === 'blocked';
  const side = ({ certificateId, commonName, serialNumber, notAfter }: PlanView['older']): ReactNode => (
    <>
      <Link onFollow={() => navigate('certificates', { id: certificateId, name: commonName })}>
        <SafeText text={commonName === '' ? serialNumber : commonName} />
      </Link>{' '}
      {t('due.until', { date: notAfter.slice(0, 10) })}
    </>
  );
  return (
    <Section title={t('due.plan')} aside={<StateWord {...planLook(t, plan.state)} />}>
      {plan.why === undefined ? null : (
        <Room>
          <Banner verdict="fail" text={t(`due.why_${plan.why}`)} />
        </Room>
      )}
      <Facts
        lines
        facts={[
          ...(plan.keyGroupId === undefined
            ? []
            : [{ label: t('due.keyGroup'), value: <SafeText text={plan.keyGroupId} /> }]),
          ...(plan.partnerName === undefined
            ? []
            : [{ label: t('due.partner'), value: <SafeText text={plan.partnerName} /> }]),
          { label: t('due.planOlder'), value: side(plan.older) },
          { label: t('due.planNewer'), value: side(plan.newer) },
          {
            label: t('due.planEnds'),
            value: (
              <>
                <UtcDate date={new Date(plan.endedAt ?? plan.dueAt)} /> ({termsText(t, plan)})
              </>
            ),
          },
          {
            label: t('due.planUse'),
            value:
              plan.usedAt === undefined ? (
                t('due.planUnused')
              ) : (
                <>
                  <UtcDate date={new Date(plan.usedAt)} />{' '}
                  <SafeText text={t('due.planUsed', { name: plan.usedBy ?? '–' })} />
                </>
              ),
          },
          ...(plan.note === '' ? [] : [{ label: t('due.note'), value: <SafeText text={plan.note} /> }]),
        ]}
      />
      {isOpen && plan.pending > 0 ? <p>{t('due.planPending', { count: plan.pending })}</p> : null}
      {isOpen ? (
        <Deeds>
          {opens ? (
            <Button
              small
              onClick={() =>
                navigate('requests', { id: plan.requestId, name: plan.keyGroupId ?? plan.newer.commonName })
              }
            >
              {t('due.openIt')}
            </Button>
          ) : null}
          <Button small disabledReason={noSet} onClick={() => setAsking('terms')}>
            {t('due.change')}
          </Button>
          {plan.usedAt === undefined ? (
            <Button small icon="check" disabledReason={noConfirm} onClick={() => setAsking('confirm')}>
              {t('due.confirm')}
            </Button>
          ) : null}
          <Button small disabledReason={noCancel} onClick={() => setAsking('cancel')}>
            {t('due.cancelPlan')}
          </Button>
        </Deeds>
      ) : null}
      {asking === 'terms' ? (
        <TermsDialog terms={plan} busy={setting.busy} fault={setting.fault} onSave={save} onClose={close} />
      ) : null}
      {asking === 'confirm' || asking === 'cancel' ? (
        <PlanNoteDialog deed={asking} planId={planId} onClose={close} />
      ) : null}
    </Section>
  );
}
