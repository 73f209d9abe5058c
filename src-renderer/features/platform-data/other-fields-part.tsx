import type { ReactNode } from 'react';
import type { OcpiObject } from '../../../shared/contract/ocpi-objects.ts';
import { useT } from '../../locales/language.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { PlainTable } from './tariff-part.tsx';

/** Fields that the version's text does not know: kept, and shown as they came. */
export function OtherFieldsPart({
  object,
  version,
}: {
  readonly object: OcpiObject;
  readonly version: string;
}): ReactNode {
  const t = useT();
  const { other } = object;
  if (other.length === 0) return null;
  return (
    <Section
      title={t('platformData.otherFields')}
      aside={<SafeText text={t('platformData.otherFieldsText', { count: other.length, version })} />}
    >
      <PlainTable>
        <thead>
          <tr>
            <th>{t('platformData.place')}</th>
            <th>{t('platformData.value')}</th>
          </tr>
        </thead>
        <tbody>
          {other.map(([path, value], at) => (
            <tr key={at}>
              <td>
                <Mono text={path} />
              </td>
              <td>
                <SafeText text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </Section>
  );
}

const LICENCE = /^(?:data_?)?licen[cs]e(?:\.id)?$/i;

/** Under which licence an object may be used, where it says so; no version of OCPI has a field for it. */
export function licenceOf({ other }: OcpiObject): string | undefined {
  return other.find(([path]) => LICENCE.test(path))?.[1];
}
