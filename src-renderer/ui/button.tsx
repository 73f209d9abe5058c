import MuiButton from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { styled } from '@mui/material/styles';
import type { ReactNode, Ref } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import { look } from './theme/look.ts';
import { rem } from './theme/tokens.ts';

/** `primary`: one filled button per view. `danger` is outlined; `dangerFilled` only in a dialog once it is confirmed. */
export type ButtonKind = 'primary' | 'plain' | 'danger' | 'dangerFilled' | 'text';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  /** Key printed on the button (`Ctrl+Enter`); the key itself is bound with `useHotkeys`. */
  readonly keys?: string;
  /** Role, state or policy that forbids it: the button stays visible and focusable and tells why. */
  readonly disabledReason?: string | undefined;
  /** Really off (form not complete); prefer `disabledReason`. */
  readonly disabled?: boolean;
  readonly submit?: boolean;
  readonly small?: boolean;
  readonly autoFocus?: boolean;
  readonly describedBy?: string;
  readonly expanded?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

const Root = styled(MuiButton)({
  flex: 'none',
  '& > svg': { flex: 'none' },
  '&[data-small]': { minHeight: rem(24), padding: `${rem(1)} ${rem(8)}` },
  '&[aria-disabled="true"]': {
    color: look.inkDisabled,
    borderColor: look.line,
    background: 'transparent',
    cursor: 'default',
  },
});

const VARIANT = {
  primary: { variant: 'contained', color: 'primary' },
  plain: { variant: 'outlined', color: 'secondary' },
  danger: { variant: 'outlined', color: 'error' },
  dangerFilled: { variant: 'contained', color: 'error' },
  text: { variant: 'text', color: 'primary' },
} as const;

/** The verb on the button; `…` at its end if more is asked. */
export function Button({ ref, ...props }: ButtonProps): ReactNode {
  const { kind = 'plain', disabledReason } = props;
  const forbidden = disabledReason !== undefined;
  const button = (
    <Root
      {...VARIANT[kind]}
      ref={ref}
      type={props.submit === true ? 'submit' : 'button'}
      data-small={props.small === true || undefined}
      disabled={props.disabled ?? false}
      aria-disabled={forbidden || undefined}
      aria-describedby={props.describedBy}
      aria-expanded={props.expanded}
      autoFocus={props.autoFocus ?? false}
      onClick={forbidden ? (event) => event.preventDefault() : props.onClick}
    >
      {props.icon === undefined ? null : <Icon name={props.icon} />}
      {props.children}
      {props.keys === undefined ? null : <Kbd keys={props.keys} />}
    </Root>
  );
  // Always wrapped: a button that is forbidden or allowed while it has the focus must stay the same element.
  return (
    <Tooltip describeChild title={disabledReason ?? ''}>
      {button}
    </Tooltip>
  );
}

/** A row of buttons that wraps; `end` puts them at the right. */
export const ButtonRow = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: rem(8),
  '&[data-end]': { justifyContent: 'flex-end' },
});
