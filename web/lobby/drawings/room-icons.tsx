import { Icon } from '../../common/icon.tsx'

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

export function PauseIcon() {
  return (
    <Icon>
      <path d="M5.5 3.500v9m5-9v9" />
    </Icon>
  )
}
