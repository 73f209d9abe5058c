import type { ReactNode } from 'react';
import type { OperatorView } from '../../../shared/contract/operators.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { guideEntry } from '../guides/index.ts';
import { rolesText } from './operator-words.ts';

type Asked =
  | { readonly kind: 'roles' | 'certificate'; readonly operator: OperatorView }
  | { readonly kind: 'remove'; readonly operator: OperatorView };

interface OperatorsTableProps {
  readonly operators: readonly OperatorView[];
  readonly me: string | undefined;
  readonly mayPropose: string | undefined;
  readonly onAsk: (asked: Asked) => void;
}

const MOST_ROWS = 12;

/** Operators with their roles and how long their certificates last. */
export function OperatorsTable({ operators, me, mayPropose, onAsk }: OperatorsTableProps): ReactNode {
  const t = useT();
  return (
    <DataTable
      label={t('operators.title')}
      columns={columnsOf(t, me, mayPropose, onAsk)}
      rowCount={operators.length}
      rowAt={(index) => operators[index]}
      rowKey={({ operatorId }) => operatorId}
      maxRows={MOST_ROWS}
      empty={<EmptyState title={t('operators.noneTitle')} text={t('operators.noneAbout')} />}
    />
  );
}

function columnsOf(
  t: Translate,
  me: string | undefined,
  mayPropose: string | undefined,
  onAsk: (asked: Asked) => void,
): readonly Column<OperatorView>[] {
  return [
    {
      id: 'name',
      header: t('operators.name'),
      width: 'minmax(8rem, 1fr)',
      render: ({ operatorId, name }) => (
        <>
          <SafeText text={name} />
          {operatorId === me ? ` (${t('operators.me')})` : ''}
        </>
      ),
    },
    {
      id: 'roles',
      header: t('operators.roles'),
      width: 'minmax(10rem, 2fr)',
      render: ({ roles }) => rolesText(t, roles),
    },
    {
      id: 'subject',
      header: t('operators.certificate'),
      width: 'minmax(8rem, 1fr)',
      render: ({ certificate }) => <SafeText text={certificate.subject} />,
    },
    {
      id: 'notAfter',
      header: t('operators.endsIn'),
      kind: 'date',
      width: '11rem',
      render: ({ certificate }) =>
        certificate.notAfter === undefined ? '–' : <RelativeDate date={new Date(certificate.notAfter)} />,
    },
    {
      id: 'actions',
      header: t('operators.actions'),
      width: '5rem',
      render: (operator) => (
        <MenuButton
          label={t('operators.actionsOf', { name: operator.name })}
          items={[
            {
              label: t('operators.changeRoles'),
              disabledReason: mayPropose,
              onSelect: () => onAsk({ kind: 'roles', operator }),
            },
            {
              label: t('operators.renew'),
              disabledReason: mayPropose,
              onSelect: () => onAsk({ kind: 'certificate', operator }),
            },
            guideEntry(t, 'card-lost', { kind: 'operator', id: operator.operatorId, name: operator.name }),
            {
              label: t('operators.remove'),
              danger: true,
              disabledReason: mayPropose,
              onSelect: () => onAsk({ kind: 'remove', operator }),
            },
          ]}
        />
      ),
    },
  ];
}
