import { DEMO_PASSWORD } from '../../../server/shipped/demo.ts'

/** A new session of a demo user, as the page keeps it: the text of the answer. */
export async function demoSession(url: string, username: string): Promise<string> {
  const response = await fetch(new URL('/api/sessions', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: DEMO_PASSWORD }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${username} could not sign in: ${text}`)
  return text
}
