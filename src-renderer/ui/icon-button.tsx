import MuiIconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import type { ReactNode, Ref } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface IconButtonProps {
  readonly icon: IconName;
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly onClick: () => void;
  /** Why it cannot be used now; the button stays focusable and tells it in the tooltip. */
  readonly disabledReason?: string | undefined;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly size?: 14 | 16;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button without a word: only for copy, close, columns and “…”. */
export function IconButton({ ref, ...props }: IconButtonProps): ReactNode {
  const { disabledReason } = props;
  const disabled = disabledReason !== undefined;
  return (
    <Tooltip title={disabled ? `${props.label}: ${disabledReason}` : props.label}>
      <MuiIconButton
        ref={ref}
        aria-label={props.label}
        aria-disabled={disabled || undefined}
        aria-pressed={props.pressed}
        aria-expanded={props.expanded}
        onClick={disabled ? undefined : props.onClick}
      >
        <Icon name={props.icon} size={props.size ?? 16} />
      </MuiIconButton>
    </Tooltip>
  );
}
