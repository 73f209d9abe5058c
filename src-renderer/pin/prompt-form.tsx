import { styled } from '@mui/material/styles';
import { useEffect, useState, type ReactNode, type SyntheticEvent } from 'react';
import type { PromptView, SecretField } from '../../shared/contract/prompt.ts';
import { useT } from '../locales/language.tsx';
import { Button, ButtonRow } from '../ui/button.tsx';
import { CheckField } from '../ui/choice-fields.tsx';
import type { FieldFinding } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { look } from '../ui/theme/look.ts';
import { rem } from '../ui/theme/tokens.ts';
import type { Verdict } from '../ui/tone.ts';
import { VerdictChip } from '../ui/verdict-chip.tsx';
import { canSubmit, countedStates, isBlocked, isLastTry } from './prompt-rules.ts';
import { faultText, fieldLabel, repeatLabel, stateLook, verbOf } from './prompt-texts.ts';
import { SecretInput } from './secret-input.tsx';
import { useSecretFields } from './secret-fields.ts';
import type { Prompt, PromptFault } from './use-prompt.ts';

const Form = styled('form')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(12),
  '.line': { display: 'flex', gap: rem(8), alignItems: 'flex-start', color: look.ink2 },
  '.line > span:last-child': { paddingTop: rem(1) },
  '.reader': { display: 'flex', gap: rem(12), alignItems: 'center', padding: `${rem(8)} 0` },
  '.reader strong': { display: 'block', fontWeight: 600 },
});

interface PromptFormProps {
  readonly view: PromptView;
  readonly fault: PromptFault | undefined;
  readonly sending: boolean;
  readonly onSubmit: Prompt['submit'];
  readonly onCancel: () => void;
}

/** State of the PIN, tick before the last try, fields or reader, and the two buttons. */
export function PromptForm({ view, fault, sending, onSubmit, onCancel }: PromptFormProps): ReactNode {
  const t = useT();
  const secrets = useSecretFields(view.fields);
  const [lastTryAccepted, setLastTryAccepted] = useState(false);
  const lastTry = isLastTry(view);
  const blocked = isBlocked(view);
  const closed = sending || blocked || (lastTry && !lastTryAccepted);
  const ready = !sending && canSubmit(view, secrets.judged, lastTryAccepted);

  const { focusFirst } = secrets;
  useEffect(() => {
    if (!closed) focusFirst();
  }, [closed, focusFirst]);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (!ready) return;
    const accepted = lastTryAccepted;
    setLastTryAccepted(false); // a tick counts for one try
    onSubmit(secrets.take(), accepted);
  }

  return (
    <Form onSubmit={submit} aria-busy={sending} noValidate>
      {fault === undefined ? null : <Line verdict="fail" text={faultText(t, fault)} alert />}
      {countedStates(view).map(({ name, state }) => {
        const { verdict, word, text } = stateLook(name, state);
        const named = view.fields.length > 1 && name === 'soPin' ? `${t('pin.soPin')}: ${t(word)}` : t(word);
        return <Line key={name} verdict={verdict} word={named} text={text === undefined ? '' : t(text)} />;
      })}
      {view.action === 'init-token' ? <Line verdict="warn" text={t('pin.initErases')} /> : null}
      {lastTry && !blocked ? (
        <CheckField
          label={t('pin.acceptLastTry')}
          checked={lastTryAccepted}
          onChange={setLastTryAccepted}
          disabled={sending}
        />
      ) : null}
      {blocked ? null : view.pinPad ? (
        <div className="reader" role="status">
          <Icon name="smartphone" size={24} />
          <span>
            <strong>{t('pin.lookAtReader')}</strong>
            {t('pin.lookAtReaderText')}
          </span>
        </div>
      ) : (
        view.fields.map((field) => (
          <Inputs
            key={field.name}
            field={field}
            software={view.software}
            secrets={secrets}
            closed={closed}
            placeholder={lastTry && !lastTryAccepted && !sending ? t('pin.tickFirst') : undefined}
          />
        ))
      )}
      <ButtonRow data-end>
        <Button keys="Escape" onClick={onCancel} autoFocus={blocked}>
          {blocked ? t('ui.close') : t('ui.cancel')}
        </Button>
        {blocked ? null : (
          <Button kind="primary" submit disabled={!ready}>
            {sending ? t(view.pinPad ? 'pin.waitingReader' : 'pin.waiting') : t(verbOf(view.action))}
          </Button>
        )}
      </ButtonRow>
    </Form>
  );
}

interface InputsProps {
  readonly software: boolean;
  readonly field: SecretField;
  readonly secrets: ReturnType<typeof useSecretFields>;
  readonly closed: boolean;
  readonly placeholder: string | undefined;
}

/** One secret: its field, and a second one where a slip could not be told later. */
function Inputs({ field, software, secrets, closed, placeholder }: InputsProps): ReactNode {
  const t = useT();
  const { name } = field;
  const repeat = `${name}-repeat` as const;
  const length = secrets.typed[name] ?? 0;
  const tooLong: readonly FieldFinding[] =
    (secrets.judged[name]?.bytes ?? 0) > field.maxLength
      ? [{ verdict: 'fail', text: t('pin.tooLong', { max: field.maxLength }) }]
      : [];
  const differs = (secrets.typed[repeat] ?? 0) > 0 && secrets.judged[name]?.sameTwice === false;
  const mismatch: readonly FieldFinding[] = differs ? [{ verdict: 'fail', text: t('pin.mismatch') }] : [];
  return (
    <>
      <SecretInput
        label={fieldLabel(t, field, software)}
        typed={length}
        findings={tooLong}
        disabled={closed}
        {...secrets.bind(name)}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      {field.repeat ? (
        <SecretInput
          label={repeatLabel(t, field, software)}
          typed={secrets.typed[repeat] ?? 0}
          findings={mismatch}
          disabled={closed}
          {...secrets.bind(repeat)}
        />
      ) : null}
    </>
  );
}

interface LineProps {
  readonly verdict: Verdict;
  readonly word?: string;
  readonly text: string;
  readonly alert?: boolean;
}

function Line({ verdict, word, text, alert = false }: LineProps): ReactNode {
  return (
    <div className="line" role={alert ? 'alert' : undefined}>
      <VerdictChip verdict={verdict} {...(word === undefined ? {} : { word })} />
      <span>{text}</span>
    </div>
  );
}
