import { expect } from 'chai'
import fc from 'fast-check'
import { type Drawing, emptyDrawing, strokeCount } from '../../../server/applications/drawing/drawing.ts'
import { MAX_STEPS, undo } from '../../../server/applications/drawing/undo.ts'
import { Refusal } from '../../../server/contract/refusal.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import { compactPatches } from '../../../server/state/compact.ts'
import { record } from '../../../server/state/record.ts'
import { handOf, type Step, sessions, take, visible } from './support.ts'

/** Does a step as a room does: on a recording draft, undone when it is refused. */
function run(state: Drawing, step: Step, version: number) {
  try {
    return record<Drawing, unknown>(state, (draft) => take(draft, step, version), { undoable: true }).patches
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

describe('a drawing', () => {
  it('[P5] [P8] is the same for who gets its patches, and as it was where something is refused', () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const server = emptyDrawing()
        let client = emptyDrawing()
        session.forEach((step, at) => {
          client = applyPatches(client, compactPatches(run(server, step, at + 1)))
          expect(client).to.deep.equal(server)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('is changed by undo and redo only where one drew or erased oneself', () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const drawing = emptyDrawing()
        /** Who drew, and who took away last, each stroke. */
        const eraser = new Map<string, string>()
        session.forEach((step, at) => {
          const before = structuredClone(drawing)
          run(drawing, step, at + 1)
          const [old, now] = [visible(before), visible(drawing)]
          if (step.do === 'erase') for (const id of old.keys()) if (!now.has(id)) eraser.set(id, step.user)
          if (step.do !== 'undo' && step.do !== 'redo') return
          for (const [id, stroke] of old) {
            if (now.has(id)) expect(now.get(id)).to.deep.equal(stroke)
            else expect([stroke.author, eraser.get(id)]).to.include(step.user)
          }
          for (const [id, stroke] of now)
            if (!old.has(id)) expect([stroke.author, eraser.get(id)]).to.include(step.user)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('counts what can be seen, and keeps nothing that nobody can bring back', () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const drawing = emptyDrawing()
        session.forEach((step, at) => {
          run(drawing, step, at + 1)
          expect(strokeCount(drawing)).to.equal(visible(drawing).size)
        })
        const named = Object.entries(drawing.past).flatMap(([user, past]) => {
          const steps = [
            ...past.done.filter((each) => each.startsWith('-')),
            ...past.undone.filter((each) => each.startsWith('+')),
          ]
          return steps.flatMap((each) =>
            each
              .slice(1)
              .split(' ')
              .map((id) => `${user} ${id}`),
          )
        })
        for (const group of Object.values(drawing.ink)) {
          for (const [id, stroke] of Object.entries(group)) {
            if (stroke.gone !== undefined) expect(named).to.include(`${stroke.gone} ${id}`)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is as it was after everything was undone and done again', () => {
    fc.assert(
      fc.property(sessions, (session) => {
        const drawing = emptyDrawing()
        const alone = session.filter((step) => step.do !== 'undo' && step.do !== 'redo' && step.do !== 'forget')
        for (const [at, step] of alone.entries()) run(drawing, { ...step, user: 'ann' }, at + 1)
        const before = structuredClone(visible(drawing))
        let undone = 0
        while (undo(drawing, handOf('ann'))) undone += 1
        expect(visible(drawing).size).to.equal(0)
        for (let at = 0; at < undone; at += 1) take(drawing, { do: 'redo', user: 'ann' }, 0)
        expect(visible(drawing)).to.deep.equal(before)
        expect(undone).to.be.at.most(MAX_STEPS)
      }),
    )
  })
})
