import { expect } from 'chai'
import { type KeyPress, keyName } from '../../web/common/key-name.ts'

/** What a browser tells of a key on some layout: what it types, and where on a keyboard it lies. */
function named(key: string, code: string, shiftKey = false): string {
  const press: KeyPress = { key, code, shiftKey }
  return keyName(press)
}

describe('the key that a shortcut means', () => {
  it('is what a Latin layout types, wherever its key lies', () => {
    expect(named('z', 'KeyW'), 'AZERTY').to.equal('Z')
    expect(named('w', 'KeyZ'), 'AZERTY').to.equal('W')
    expect(named('z', 'KeyY'), 'QWERTZ').to.equal('Z')
    expect(named('Z', 'KeyY', true), 'QWERTZ').to.equal('Z')
    expect(named('z', 'Slash'), 'Dvorak').to.equal('Z')
    for (const [key, code] of [
      [';', 'KeyZ'],
      [':', 'KeyZ'],
      ['.', 'KeyE'],
      ["'", 'KeyQ'],
    ] as const) {
      expect(named(key, code), `Dvorak has ${key} there`).to.equal(key)
    }
    expect(named('ğ', 'KeyE'), 'a Turkish keyboard has its e elsewhere').to.equal('Ğ')
  })

  it('is told by the key’s place where the layout is of another script', () => {
    const undo = {
      Cyrillic: 'я',
      Greek: 'ζ',
      Arabic: 'ئ',
      Hebrew: 'ז',
      Thai: 'ผ',
      Devanagari: 'ॆ',
      Georgian: 'ზ',
      Korean: 'ㅋ',
    }
    for (const [layout, key] of Object.entries(undo)) expect(named(key, 'KeyZ'), layout).to.equal('Z')
    const redo = { Cyrillic: 'Я', Greek: 'Ζ', Arabic: '~', Hebrew: 'Z', Thai: '(' }
    for (const [layout, key] of Object.entries(redo)) expect(named(key, 'KeyZ', true), layout).to.equal('Z')
    expect(named('لإ', 'KeyT', true), 'a key of two letters').to.equal('T')
    expect(named('ж', 'Semicolon'), 'no Latin letter lies there').to.equal('Ж')
  })

  it('is the digit where that needs Shift, or is written otherwise', () => {
    for (const [layout, key] of Object.entries({ AZERTY: 'é', Czech: 'ě', Arabic: '٢', Devanagari: '२', Latin: '2' })) {
      expect(named(key, 'Digit2'), layout).to.equal('2')
    }
    expect(named('2', 'Digit2', true), 'AZERTY with Shift').to.equal('2')
    expect(named('"', 'Digit2', true), 'a quotation mark is meant').to.equal('"')
    expect(named('3', 'Numpad3')).to.equal('3')
    expect(named('PageDown', 'Numpad3'), 'without NumLock').to.equal('PageDown')
  })

  it('is its name where it types nothing', () => {
    for (const name of ['Enter', 'ArrowLeft', 'Escape', 'F2']) expect(named(name, name)).to.equal(name)
    for (const name of ['Process', 'Dead', 'Unidentified']) {
      expect(named(name, 'KeyZ'), 'an input method or an accent to come').to.equal(name)
    }
    expect([named(' ', 'Space'), named('\u202f', 'Space', true)]).to.deep.equal(['Space', 'Space'])
  })
})
