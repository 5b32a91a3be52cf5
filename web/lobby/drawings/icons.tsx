import { Icon } from '../../common/icon.tsx'
import type { RoomMood } from '../room-words.ts'

// Those that are there with the first load: what only a room shows stands in `room-icons.tsx`.

export function BackIcon() {
  return (
    <Icon>
      <path d="M10 3 5 8l5 5" />
    </Icon>
  )
}

export function CheckIcon() {
  return (
    <Icon>
      <path d="m3 8.5 3.5 3.500L13 4.5" />
    </Icon>
  )
}

export function AlertIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 5v3.500M8 11h.01" />
    </Icon>
  )
}

export function UnpluggedIcon() {
  return (
    <Icon>
      <path d="m9.5 5.5 1.3-1.300a2.5 2.5 0 0 1 3.5 0M6.5 10.500l-1.3 1.300a2.5 2.5 0 0 1-3.5-3.500L3 7M13 9l1-1M2 2l12 12" />
    </Icon>
  )
}

/** Watching without a seat. */
export function EyeIcon() {
  return (
    <Icon>
      <path d="M1.5 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8Z" />
      <circle cx="8" cy="8" r="2" />
    </Icon>
  )
}

export function FindIcon() {
  return (
    <Icon>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.500 3 3" />
    </Icon>
  )
}

export function RailIcon() {
  return (
    <Icon>
      <path d="M2.5 3h11v10h-11ZM6.500 3v10" />
    </Icon>
  )
}

/** A room's status as a shape, so that it never hangs on colour alone. */
export function MoodGlyph({ mood }: { mood: RoomMood }) {
  return (
    <svg class={`glyph glyph-${mood}`} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      <circle cx="6" cy="6" r="4.5" />
      {mood === 'paused' && <path d="M4.7 4.300v3.400m2.6-3.400v3.4" />}
      {mood === 'full' && <path d="M3.7 6h4.6" />}
      {mood === 'closed' && <path d="m4.4 4.4 3.2 3.200m0-3.2-3.2 3.2" />}
    </svg>
  )
}
