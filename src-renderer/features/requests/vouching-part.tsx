import { styled } from '@mui/material/styles';
import { useMemo, useState, type ReactNode } from 'react';
import type { RequestStanding } from '../../../shared/contract/request-checks.ts';
import { rich, useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { checkVerdict } from './check-words.tsx';
import { ChoosePartnerDialog } from './choose-partner-dialog.tsx';
import { ConfirmKeyDialog } from './confirm-key-dialog.tsx';
import { ProofDialog } from './proof-dialog.tsx';
import type { RequestDetail } from './use-request.ts';
import { useStanding } from './use-standing.ts';

const Lines = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(2),
  '.small': { ...type.small, color: look.ink2 },
  '.unsaid': { color: look.ink3 },
  '& > .one + .one': { paddingTop: rem(6) },
});
const Deeds = styled(ButtonRow)({ paddingTop: rem(8) });

interface VouchingPartProps {
  readonly detail: RequestDetail;
  /** Why nothing can be added any more. */
  readonly closed: string | undefined;
}

/** Whose request it is and who stands up for its key; the ways to say so. */
export function VouchingPart({ detail, closed }: VouchingPartProps): ReactNode {
  const t = useT();
  const { data, error } = useStanding(detail.request.requestId);
  // The fault stands where the checks would: once is enough.
  if (error !== null) return null;
  const provenance = data?.results.find(({ code }) => code === 'PROVENANCE');
  return (
    <Section
      title={t('requests.whoVouches')}
      aside={provenance === undefined ? undefined : <StateWord verdict={checkVerdict(provenance.verdict)} />}
    >
      {data === undefined ? (
        <LoadingState what={t('requests.theProvenance')} />
      ) : (
        <Vouching detail={detail} closed={closed} standing={data} />
      )}
    </Section>
  );
}

type Asking = 'nothing' | 'partner' | 'confirm' | 'proof';

function Vouching({ detail, closed, standing }: VouchingPartProps & { readonly standing: RequestStanding }): ReactNode {
  const t = useT();
  const { requestId } = detail.request;
  const { partner } = standing;
  const [asking, setAsking] = useState<Asking>('nothing');
  const undo = useCoreAction((core) => core.requestChecks.assign({ requestId }));
  const mayAssign = useMayCall('requestChecks.assign');
  const mayConfirm = useMayCall('requestChecks.confirm');
  const mayProve = useMayCall('requestChecks.prove');
  const reasons = {
    partner: closed ?? mayAssign,
    confirm: closed ?? mayConfirm ?? (partner === undefined ? t('requests.partnerFirst') : undefined),
    proof: closed ?? mayProve,
  };
  const { partner: noPartner, confirm: noConfirm, proof: noProof } = reasons;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'requests.confirmKey',
        title: () => t('requests.confirmKey'),
        icon: 'fingerprint-pattern',
        scope: 'here',
        disabledReason: () => noConfirm,
        run: () => setAsking('confirm'),
      },
      {
        id: 'requests.addProof',
        title: () => t('requests.addProof'),
        icon: 'file-key',
        scope: 'here',
        disabledReason: () => noProof,
        run: () => setAsking('proof'),
      },
      {
        id: 'requests.choosePartner',
        title: () => t('requests.choosePartner'),
        icon: 'building-2',
        scope: 'here',
        disabledReason: () => noPartner,
        run: () => setAsking('partner'),
      },
    ],
    [t, noConfirm, noProof, noPartner],
  );
  useCommands(commands);
  return (
    <>
      <Facts
        lines
        facts={[
          { label: t('requests.partner'), value: <PartnerLine partner={partner} /> },
          { label: t('requests.confirmed'), value: <Confirmations detail={detail} standing={standing} /> },
          { label: t('requests.proof'), value: <ProofLine proof={standing.proof} /> },
        ]}
      />
      <Deeds>
        <Button small icon="fingerprint-pattern" disabledReason={noConfirm} onClick={() => setAsking('confirm')}>
          {t('requests.confirmKey')}
        </Button>
        <Button small icon="file-key" disabledReason={noProof} onClick={() => setAsking('proof')}>
          {t('requests.addProof')}
        </Button>
        <Button small icon="building-2" disabledReason={noPartner} onClick={() => setAsking('partner')}>
          {t(partner === undefined ? 'requests.choosePartner' : 'requests.chooseOther')}
        </Button>
        {partner?.chosen === true ? (
          <Button
            small
            icon="undo-2"
            disabledReason={noPartner ?? (undo.busy ? t('keys.busy') : undefined)}
            onClick={() => void undo.run(undefined)}
          >
            {t('requests.undoPartner')}
          </Button>
        ) : null}
      </Deeds>
      {undo.fault === undefined ? null : <FaultNote fault={undo.fault} />}
      {asking === 'partner' ? (
        <ChoosePartnerDialog requestId={requestId} current={partner?.partnerId} onClose={() => setAsking('nothing')} />
      ) : null}
      {asking === 'confirm' && partner !== undefined ? (
        <ConfirmKeyDialog detail={detail} partner={partner} onClose={() => setAsking('nothing')} />
      ) : null}
      {asking === 'proof' ? <ProofDialog requestId={requestId} onClose={() => setAsking('nothing')} /> : null}
    </>
  );
}

