import { expect } from 'chai'
import { crash } from './crash.ts'

describe('a server that is killed', function () {
  // Each life takes seconds to begin on a busy machine.
  this.timeout(180_000)

  it('[P3][P4] ten times under load loses nothing it acknowledged, does nothing twice, and has shown nothing else', async () => {
    const { violations } = await crash(10)
    expect(violations.slice(0, 20)).to.deep.equal([])
  })
})
