import type { OcpiConnector } from '../../../../shared/contract/ocpi-objects.ts';
import { note, pathOf, type Source } from './source.ts';

const phases: Readonly<Record<string, number>> = {
  AC_1_PHASE: 1,
  AC_2_PHASE: 2,
  AC_2_PHASE_SPLIT: 2,
  AC_3_PHASE: 3,
  DC: 1,
};

/** Whether the power of a connector can be what voltage and current say; nothing is corrected. */
export function judgePower(source: Source, connector: OcpiConnector): void {
  const voltage = Number(connector.maxVoltage ?? NaN);
  const current = Number(connector.maxAmperage ?? NaN);
  if (voltage === 0)
    note(source.look, 'ZERO_FOR_UNKNOWN', pathOf(source, 'max_voltage'), { found: '0', readAs: 'unknown' });
  if (current === 0)
    note(source.look, 'ZERO_FOR_UNKNOWN', pathOf(source, 'max_amperage'), { found: '0', readAs: 'unknown' });
  const power = Number(connector.maxPower ?? NaN);
  const count = phases[connector.powerType ?? ''];
  if (!(power > 0) || !(voltage > 0) || !(current > 0) || count === undefined) return;
  const possible = voltage * current * count;
  const ratio = power / possible;
  if (ratio > 1 / 3 && ratio < 3) return;
  const unit = ratio < 0.02 ? 'probably kW' : ratio > 50 ? 'probably mW' : 'does not fit';
  note(source.look, 'POWER_IMPLAUSIBLE', pathOf(source, 'max_electric_power'), {
    found: `${connector.maxPower} W`,
    wanted: `about ${Math.round(possible)} W (${connector.maxVoltage} V, ${connector.maxAmperage} A, ${connector.powerType})`,
    readAs: unit,
  });
}
