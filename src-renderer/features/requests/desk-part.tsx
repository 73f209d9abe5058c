import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { RequestRow } from '../../../shared/contract/requests.ts';
import { openStates } from '../../../shared/domain/request-state.ts';
import { useT } from '../../locales/language.tsx';
import { useMayCall, useOperators } from '../../platform/operators.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { AsideDialog } from './aside-dialog.tsx';
import { NotesPart } from './notes-part.tsx';
import { SupersedeDialog } from './supersede-dialog.tsx';
import { useDesk } from './use-desk.ts';

const Deeds = styled(ButtonRow)({ paddingTop: rem(8) });

type Asking = 'nothing' | 'hold' | 'withdraw' | 'supersede';

/** Who is at a request, what it brought beside its bytes, and what can be done with it without deciding on it. */
export function DeskPart({ request }: { readonly request: RequestRow }): ReactNode {
  const t = useT();
  const { requestId, state } = request;
  const requestIds = [requestId];
  const [asking, setAsking] = useState<Asking>('nothing');
  const desk = useDesk();
  const noClaim = useMayCall('requests.claim');
  const noHold = useMayCall('requests.hold');
  const noWithdraw = useMayCall('requests.withdraw');
  const noGiving = useMayCall('requests.assignTo');
  const overview = useOperators().data;
  const names = (overview?.operators ?? []).map(({ name }) => name);
  const isOpen = openStates.includes(state);
  const isUndecided = isOpen && state !== 'unclear';
  const close = (): void => setAsking('nothing');
  return (
    <Section title={t('requests.desk')}>
      <Facts lines facts={useFacts(request)} />
      <Deeds>
        {isOpen ? (
          <Button
            small
            icon="user"
            disabledReason={noClaim}
            onClick={() => void desk.run((core) => core.requests.claim({ requestIds }))}
          >
            {t('requests.claim')}
          </Button>
        ) : null}
        {isOpen && request.claimedBy !== undefined ? (
          <Button
            small
            disabledReason={noClaim}
            onClick={() => void desk.run((core) => core.requests.unclaim({ requestIds }))}
          >
            {t('requests.unclaim')}
          </Button>
        ) : null}
        {state === 'held' ? (
          <Button
            small
            icon="play"
            disabledReason={noHold}
            onClick={() => void desk.run((core) => core.requests.release({ requestIds }))}
          >
            {t('requests.release')}
          </Button>
        ) : isUndecided ? (
          <Button small icon="circle-pause" disabledReason={noHold} onClick={() => setAsking('hold')}>
            {t('requests.hold')}
          </Button>
        ) : null}
        {state === 'withdrawn' || state === 'superseded' ? (
          <Button
            small
            icon="undo-2"
            disabledReason={noWithdraw}
            onClick={() => void desk.run((core) => core.requests.reopen({ requestIds }))}
          >
            {t('requests.reopen')}
          </Button>
        ) : null}
        {isUndecided ? (
          <MenuButton
            label={t('requests.moreDeeds')}
            items={[
              { label: t('requests.withdraw'), disabledReason: noWithdraw, onSelect: () => setAsking('withdraw') },
              { label: t('requests.supersede'), disabledReason: noHold, onSelect: () => setAsking('supersede') },
              ...names.map((operator) => ({
                label: `${t('requests.giveTo')} ${operator}`,
                disabledReason: noGiving,
                onSelect: () => void desk.run((core) => core.requests.assignTo({ requestIds, operator })),
              })),
            ]}
          />
        ) : null}
      </Deeds>
      {desk.fault === undefined ? null : <FaultNote fault={desk.fault} />}
      <NotesPart requestId={requestId} />
      {asking === 'hold' || asking === 'withdraw' ? (
        <AsideDialog kind={asking} requestIds={requestIds} onClose={close} onDone={close} />
      ) : null}
      {asking === 'supersede' ? <SupersedeDialog request={request} onClose={close} /> : null}
    </Section>
  );
}

function useFacts(request: RequestRow): readonly Fact[] {
  const t = useT();
  const { claimedBy, claimedAt, verdict, verdictAt, endsAt, renewalReason, callbackId } = request;
  const facts: Fact[] = [
    {
      label: t('requests.claimedBy'),
      value:
        claimedBy === undefined || claimedAt === undefined ? (
          t('requests.nobody')
        ) : (
          <>
            <SafeText text={t('requests.claimedSince', { name: claimedBy })} /> <UtcDate date={new Date(claimedAt)} />
          </>
        ),
    },
  ];
  if (verdict !== undefined && verdictAt !== undefined)
    facts.push({
      label: t('requests.arrivalVerdict'),
      value: (
        <>
          <StateWord verdict={verdict} word={t(`requests.verdict_${verdict}`)} /> <UtcDate date={new Date(verdictAt)} />
        </>
      ),
    });
  if (endsAt !== undefined) facts.push({ label: t('requests.endsAt'), value: <UtcDate date={new Date(endsAt)} /> });
  if (renewalReason !== undefined)
    facts.push({ label: t('requests.renewalReason'), value: <SafeText text={renewalReason} /> });
  if (callbackId !== undefined) facts.push({ label: t('requests.callbackId'), value: <SafeText text={callbackId} /> });
  return facts;
}
