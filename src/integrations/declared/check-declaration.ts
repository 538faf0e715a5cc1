import { HubError } from '../../platform/errors/hub-error.js';
import { nextTimeOf } from '../../platform/jobs/schedule.js';
import type {
  DeclaredModel,
  ProviderDeclaration,
  ProviderDefinition,
  ResolvedDeclaration,
} from '../../providers/provider.js';
import { atField } from '../at-field.js';
import { checkProviderAddress } from '../provider-address.js';

export interface DeclarationRules {
  allowPrivateEndpoints: boolean;
  /** What the hub has itself. */
  builtIn: readonly ProviderDefinition[];
}

const ADDRESSES = ['issuer', 'authorizationUrl', 'tokenUrl', 'revocationUrl', 'userinfoUrl'] as const;

/**
 * What a declaration's shape does not show.
 * @throws HubError BAD_INPUT, CONFLICT where the name is taken, with the field.
 */
export async function checkDeclaration(declaration: ProviderDeclaration, rules: DeclarationRules): Promise<void> {
  const { id, apiUrl, oauth, models } = declaration;
  if (rules.builtIn.some((provider) => provider.id === id)) {
    throw new HubError('CONFLICT', `The hub has a provider "${id}" of its own. Choose another id.`, {
      field: ['input', 'id'],
    });
  }
  checkProviderAddress(apiUrl, ['input', 'apiUrl'], rules.allowPrivateEndpoints);
  for (const name of ADDRESSES) {
    const address = oauth[name];
    if (address !== undefined) checkProviderAddress(address, ['input', 'oauth', name], rules.allowPrivateEndpoints);
  }
  const taken = new Set(rules.builtIn.flatMap((provider) => provider.models.map(({ name }) => name)));
  for (const [index, model] of models.entries()) {
    const place = ['input', 'models', String(index)];
    if (taken.has(model.name)) {
      throw new HubError('CONFLICT', `There is a model ${model.name} already. Choose another name.`, {
        field: [...place, 'name'],
      });
    }
    taken.add(model.name);
    checkPaging(model, [...place, 'paging']);
    for (const name of ['fullSchedule', 'incrementalSchedule'] as const) {
      await atField([...place, name], () => nextTimeOf(model[name], 0));
    }
  }
}

/** What is needed once the issuer has been asked. @throws HubError BAD_INPUT with the field. */
export function checkResolved(declaration: ProviderDeclaration): asserts declaration is ResolvedDeclaration {
  const { oauth, account } = declaration;
  for (const name of ['authorizationUrl', 'tokenUrl'] as const) {
    if (oauth[name] === undefined) {
      const why = oauth.issuer === undefined ? 'Give it, or an issuer' : 'The issuer does not name one: give it';
      throw new HubError('BAD_INPUT', `${name} is missing. ${why}.`, { field: ['input', 'oauth', name] });
    }
  }
  if (account?.path === undefined && oauth.userinfoUrl === undefined) {
    throw new HubError(
      'BAD_INPUT',
      'The hub has to know whose account it links: give account.path, or oauth.userinfoUrl.',
      { field: ['input', 'account'] },
    );
  }
}

const NEEDED = {
  NONE: [],
  CURSOR: ['next', 'parameter'],
  LINK: [],
  PAGE: ['parameter'],
  OFFSET: ['parameter'],
} as const;

function checkPaging({ paging }: DeclaredModel, place: readonly string[]): void {
  if (paging === undefined) return;
  const missing = NEEDED[paging.style].find((name) => paging[name] === undefined);
  if (missing === undefined) return;
  throw new HubError('BAD_INPUT', `Paging by ${paging.style} needs ${missing}.`, { field: [...place, missing] });
}
