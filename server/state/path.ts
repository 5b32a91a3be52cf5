/** Where something stands in a state: object keys are strings, array indexes numbers, whatever the keys look like. */
export type Path = readonly (string | number)[]
