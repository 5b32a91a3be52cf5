import { Drawing } from './drawing.tsx'
import { Table } from './table.tsx'

/** A table whose seats are all taken but those that are free, behind a closed door. */
export function FullRoom({ free }: { free: boolean }) {
  return (
    <Drawing>
      <rect class="tint" x="64" y="20" width="112" height="112" />
      <path class="wall" d="M104 132H66a2 2 0 0 1-2-2V22a2 2 0 0 1 2-2h108a2 2 0 0 1 2 2v108a2 2 0 0 1-2 2h-36" />
      <path class="accent" d="M104 132h34" stroke-width="3" />
      <Table x={120} y={72} seats={8} taken={free ? 7 : 8} />
      <circle class="dashed" cx="121" cy="146" r="5" />
    </Drawing>
  )
}

/** The door is shut, and a bar lies across it. */
export function ClosedRoom() {
  return (
    <Drawing>
      <path class="wall" d="M104 132H66a2 2 0 0 1-2-2V22a2 2 0 0 1 2-2h108a2 2 0 0 1 2 2v108a2 2 0 0 1-2 2h-36" />
      <path class="accent" d="M104 132h34M98 124h46" stroke-width="3" />
      <Table x={120} y={68} seats={6} taken={0} />
    </Drawing>
  )
}

/** The door is shut and has a lock. */
export function LockedRoom() {
  return (
    <Drawing>
      <path class="wall" d="M104 132H66a2 2 0 0 1-2-2V22a2 2 0 0 1 2-2h108a2 2 0 0 1 2 2v108a2 2 0 0 1-2 2h-36" />
      <path class="accent" d="M104 132h34" stroke-width="3" />
      <Table x={120} y={62} seats={6} taken={3} />
      <path class="accent" d="M114 112v-5a7 7 0 0 1 14 0v5M111 112h20v12h-20Z" />
    </Drawing>
  )
}

/** The plan as one has it, and behind it the one that holds now, with a room more. */
export function NewVersion() {
  return (
    <Drawing>
      <rect class="tint" x="104" y="18" width="92" height="76" />
      <path
        class="wall"
        d="M132 94h-26a2 2 0 0 1-2-2V20a2 2 0 0 1 2-2h88a2 2 0 0 1 2 2v72a2 2 0 0 1-2 2h-34M152 18v40"
      />
      <path class="door" d="M132 94V66a28 28 0 0 1 28 28" />
      <path class="dashed" d="M92 52H46a2 2 0 0 0-2 2v74a2 2 0 0 0 2 2h88a2 2 0 0 0 2-2v-22" />
      <path class="accent" d="M58 96a20 20 0 0 1 34-14l6 6m0-13v13H85M98 104a20 20 0 0 1-34 12" />
    </Drawing>
  )
}

/** Something fell over inside: a crack runs through the plan. */
export function BrokenRoom() {
  return (
    <Drawing>
      <path
        class="wall"
        d="M118 132H66a2 2 0 0 1-2-2V22a2 2 0 0 1 2-2h58m10 0h40a2 2 0 0 1 2 2v108a2 2 0 0 1-2 2h-46"
      />
      <path class="danger" d="m128 12-10 30 14 18-16 26 14 20-12 34" />
      <path class="thin" d="M82 44h22M82 54h14M144 92h18M144 102h12" />
    </Drawing>
  )
}
