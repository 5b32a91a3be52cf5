import '../styles/demo.css'
import { Avatar } from '../common/avatar.tsx'
import type { SignInForm } from './sign-in-fields.tsx'
import type { Site } from './site-api.ts'

interface Props {
  readonly demo: NonNullable<Site['demo']>
  readonly busy: boolean
  signIn(form: SignInForm): Promise<void>
}

/** In development: users to try it with, each one click away. */
export function DemoUsers({ demo: { users, password }, busy, signIn }: Props) {
  return (
    <section class="demo" aria-labelledby="demo-title">
      <h2 id="demo-title" class="demo-title">
        Try it as
      </h2>
      <ul class="demo-users">
        {users.map(({ username }) => (
          <li key={username}>
            <button
              type="button"
              class="demo-user"
              aria-disabled={busy}
              onClick={() => void signIn({ username, password, stay: false })}
            >
              <Avatar id={username} name={username} />
              <bdi>{username}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <p class="demo-hint">
        For development: all with the password <code>{password}</code>. Each tab can be another user.
      </p>
    </section>
  )
}
