import { Drawing } from './drawing.tsx'
import { Table } from './table.tsx'

/** Several rooms, one of them lit: choose one. */
export function ManyRooms() {
  return (
    <Drawing>
      <rect class="tint" x="104" y="20" width="112" height="54" />
      <path class="wall" d="M64 132H26a2 2 0 0 1-2-2V22a2 2 0 0 1 2-2h188a2 2 0 0 1 2 2v108a2 2 0 0 1-2 2H92" />
      <path class="wall" d="M104 20v14m0 28v70M104 74h66m26 0h20" />
      <path class="door" d="M64 132v-28a28 28 0 0 1 28 28M104 34h28a28 28 0 0 1-28 28M196 74v26a26 26 0 0 1-26-26" />
      <Table x={62} y={62} seats={5} taken={3} />
      <path
        class="accent"
        d="M152 34h36a5 5 0 0 1 5 5v12a5 5 0 0 1-5 5h-24l-8 7v-7h-4a5 5 0 0 1-5-5V39a5 5 0 0 1 5-5Z"
      />
      <path class="accent" d="M160 45h.1m9.9 0h.1m9.9 0h.1" stroke-width="3.5" />
    </Drawing>
  )
}

/** Where a room should be, there is only its outline. */
export function NoSuchRoom() {
  return (
    <Drawing>
      <path class="wall" d="M96 20H30a2 2 0 0 0-2 2v108a2 2 0 0 0 2 2h16m28 0h22V94m0-28V20" />
      <path class="door" d="M46 132v-28a28 28 0 0 1 28 28M96 66h28a28 28 0 0 1-28 28" />
      <path class="dashed" d="M100 20h110a2 2 0 0 1 2 2v108a2 2 0 0 1-2 2H100" />
      <path class="accent" d="M156 64a11 11 0 1 1 15 10.300c-3 1.2-4 3.2-4 6.700M167 91h.1" stroke-width="2.5" />
    </Drawing>
  )
}

/** A plot with nothing built on it. */
export function NoRooms() {
  return (
    <Drawing>
      <path class="dashed" d="M40 28h160v96H40ZM120 28v96M120 76h80" />
      <path class="thin" d="M40 20v16m-8-8h16M200 20v16m-8-8h16M40 116v16m-8-8h16M200 116v16m-8-8h16" />
      <path class="accent" d="M66 92l22-34 8 5-22 34-9 4Zm18-28 8 5" />
    </Drawing>
  )
}

/** A house whose cable is unplugged. */
export function Unplugged() {
  return (
    <Drawing>
      <rect class="tint" x="24" y="36" width="76" height="80" />
      <path class="wall" d="M44 116H26a2 2 0 0 1-2-2V38a2 2 0 0 1 2-2h72a2 2 0 0 1 2 2v76a2 2 0 0 1-2 2H70" />
      <path class="door" d="M44 116V90a26 26 0 0 1 26 26" />
      <path class="thin" d="M100 70h22m-2-9h8a4 4 0 0 1 4 4v10a4 4 0 0 1-4 4h-8Z" />
      <path class="accent" d="M132 66h7m-7 8h7M160 61h-5a4 4 0 0 0-4 4v10a4 4 0 0 0 4 4h5Zm0 9h18c18 0 6 40 38 40" />
      <path class="dashed" d="M146 48v-12M158 50l6-9M134 50l-6-9" />
    </Drawing>
  )
}
