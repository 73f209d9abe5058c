import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { operatorRoles, type OperatorRole } from '../../../shared/domain/roles.ts';
import { useT } from '../../locales/language.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

const Roles = styled('fieldset')({
  border: 0,
  margin: 0,
  padding: 0,
  display: 'flex',
  flexDirection: 'column',
  gap: rem(4),
  legend: { ...type.small, color: look.ink2, padding: 0, marginBottom: rem(4) },
  small: { ...type.small, display: 'block', color: look.ink2 },
});

interface RolesFieldProps {
  readonly value: readonly OperatorRole[];
  readonly onChange: (roles: readonly OperatorRole[]) => void;
}

/** What an operator may do, with a sentence for each role; always told in the same order. */
export function RolesField({ value, onChange }: RolesFieldProps): ReactNode {
  const t = useT();
  return (
    <Roles>
      <legend>{t('operators.roles')}</legend>
      {operatorRoles.map((role) => (
        <CheckField
          key={role}
          label={
            <>
              {t(`operators.role_${role}`)}
              <small>{t(`operators.about_${role}`)}</small>
            </>
          }
          checked={value.includes(role)}
          onChange={(checked) =>
            onChange(operatorRoles.filter((one) => (one === role ? checked : value.includes(one))))
          }
        />
      ))}
    </Roles>
  );
}
