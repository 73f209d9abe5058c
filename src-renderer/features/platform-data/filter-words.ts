import type { ConnectionRow } from '../../../shared/contract/platforms.ts';
import type { Translate } from '../../locales/translate.ts';
import { kindOf, STATES, type FilterName } from './data-filter.ts';

/** A partner that has connections. */
export interface PartnerChoice {
  readonly partnerId: string;
  readonly name: string;
}

export function partnersOf(connections: readonly ConnectionRow[]): readonly PartnerChoice[] {
  const names = new Map<string, string>();
  for (const { partnerId, partner } of connections) if (partnerId !== null) names.set(partnerId, partner ?? partnerId);
  return [...names].map(([partnerId, name]) => ({ partnerId, name }));
}

/** The value of a filter as the list says it. */
export function filterValueWords(
  t: Translate,
  name: FilterName,
  value: string,
  connections: readonly ConnectionRow[],
): string {
  switch (kindOf(name)) {
    case 'connection':
      return value
        .split(' ')
        .map((id) => connections.find(({ connectionId }) => connectionId === id)?.name ?? id)
        .join(', ');
    case 'partner':
      return partnersOf(connections).find(({ partnerId }) => partnerId === value)?.name ?? value;
    case 'state': {
      const states = STATES.filter((one) => value.split(' ').includes(one));
      return states.length === 0 ? value : states.map((one) => t(`platformData.state_${one}`)).join(', ');
    }
    case 'yes-no':
      return t(value === 'yes' ? 'platformData.yes' : 'platformData.no');
    case 'day':
    case 'amount':
    case 'text':
      return value;
  }
}
