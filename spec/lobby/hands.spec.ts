import { expect } from 'chai'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { Hands } from '../../web/lobby/order/hands.ts'

/** A rail that is used when the spec says so: what has the focus, and how far its list is scrolled, are the spec's. */
function scene() {
  const clock = new FakeClock()
  const page = { focused: null as Element | null, listTop: 100 }
  const at = (top: () => number) => ({ getBoundingClientRect: () => ({ top: top() }) as DOMRect })
  const inside = {} as Element
  const rail = Object.assign(
    new EventTarget(),
    at(() => 80),
    {
      contains: (element: Node | null) => element === inside,
      ownerDocument: {
        get activeElement() {
          return page.focused
        },
      },
    },
  )
  const hands = new Hands(
    rail,
    at(() => page.listTop),
    clock,
  )
  const told: boolean[] = []
  hands.subscribe(() => told.push(hands.off))
  const happen = (type: string, more: object = {}) => rail.dispatchEvent(Object.assign(new Event(type), more))
  return { clock, page, inside, hands, told, happen }
}

describe('the reader’s hands', () => {
  it('are on the rail while a pointer is over it, also one that was there before', () => {
    const { hands, told, happen } = scene()
    expect(hands.off).to.equal(true)
    for (const type of ['pointerenter', 'pointermove']) {
      happen(type, { pointerType: 'mouse' })
      expect(hands.off, type).to.equal(false)
      happen('pointerleave')
      expect(hands.off).to.equal(true)
    }
    expect(told).to.deep.equal([true, true])
  })

  it('are on it for three seconds after a touch or scrolling, which then is told once', async () => {
    const { clock, hands, told, happen } = scene()
    for (const type of ['touchstart', 'touchend', 'scroll']) {
      happen('pointermove', { pointerType: 'touch' })
      happen(type)
      await clock.pass(2_999)
      expect([hands.off, told], type).to.deep.equal([false, []])
      happen(type)
      await clock.pass(3_000)
      expect([hands.off, told.splice(0)], type).to.deep.equal([true, [true]])
    }
  })

  it('are on it while anything in it has the focus, and off when that goes elsewhere', async () => {
    const { clock, page, inside, hands, told, happen } = scene()
    page.focused = inside
    expect(hands.off).to.equal(false)
    happen('focusout')
    page.focused = null
    await clock.settle()
    expect(told).to.deep.equal([true])
  })

  it('are on a list whose beginning is scrolled out of sight', () => {
    const { page, hands } = scene()
    page.listTop = 79
    expect(hands.off).to.equal(false)
    page.listTop = 80
    expect(hands.off).to.equal(true)
  })

  it('are told of no more once nobody asks, and leave no timer behind', async () => {
    const { clock, hands, told, happen } = scene()
    happen('scroll')
    hands.stop()
    happen('pointerleave')
    expect([clock.timers, told]).to.deep.equal([0, []])
  })
})
