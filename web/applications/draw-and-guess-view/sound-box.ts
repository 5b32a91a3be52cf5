import type { KeyValues } from '../../common/safe-storage.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'
import type { Cue } from './cues.ts'

const KEY = 'soc-draw.guess.muted'

/** A tone: its pitch in hertz, and when it begins and how long it sounds, in seconds. */
type Tone = readonly [pitch: number, at: number, length: number]

const TONES: Readonly<Record<Cue, readonly Tone[]>> = {
  mine: [
    [523, 0, 0.12],
    [659, 0.11, 0.12],
    [784, 0.22, 0.28],
  ],
  turn: [
    [440, 0, 0.1],
    [587, 0.1, 0.2],
  ],
  solved: [
    [659, 0, 0.09],
    [880, 0.08, 0.09],
    [1047, 0.16, 0.3],
  ],
  other: [[784, 0, 0.12]],
  close: [
    [494, 0, 0.08],
    [523, 0.09, 0.14],
  ],
  tick: [[1175, 0, 0.04]],
  ended: [
    [587, 0, 0.14],
    [440, 0.13, 0.24],
  ],
  over: [
    [523, 0, 0.14],
    [523, 0.16, 0.1],
    [659, 0.28, 0.14],
    [784, 0.42, 0.14],
    [1047, 0.56, 0.5],
  ],
}

/** How loud a tone gets, from 0 to 1. */
const LOUDNESS = 0.09

export interface SoundBoxParts {
  /** Where it is remembered that one wants to hear nothing. */
  readonly storage: KeyValues
  /** Whether the user has done something on the page: before, browsers let nothing be heard. */
  active(): boolean
  open(): AudioContext
}

/** The game's sounds, made of plain tones. */
export class SoundBox implements Subscribable {
  readonly #parts: SoundBoxParts
  readonly #listeners = new Listeners()
  #context: AudioContext | undefined
  #muted: boolean

  constructor(parts: SoundBoxParts) {
    this.#parts = parts
    this.#muted = parts.storage.getItem(KEY) === 'yes'
  }

  get muted(): boolean {
    return this.#muted
  }

  toggle(): void {
    this.#muted = !this.#muted
    this.#parts.storage.setItem(KEY, this.#muted ? 'yes' : 'no')
    if (this.#muted) this.#close()
    else this.play('other')
    this.#listeners.notify()
  }

  play(cue: Cue): void {
    if (this.#muted || !this.#parts.active()) return
    this.#context ??= this.#parts.open()
    for (const tone of TONES[cue]) sound(this.#context, tone)
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  destroy(): void {
    this.#close()
  }

  #close(): void {
    void this.#context?.close()
    this.#context = undefined
  }
}

function sound(context: AudioContext, [pitch, at, length]: Tone): void {
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  const start = context.currentTime + at
  oscillator.type = 'triangle'
  oscillator.frequency.value = pitch
  gain.gain.setValueAtTime(0.0001, start)
  gain.gain.exponentialRampToValueAtTime(LOUDNESS, start + 0.012)
  gain.gain.exponentialRampToValueAtTime(0.0001, start + length)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(start)
  oscillator.stop(start + length)
}
