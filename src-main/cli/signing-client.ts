import { createHash } from 'node:crypto';
import { appContract, type AppClient } from '../../shared/contract/app-contract.ts';
import type { OperatorView } from '../../shared/contract/operators.ts';
import type { PromptItem } from '../../shared/contract/prompt-item.ts';
import type { CallOptions } from '../../shared/contract/wire/client.ts';
import { type ContractTree, mayCall, type Procedure } from '../../shared/contract/wire/contract.ts';
import { commandText } from '../../shared/domain/command-text.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import type { CommandFault } from './command.ts';

interface SigningDeps {
  /** `--operator NAME`. */
  readonly operator: string | undefined;
  readonly answerPrompt: (item: PromptItem) => Promise<void>;
}

type AnyCall = (input: unknown, options?: CallOptions<Procedure>) => Promise<Result<unknown, CommandFault>>;
type Calls = Readonly<Record<string, Readonly<Record<string, AnyCall>>>>;

/**
 * The client of a command line: where operators are enrolled, each call that changes something is signed first by the
 * identity key of the operator who gives the command, and then made once. No session, no file that could be stolen. Calls
 * that read, and workspaces without operators, are left as they are.
 */
export function signingClient(client: AppClient, { operator, answerPrompt }: SigningDeps): AppClient {
  const contract: ContractTree = appContract;
  // The same object, seen by name: every member of a client is a call of the contract.
  const calls = client as unknown as Calls;

  async function call(
    feature: string,
    name: string,
    input: unknown,
    options: CallOptions<Procedure> | undefined,
  ): Promise<Result<unknown, CommandFault>> {
    const made = (): ReturnType<AnyCall> =>
      calls[feature]?.[name]?.(input, options) ?? Promise.resolve(fail({ code: 'UNKNOWN_CALL' }));
    const role = contract[feature]?.[name]?.role;
    if (role === undefined || mayCall(role, ['viewer'])) return made();
    const shown = await client.operators.show({});
    if (!shown.ok) return shown;
    const { roster, operators, me } = shown.value;
    if (roster.state === 'none' || me !== undefined) return made();
    if (roster.state === 'locked') return fail({ code: 'ROSTER_LOCKED', data: { detail: roster.trouble?.code ?? '' } });
    const chosen = chooseOperator(operators, operator);
    if (!chosen.ok) return chosen;
    const { operatorId, roles } = chosen.value;
    // A signature for nothing would ask for a PIN for nothing.
    if (!mayCall(role, ['viewer', ...roles])) return fail({ code: 'ROLE_REQUIRED', data: { detail: whoMay(role) } });
    const signed = await client.operators.signCommand(
      { operatorId, call: `${feature}.${name}`, input: sha256(commandText(input, sha256)) },
      { onItem: answerPrompt },
    );
    return signed.ok ? made() : signed;
  }

  const features = new Map<string, object>();
  const proxy = new Proxy(client, {
    get: (_target, feature) => {
      if (typeof feature !== 'string' || feature === 'then') return undefined;
      const known = features.get(feature) ?? featureOf(feature);
      features.set(feature, known);
      return known;
    },
  });
  return proxy;

  function featureOf(feature: string): object {
    return new Proxy(
      {},
      {
        get: (_target, name) =>
          typeof name === 'string'
            ? (input: unknown, options?: CallOptions<Procedure>) => call(feature, name, input, options)
            : undefined,
      },
    );
  }
}

/** By name without case; nobody needs naming where there is one operator only. */
export function chooseOperator(
  operators: readonly OperatorView[],
  name: string | undefined,
): Result<OperatorView, CommandFault> {
  const [first, another] = operators;
  if (name === undefined) {
    if (first !== undefined && another === undefined) return ok(first);
    return fail({
      code: 'USAGE',
      data: { detail: 'there are several operators: say who you are with --operator NAME' },
    });
  }
  const folded = name.toLowerCase();
  const found = operators.find((one) => one.operatorId === name || one.name.toLowerCase() === folded);
  return found === undefined ? fail({ code: 'OPERATOR_NOT_FOUND', data: { detail: name } }) : ok(found);
}

/** The roles that a call asks for, for people; one of them is enough. */
function whoMay(role: Procedure['role']): string {
  if (role === 'operator') return 'it takes one of the roles requester, approver, ca-operator';
  return `it takes the role ${typeof role === 'string' ? role : role.join(' or ')}`;
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
