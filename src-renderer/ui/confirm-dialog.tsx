import { useState, type ReactNode } from 'react';
import { rich, useT } from '../locales/language.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Facts, type Fact } from './facts.tsx';
import { Prose } from './section.tsx';
import { TextField } from './text-field.tsx';

interface ConfirmProps {
  readonly open: boolean;
  /** A question with the object's name: “Destroy the key of generation 6?” */
  readonly question: string;
  /** What happens, and what uses it now. */
  readonly consequence: ReactNode;
  readonly facts?: readonly Fact[];
  /** Verb of the deciding button, and of the safe one (“Keep the key”). */
  readonly confirm: string;
  readonly keep?: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  /** An error of the action stands here, where the action was. */
  readonly problem?: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that can be undone or is small. The safe button has the focus. */
export function ConfirmDialog(props: ConfirmProps): ReactNode {
  const t = useT();
  return (
    <Dialog
      open={props.open}
      title={props.question}
      onClose={props.onClose}
      actions={
        <>
          <Button autoFocus keys="Escape" onClick={props.onClose}>
            {props.keep ?? t('ui.cancel')}
          </Button>
          <Button
            kind={props.danger === true ? 'dangerFilled' : 'primary'}
            disabled={props.busy ?? false}
            onClick={props.onConfirm}
          >
            {props.confirm}
          </Button>
        </>
      }
    >
      <Prose as="div">{props.consequence}</Prose>
      {props.facts === undefined ? null : <Facts facts={props.facts} />}
      {props.problem}
    </Dialog>
  );
}

/** Asks before something that nobody can bring back: the deciding button fills only once the name is typed. */
export function TypedConfirmDialog(props: Omit<ConfirmProps, 'danger'> & { readonly name: string }): ReactNode {
  return <TypedBody key={props.open ? 'open' : 'closed'} {...props} />;
}

/** Mounted anew at each opening, so that nothing typed before is still there. */
function TypedBody(props: Omit<ConfirmProps, 'danger'> & { readonly name: string }): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState('');
  const fits = typed === props.name;
  const busy = props.busy ?? false;
  return (
    <Dialog
      open={props.open}
      title={props.question}
      onClose={props.onClose}
      onSubmit={() => {
        if (fits && !busy) props.onConfirm();
      }}
      actions={
        <>
          <Button autoFocus keys="Escape" onClick={props.onClose}>
            {props.keep ?? t('ui.cancel')}
          </Button>
          <Button kind={fits ? 'dangerFilled' : 'danger'} submit disabled={!fits || busy}>
            {props.confirm}
          </Button>
        </>
      }
    >
      <Prose as="div">{props.consequence}</Prose>
      {props.facts === undefined ? null : <Facts facts={props.facts} />}
      <TypedName name={props.name} value={typed} onChange={setTyped} />
      {props.problem}
    </Dialog>
  );
}

function TypedName(props: {
  readonly name: string;
  readonly value: string;
  readonly onChange: (v: string) => void;
}): ReactNode {
  const t = useT();
  return (
    <TextField
      label={t('ui.typeToConfirm', { name: props.name })}
      labelNode={rich(t, 'ui.typeToConfirm', { name: <strong>{props.name}</strong> })}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
