import { SocDrawError } from '../protocol/errors.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../protocol/http-messages.ts'

/** Of 0 to 4, as zxcvbn counts: 2 stands up to a million guesses, more than the delays leave anybody in a year. */
const LEAST_SCORE = 2
/** As much of a password is looked at, in characters: what is longer takes the estimator a tenth of a second and more. */
const LOOKED_AT = 64

/** Says what is wrong with a password that somebody wants to have. */
export interface PasswordPolicy {
  /**
   * @param about what others know of its user, such as their name: no good password either
   * @throws SocDrawError `WEAK_PASSWORD`, in words for whoever chose it
   */
  check(password: string, about: readonly string[]): Promise<void>
}

type Estimate = (password: string, about: string[]) => { readonly score: number; readonly warning: string | null }

/** At least 8 characters, of whatever kind, that are not guessed easily. What estimates that is loaded when it is first needed. */
export function createPasswordPolicy(load: () => Promise<Estimate> = loadEstimator): PasswordPolicy {
  let loading: Promise<Estimate> | undefined
  return {
    async check(password, about) {
      if (password.length < MIN_PASSWORD_LENGTH) {
        throw weak(`A password needs at least ${MIN_PASSWORD_LENGTH} characters.`)
      }
      if (password.length > MAX_PASSWORD_LENGTH) {
        throw weak(`A password has at most ${MAX_PASSWORD_LENGTH.toLocaleString('en')} characters.`)
      }
      loading ??= load()
      const estimate = await loading
      const { score, warning } = estimate(password.slice(0, LOOKED_AT), [...about, 'soc-draw'])
      if (score < LEAST_SCORE) throw weak(`${why(warning)} ${ADVICE}`)
    },
  }
}

const ADVICE = 'Several words that do not belong together are hard to guess and easy to keep in mind.'

function why(warning: string | null): string {
  switch (warning) {
    case 'topTen':
    case 'topHundred':
    case 'common':
    case 'similarToCommon':
    case 'pwned':
      return 'Many people use that password: it is among the first to be tried.'
    case 'userInputs':
      return 'That is what others know of you, and the first that they try.'
    case 'simpleRepeat':
    case 'extendedRepeat':
    case 'sequences':
    case 'straightRow':
    case 'keyPattern':
      return 'That follows a pattern, and is guessed soon.'
    case 'recentYears':
    case 'dates':
      return 'Dates are guessed soon.'
    default:
      return 'That password is guessed too easily.'
  }
}

function weak(message: string): SocDrawError {
  return new SocDrawError('WEAK_PASSWORD', message)
}

async function loadEstimator(): Promise<Estimate> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
  return (password, about) => {
    const { score, feedback } = estimator.check(password, about)
    return { score, warning: feedback.warning }
  }
}
