/** Vitest's JSON reporter leaves out why a test was skipped; this one keeps it. Writes a Tally to OCPI_CONSOLE_TALLY. */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from '../project.mjs';
import { reasonForSkip } from './tally.mjs';

/** @typedef {import('vitest/node').TestModule} TestModule */

/** @param {TestModule} testModule @returns {import('./tally.mjs').Tally} */
function tallyOfModule(testModule) {
  const file = relative(root, testModule.moduleId);
  const named = [...testModule.children.allTests()].map((test) => ({ name: `${file} › ${test.fullName}`, test }));
  const states = named.map(({ name, test }) => ({ name, test, result: test.result() }));
  const groups = [...testModule.children.allSuites()].filter((suite) => suite.errors().length > 0);
  const outside = testModule.errors().map(({ message }) => `${file}: ${message.split('\n')[0]}`);
  return {
    passed: states.filter(({ result }) => result.state === 'passed').length,
    failures: [
      ...states.filter(({ result }) => result.state === 'failed').map(({ name }) => name),
      ...states.filter(({ result }) => result.state === 'pending').map(({ name }) => `did not finish: ${name}`),
      ...groups.map((suite) => `${file} › ${suite.fullName}: ${suite.errors()[0].message.split('\n')[0]}`),
      ...outside,
    ],
    skips: states
      .filter(({ result }) => result.state === 'skipped')
      .map(({ name, test, result }) => ({
        name,
        reason: reasonForSkip(
          name,
          ('note' in result ? result.note : undefined) ?? followsFrom(test, groups.length > 0),
        ),
      })),
  };
}

/** @param {import('vitest/node').TestCase} test @param {boolean} groupFailed @returns {string | undefined} */
function followsFrom({ options }, groupFailed) {
  if (options.mode === 'todo') return 'to do';
  return groupFailed ? 'did not run: the setup of its group failed' : undefined;
}

/** Vitest takes a reporter by its file's default export. */
export default class TallyReporter {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly { message: string }[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const tallies = modules.map(tallyOfModule);
    const tally = {
      passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
      failures: [
        ...tallies.flatMap(({ failures }) => failures),
        ...unhandled.map(({ message }) => `unhandled: ${message.split('\n')[0]}`),
      ],
      skips: tallies.flatMap(({ skips }) => skips),
    };
    const file = process.env.OCPI_CONSOLE_TALLY;
    if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
  }
}
