import { isErrorCode } from '../protocol/errors.ts'
import { MAX_NAME_LENGTH } from '../protocol/limits.ts'
import { isRole, ROLES } from '../protocol/roles.ts'
import type { AnyAction } from './action.ts'
import type { AnyApplication } from './application.ts'
import { isNoAction } from './no-actions.ts'
import { AsynchronousSchema, validate } from './validate.ts'

const VISIBILITIES: readonly unknown[] = ['everyone', 'server', 'owner']
const QUORUM_LOSSES: readonly unknown[] = ['pause', 'continue', 'end']
const MEMBER_RULES: readonly string[] = ['joined', 'left', 'renamed']
const LIMITS: readonly string[] = ['state', 'queue', 'rate', 'burst', 'byteRate', 'byteBurst', 'connections']

/** @throws TypeError for rules that could not work, naming the application and the rule */
export function checkApplication(application: AnyApplication): void {
  const wrong = (what: string): never => {
    throw new TypeError(`application ${JSON.stringify(application.name)}: ${what}`)
  }
  checkNumbers(application, wrong)
  checkFunctions(application, wrong)
  checkNames(application, wrong)
  checkActions(application, wrong)
}

type Wrong = (what: string) => never

function checkNumbers({ name, players, grace, frameInterval, version, limits }: AnyApplication, wrong: Wrong): void {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(name))
    wrong('its name must be lower-case letters, digits and dashes')
  if (typeof players !== 'object' || players === null) wrong('players must say min and max')
  if (!Number.isSafeInteger(players.min) || players.min < 1) wrong('players.min must be a whole number from 1')
  if (!Number.isSafeInteger(players.max) || players.max < players.min) wrong('players.max must be at least players.min')
  if (!(grace >= 0 && grace <= 2 ** 31 - 1)) wrong('grace must be milliseconds, 24 days at most')
  if (!(frameInterval >= 0 && frameInterval <= 5000)) wrong('frameInterval must be milliseconds, 5,000 at most')
  if (!Number.isSafeInteger(version) || version < 1) wrong('version must be a whole number from 1')
  for (const [limit, value] of Object.entries(limits)) {
    if (!LIMITS.includes(limit)) wrong(`limits: there is no limit ${limit}`)
    if (!Number.isSafeInteger(value) || value < 1) wrong(`limits.${limit} must be a whole number from 1`)
  }
}

function checkFunctions({ members, alarms, history }: AnyApplication, wrong: Wrong): void {
  for (const [rule, handle] of Object.entries(members)) {
    if (!MEMBER_RULES.includes(rule)) wrong(`members: there is no rule ${rule}`)
    if (typeof handle !== 'function') wrong(`members.${rule} is no function`)
  }
  for (const [alarm, ring] of Object.entries(alarms)) {
    if (typeof ring !== 'function') wrong(`the alarm ${alarm} is no function`)
    if (alarm.length > MAX_NAME_LENGTH)
      wrong(`the alarm ${alarm} has a name of more than ${MAX_NAME_LENGTH} characters`)
  }
  for (const [action, rule] of Object.entries(history)) {
    if (rule !== true && typeof rule !== 'function') wrong(`history.${action} must be true or a function`)
  }
}

function checkNames(application: AnyApplication, wrong: Wrong): void {
  const { refusals, actions, history, predict, visibility, quorumLoss, spectators } = application
  if (typeof spectators !== 'boolean') wrong('spectators must be true or false')
  if (!QUORUM_LOSSES.includes(quorumLoss)) wrong(`quorumLoss must be one of ${QUORUM_LOSSES.join(', ')}`)
  for (const [key, rule] of Object.entries(visibility)) {
    if (!VISIBILITIES.includes(rule)) wrong(`visibility.${key} must be one of ${VISIBILITIES.join(', ')}`)
  }
  for (const kept of Object.keys(history)) {
    if (!Object.hasOwn(actions, kept)) wrong(`history: there is no action ${kept}`)
  }
  for (const predicted of predict) {
    if (!Object.hasOwn(actions, predicted)) wrong(`predict: there is no action ${predicted}`)
  }
  for (const code of Object.keys(refusals)) {
    if (isErrorCode(code)) wrong(`the refusal ${code} is one of soc-draw’s own`)
  }
}

function checkActions({ actions, options, presence, spectators: watched }: AnyApplication, wrong: Wrong): void {
  if (typeof actions !== 'object' || actions === null) wrong('update must return the actions')
  for (const [action, { schema, role, spectators, handle, ...others }] of Object.entries(actions).map(parts)) {
    if (isNoAction(action)) wrong(`no action can be called ${action}`)
    checkSchema(schema, `the schema of the action ${action}`, wrong)
    if (typeof handle !== 'function') wrong(`the action ${action} has no handler`)
    if (role !== undefined && !isRole(role)) wrong(`the action ${action}: role must be one of ${ROLES.join(', ')}`)
    checkSpectators(action, { role, spectators, watched }, wrong)
    // What is misspelt would demand nothing, without a word.
    for (const other of Object.keys(others)) wrong(`the action ${action} can’t demand ${other}`)
    if (action.length > MAX_NAME_LENGTH)
      wrong(`the action ${action} has a name of more than ${MAX_NAME_LENGTH} characters`)
  }
  if (options) checkSchema(options, 'options', wrong)
  if (presence) checkSchema(presence, 'presence', wrong)
}

/** What can never be is a mistake: it would be refused to everybody who watches, without a word to its author. */
function checkSpectators(
  action: string,
  { role, spectators, watched }: Pick<AnyAction, 'role' | 'spectators'> & { readonly watched: boolean },
  wrong: Wrong,
): void {
  if (spectators !== undefined && typeof spectators !== 'boolean')
    wrong(`the action ${action}: spectators must be true or false`)
  if (spectators && role !== undefined) wrong(`the action ${action} is for spectators, who have no role`)
  if (spectators && !watched) wrong(`the action ${action} is for spectators, and the application has none`)
}

/** Tries it on nothing: a library that answers everything by promises says so here, rather than to the first user. */
function checkSchema(schema: AnyApplication['options'], what: string, wrong: Wrong): void {
  if (typeof schema?.['~standard']?.validate !== 'function') wrong(`${what} is no Standard Schema`)
  try {
    validate(schema, undefined)
  } catch (error) {
    // What else it throws is its own: that is told where it happens.
    if (error instanceof AsynchronousSchema)
      wrong(`${what} is asynchronous: handlers and their schemas are synchronous`)
  }
}

/** An action's name and parts; none of something that is no action. */
function parts([name, action]: [string, AnyAction | undefined]): [string, Partial<AnyAction>] {
  return [name, action ?? {}]
}
