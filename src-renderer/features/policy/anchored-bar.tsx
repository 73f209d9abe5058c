import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { PartnerIdsView } from '../../../shared/contract/documents.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall, useOperators } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { IdRows, Ids } from './id-rows.tsx';

const Place = styled('div')({ padding: `${rem(8)} ${rem(20)} 0` });
/** Says when the ids of the registry are not those that operators voted on; nothing before there are operators. */
export function AnchoredBar(): ReactNode {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const isVoted = useOperators().data?.roster.state === 'good';
  const { data } = useCoreQuery(
    ['partners', 'operators'],
    ['documents.partnerIds'],
    (core) => core.documents.partnerIds({}),
    { enabled: isVoted },
  );
  if (!isVoted || data === undefined) return null;
  const { standing, registered, addedCount, removedCount, proposed } = data;
  const isSame = standing === 'current' && addedCount + removedCount === 0;
  if (isSame || (standing === 'none' && registered === 0)) return null;
  const text =
    standing === 'altered'
      ? t('policies.idsAltered')
      : standing === 'none'
        ? t('policies.idsFree')
        : t('policies.idsDiffer', { added: addedCount, removed: removedCount });
  const action =
    proposed === undefined
      ? { label: t('policies.idsLook'), onAction: () => setAsking(true) }
      : { label: t('policies.toVotes'), onAction: () => navigate('operators') };
  return (
    <Place>
      <Banner verdict={standing === 'altered' ? 'fail' : 'info'} text={text} action={action} />
      {asking ? <AnchorDialog view={data} onClose={() => setAsking(false)} /> : null}
    </Place>
  );
}

function AnchorDialog({ view, onClose }: { readonly view: PartnerIdsView; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const mayPropose = useMayCall('documents.propose');
  const put = useCoreAction((core, document: 'partner-ids') => core.documents.propose({ document }));
  const submit = async (): Promise<void> => {
    if (mayPropose !== undefined || (await put.run('partner-ids')) === undefined) return;
    showToast(t('policies.proposed'));
    navigate('operators');
  };
  const { added, removed, addedCount, removedCount, registered } = view;
  return (
    <Dialog
      open
      width="wide"
      title={t('policies.idsTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button autoFocus onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button kind="primary" submit disabled={put.busy} disabledReason={mayPropose}>
            {t('policies.proposeDo')}
          </Button>
        </>
      }
    >
      <Prose>{t('policies.idsText', { count: registered })}</Prose>
      <IdRows>
        <Ids rows={added} word={t('policies.idsAdded')} verdict="info" />
        <Ids rows={removed} word={t('policies.idsRemoved')} verdict="warn" />
      </IdRows>
      {added.length + removed.length < addedCount + removedCount ? (
        <Prose>{t('policies.idsMore', { count: addedCount + removedCount - added.length - removed.length })}</Prose>
      ) : null}
      {put.fault === undefined ? null : <FaultNote fault={put.fault} />}
    </Dialog>
  );
}
