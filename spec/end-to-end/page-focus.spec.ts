import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { takeSeat } from './support/guest.ts'
import { startPageServer } from './support/page-server.ts'
import { eventually, everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: the focus, when what has it is taken away', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    const options = { turn: 120, rounds: 1, words: ['dromedary', 'ferris wheel', 'T-shirt'], onlyOwnWords: true }
    server = await startPageServer({
      rooms: [
        { id: 'guess:1', name: 'Round', application: 'guess', options },
        { id: 'board:1', name: 'First Board', application: 'board' },
      ],
    })
  })

  afterEach(() => everybodyLeaves(server))

  it('goes to the guess that a player would write, or to nowhere by a click beside everything', async () => {
    const [one, two] = [await enter('user:1'), await enter('user:2')]
    await takeSeat(server.url, 'guess', 'guess:1', 'user:3')
    await two.page.getByRole('button', { name: 'Start the game' }).click()
    await one.page.locator('.guess-choice').first().click()
    const vote = two.page.getByRole('button', { name: /^Vote user:1 out/ })
    await vote.focus()
    await two.page.keyboard.press('Enter')
    await two.page.getByRole('button', { name: 'Cancel' }).focus()
    await two.page.keyboard.press('Enter')
    await focusedBecomes(two, 'Your guess')
    await two.page.locator('.guess-round').click()
    expect(await two.focused.count(), 'nobody asked for it').to.equal(0)
  })

  it('comes back from a past drawing to the word that is to be chosen', async () => {
    const [one, two] = [await enter('user:1'), await enter('user:2')]
    await one.page.getByRole('button', { name: 'Start the game' }).click()
    await one.page.locator('.guess-choice').first().click()
    const word = await one.page.locator('.guess-word-whole').innerText()
    await two.page.getByRole('textbox').fill(word)
    await two.page.keyboard.press('Enter')
    await two.page.getByRole('button', { name: 'Past drawings, 1' }).click()
    await two.page.getByRole('dialog').waitFor()
    await two.page.locator('.guess-choice').first().waitFor()
    await eventually(async () => /guess-choice/.test((await two.focused.getAttribute('class')) ?? ''))
    await two.page.keyboard.press('Enter')
    await eventually(async () => (await two.focused.getAttribute('aria-label')) === 'Board', 'the drawer draws by keys')
  })

  it('goes to the room’s title from what a seat makes needless', async () => {
    const watcher = await Visitor.signedIn(server.url, 'user:3')
    await watcher.page.getByRole('button', { name: 'Watch First Board' }).click()
    const seat = watcher.page.getByRole('button', { name: 'Take a seat' })
    await seat.focus()
    await watcher.page.keyboard.press('Enter')
    await seat.waitFor({ state: 'detached' })
    await eventually(async () => (await watcher.focused.getAttribute('id')) !== null, 'something has the focus')
    expect(await watcher.focused.innerText()).to.equal('First Board')
  })

  function enter(user: string): Promise<Visitor> {
    return Visitor.signedIn(`${server.url}/guess/guess:1`, user)
  }

  async function focusedBecomes({ focused }: Visitor, label: string): Promise<void> {
    const labelled = async () => (await focused.count()) > 0 && (await focused.getAttribute('aria-label')) === label
    await eventually(labelled, `${label} has the focus`)
  }
})
