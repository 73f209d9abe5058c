import { useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { InputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Own = NonNullable<InputOf<AppContract['platforms']['credentials']>['own']>;

/** `DE GEF CPO Example GmbH`, one role a line; undefined where a line is none. */
export function rolesOf(text: string): Own['roles'] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const roles = lines.map((line) => {
    const [, countryCode, partyId, role, name] =
      /^\s*([A-Za-z]{2})[\s*-]*([A-Za-z0-9]{3})\s+([A-Za-z_]{2,20})\s+(\S.*)$/.exec(line) ?? [];
    if (countryCode === undefined || partyId === undefined || role === undefined || name === undefined)
      return undefined;
    return {
      countryCode: countryCode.toUpperCase(),
      partyId: partyId.toUpperCase(),
      role: role.toUpperCase(),
      name: name.trim().slice(0, 200),
    };
  });
  const whole = roles.filter((role) => role !== undefined);
  return whole.length === lines.length && whole.length > 0 && whole.length <= 50 ? whole : undefined;
}

/** What the partner is told of us: our own versions URL and roles. The token for it is made by core. */
export function OwnSideDialog(props: {
  readonly step: 'register' | 'rotate';
  /** As the connection has it: five characters. */
  readonly ownParty: string | null;
  readonly onClose: () => void;
  readonly onReady: (own: Own) => void;
}): ReactNode {
  const t = useT();
  const { step, ownParty, onClose, onReady } = props;
  const [url, setUrl] = useState('');
  const [text, setText] = useState(ownParty === null ? '' : `${ownParty.slice(0, 2)} ${ownParty.slice(2)} `);
  const [isTouched, setTouched] = useState(false);
  const roles = rolesOf(text);
  const missing =
    url.trim() === ''
      ? t('platforms.missing_ownUrl')
      : roles === undefined
        ? t('platforms.missing_ownRoles')
        : undefined;
  const submit = (): void => {
    if (missing === undefined && roles !== undefined) onReady({ versionsUrl: url.trim(), roles });
  };
  return (
    <Dialog
      open
      title={t(`platforms.step_do_${step}`)}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={missing}>
            {t('platforms.sendOwn')}
          </Button>
        </>
      }
    >
      <p>{t('platforms.ownText')}</p>
      <TextField label={t('platforms.ownUrl')} required autoFocus mono maxLength={2048} value={url} onChange={setUrl} />
      <TextField
        label={t('platforms.ownRoles')}
        hint={t('platforms.ownRolesHint')}
        required
        mono
        lines={3}
        maxLength={12_000}
        value={text}
        findings={
          isTouched && text.trim() !== '' && roles === undefined
            ? [{ verdict: 'fail', text: t('platforms.missing_ownRoles') }]
            : []
        }
        onChange={(typed) => {
          setTouched(true);
          setText(typed);
        }}
      />
    </Dialog>
  );
}
