import { expect } from 'chai'
import fc from 'fast-check'
import { hintInterval, hintsOf, maskOf, reveal } from '../../../server/applications/draw-and-guess/hints.ts'
import { votesNeeded } from '../../../server/applications/draw-and-guess/players.ts'
import { drawerPoints, guesserPoints, standings } from '../../../server/applications/draw-and-guess/scoring.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('draw and guess: points', () => {
  it('of a guesser are 100 to 400, and never fewer for who was earlier', () => {
    expect(guesserPoints({ left: 1, unused: 1, rank: 0 })).to.equal(400)
    expect(guesserPoints({ left: 0, unused: 0, rank: 3 })).to.equal(100)
    expect(guesserPoints({ left: 0.5, unused: 0.5, rank: 1 })).to.equal(100 + 100 + 30 + 20)
    expect(guesserPoints({ left: 0, unused: 0, rank: 2 })).to.equal(110)
    fc.assert(
      fc.property(share, share, share, share, fc.nat(11), fc.nat(11), (left, sooner, unused, more, rank, places) => {
        const later = { left, unused, rank }
        const earlier = {
          left: Math.max(left, sooner),
          unused: Math.max(unused, more),
          rank: Math.max(0, rank - places),
        }
        expect(guesserPoints(earlier)).to.be.at.least(guesserPoints(later))
      }),
    )
  })

  it('of a drawer are less than the mean of the guessers’, so that two are not tied for ever', () => {
    expect(drawerPoints([])).to.equal(0)
    expect(drawerPoints([400, 0])).to.equal(120)
    expect(drawerPoints([251])).to.equal(151)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 100, max: 400 }), { minLength: 1, maxLength: 11 }), (gains) => {
        const points = drawerPoints(gains)
        expect(points).to.be.within(60, 240)
        expect(drawerPoints([...gains, 0]), 'somebody more who has not solved it').to.be.below(points)
      }),
    )
  })

  it('make a table in which those with as many have the same place', () => {
    const players = {
      a: { name: 'Ann', points: 10 },
      d: { name: 'Dan', points: 30 },
      c: { name: 'Cid', points: 20 },
      b: { name: 'Bob', points: 20 },
    }
    const table = standings(players).map(({ place, name }) => `${place} ${name}`)
    expect(table).to.deep.equal(['1 Dan', '2 Bob', '2 Cid', '4 Ann'])
  })
})

describe('draw and guess: hints', () => {
  it('are as many as the word has letters for, whatever stands between them', () => {
    for (const [word, hints] of [
      ['ab', 0],
      ['a-b', 0],
      ['cat', 1],
      ['bear', 1],
      ['mouse', 2],
      ['ice cream', 2],
      ['hot-air van', 2],
      ['ice-cream van', 3],
      ['Schildkröte', 3],
    ] as const)
      expect(hintsOf(maskOf(word)), word).to.equal(hints)
    expect(hintInterval(maskOf('mouse'), 60_000)).to.equal(20_000)
  })

  it('each reveal one letter more in its place, and never the last one', () => {
    const words = fc.array(fc.constantFrom(...'abö -’'), { minLength: 1, maxLength: 20 }).map((all) => all.join(''))
    fc.assert(
      fc.property(words, fc.infiniteStream(share), (word, numbers) => {
        const mask = maskOf(word)
        const letters = mask.filter((shown) => shown === null).length
        const hints = hintsOf(mask)
        for (let hint = 1; hint <= hints; hint++) {
          reveal(mask, word, () => Math.min(0.999, Number(numbers.next().value)))
          expect(mask.filter((shown) => shown === null).length).to.equal(letters - hint)
          expect(hintsOf(mask), 'what is revealed is a letter still').to.equal(hints)
        }
        for (const [place, shown] of mask.entries()) if (shown !== null) expect(shown).to.equal(word[place])
        if (letters > 0) expect(mask).to.include(null)
      }),
    )
  })
})

describe('draw and guess: votes', () => {
  it('are needed of half of the players, and of two at least', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 12].map(votesNeeded)).to.deep.equal([2, 2, 2, 2, 3, 3, 4, 6])
  })
})
