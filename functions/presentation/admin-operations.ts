import {
  type RevokedSessions,
  SetTenantSettingRequest,
  type TestedUserName,
  TestUserNameRequest,
} from '../../shared/contract/azimuth.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { type ObjectId, parseId } from '../../shared/domain/ids.ts';
import { applyRules } from '../../shared/identity/effective-user-name/mapping-rules.ts';
import { revokeSessions } from '../../shared/sharing/revoke-sessions.ts';
import { listTenantSettings, parseSettingName, setTenantSetting } from '../../shared/sharing/set-tenant-setting.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readStrict } from '../read-body.ts';
import { json } from '../reply.ts';
import type { PresentationOperations } from './operations.ts';
import { settingShape } from './sharing-shapes.ts';

/** What an administrator sets for the whole tenant, and a trial of the rules that make effective user names. */
export const adminOperations = {
  'azimuth-tenant-settings-list': async ({ metadata }, { caller }) => {
    const { settings, people } = await metadata.read(caller.tenantId, listTenantSettings);
    return json(200, { settings: settings.map((setting) => settingShape(setting, people)) });
  },
  'azimuth-tenant-settings-set': async (deps, { grant, parameters, body, act }) => {
    const name = parseSettingName(parameters['settingName']);
    if (name === undefined) throw new Fault('not-found', { what: 'setting' });
    const { isOn, onlyFor, exceptFor } = readStrict(SetTenantSettingRequest, body);
    const tenant = grantOfKind(grant, 'tenant');
    const setting = { name, isOn, onlyFor: objectIds(onlyFor), exceptFor: objectIds(exceptFor) };
    await setTenantSetting(deps, tenant, setting, act);
    const { people } = await deps.metadata.read(tenant.tenantId, listTenantSettings);
    return json(200, settingShape(setting, people));
  },
  'azimuth-sessions-revoke': async (deps, { grant, parameters, act }) => {
    const userId = parseId<ObjectId>(parameters['userId']);
    if (userId === undefined) throw new Fault('not-found', { what: 'person' });
    const validFrom = await revokeSessions(deps, grantOfKind(grant, 'tenant'), userId, act);
    const answer: RevokedSessions = { validFrom };
    return json(200, answer);
  },
  'azimuth-user-name-test': async (_, { caller, body }) => {
    const { userName, rules } = readStrict(TestUserNameRequest, body);
    const input = userName ?? caller.effectiveUserName;
    const { output, firedRule } = applyRules(rules, input);
    const answer: TestedUserName = { input, output, firedRule: firedRule ?? null };
    return json(200, answer);
  },
} satisfies PresentationOperations;

function objectIds(texts: readonly string[]): readonly ObjectId[] {
  return [...new Set(texts)].flatMap((text) => parseId<ObjectId>(text) ?? []);
}
