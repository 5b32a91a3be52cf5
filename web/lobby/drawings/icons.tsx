import { Icon } from '../../common/icon.tsx'
import type { RoomMood } from '../room-words.ts'

export function BackIcon() {
  return (
    <Icon>
      <path d="M10 3 5 8l5 5" />
    </Icon>
  )
}

export function CloseIcon() {
  return (
    <Icon>
      <path d="m4 4 8 8m0-8-8 8" />
    </Icon>
  )
}

export function PeopleIcon() {
  return (
    <Icon>
      <circle cx="6" cy="5.5" r="2.5" />
      <path d="M1.5 13.500a4.5 4.5 0 0 1 9 0M10.5 3.300a2.5 2.5 0 0 1 0 4.400M12.5 9.800a4.5 4.5 0 0 1 2 3.7" />
    </Icon>
  )
}

/** A way out of a room. */
export function LeaveIcon() {
  return (
    <Icon>
      <path d="M9.5 2.500h-6a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h6M6.5 8h7m-2.7-2.700L13.5 8l-2.7 2.7" />
    </Icon>
  )
}

export function CopyIcon() {
  return (
    <Icon>
      <path d="M5.5 5.500h8v8h-8ZM10.5 5.500v-3h-8v8h3" />
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

export function RailIcon() {
  return (
    <Icon>
      <path d="M2.5 3h11v10h-11ZM6.500 3v10" />
    </Icon>
  )
}

export function PauseIcon() {
  return (
    <Icon>
      <path d="M5.5 3.500v9m5-9v9" />
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
