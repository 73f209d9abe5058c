import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type {
  EnergyMeter,
  OcpiEvse,
  OcpiLocation,
  OcpiStation,
  OpeningHours,
} from '../../../shared/contract/ocpi-objects.ts';
import type { StatusChange } from './status-change.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Columns, Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { PlainTable } from './tariff-part.tsx';

const Tree = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  ul: { listStyle: 'none', margin: 0, paddingLeft: rem(20), borderLeft: `1px solid ${look.line}` },
  li: { padding: `${rem(4)} 0` },
  '.name': { ...type.bodyStrong },
  '.more': { ...type.small, color: look.ink2, marginLeft: rem(8) },
});

interface LocationPartProps {
  readonly location: OcpiLocation;
  readonly history: readonly StatusChange[];
}

const MOST_EVSES = 300;
const MOST_CHANGES = 200;

/** A location: address and hours, its stations with EVSEs and connectors, states over time, energy meters. */
export function LocationPart({ location, history }: LocationPartProps): ReactNode {
  const t = useT();
  const { stations, meters } = location;
  const all = [
    ...meters.map((meter) => ({ at: t('platformObjects.meterOfLocation'), meter })),
    ...stations.flatMap((station) => [
      ...station.meters.map((meter) => ({ at: station.id ?? t('platformObjects.station'), meter })),
      ...station.evses.flatMap((evse) => evse.meters.map((meter) => ({ at: evse.evseId ?? evse.uid, meter }))),
    ]),
  ];
  return (
    <>
      <Columns>
        <Address location={location} />
        <Hours hours={location.hours} />
      </Columns>
      <Section title={t('platformObjects.stations')}>
        {stations.length === 0 ? <p>{t('platformObjects.noStations')}</p> : <Stations stations={stations} />}
      </Section>
      {all.length === 0 ? null : (
        <Section title={t('platformObjects.meters')}>
          {all.map(({ at, meter }, place) => (
            <Meter key={place} at={at} meter={meter} />
          ))}
        </Section>
      )}
      {history.length === 0 ? null : (
        <Section title={t('platformObjects.history')}>
          <PlainTable>
            <thead>
              <tr>
                <th>{t('platformObjects.since')}</th>
                <th>{t('platformObjects.evse')}</th>
                <th>{t('platformObjects.status')}</th>
              </tr>
            </thead>
            <tbody>
              {history.slice(0, MOST_CHANGES).map(({ evseUid, status, at }, place) => (
                <tr key={place}>
                  <td>
                    <UtcDate date={new Date(at)} />
                  </td>
                  <td>
                    <SafeText text={evseUid} />
                  </td>
                  <td>
                    <SafeText text={status} />
                  </td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
        </Section>
      )}
    </>
  );
}

function Address({ location }: { readonly location: OcpiLocation }): ReactNode {
  const t = useT();
  const { name, address, postalCode, city, country, coordinates, timeZone, operator, published, helpPhone } = location;
  const lines = [name, address, [postalCode, city].filter((part) => part !== undefined).join(' '), country];
  const place = coordinates === undefined ? undefined : `${coordinates.latitude}, ${coordinates.longitude}`;
  return (
    <Section title={t('platformObjects.address')}>
      <Facts
        facts={[
          {
            label: t('platformObjects.address'),
            value: lines
              .filter((line) => line !== undefined && line !== '')
              .map((line, at) => (
                <div key={at}>
                  <SafeText text={line ?? ''} />
                </div>
              )),
          },
          {
            label: t('platformObjects.coordinates'),
            value:
              place === undefined ? null : (
                <>
                  <Mono text={place} /> <CopyButton what={t('platformObjects.coordinates')} text={place} />
                </>
              ),
          },
          { label: t('platformObjects.timeZone'), value: timeZone === undefined ? null : <SafeText text={timeZone} /> },
          {
            label: t('platformObjects.operator'),
            value: operator === undefined ? null : <SafeText text={operator.name} />,
          },
          {
            label: t('platformObjects.published'),
            value: published === undefined ? null : t(published ? 'platformData.yes' : 'platformData.no'),
          },
          ...(helpPhone === undefined
            ? []
            : [{ label: t('platformObjects.helpPhone'), value: <SafeText text={helpPhone} /> }]),
        ]}
      />
    </Section>
  );
}

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

function Hours({ hours }: { readonly hours: OpeningHours | undefined }): ReactNode {
  const t = useT();
  return (
    <Section title={t('platformObjects.hours')}>
      {hours === undefined ? (
        <p>{t('platformObjects.noHours')}</p>
      ) : (
        <Facts
          facts={[
            ...(hours.always === true
              ? [{ label: t('platformObjects.hours'), value: t('platformObjects.always') }]
              : []),
            ...DAYS.flatMap((day, at) => {
              const spans = hours.regular.filter(({ weekday }) => weekday === at + 1);
              const text = spans.map(({ begin, end }) => `${begin}–${end}`).join(', ');
              return spans.length === 0
                ? []
                : [{ label: t(`platformObjects.day_${day}`), value: <SafeText text={text} /> }];
            }),
            ...hours.closings.slice(0, 20).map(({ begin, end }, at) => ({
              label: t('platformObjects.closed', { number: at + 1 }),
              value: <SafeText text={`${begin ?? '–'} – ${end ?? '–'}`} />,
            })),
          ]}
        />
      )}
    </Section>
  );
}

function Stations({ stations }: { readonly stations: readonly OcpiStation[] }): ReactNode {
  const t = useT();
  const count = stations.reduce((sum, { evses }) => sum + evses.length, 0);
  const shown = stations.map((station, at) => {
    const before = stations.slice(0, at).reduce((sum, { evses }) => sum + evses.length, 0);
    return { station, evses: station.evses.slice(0, Math.max(0, MOST_EVSES - before)) };
  });
  return (
    <>
      <Tree>
        {shown.map(({ station, evses }, at) =>
          station.id === undefined ? (
            evses.map((evse, place) => <Evse key={`${at} ${place}`} evse={evse} />)
          ) : (
            <li key={at}>
              <span className="name">
                <SafeText text={station.id} />
              </span>
              <ul>
                {evses.map((evse, place) => (
                  <Evse key={place} evse={evse} />
                ))}
              </ul>
            </li>
          ),
        )}
      </Tree>
      {count > MOST_EVSES ? <p>{t('platformObjects.moreEvses', { count: count - MOST_EVSES })}</p> : null}
    </>
  );
}

function Evse({ evse }: { readonly evse: OcpiEvse }): ReactNode {
  const t = useT();
  const { uid, evseId, status, physicalReference, connectors } = evse;
  return (
    <li>
      <span className="name">
        <SafeText text={evseId ?? uid} />
      </span>
      <span className="more">
        <SafeText
          text={[status, physicalReference, evseId === undefined ? undefined : uid].filter(isSaid).join(' · ')}
        />
      </span>
      <ul>
        {connectors.map((connector, at) => (
          <li key={at}>
            <SafeText text={`${connector.id}: ${connector.standard ?? '–'}`} />
            <span className="more">
              <SafeText text={connectorText(t, connector)} />
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}

function connectorText(t: Translate, connector: OcpiEvse['connectors'][number]): string {
  const { format, powerType, maxPower, maxVoltage, maxAmperage, tariffIds } = connector;
  const power = maxPower === undefined ? undefined : `${maxPower} W`;
  return [
    format,
    powerType,
    power,
    maxVoltage && `${maxVoltage} V`,
    maxAmperage && `${maxAmperage} A`,
    tariffIds.length === 0 ? undefined : t('platformObjects.tariffs', { ids: tariffIds.join(', ') }),
  ]
    .filter(isSaid)
    .join(' · ');
}

/** A meter with what somebody needs who checks its signatures. */
function Meter({ at, meter }: { readonly at: string; readonly meter: EnergyMeter }): ReactNode {
  const t = useT();
  const { id, model, manufacturer, firmwareVersion, publicKeys, software } = meter;
  return (
    <Section title={`${id} – ${at}`} level={3}>
      <Facts
        facts={[
          {
            label: t('platformObjects.model'),
            value: <SafeText text={[manufacturer, model, firmwareVersion].filter(isSaid).join(' ') || '–'} />,
          },
          ...publicKeys.map((key, place) => ({
            label: t('platformObjects.publicKey', { number: place + 1 }),
            value: (
              <>
                <Mono text={key} /> <CopyButton what={t('platformObjects.thePublicKey')} text={key} />
              </>
            ),
          })),
          ...software.map(({ name, version, vendor, links }, place) => ({
            label: t('platformObjects.software', { number: place + 1 }),
            // An address of a partner is text: nothing is ever fetched from it.
            value: <SafeText text={[`${name} ${version}`, vendor, ...links.map(({ url }) => url)].join(', ')} />,
          })),
        ]}
      />
    </Section>
  );
}

const isSaid = (text: string | undefined): text is string => text !== undefined && text !== '';