function PartnerLine({ partner }: Pick<RequestStanding, 'partner'>): ReactNode {
  const t = useT();
  if (partner === undefined) {
    return (
      <Lines>
        <span className="unsaid">{t('requests.partnerUnknown')}</span>
      </Lines>
    );
  }
  const { partnerId, name } = partner;
  return (
    <Lines>
      <Link onFollow={() => navigate('partners', { id: partnerId, name })}>
        <SafeText text={name} />
      </Link>
      <span className="small">{t(partner.chosen ? 'requests.partnerChosen' : 'requests.partnerFound')}</span>
    </Lines>
  );
}

function Confirmations({
  detail,
  standing,
}: Pick<VouchingPartProps, 'detail'> & { readonly standing: RequestStanding }): ReactNode {
  const t = useT();
  if (standing.confirmations.length === 0) {
    return (
      <Lines>
        <span className="unsaid">{t('requests.notConfirmed')}</span>
      </Lines>
    );
  }
  return (
    <Lines>
      {standing.confirmations.map((one, index) => (
        <div key={`${one.at} ${index}`} className="one">
          <div>
            {rich(t, 'requests.confirmedBy', {
              by: <SafeText text={one.by} />,
              contact: <SafeText text={one.contact} />,
            })}{' '}
            <UtcDate date={new Date(one.at)} />
          </div>
          {one.spkiSha256 === detail.request.spkiSha256 ? null : (
            <div>
              <StateWord verdict="fail" word={t('requests.ofOtherKey')} /> <Fingerprint hex={one.spkiSha256} />
            </div>
          )}
          {standing.partner === undefined || one.partnerId === standing.partner.partnerId ? null : (
            <div>
              <StateWord verdict="fail" word={t('requests.forOtherPartner')} />
            </div>
          )}
          {one.note === '' ? null : (
            <div className="small">
              <SafeText text={one.note} />
            </div>
          )}
        </div>
      ))}
    </Lines>
  );
}

function ProofLine({ proof }: { readonly proof: RequestStanding['proof'] }): ReactNode {
  const t = useT();
  if (proof === undefined) {
    return (
      <Lines>
        <span className="unsaid">{t('requests.proofNone')}</span>
      </Lines>
    );
  }
  const valid = proof.verdict === 'valid';
  return (
    <Lines>
      <div>
        <StateWord
          verdict={valid ? 'pass' : 'fail'}
          word={t(valid ? 'requests.proofValid' : 'requests.proofInvalid')}
        />{' '}
        <UtcDate date={new Date(proof.issuedAt)} />
      </div>
      <div>
        {t('requests.proofKey')} <Fingerprint hex={proof.predecessorSpkiSha256} />
      </div>
      <div className="small">
        {rich(t, 'requests.proofAddedBy', { by: <SafeText text={proof.addedBy} /> })}{' '}
        <UtcDate date={new Date(proof.addedAt)} />
      </div>
    </Lines>
  );
}
